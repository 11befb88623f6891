"""Who comes in, who does not, and how long he stays."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock
from app.actor import Role
from app.auth import codes, sessions, sign_in, staff
from app.auth.demonstration import demo_password
from app.auth.posts import is_living
from app.clock import day_of, now
from app.database import db
from app.store.entries import Entry
from app.store.people import SignIn
from tests.app.auth.conftest import SignedIn, actor, person, post
from tests.pages import Checked

LAMPS = "violet harbour 7 lamps"


def verbs(stream: str) -> list[str]:
    return list(db.session.scalars(select(Entry.verb).where(Entry.stream == stream).order_by(Entry.seq)))


def test_an_officer_signs_in_and_stands_at_his_desk(signed_in: SignedIn) -> None:
    page = signed_in("admin").get("/go")
    assert page.heading == "人员和岗位"
    assert "潘某汐" in page.text
    assert verbs(f"person:{person('admin').id}")[-1] == "signed_in"


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(city: Flask) -> None:
    checked = Checked(city.test_client())
    wrong = checked.submit(checked.get("/sign-in"), login="clerk", password="not the password", status=422)
    unknown = checked.submit(checked.get("/sign-in"), login="nobody", password="not the password", status=422)
    assert wrong.errors == unknown.errors
    assert wrong.form()["login"] == "clerk"
    assert wrong.form()["password"] == ""
    assert verbs("sign_in") == ["sign_in_failed"] * 2


def test_no_entry_of_a_failure_tells_name_or_address(city: Flask) -> None:
    checked = Checked(city.test_client())
    checked.submit(checked.get("/sign-in"), login="secretname", password="x" * 12, status=422)
    entry = db.session.scalars(select(Entry).where(Entry.stream == "sign_in")).one()
    told = str(entry.after)
    assert "secretname" not in told
    assert "127.0.0.1" not in told


def test_after_five_failures_even_the_right_password_has_to_wait(city: Flask) -> None:
    checked = Checked(city.test_client())
    for _ in range(5):
        checked.submit(checked.get("/sign-in"), login="clerk", password="wrong wrong wrong", status=422)
    page = checked.submit(checked.get("/sign-in"), login="clerk", password=demo_password(), status=429)
    assert "以后再试" in page.errors[0]
    clock.move_to(now() + timedelta(seconds=31))
    assert "何某岚" in checked.submit(checked.get("/sign-in"), login="clerk", password=demo_password()).text


def test_one_name_blocked_leaves_the_others_free(city: Flask) -> None:
    checked = Checked(city.test_client())
    for _ in range(5):
        checked.submit(checked.get("/sign-in"), login="clerk", password="wrong wrong wrong", status=422)
    assert "蒋某筠" in checked.submit(checked.get("/sign-in"), login="reviewer", password=demo_password()).text


def test_the_address_asked_for_is_reached_after_signing_in(city: Flask) -> None:
    checked = Checked(city.test_client())
    page = checked.get("/admin/units?x=1")
    assert page.heading == "登录"
    assert checked.submit(page, login="admin", password=demo_password()).url == "/admin/units?x=1"


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "/nowhere", "/sign-out", "/%00"]
)
def test_nobody_is_led_elsewhere_after_signing_in(city: Flask, target: str) -> None:
    client = city.test_client()
    page = Checked(client).get("/sign-in?" + urlencode({"next": target}))
    answer = client.post("/sign-in", data={**page.form(), "login": "admin", "password": demo_password(), "next": target})
    assert answer.location == "/admin/people"


def test_a_session_gets_a_new_token_so_that_one_planted_before_is_worth_nothing(city: Flask) -> None:
    client = city.test_client()
    with client.session_transaction() as cookie:
        cookie["token"] = "planted"
        cookie["follows"] = 7
    checked = Checked(client)
    checked.submit(checked.get("/sign-in"), login="clerk", password=demo_password())
    with client.session_transaction() as cookie:
        assert cookie["token"] != "planted"
        assert "follows" not in cookie


def test_the_store_keeps_no_token(signed_in: SignedIn) -> None:
    client = signed_in("clerk").client
    with client.session_transaction() as cookie:
        token = cookie["token"]
    kept = db.session.scalars(select(SignIn.token)).all()
    assert token not in kept
    assert sessions.token_hash(token) in kept


def test_half_an_hour_of_silence_signs_an_officer_out(signed_in: SignedIn) -> None:
    checked = signed_in("admin")
    clock.move_to(now() + timedelta(minutes=29))
    assert checked.get("/admin/people").heading == "人员和岗位"
    clock.move_to(now() + timedelta(minutes=31))
    assert checked.get("/admin/people").heading == "登录"


def test_after_twelve_hours_the_session_is_over_however_busy(signed_in: SignedIn) -> None:
    checked, start = signed_in("admin"), now()
    for minutes in range(25, 12 * 60, 25):
        clock.move_to(start + timedelta(minutes=minutes))
        assert checked.get("/me").heading == "潘某汐"
    clock.move_to(start + timedelta(hours=12, seconds=1))
    assert checked.get("/me").heading == "登录"


def test_reading_pages_writes_nothing(signed_in: SignedIn) -> None:
    checked = signed_in("admin")
    before = db.session.connection().exec_driver_sql("SELECT total_changes()").scalar()
    for url in ("/me", "/admin/people", "/admin/people/add", "/admin/units", "/post", "/sign-in"):
        checked.get(url)
    assert db.session.connection().exec_driver_sql("SELECT total_changes()").scalar() == before


def test_an_ended_post_is_out_at_once(signed_in: SignedIn) -> None:
    checked = signed_in("clerk")
    assert checked.get("/office/accounts").heading == "企业账号"
    staff.end_post(actor("admin"), post("clerk"), day_of(now()), None, now())
    db.session.commit()
    assert checked.get("/office/accounts").heading == "您现在没有在用的岗位"


def test_signing_out_ends_the_session_in_the_store_too(signed_in: SignedIn) -> None:
    checked = signed_in("clerk")
    with checked.client.session_transaction() as cookie:
        stolen = dict(cookie)
    checked.submit(checked.get("/office/accounts"), action="/sign-out")
    with checked.client.session_transaction() as cookie:
        cookie.update(stolen)
    assert checked.get("/office/accounts").heading == "登录"


def test_a_form_that_was_open_too_long_gives_back_what_was_typed(signed_in: SignedIn) -> None:
    checked = signed_in("admin")
    page = checked.get("/admin/people/add")
    clock.move_to(now() + timedelta(hours=1))
    lost = checked.post("/admin/people/add", {**page.form(), "note": "写了很久的话"}, status=403)
    assert "写了很久的话" in lost.html


def test_a_person_with_two_posts_chooses_and_changes(signed_in: SignedIn) -> None:
    staff.grant(actor("admin"), person("clerk"), staff.Grant("office", Role.AUDITOR, day_of(now())), now())
    db.session.commit()
    checked = signed_in("clerk")
    page = checked.get("/audit")
    assert page.heading == "何某岚，这次用哪个岗位办事？"
    auditor = person("clerk").posts[1]
    with checked.client.session_transaction() as cookie:
        before = cookie["token"]
    assert checked.submit(page, post=str(auditor.id)).heading == "全部记录"
    with checked.client.session_transaction() as cookie:
        assert cookie["token"] != before
    checked.get("/office/accounts", status=404)
    checked.submit(checked.get("/post"), post=str(post("clerk").id))
    assert checked.get("/office/accounts").heading == "企业账号"


def test_nobody_takes_the_post_of_another(signed_in: SignedIn) -> None:
    checked = signed_in("clerk")
    checked.submit(checked.get("/post"), post=str(post("admin").id), status=422)
    checked.get("/admin/people", status=404)


def test_a_one_time_code_sets_a_password_and_is_spent(city: Flask) -> None:
    code = staff.give_code(actor("admin"), person("clerk"), codes.new_seed(), now())
    db.session.commit()
    checked = Checked(city.test_client())
    page = checked.submit(checked.get("/sign-in"), login="clerk", password=code.lower().replace("-", " "))
    assert page.heading == "设一个您自己的密码"
    weak = checked.submit(page, new_password="password1234", again="password1234", status=422)
    assert "太常见" in weak.errors[0]
    done = checked.submit(weak, new_password="松林里的旧木桥上看云", again="松林里的旧木桥上看云", status=422)
    assert "至少 12 位，您填了 10 位" in done.errors[0]
    done = checked.submit(done, new_password="松林里的旧木桥上慢慢看云", again="松林里的旧木桥上慢慢看云")
    assert "密码设好了" in done.text
    again = Checked(city.test_client())
    again.submit(again.get("/sign-in"), login="clerk", password=code, status=422)
    assert "何某岚" in again.submit(again.get("/sign-in"), login="clerk", password="松林里的旧木桥上慢慢看云").text


def test_a_one_time_code_dies_after_a_day(city: Flask) -> None:
    code = staff.give_code(actor("admin"), person("clerk"), codes.new_seed(), now())
    db.session.commit()
    clock.move_to(now() + timedelta(hours=24, seconds=1))
    checked = Checked(city.test_client())
    checked.submit(checked.get("/sign-in"), login="clerk", password=code, status=422)


def test_setting_the_first_password_twice_sets_it_once(city: Flask) -> None:
    code = staff.give_code(actor("admin"), person("clerk"), codes.new_seed(), now())
    db.session.commit()
    client = city.test_client()
    checked = Checked(client)
    page = checked.submit(checked.get("/sign-in"), login="clerk", password=code)
    with client.session_transaction() as cookie:
        claimed = dict(cookie)
    typed = {**page.form(), "new_password": "correct staple horse", "again": "correct staple horse"}
    client.post("/first-password", data=typed)
    with client.session_transaction() as cookie:
        cookie.clear()
        cookie.update(claimed)
    assert client.post("/first-password", data=typed).location == client.get("/first-password").location == "/sign-in"
    assert client.get("/me").status_code == 302  # whoever kept the cookie is nobody
    assert verbs(f"person:{person('clerk').id}").count("password_set") == 1


def test_a_first_password_needs_a_code(city: Flask) -> None:
    Checked(city.test_client()).get("/first-password", status=404)


def test_changing_the_password_signs_out_everywhere_else(signed_in: SignedIn) -> None:
    here, there = signed_in("clerk"), signed_in("clerk")
    page = here.get("/me/password")
    wrong = here.submit(page, password="nope nope nope", new_password=LAMPS, again=LAMPS, status=422)
    assert wrong.errors == ["现在的密码不对，请重填"]
    page = here.submit(wrong, password=demo_password(), new_password=LAMPS, again=LAMPS)
    assert "密码改好了" in page.text
    assert there.get("/me").heading == "登录"
    assert here.get("/me").heading == "何某岚"


def test_one_session_of_ones_own_can_be_ended_and_nobody_elses(signed_in: SignedIn) -> None:
    here, there, other = signed_in("clerk"), signed_in("clerk"), signed_in("reviewer")
    foreign = db.session.scalars(select(SignIn.id).where(SignIn.person_id == person("reviewer").id)).one()
    page = here.get("/me")
    there_id = db.session.scalars(select(SignIn.id).where(SignIn.person_id == person("clerk").id)).all()[1]
    form = page.form(f"/me/sessions/{there_id}/end")
    here.post(f"/me/sessions/{foreign}/end", form, status=404)
    assert other.get("/me").heading == "蒋某筠"
    here.submit(page, action=f"/me/sessions/{there_id}/end")
    assert there.get("/me").heading == "登录"
    assert here.submit(here.get("/me"), action="/me/sessions/end").heading == "登录"


def test_the_demonstration_lists_one_account_per_role_and_a_real_office_lists_none(city: Flask) -> None:
    checked = Checked(city.test_client())
    shown = checked.get("/sign-in")
    assert demo_password() in shown.text
    assert [row[1] for row in shown.rows("演示账号")][:3] == ["clerk", "reviewer", "office_head"]


def test_a_real_office_shows_no_account(office: Flask) -> None:
    page = Checked(office.test_client()).get("/sign-in")
    assert demo_password() not in page.html
    assert not page.all("table")


def test_the_sign_in_page_survives_whatever_is_typed(city: Flask) -> None:
    client = city.test_client()
    form = Checked(client).get("/sign-in").form()
    for login, password in [
        ("", ""),
        ("a" * 100_000, "b" * 100_000),
        ("\x00😀'\"", "\ud800x"),
        ("13800000000", "1"),
        ("+", "２"),
    ]:
        body = {**form, "login": login.encode("utf-8", "surrogatepass"), "password": password.encode("utf-8", "surrogatepass")}
        assert client.post("/sign-in", data=body).status_code == 422


def test_a_deputy_comes_in_between_his_days_only() -> None:
    deputy = staff.Post(from_on=day_of(now()), to_on=day_of(now()) + timedelta(days=2))
    days = [day_of(now()) + timedelta(days=n) for n in (-1, 0, 1, 2)]
    assert [is_living(deputy, day) for day in days] == [False, True, True, False]


def test_the_name_of_an_enterprise_is_its_telephone() -> None:
    assert sign_in.PHONE.fullmatch("+86 138-0000 0000")
    assert not sign_in.PHONE.fullmatch("clerk")
