"""Accounts of enterprises: opened by the office after looking at papers, by a one-time code."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from app.actor import Actor
from app.auth import sessions, sign_in
from app.auth.record import of_contact, record, who_of
from app.database import db
from app.errors import Invalid, NotFound, WrongState
from app.keys import ring_in_force
from app.sealing import MOBILE, Look, lookup_keys, normalise_phone, phone_key, random_id
from app.store.enterprises import Contact, Enterprise

CREDIT_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CREDIT_LENGTH = 18
LONGEST_NAME = 60
LONGEST_CONTACT = 40


@dataclass(frozen=True)
class Opening:
    """What the office has seen on the papers: enterprise, credit code, who speaks for it."""

    enterprise: str
    credit_code: str
    name: str = field(repr=False)
    phone: str = field(repr=False)


def credit_code_fault(code: str) -> str:
    """What is wrong with a unified social credit code; empty if its check digit fits."""
    if len(code) != CREDIT_LENGTH:
        return f"统一社会信用代码应为 {CREDIT_LENGTH} 位，您填了 {len(code)} 位"
    if any(sign not in CREDIT_SIGNS for sign in code):
        return "统一社会信用代码只有数字和大写字母，没有 I、O、S、V、Z"
    total = sum(CREDIT_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(code[:-1]))
    return "" if CREDIT_SIGNS.index(code[-1]) == -total % 31 else "统一社会信用代码对不上校验位，请核对每一位"


def open_account(actor: Actor, opening: Opening, seed: str, at: datetime) -> tuple[Contact, str]:
    """An account for the person who speaks for the enterprise, and the one-time code for the first sign-in."""
    if wrong := _objections(opening):
        raise Invalid("有地方填得不对，没有存。", **wrong)
    if _has_account(opening.phone):
        raise Invalid("这个手机号已经有账号了。", phone="这个手机号已经有账号了，可以在列表里给它换一次性代码")
    enterprise = _enterprise(opening)
    key = phone_key(ring_in_force(), opening.phone)
    contact = Contact(id=random_id(), enterprise_id=enterprise.id, phone_key=key, opened_at=at)
    db.session.add(contact)
    contact.name, contact.phone = opening.name, normalise_phone(opening.phone)
    code = sign_in.give_code(contact, seed, at)
    db.session.flush()
    record(of_contact(contact.id), who_of(actor), "account_opened", at, after={"enterprise": enterprise.id})
    return contact, code


def _objections(opening: Opening) -> dict[str, str]:
    wrong = {}
    if not 2 <= len(opening.enterprise) <= LONGEST_NAME:
        wrong["enterprise"] = f"企业名称 2 到 {LONGEST_NAME} 个字，照营业执照填"
    if fault := credit_code_fault(opening.credit_code):
        wrong["credit_code"] = fault
    if not 1 <= len(opening.name) <= LONGEST_CONTACT:
        wrong["name"] = f"联系人 1 到 {LONGEST_CONTACT} 个字"
    if not MOBILE.fullmatch(normalise_phone(opening.phone)):
        digits = len(normalise_phone(opening.phone))
        wrong["phone"] = f"手机号应为 11 位，您填了 {digits} 位" if digits != 11 else "手机号应以 13 到 19 开头"
    return wrong


def _has_account(phone: str) -> bool:
    keys = lookup_keys(ring_in_force(), "phone", normalise_phone(phone))
    return db.session.scalar(select(Contact.id).where(Contact.phone_key.in_(keys))) is not None


def _enterprise(opening: Opening) -> Enterprise:
    found = db.session.scalar(select(Enterprise).where(Enterprise.credit_code == opening.credit_code))
    if found is None:
        found = Enterprise(credit_code=opening.credit_code, name=opening.enterprise)
        db.session.add(found)
        db.session.flush()
    elif found.name != opening.enterprise:
        said = f"企业库里这个代码是“{found.name}”，请核对营业执照"
        raise Invalid("企业名称和代码对不上。", enterprise=said)
    return found


def contact_of(contact_id: int) -> Contact:
    """The account; raises NotFound."""
    contact = db.session.get(Contact, contact_id)
    if contact is None:
        raise NotFound
    return contact


def give_code(actor: Actor, contact: Contact, seed: str, at: datetime) -> str:
    """Another one-time code: the old password and all sessions end."""
    if contact.closed_at is not None:
        raise WrongState("这个账号已经关了。要再用，请重新开一次。")
    code = sign_in.give_code(contact, seed, at)
    contact.password = None
    sessions.end_all(at, contact_id=contact.id)
    record(of_contact(contact.id), who_of(actor), "code_given", at)
    return code


def close_account(actor: Actor, contact: Contact, at: datetime) -> None:
    """Nobody comes in with this account any more; the number is free, should it get another owner."""
    if contact.closed_at is not None:
        raise WrongState("这个账号已经关了。")
    contact.closed_at, contact.password, contact.one_time, contact.one_time_until = at, None, None, None
    contact.phone_key = f"closed:{contact.id}"
    sessions.end_all(at, contact_id=contact.id)
    record(of_contact(contact.id), who_of(actor), "account_closed", at)


def record_look(actor: Actor, contact: Contact, purpose: str, at: datetime) -> Look:
    """Write down that *actor* looks at name and telephone; the answer opens them once it is committed."""
    record(of_contact(contact.id), who_of(actor), "contact_looked", at, after={"purpose": purpose})
    return Look(purpose, f"person:{actor.person_id}")
