"""The administrator keeps people, posts and units; every act is an entry, and he gives himself nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock, events
from app.actor import SYSTEM, Role
from app.auth import staff, units
from app.auth.demonstration import demo_password
from app.clock import day_of, now
from app.database import db
from app.errors import Invalid, NotAllowed, WrongState
from app.events import PostEnded, UnitEnded
from app.store.entries import Entry
from app.store.people import Post, Unit
from tests.app.auth.conftest import SignedIn, actor, person, post
from tests.pages import Checked


def last_verb(login: str) -> str | None:
    stream = f"person:{person(login).id}"
    return db.session.scalar(select(Entry.verb).where(Entry.stream == stream).order_by(Entry.seq.desc()).limit(1))


@pytest.fixture
def heard() -> Iterator[list[object]]:
    """What the house was told."""
    told: list[object] = []
    for event in (PostEnded, UnitEnded):
        events.listen(event, told.append)
    yield told
    for event in (PostEnded, UnitEnded):
        events._handlers[event].remove(told.append)


def test_a_new_person_gets_a_code_and_comes_in_with_it(signed_in: SignedIn, city: Flask) -> None:
    admin = signed_in("admin")
    page = admin.submit(admin.get("/admin/people/add"), name="新某人", login="xinmou", unit="housing", role="handler")
    code = page.all(id="one-time")[0].text
    assert "新某人" in page.heading
    assert code not in admin.get(page.url).text
    checked = Checked(city.test_client())
    assert checked.submit(checked.get("/sign-in"), login="xinmou", password=code).heading == "设一个您自己的密码"
    assert last_verb("xinmou") == "code_given"


def test_a_double_tap_adds_one_person_and_shows_the_same_code(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    typed = {**admin.get("/admin/people/add").form(), "name": "新某人", "login": "xinmou", "unit": "housing", "role": "handler"}
    once, twice = admin.post("/admin/people/add", typed), admin.post("/admin/people/add", typed)
    assert once.all(id="one-time")[0].text == twice.all(id="one-time")[0].text
    assert len(person("xinmou").posts) == 1


def test_what_is_wrong_with_a_new_person_is_said_beside_the_field(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    page = admin.submit(admin.get("/admin/people/add"), name="新某人", login="Clerk", unit="", role="", status=422)
    assert page.errors == ["请从列表里选一项", "请从列表里选一项"]
    page = admin.submit(page, login="clerk", unit="housing", role="handler", status=422)
    assert page.errors == ["这个账号已经有人用了，请换一个"]
    page = admin.submit(page, login="1 2", from_on="不是日期", status=422)
    assert page.form()["name"] == "新某人"
    page = admin.submit(page, login="xinmou", unit="nowhere", role="king", from_on="2026-02-30", status=422)
    assert "请填日期，像 2026-10-15" in page.errors


def test_people_are_found_by_name_unit_role_and_state(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    logins = lambda query: {row[1] for row in admin.get(f"/admin/people?{query}").rows()}  # noqa: E731
    assert logins("unit=market") == {"handler2", "liaison2"}
    assert logins("role=clerk") == {"clerk", "clerk_d"}
    assert logins("word=CLERK_") == {"clerk_d"}
    assert logins("word=何某") == {"clerk"}
    assert "没有符合筛选的人员" in admin.get("/admin/people?state=none").text
    assert len(admin.get("/admin/people?after=99999999999&state=x&unit=%00").rows()) == 17


def test_an_administrator_gives_himself_no_post(signed_in: SignedIn) -> None:
    me = person("admin")
    admin = signed_in("admin")
    assert "加一个岗位" not in admin.get(f"/admin/people/{me.id}").links
    page = admin.get(f"/admin/people/{me.id}/posts/add")
    admin.submit(page, unit="office", role="clerk", status=403)
    assert len(person("admin").posts) == 1


def test_a_granted_post_is_an_entry_and_works_at_once(signed_in: SignedIn) -> None:
    admin, clerk = signed_in("admin"), person("clerk")
    page = admin.submit(admin.get(f"/admin/people/{clerk.id}/posts/add"), unit="office", role="auditor")
    assert "审计" in page.rows()[1]
    assert last_verb("clerk") == "post_granted"
    assert signed_in("clerk").get("/post").buttons[1:3] == ["营商办 审计", "退出登录"]


def test_the_same_post_is_not_given_twice(city: Flask) -> None:
    same = staff.Grant("office", Role.CLERK, day_of(now()))
    with pytest.raises(Invalid):
        staff.grant(actor("admin"), person("clerk"), same, now())


def test_ending_a_post_asks_who_takes_over_and_tells_the_house(signed_in: SignedIn, heard: list[object]) -> None:
    staff.grant(SYSTEM, person("handler2"), staff.Grant("housing", Role.HANDLER, day_of(now())), now())
    db.session.commit()
    admin, ending = signed_in("admin"), post("handler")
    page = admin.get(f"/admin/posts/{ending.id}/end")
    assert admin.submit(page, status=422).errors == ["请从列表里选一项"]
    page = admin.get(f"/admin/posts/{ending.id}/end")
    taker = person("handler2").posts[1]
    page = admin.submit(page, successor=str(taker.id))
    assert "已停用" in page.rows()[0]
    assert heard == [PostEnded(ending.id, taker.id)]
    admin.submit(admin.get(f"/admin/posts/{post('liaison').id}/end"), successor="none")
    assert heard[1:] == [PostEnded(post("liaison").id, None)]


def test_a_post_ends_on_its_day_and_not_in_the_past(city: Flask) -> None:
    today = day_of(now())
    with pytest.raises(Invalid):
        staff.end_post(actor("admin"), post("clerk"), today - timedelta(days=1), None, now())
    staff.end_post(actor("admin"), post("clerk"), today + timedelta(days=3), None, now())
    staff.end_post(actor("admin"), post("clerk"), today, None, now())
    with pytest.raises(WrongState):
        staff.end_post(actor("admin"), post("clerk"), today, None, now())


def test_the_last_administrator_stays(city: Flask) -> None:
    with pytest.raises(NotAllowed):
        staff.end_post(actor("admin"), post("admin"), day_of(now()), None, now())
    staff.grant(SYSTEM, person("clerk"), staff.Grant("office", Role.ADMIN, day_of(now())), now())
    staff.end_post(actor("admin"), post("admin"), day_of(now()), None, now())


def test_a_stale_page_does_not_end_a_post(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    page = admin.get(f"/admin/posts/{post('handler').id}/end")
    staff.end_post(actor("admin"), post("handler"), day_of(now()) + timedelta(days=5), None, now())
    db.session.commit()
    admin.submit(page, successor="none", status=409)


def test_another_code_signs_the_person_out_and_kills_the_password(signed_in: SignedIn, city: Flask) -> None:
    admin, clerk = signed_in("admin"), signed_in("clerk")
    page = admin.get(f"/admin/people/{person('clerk').id}")
    page = admin.submit(page, action="/code")
    assert page.all(id="one-time")
    assert clerk.get("/me").heading == "登录"
    clerk.submit(clerk.get("/sign-in"), login="clerk", password=demo_password(), status=422)


def test_all_sessions_of_a_person_end_on_a_press(signed_in: SignedIn) -> None:
    admin, clerk = signed_in("admin"), signed_in("clerk")
    page = admin.submit(admin.get(f"/admin/people/{person('clerk').id}"), action="/sessions/end")
    assert "已退出 1 处登录" in page.text
    assert clerk.get("/me").heading == "登录"


@pytest.mark.parametrize("login", ["clerk", "auditor", "leader", "handler"])
def test_no_other_role_finds_the_pages_of_the_administrator(signed_in: SignedIn, login: str) -> None:
    checked = signed_in(login)
    for url in (
        "/admin/people",
        "/admin/people/add",
        f"/admin/people/{person('clerk').id}",
        "/admin/units",
        "/admin/units/tax",
    ):
        checked.get(url, status=404)


def test_whoever_is_not_there_is_not_found(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    for url in (
        "/admin/people/7",
        "/admin/people/" + "9" * 40,
        "/admin/posts/0/end",
        "/admin/units/nowhere",
        "/admin/units/%00",
    ):
        admin.get(url, status=404)


def test_a_unit_changes_its_words_and_the_entry_keeps_the_old_ones(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    page = admin.get("/admin/units/tax")
    assert "市税务局" in page.form()["name"]
    admin.submit(page, phone="0000-12366", aliases="国税\n地税\n国税\n", superior="discipline")
    tax = db.session.get_one(Unit, "tax")
    assert (tax.phone, tax.aliases, tax.superior) == ("0000-12366", ["国税", "地税"], "discipline")
    entry = db.session.scalars(select(Entry).where(Entry.verb == "unit_changed").order_by(Entry.id.desc())).first()
    assert entry is not None
    assert entry.before["phone"] == ""


def test_one_alias_belongs_to_one_unit_and_superiors_make_no_circle(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    page = admin.submit(admin.get("/admin/units/tax"), aliases="住建局", status=422)
    assert "只能挂一个单位" in page.errors[0]
    page = admin.submit(admin.get("/admin/units/discipline"), superior="office", status=422)
    assert page.errors == ["上级不能是它自己或它的下级"]


def test_a_stale_page_does_not_change_a_unit(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    page = admin.get("/admin/units/tax")
    admin.submit(admin.get("/admin/units/tax"), phone="1")
    admin.submit(page, phone="2", status=409)


def test_an_ended_unit_carries_posts_and_matters_over(signed_in: SignedIn, heard: list[object]) -> None:
    admin, ending = signed_in("admin"), post("handler")
    admin.submit(admin.get("/admin/units/housing/end"), status=422)
    page = admin.submit(admin.get("/admin/units/housing/end"), successor="market")
    assert "撤并到" in page.text
    carried = person("handler").posts[1]
    assert (carried.unit, carried.role) == ("market", "handler")
    assert PostEnded(ending.id, carried.id) in heard
    assert heard[-1] == UnitEnded("housing", "market")
    admin.get("/admin/units/housing", status=404)
    with pytest.raises(WrongState):
        units.end_unit(actor("admin"), db.session.get_one(Unit, "housing"), db.session.get_one(Unit, "tax"), now())


def test_recusal_remembers_posts_for_two_years(city: Flask) -> None:
    from app.auth.posts import remembered

    old = post("handler")
    old.to_on = day_of(now())
    db.session.commit()
    for days, is_remembered in ((1, True), (729, True), (732, False)):
        clock.move_to(clock.at_local(old.to_on, "10:00") + timedelta(days=days))
        assert bool(db.session.scalar(select(Post.id).where(Post.id == old.id, remembered(day_of(now()))))) is is_remembered
