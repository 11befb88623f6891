"""双包一解: what leaders owe, who carries what, how they are told, instruct, countersign, visit and hand over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app import clock, events
from app.actor import SYSTEM, Actor, Role
from app.auth.posts import actors
from app.auth.staff import Grant, add_person, end_post, grant
from app.clock import day_of
from app.database import db
from app.errors import Invalid, NotAllowed, NotFound, WrongState
from app.events import PostEnded, listen
from app.store.complaints import Complaint
from app.store.enterprises import Enterprise
from app.store.notices import Notice
from app.store.people import Post
from app.store.stewardships import Project, Stewardship, Visit
from complaints import policy, queries, stewardship
from complaints.commands.stewardship_rows import import_stewardships
from complaints.operations import filer, instructions, intake, replying, stewardships, visits
from complaints.operations.replying import Draft
from complaints.operations.stewardships import Target, Terms
from complaints.operations.visits import Logged
from complaints.policy import Relation
from tests.complaints.world import REACH, REPLY, World, clocks, entries_of, fixed, holder

FIRM, CODE = "安澜青穗食品有限公司", "91610000100000000B"
WORD = "请住建局周五前到现场看一次，把结果告诉企业。"
MONDAY, FRIDAY = date(2026, 10, 12), date(2026, 10, 16)


@pytest.fixture
def firm(world: World) -> Enterprise:
    """An enterprise of the register that nobody carries yet."""
    row = Enterprise(credit_code=CODE, name=FIRM, area="jingkai")
    db.session.add(row)
    db.session.flush()
    return row


@pytest.fixture
def carried(world: World, firm: Enterprise) -> Stewardship:
    """The same, carried by the steward."""
    post = world.staff["steward"].post_id or 0
    return stewardships.take_on(Target(enterprise=firm.id), post, Terms("housing"), date(2026, 3, 1), world.move(SYSTEM))


@pytest.fixture
def heir(world: World) -> Post:
    """Another leader."""
    since = world.at - timedelta(days=30)
    person = add_person(SYSTEM, "珩某", "steward2", since)
    return grant(SYSTEM, person, Grant("office", Role.STEWARD, day_of(since)), since)


def acting(world: World, name: str) -> Actor:
    """Somebody of the house with what he carries today."""
    return under(world, db.session.get_one(Post, world.staff[name].post_id))


def under(world: World, post: Post) -> Actor:
    return actors([post], day_of(world.at))[0]


def told(kind: str) -> list[int]:
    return list(db.session.scalars(select(Notice.post_id).where(Notice.kind == kind)))


def matter(world: World, state: str, **more: object) -> Complaint:
    """A matter of the enterprise that came to *state*; a clerk has matched it to the register."""
    complaint = world.file(**{"enterprise_name": FIRM, "credit_code": CODE, **more})
    for step in REACH[state]:
        world.wait(20)
        if step == "T6":
            accept(world, complaint)
        else:
            world.play(step, complaint)
    return complaint


def accept(world: World, complaint: Complaint) -> None:
    """T6 as a clerk does it who leaves enterprise, kind and the accused as they were filed."""
    accused = tuple(mention.unit for mention in complaint.mentions if mention.unit)
    known = fixed(kind=complaint.kind, enterprise=complaint.enterprise_id, accused=accused)
    intake.accept(complaint, known, world.move("clerk" if "office" not in accused else "clerk_d"))


@pytest.mark.parametrize(
    ("contacted", "visited", "contact", "visit", "missed"),
    [
        (None, None, None, None, (True, True)),
        (MONDAY, None, MONDAY, None, (False, True)),
        (None, date(2026, 10, 5), None, date(2026, 10, 5), (False, False)),
        (date(2026, 10, 9), date(2026, 9, 30), None, None, (False, False)),
        (date(2026, 10, 2), date(2026, 8, 31), None, None, (True, True)),
    ],
)
def test_a_contact_is_owed_each_week_and_a_visit_each_month(
    contacted: date | None, visited: date | None, contact: date | None, visit: date | None, missed: tuple[bool, bool]
) -> None:
    due = stewardship.duties(date(2026, 1, 1), contacted, visited, FRIDAY)
    assert (due.contact.done_on, due.visit.done_on) == (contact, visit)
    assert (due.contact.missed, due.visit.missed) == missed
    assert (due.contact.due_on, due.visit.due_on) == (date(2026, 10, 18), date(2026, 10, 31))


def test_who_has_just_taken_on_has_missed_nothing() -> None:
    due = stewardship.duties(MONDAY, None, None, FRIDAY)
    assert (due.contact.is_open, due.contact.missed, due.visit.missed) == (True, False, False)


def test_one_leader_carries_it_and_a_second_is_refused(world: World, carried: Stewardship, heir: Post) -> None:
    target = Target(enterprise=carried.enterprise_id)
    with pytest.raises(WrongState):
        stewardships.take_on(target, heir.id, Terms(), day_of(world.at), world.move(SYSTEM))
    with pytest.raises(NotAllowed):
        stewardships.hand_over(carried, heir.id, world.move("liaison"))
    with pytest.raises(Invalid):
        stewardships.hand_over(carried, world.staff["clerk"].post_id or 0, world.move("clerk"))
    db.session.add(Stewardship(post_id=heir.id, enterprise_id=carried.enterprise_id, from_on=day_of(world.at)))
    with pytest.raises(Exception, match="UNIQUE"):  # the store itself refuses it
        db.session.flush()


def test_he_is_told_of_a_named_matter_and_of_a_hidden_one_only_if_it_is_opened_to_him(
    world: World, carried: Stewardship
) -> None:
    matter(world, "received")
    assert told("taken_on") == []
    named = matter(world, "accepted")
    hidden = matter(world, "accepted", mode="confidential")
    assert told("taken_on") == [carried.post_id]
    opened = matter(world, "accepted", mode="confidential", wants_steward=True)
    assert told("taken_on") == [carried.post_id] * 2
    steward, secretary = acting(world, "steward"), acting(world, "secretary")
    assert {one.id for one in db.session.scalars(queries.listed(steward))} == {named.id, opened.id}
    assert {one.id for one in db.session.scalars(queries.listed(secretary))} == {named.id}
    assert policy.relation(steward, hidden) is None
    assert policy.sign(steward, opened, "identity") == "-"
    filer.hide_identity(named, world.move(holder(named)))
    assert policy.relation(steward, named) is None


def test_words_of_a_leader_hide_the_enterprise_once_it_hides_itself(world: World, carried: Stewardship) -> None:
    complaint = matter(world, "handling")
    word = instructions.send(complaint, f"请到{FIRM}现场看一次。", world.move(acting(world, "steward")))
    instructions.answer(complaint, word, f"已到{FIRM}现场，周五有结果。", world.move("handler"))
    filer.hide_identity(complaint, world.move(holder(complaint)))
    assert FIRM not in word.masked + word.answer
    assert not any(FIRM in entry.reason for entry in entries_of(complaint))


def test_a_leader_named_in_a_matter_of_his_enterprise_finds_no_trace_and_signs_nothing(
    world: World, carried: Stewardship
) -> None:
    complaint = matter(world, "accepted", kind="tip_off", about_unit="office")
    assert policy.relation(acting(world, "steward"), complaint) is None
    assert told("taken_on") == []


def test_a_word_must_be_answered_before_the_next_and_a_secretary_only_drafts(world: World, carried: Stewardship) -> None:
    complaint = matter(world, "handling")
    steward, secretary = acting(world, "steward"), acting(world, "secretary")
    draft = instructions.draft(complaint, WORD, world.move(secretary))
    with pytest.raises(NotAllowed):
        instructions.send(complaint, WORD, world.move(secretary), draft)
    assert clocks(complaint, "C13") == []
    instructions.send(complaint, f"{WORD}电话 19900001234。", world.move(steward), draft)
    assert "19900001234" not in draft.masked
    assert set(told("instructed")) == {world.staff[name].post_id for name in ("handler", "liaison", "department_head")}
    with pytest.raises(WrongState):
        instructions.send(complaint, WORD, world.move(steward))
    with pytest.raises(NotFound):
        instructions.answer(complaint, draft, "周五上午已到现场，验收当天出结果。", world.move("liaison2"))
    world.wait(600)
    assert clocks(complaint, "C13")[0].crossed_at is not None
    instructions.answer(complaint, draft, "周五上午已到现场，验收当天出结果。", world.move("handler"))
    assert clocks(complaint, "C13")[0].stopped_at == world.at
    assert told("instruction_answered") == [carried.post_id]
    instructions.send(complaint, WORD, world.move(steward))
    assert len(clocks(complaint, "C13")) == 2


def _asked(world: World, complaint: Complaint) -> None:
    world.prepare("T21", complaint)
    replying.reply(complaint, Draft("unable", REPLY, "内部说明", "上报件"), world.move("handler"))
    replying.ask_countersign(complaint, world.move("reviewer"))


def test_the_steward_countersigns_and_the_head_where_there_is_none(world: World, carried: Stewardship) -> None:
    complaint = matter(world, "handling")
    _asked(world, complaint)
    assert told("countersign") == [carried.post_id]
    for who in ("office_head", acting(world, "secretary")):
        with pytest.raises(NotAllowed):
            replying.answer_countersign(complaint, "yes", world.move(who))
    replying.answer_countersign(complaint, "no", world.move(acting(world, "steward"), reason="请先修临时便道。"))
    with pytest.raises(Invalid):
        replying.publish(complaint, world.move("reviewer"))
    replying.send_back(complaint, "no_date", world.move("reviewer"))
    world.wait(20)
    _asked(world, complaint)
    replying.answer_countersign(complaint, "yes", world.move(acting(world, "steward")))
    replying.publish(complaint, world.move("reviewer"))
    hidden = matter(world, "handling", mode="confidential")
    _asked(world, hidden)
    with pytest.raises(NotFound):
        replying.answer_countersign(hidden, "yes", world.move(acting(world, "steward")))
    replying.answer_countersign(hidden, "yes", world.move("office_head"))


def test_what_is_said_on_a_visit_becomes_matters_and_nothing_keeps_their_words_twice(
    world: World, carried: Stewardship
) -> None:
    steward, secretary = acting(world, "steward"), acting(world, "secretary")
    today = day_of(world.at)
    text = "厂区北门的路一直没修通，货车绕行四公里。\n\n二期厂房用电增容两个月没有通电。"
    visit, filed = visits.log(carried, Logged(today, "visit", text, files=True, ticket="t"), world.move(secretary))
    assert [(one.channel, one.enterprise_id, one.visit_id) for one in filed] == [("visit", carried.enterprise_id, visit.id)] * 2
    assert (visit.masked, visit.text, visit.issues) == ("", None, 2)
    assert policy.relation(steward, filed[0]) is None  # until it is accepted
    filer.hide_identity(filed[0], world.move(holder(filed[0])))
    assert filed[0].visit_id is None
    for wrong in (
        Logged(today, "visit", "太短", files=True),
        Logged(today + timedelta(days=1), "phone"),
        Logged(today - timedelta(days=60), "phone"),
        Logged(today, "letter"),
        Logged(today, "visit", "", files=True),
    ):
        with pytest.raises(Invalid):
            visits.log(carried, wrong, world.move(steward))
    with pytest.raises(NotFound):
        visits.log(carried, Logged(today, "phone"), world.move("clerk"))
    visits.log(carried, Logged(today, "phone", "说用电已经通了。"), world.move(steward))
    assert [row.masked for row in db.session.scalars(select(Visit).where(Visit.issues == 0))] == ["说用电已经通了。"]


def test_a_matter_of_a_project_is_its_stewards_though_another_carries_the_enterprise(
    world: World, carried: Stewardship, heir: Post
) -> None:
    project = Project(enterprise_id=carried.enterprise_id, name="青穗中央厨房", area="jingkai", stage="在建")
    db.session.add(project)
    db.session.flush()
    row = stewardships.take_on(Target(project=project.id), heir.id, Terms(), day_of(world.at), world.move(SYSTEM))
    said = Logged(day_of(world.at), "meeting", "中央厨房的环评批文等了三个月没有下来。", files=True, ticket="p")
    _, (complaint,) = visits.log(row, said, world.move(under(world, heir)))
    accept(world, complaint)
    assert set(told("taken_on")) == {carried.post_id, heir.id}
    assert policy.relation(under(world, heir), complaint) == Relation.STEWARD


@pytest.fixture
def listening(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The listener of the feature, for this test alone."""
    monkeypatch.setattr(events, "_handlers", {})
    listen(PostEnded, stewardships.on_post_ended)
    clock.move_to(world.at)
    yield
    clock.move_to(None)


