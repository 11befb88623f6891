"""Every view is closed unless a door is marked; behind a door stands the right actor."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Blueprint, Flask

from app import clock
from app.actor import NOBODY, Actor, Role
from app.auth import doors
from app.auth.current import current_actor, follow, followed, unfollow
from app.auth.demonstration import demo_password
from app.auth.doors import Door, check_doors
from app.auth.seeding import seed_roles
from app.clock import now
from app.config import Settings
from app.database import db
from app.feature import Feature
from app.store.complaints import Complaint
from tests.app.auth.conftest import whole
from tests.machinery.stores import opened
from tests.pages import Checked

CLERK = Actor("staff", 1, 1, "office", Role.CLERK)
FIRM = Actor("contact", contact_id=1)
HOLDER = Actor("holder", complaint_id=1)
CODE = "the keyed hash of a code"
rooms = Blueprint("rooms", __name__, url_prefix="/rooms")


@rooms.get("/hall")
@doors.public
def hall() -> str:
    return current_actor().kind


@rooms.get("/follow/<int:complaint_id>")
@doors.public
def show_code(complaint_id: int) -> str:
    follow(complaint_id, CODE)
    return "followed"


@rooms.get("/unfollow")
@doors.public
def forget_code() -> str:
    unfollow()
    return str(followed())


@rooms.get("/mine")
@doors.followers
def mine() -> str:
    actor = current_actor()
    return f"{actor.kind} {actor.complaint_id}"


@rooms.get("/firm")
@doors.accounts
def firm() -> str:
    return current_actor().kind


@rooms.get("/desk")
@doors.staff(Role.CLERK)
def desk() -> str:
    return str(current_actor().unit)


def matter(number: int) -> Complaint:
    return Complaint(
        id=number, number=f"QS-{number}", code_hash=CODE, state="received", kind="help", mode="named", channel="web",
        title="一件事", masked="一件事", submitted_at=now(),
    )  # fmt: skip


@pytest.fixture
def house(settings: Settings) -> Iterator[Flask]:
    with opened(whole(settings, Feature("rooms", blueprints=(rooms,)))) as app:
        seed_roles(now())
        db.session.add(matter(7))
        db.session.commit()
        yield app


@pytest.mark.parametrize(
    ("door", "opens_for"),
    [
        (Door("public"), {"nobody", "staff", "contact", "holder"}),
        (Door("staff"), {"staff"}),
        (Door("staff", frozenset({Role.CLERK})), {"staff"}),
        (Door("staff", frozenset({Role.ADMIN})), set()),
        (Door("accounts"), {"contact"}),
        (Door("followers"), {"contact", "holder"}),
    ],
)
def test_a_door_opens_for_its_actors_only(door: Door, opens_for: set[str]) -> None:
    assert {actor.kind for actor in (NOBODY, CLERK, FIRM, HOLDER) if door.opens(actor)} == opens_for


def test_a_view_without_a_door_stops_the_start() -> None:
    app = Flask("bare")
    app.add_url_rule("/open", "open", lambda: "")
    with pytest.raises(RuntimeError, match="open"):
        check_doors(app)


def test_a_view_without_a_door_stays_closed_even_if_it_slipped_in(house: Flask) -> None:
    house._got_first_request = False
    house.add_url_rule("/slipped", "slipped", lambda: "secret")
    assert house.test_client().get("/slipped").status_code == 404


def test_nobody_is_asked_to_sign_in_and_others_find_nothing(house: Flask) -> None:
    assert house.test_client().get("/rooms/desk?x=1").location == "/sign-in?next=/rooms/desk?x%3D1"
    assert house.test_client().get("/rooms/firm").location == "/sign-in?next=/rooms/firm"
    assert house.test_client().get("/rooms/mine").status_code == 404
    checked = Checked(house.test_client())
    checked.submit(checked.get("/sign-in"), login="handler", password=demo_password())
    assert {checked.client.get(url).status_code for url in ("/rooms/desk", "/rooms/firm", "/rooms/mine")} == {404}


def test_number_and_code_make_a_holder_until_an_hour_of_silence(house: Flask) -> None:
    client = house.test_client()
    client.get("/rooms/follow/7")
    assert client.get("/rooms/mine").text == "holder 7"
    assert client.get("/rooms/hall").text == "holder"
    clock.move_to(now() + timedelta(minutes=61))
    assert client.get("/rooms/mine").status_code == 404
    client.get("/rooms/follow/7")
    assert client.get("/rooms/unfollow").text == "None"


def test_a_new_query_code_ends_the_following_with_the_old_one(house: Flask) -> None:
    client = house.test_client()
    client.get("/rooms/follow/7")
    assert client.get("/rooms/mine").text == "holder 7"
    db.session.get_one(Complaint, 7).code_hash = "another code's hash"
    db.session.commit()
    assert client.get("/rooms/mine").status_code == 404


def test_on_the_enterprises_pages_a_code_counts_for_more_than_a_post(house: Flask) -> None:
    checked = Checked(house.test_client())
    checked.submit(checked.get("/sign-in"), login="clerk", password=demo_password())
    checked.client.get("/rooms/follow/7")
    assert checked.client.get("/rooms/mine").text == "holder 7"
    assert checked.client.get("/rooms/desk").text == "office"
    assert checked.client.get("/rooms/hall").text == "staff"


def test_a_forged_cookie_is_nobody(house: Flask) -> None:
    client = house.test_client()
    client.set_cookie("qs", "eyJmb2xsb3dzIjo3fQ.aaaa.bbbb")
    assert client.get("/rooms/hall").text == "nobody"
    assert client.get("/rooms/mine").status_code == 404


def test_a_page_of_a_fault_asks_the_store_nothing(house: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    checked = Checked(house.test_client())
    checked.submit(checked.get("/sign-in"), login="clerk", password=demo_password())

    def down() -> None:
        raise AssertionError("the store was asked")

    monkeypatch.setattr("app.auth.shell.current_visit", down)
    monkeypatch.setattr("app.auth.shell.current_actor", down)
    checked.get("/nowhere", status=404)


@pytest.mark.parametrize("headers", [{"Host": "["}, {"Host": "http://["}, {"Host": "[::1"}, {"Origin": "http://["}])
def test_a_header_that_no_browser_sends_is_a_bad_request(city: Flask, headers: dict[str, str]) -> None:
    answer = city.test_client().post("/sign-in", headers=headers)
    assert answer.status_code == 400
    assert "<h1>这个请求不完整，没有收。</h1>" in answer.get_data(as_text=True)
