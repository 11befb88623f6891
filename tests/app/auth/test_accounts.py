"""Accounts of enterprises: opened by the office after looking at papers, closed for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.actor import Actor
from app.auth import accounts, codes
from app.auth.accounts import Opening
from app.auth.current import current_actor
from app.clock import now
from app.database import db
from app.errors import Invalid
from app.keys import ring_in_force
from app.sealing import lookup_key
from app.store.enterprises import Contact, Enterprise
from app.store.entries import Entry
from tests.app.auth.conftest import SignedIn, actor
from tests.pages import Checked

PAPERS = {"enterprise": "安澜百炼铸造有限公司", "name": "吴某", "phone": "199 0000 1234", "seen": "y"}
PASSWORD = "violet harbour 7 lamps"


def check_digit(front: str) -> str:
    """The credit code that begins with these seventeen signs."""
    return next(front + sign for sign in accounts.CREDIT_SIGNS if not accounts.credit_code_fault(front + sign))


GOOD = check_digit("91999999MA000001A")
OTHER = check_digit("91999999MA000002A")


def opened(phone: str = "19900001234", credit_code: str = GOOD) -> tuple[Contact, str]:
    opening = Opening(f"企业{credit_code[-5:]}", credit_code, "吴某", phone)
    made = accounts.open_account(actor("clerk"), opening, codes.new_seed(), now())
    db.session.commit()
    return made


def came_in(app: Flask, phone: str, code: str) -> Checked:
    """A browser in which the contact has set a password."""
    checked = Checked(app.test_client())
    page = checked.submit(checked.get("/sign-in?next=/me"), login=phone, password=code)
    checked.submit(page, new_password=PASSWORD, again=PASSWORD)
    return checked


@pytest.mark.parametrize(
    ("code", "word"),
    [("91", "18 位"), (GOOD[:-1] + "i", "大写"), (GOOD[:-1] + OTHER[-1], "校验位"), (GOOD, "")],
)
def test_the_check_digit_of_a_credit_code_is_checked(code: str, word: str) -> None:
    assert word in accounts.credit_code_fault(code)
    assert bool(word) == bool(accounts.credit_code_fault(code))


def test_the_office_opens_an_account_and_the_enterprise_comes_in_with_its_telephone(signed_in: SignedIn, city: Flask) -> None:
    clerk = signed_in("clerk")
    page = clerk.submit(clerk.get("/office/accounts/open"), credit_code=GOOD.lower(), **PAPERS)
    assert page.heading == "安澜百炼铸造有限公司"
    assert "吴某" not in page.text
    firm = came_in(city, "+86 199-0000-1234", page.all(id="one-time")[0].text)
    assert firm.get("/me").heading == "安澜百炼铸造有限公司"
    firm.get("/office/accounts", status=404)
    firm.get("/post", status=404)


def test_what_is_wrong_on_the_papers_is_said_beside_the_field(signed_in: SignedIn) -> None:
    clerk = signed_in("clerk")
    page = clerk.submit(clerk.get("/office/accounts/open"), status=422)
    assert len(page.errors) == 5
    page = clerk.submit(page, credit_code="9", **{**PAPERS, "phone": "1990000123"}, status=422)
    assert page.errors == ["统一社会信用代码应为 18 位，您填了 1 位", "手机号应为 11 位，您填了 10 位"]
    assert page.form()["enterprise"] == PAPERS["enterprise"]


def test_one_telephone_has_one_account_and_one_code_one_name(city: Flask) -> None:
    opened()
    with pytest.raises(Invalid) as same_phone:
        opened(credit_code=OTHER)
    assert "phone" in same_phone.value.fields
    with pytest.raises(Invalid) as other_name:
        accounts.open_account(actor("clerk"), Opening("另一家公司", GOOD, "吴某", "19900009999"), codes.new_seed(), now())
    assert "enterprise" in other_name.value.fields


def test_name_and_telephone_are_sealed_and_open_after_an_entry(signed_in: SignedIn) -> None:
    contact, _ = opened()
    assert b"19900001234" not in (contact.phone_sealed or b"")
    clerk = signed_in("clerk")
    page = clerk.get(f"/office/accounts/{contact.id}")
    assert "19900001234" not in page.html
    assert "19900001234" not in clerk.submit(page, action="/look", purpose="", status=422).html
    purpose = page.all("select", name="purpose")[0].all("option")[1]["value"]
    assert "19900001234" in clerk.submit(page, action="/look", purpose=purpose).text
    last = db.session.scalars(select(Entry).where(Entry.stream == f"contact:{contact.id}").order_by(Entry.seq.desc())).first()
    assert last is not None
    assert (last.verb, last.after) == ("contact_looked", {"purpose": purpose})


def test_no_entry_and_no_clear_column_tells_who_the_contact_is(city: Flask) -> None:
    opened()
    for entry in db.session.scalars(select(Entry)):
        assert "19900001234" not in f"{entry.before}{entry.after}{entry.reason}"
    assert "吴某" not in str(db.session.execute(select(Contact.phone_key, Contact.one_time)).all())


def test_closing_signs_out_and_frees_the_number_for_another_owner(signed_in: SignedIn, city: Flask) -> None:
    contact, code = opened()
    firm, clerk = came_in(city, "19900001234", code), signed_in("clerk")
    page = clerk.submit(clerk.get(f"/office/accounts/{contact.id}"), action="/close")
    assert "已关闭" in page.text
    assert firm.get("/me").heading == "登录"
    firm.submit(firm.get("/sign-in"), login="19900001234", password=PASSWORD, status=422)
    later, _ = opened(credit_code=OTHER)
    assert later.id != contact.id
    assert [row[1] for row in clerk.get("/office/accounts").rows()] == [OTHER]
    assert [row[1] for row in clerk.get("/office/accounts?state=closed").rows()] == [GOOD]


def test_another_code_ends_the_old_password(signed_in: SignedIn, city: Flask) -> None:
    contact, code = opened()
    firm, clerk = came_in(city, "19900001234", code), signed_in("reviewer")
    page = clerk.submit(clerk.get(f"/office/accounts/{contact.id}"), action="/code")
    assert page.all(id="one-time")[0].text != code
    assert firm.get("/me").heading == "登录"


@pytest.mark.parametrize("login", ["clerk_d", "office_head_d", "handler", "leader", "admin", "auditor"])
def test_only_the_office_opens_accounts(signed_in: SignedIn, login: str) -> None:
    contact, _ = opened()
    checked = signed_in(login)
    for url in ("", "/open", f"/{contact.id}"):
        checked.get(f"/office/accounts{url}", status=404)


def test_accounts_are_found_by_name_or_code_of_the_enterprise(signed_in: SignedIn) -> None:
    opened()
    opened("19900005678", OTHER)
    clerk = signed_in("clerk")
    assert len(clerk.get("/office/accounts").rows()) == 2
    assert [row[1] for row in clerk.get(f"/office/accounts?word={OTHER.lower()}").rows()] == [OTHER]
    assert "没有符合筛选的账号" in clerk.get("/office/accounts?word=%25").text


def test_an_account_is_the_actor_of_its_enterprise_and_owns_what_it_filed(city: Flask) -> None:
    contact, code = opened()
    client = came_in(city, "19900001234", code).client
    with client:
        client.get("/me")
        seen = current_actor()
    enterprise = db.session.scalars(select(Enterprise.id)).one()
    tag = lookup_key(ring_in_force(), "owner", str(contact.id))
    assert seen == Actor("contact", contact_id=contact.id, enterprise_id=enterprise, owner_tags=frozenset({tag}))


def test_an_hour_of_silence_signs_an_enterprise_out(city: Flask) -> None:
    _, code = opened()
    firm = came_in(city, "19900001234", code)
    clock.move_to(now() + timedelta(minutes=59))
    assert firm.get("/me").heading.startswith("企业")
    clock.move_to(now() + timedelta(minutes=61))
    assert firm.get("/me").heading == "登录"