@pytest.mark.usefixtures("listening")
def test_a_successor_gets_what_is_open_and_without_one_the_ledger_shows_it(
    world: World, carried: Stewardship, heir: Post
) -> None:
    complaint = matter(world, "handling")
    before = acting(world, "steward")
    world.at = clock.now()
    end_post(world.staff["admin"], db.session.get_one(Post, carried.post_id), day_of(world.at), heir, world.at)
    now_open = stewardships.open_one(Target(enterprise=carried.enterprise_id))
    assert now_open is not None
    assert (carried.to_on, carried.successor_id, now_open.post_id) == (day_of(world.at), now_open.id, heir.id)
    assert (now_open.lead_unit, now_open.from_on) == ("housing", day_of(world.at))
    assert policy.relation(under(world, heir), complaint) == Relation.STEWARD
    assert policy.relation(under(world, db.session.get_one(Post, before.post_id)), complaint) is None
    assert acting(world, "secretary").enterprises == under(world, heir).enterprises
    end_post(world.staff["admin"], heir, day_of(world.at), None, world.at)
    assert stewardships.of_post(heir.id) == [now_open]  # nobody else has it, so it is still there to be handed over
    assert acting(world, "secretary").enterprises == frozenset()


def test_the_years_list_is_read_whole_or_not_at_all(world: World, carried: Stewardship, heir: Post, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    head = "企业名称,统一社会信用代码,项目,包抓领导,牵头部门,专班,一企一策,开始日期"
    good = [f"{FIRM},{CODE},,珩某,工信局,住建局、供电公司,每月看一次,2026-10-01", f"{FIRM},{CODE},青穗二期,steward,,,,"]
    bad = ["安澜没有有限公司,,,没有人,外星局,,,2026-99-01", f"{FIRM},{CODE},,潋某,,,,"]
    path.write_text("\n".join([head, *good, *bad]), encoding="gb18030")
    tally = import_stewardships(path, world.at)
    assert (tally.rows, tally.new) == (4, 2)
    assert {(fault.row, fault.column) for fault in tally.errors} == {
        (4, "企业名称"), (4, "包抓领导"), (4, "牵头部门"), (4, "开始日期"), (5, "企业名称"),
    }  # fmt: skip
    again = import_stewardships(path, world.at)
    assert (again.new, again.same) == (0, 2)
    rows = db.session.scalars(select(Stewardship).where(Stewardship.to_on.is_(None)).order_by(Stewardship.id)).all()
    assert [(row.name, row.post_id, row.lead_unit) for row in rows] == [
        (FIRM, heir.id, "industry"), ("青穗二期", carried.post_id, None),
    ]  # fmt: skip
