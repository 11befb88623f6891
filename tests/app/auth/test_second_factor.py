"""Password and telephone together: set up, shown, used once, lost."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pyotp
import pytest
from flask import Flask

from app import clock
from app.auth import second_factor, staff
from app.auth.demonstration import demo_password
from app.clock import now
from app.database import db
from app.store.people import SecondFactor
from tests.app.auth.conftest import SignedIn, actor, person
from tests.pages import Checked, Page


def digits(login: str) -> str:
    factor = second_factor.of(person(login).id)
    assert factor is not None
    return pyotp.TOTP(second_factor.secret_of(factor)).at(now())


def later(seconds: int = 30) -> None:
    clock.move_to(now() + timedelta(seconds=seconds))


def set_up(app: Flask, login: str) -> tuple[Checked, Page]:
    """A browser in which *login* has just confirmed a telephone; the page with the recovery codes."""
    checked = Checked(app.test_client())
    page = checked.submit(checked.get("/sign-in"), login=login, password=demo_password())
    page = checked.submit(page, action="/second-factor/begin")
    return checked, checked.submit(page, action="/second-factor/set-up", code=digits(login))


def test_an_officer_without_a_telephone_sees_nothing_until_it_is_set_up(office: Flask) -> None:
    checked = Checked(office.test_client())
    page = checked.submit(checked.get("/sign-in"), login="admin", password=demo_password())
    assert page.heading == "给账号加一道动态码"
    for url in ("/admin/people", "/audit", "/office/accounts"):
        assert checked.get(url).heading == "给账号加一道动态码"
    checked.get("/me", status=404)
    checked.get("/post", status=404)


def test_the_telephone_is_set_up_and_the_desk_opens(office: Flask) -> None:
    checked, page = set_up(office, "admin")
    codes = [node.text for node in page.tree.first("ol").all("li")]
    assert len(set(codes)) == 10
    assert checked.get("/admin/people").heading == "人员和岗位"
    assert codes[0] not in checked.get("/second-factor/recovery").text


def test_the_square_code_holds_the_key_until_it_is_confirmed(office: Flask) -> None:
    checked = Checked(office.test_client())
    page = checked.submit(checked.get("/sign-in"), login="admin", password=demo_password())
    checked.submit(page, action="/second-factor/begin")
    picture = checked.client.get("/second-factor/key.svg")
    assert picture.mimetype == "image/svg+xml"
    factor = second_factor.of(person("admin").id)
    assert factor is not None
    address = urlsplit(second_factor.address_of(factor, "admin"))
    assert parse_qs(address.query)["secret"] == [second_factor.secret_of(factor)]
    second_factor.confirm(person("admin").id, digits("admin"), now())
    db.session.commit()
    assert checked.client.get("/second-factor/key.svg").status_code == 404


def test_the_secret_stands_nowhere_in_clear(office: Flask) -> None:
    set_up(office, "admin")
    factor = db.session.query(SecondFactor).one()
    secret = second_factor.secret_of(factor).encode()
    assert secret not in (factor.secret_sealed or b"")
    assert len(factor.recovery) == 10


def test_the_next_sign_in_asks_for_the_digits(office: Flask) -> None:
    set_up(office, "admin")
    later()
    checked = Checked(office.test_client())
    page = checked.submit(checked.get("/sign-in"), login="admin", password=demo_password())
    assert page.heading == "请填手机上的 6 位动态码"
    page = checked.submit(page, action="/second-factor", code="000000", status=422)
    page = checked.submit(page, action="/second-factor", code=digits("admin"))
    assert page.heading == "人员和岗位"


def test_digits_count_once(office: Flask) -> None:
    set_up(office, "admin")
    assert not second_factor.prove(person("admin").id, digits("admin"), now())
    later()
    assert second_factor.prove(person("admin").id, digits("admin"), now())
    assert not second_factor.prove(person("admin").id, digits("admin"), now())


def test_a_recovery_code_counts_once(office: Flask) -> None:
    _, page = set_up(office, "admin")
    code = page.tree.first("ol").all("li")[3].text
    assert second_factor.prove(person("admin").id, code.lower(), now())
    assert not second_factor.prove(person("admin").id, code, now())
    db.session.commit()
    assert len(db.session.query(SecondFactor).one().recovery) == 9


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "１２３４５６", "abcdef", "0" * 40])
def test_what_is_no_code_proves_nothing(office: Flask, typed: str) -> None:
    set_up(office, "admin")
    assert not second_factor.prove(person("admin").id, typed, now())


def test_guessing_digits_is_stopped(office: Flask) -> None:
    set_up(office, "admin")
    checked = Checked(office.test_client())
    page = checked.submit(checked.get("/sign-in"), login="admin", password=demo_password())
    for _ in range(9):
        checked.submit(page, action="/second-factor", code="000000", status=422)
    checked.submit(page, action="/second-factor", code="000000", status=429)


def test_what_must_be_fresh_asks_again_after_a_quarter_of_an_hour(office: Flask) -> None:
    checked, _ = set_up(office, "admin")
    assert checked.get("/admin/people/add").heading == "新增人员"
    later(16 * 60)
    page = checked.get("/admin/people/add")
    assert page.heading == "请填手机上的 6 位动态码"
    assert checked.get("/admin/people").heading == "人员和岗位"
    assert checked.submit(page, action="/second-factor", code=digits("admin")).heading == "新增人员"


def test_showing_the_factor_gives_the_session_a_new_token(office: Flask) -> None:
    set_up(office, "admin")
    later()
    checked = Checked(office.test_client())
    page = checked.submit(checked.get("/sign-in"), login="admin", password=demo_password())
    with checked.client.session_transaction() as cookie:
        before = cookie["token"]
    checked.submit(page, action="/second-factor", code=digits("admin"))
    with checked.client.session_transaction() as cookie:
        assert cookie["token"] != before


def test_a_lost_telephone_is_reset_by_another_administrator_only(office: Flask) -> None:
    set_up(office, "clerk")
    set_up(office, "admin")
    staff.reset_second_factor(actor("admin"), person("clerk"), now())
    assert not second_factor.is_set(person("clerk").id)
    with pytest.raises(staff.NotAllowed):
        staff.reset_second_factor(actor("admin"), person("admin"), now())


def test_a_demonstration_asks_for_no_telephone(signed_in: SignedIn) -> None:
    assert signed_in("admin").get("/admin/people/add").heading == "新增人员"
