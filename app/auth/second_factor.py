"""The second factor: six digits that change every half minute; each counts once. Ten recovery codes beside it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import CursorResult, select, update

from app import chain
from app.auth import codes
from app.auth.record import of_person, record
from app.database import db
from app.errors import Invalid, WrongState
from app.sealing import Look, random_id
from app.store.people import SecondFactor, SignIn

STEP_SECONDS = 30
DIGITS = 6
FRESH = timedelta(minutes=15)
ISSUER = "企声"
WRONG = "动态码不对，或者刚才已经用过。请等手机上换成下一个再填"


def of(person_id: int) -> SecondFactor | None:
    """The second factor of a person, confirmed or not."""
    return db.session.scalar(select(SecondFactor).where(SecondFactor.person_id == person_id))


def is_set(person_id: int) -> bool:
    """Whether the person has confirmed one."""
    factor = of(person_id)
    return factor is not None and factor.confirmed_at is not None


def begin(person_id: int) -> None:
    """Make a secret that still has to be confirmed; the same until then, whatever is pressed twice."""
    factor = of(person_id)
    if factor is None:
        factor = SecondFactor(id=random_id(), person_id=person_id, recovery=[])
        factor.secret = pyotp.random_base32()
        db.session.add(factor)
    elif factor.confirmed_at is not None:
        raise WrongState("动态码已经设置过了。换手机请先找管理员重置。")


def secret_of(factor: SecondFactor) -> str:
    """The secret in clear, for its owner."""
    assert factor.secret is not None
    return factor.secret.open(Look("second_factor", f"person:{factor.person_id}"))


def address_of(factor: SecondFactor, login: str) -> str:
    """The otpauth address that a telephone reads from a square code."""
    return pyotp.TOTP(secret_of(factor)).provisioning_uri(name=login, issuer_name=ISSUER)


def confirm(person_id: int, typed: str, at: datetime) -> list[str]:
    """The telephone shows the right digits: from now on they are asked for. The answer is the recovery codes."""
    factor = of(person_id)
    if factor is None or factor.confirmed_at is not None:
        raise WrongState("动态码已经设置好，不用再确认。")
    if not _takes_step(factor, typed, at):
        raise Invalid(WRONG, code=WRONG)
    fresh = codes.recovery_codes()
    factor.recovery = [codes.kept(_recovery_of(person_id), code) for code in fresh]
    factor.confirmed_at = at
    record(of_person(person_id), chain.Who("staff", person_id), "second_factor_set", at)
    return fresh


def prove(person_id: int, typed: str, at: datetime) -> bool:
    """Whether *typed* is this half minute's digits, or a recovery code that was not used yet; either counts once."""
    factor = of(person_id)
    if factor is None or factor.confirmed_at is None:
        return False
    return _takes_step(factor, typed, at) or _takes_recovery(factor, typed, at)


def refuse(person_id: int, at: datetime) -> None:
    """Write down that the digits were wrong."""
    record(of_person(person_id), chain.Who("staff", person_id), "second_factor_failed", at)


def mark(sign_in_id: int, at: datetime) -> None:
    """The session has shown the second factor."""
    db.session.get_one(SignIn, sign_in_id).second_factor_at = at


def _takes_step(factor: SecondFactor, typed: str, at: datetime) -> bool:
    digits = "".join(filter(str.isdecimal, typed))
    if len(digits) != DIGITS or not digits.isascii():
        return False
    totp, now = pyotp.TOTP(secret_of(factor)), int(at.timestamp()) // STEP_SECONDS
    for step in (now - 1, now, now + 1):
        if secrets.compare_digest(totp.generate_otp(step), digits):
            return _is_first(factor, step)
    return False


def _is_first(factor: SecondFactor, step: int) -> bool:
    """Move the last step forward; False if it was there already."""
    moved = update(SecondFactor).where(SecondFactor.id == factor.id, SecondFactor.last_step < step).values(last_step=step)
    result = db.session.execute(moved.execution_options(synchronize_session="fetch"))
    return isinstance(result, CursorResult) and result.rowcount == 1


def _takes_recovery(factor: SecondFactor, typed: str, at: datetime) -> bool:
    locked = select(SecondFactor).where(SecondFactor.id == factor.id).with_for_update()
    factor = db.session.scalars(locked.execution_options(populate_existing=True)).one()
    left = [kept for kept in factor.recovery if not codes.is_right(_recovery_of(factor.person_id), typed, kept)]
    if len(left) == len(factor.recovery):
        return False
    factor.recovery = left
    after = {"left": len(left)}
    record(of_person(factor.person_id), chain.Who("staff", factor.person_id), "recovery_used", at, after=after)
    return True


def _recovery_of(person_id: int) -> str:
    return f"recovery:{person_id}"
