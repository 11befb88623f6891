"""Many matters at once: each alone, what cannot be done is named, and nothing is done twice or by halves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app import clock, outbox
from app.clock import day_of, now
from app.database import db, reading
from app.store.complaints import Assignment, Complaint, Mention
from app.store.desks import Bulk, BulkItem
from app.store.entries import Entry
from complaints import jobs
from complaints.operations import bulk, dispatching, intake
from complaints.views.department import people
from tests.complaints.town import Town
from tests.complaints.views.readings import machine_says
from tests.house.many import copied
from tests.machinery.trials import FULL
from tests.pages import Checked, Page

MANY = 500 if FULL else 20
IMPOSSIBLE = 7


def accepted(town: Town, number: int) -> list[str]:
    """Matters to be dispatched, of which the last two need a person's eye."""
    first = town.matter("accepted")
    machine_says(town, first, {"project_fire": 0.95, "water": 0.05}, kind_p=0.95)
    town.behind(lambda: [copied(Complaint.__table__, town.complaint(first).id) for _ in range(number - 1)])
    numbers = list(db.session.scalars(select(Complaint.number).order_by(Complaint.submitted_at, Complaint.number)))
    town.behind(lambda: db.session.execute(update(Complaint).where(Complaint.number.in_(numbers[-2:])).values(kind="tip_off")))
    return numbers


def confirm(clerk: Checked, **more: str) -> Page:
    page = clerk.get("/office/accepted")
    return clerk.submit(page, "/bulk/dispatch/confirm", **more)


def steps(verb: str) -> int:
    return db.session.scalars(select(func.count()).select_from(Entry).where(Entry.verb == verb)).one()


@pytest.mark.slow
def test_of_many_dispatched_at_once_seven_that_cannot_be_are_named_and_nothing_is_half(town: Town) -> None:
    numbers = accepted(town, MANY)
    clerk = town.officer("clerk")
    page = confirm(clerk, all="1")
    assert f"按建议派出 {MANY - 2} 件" in page.buttons
    mine = town.world.move("clerk2")
    town.behind(lambda: [dispatching.dispatch(town.complaint(n), "drc", {}, "drc", mine) for n in numbers[:3]])
    town.behind(lambda: [intake.correct(town.complaint(n), {"urgency": "priority"}, mine) for n in numbers[3:5]])
    fields, before = page.form(), steps("T7")
    report = clerk.post("/bulk/dispatch", fields)
    assert report.heading == f"正在办，还剩 {MANY} 件"
    assert report.response and report.response.headers["Refresh"]
    outbox.drain()
    report = clerk.get(report.url)
    assert report.heading == f"办成 {MANY - IMPOSSIBLE} 件，{IMPOSSIBLE} 件没有办"
    assert sorted(row[1] for row in report.rows("没有办")) == sorted(
        ["不在“待派单”里了，请看最新记录。"] * 3
        + ["这件事刚刚由别人处理了，请看最新记录。"] * 2
        + ["没有明确的建议，要您看过再派。"] * 2
    )
    whole = select(Complaint.id).where(Complaint.state == "dispatched", Complaint.lead == "housing")
    assert len(db.session.scalars(whole).all()) == steps("T7") - before == MANY - IMPOSSIBLE
    shares = select(func.count()).select_from(Assignment).where(Assignment.complaint_id.in_(whole), Assignment.role == "lead")
    assert db.session.scalars(shares).one() == MANY - IMPOSSIBLE
    again = clerk.post("/bulk/dispatch", fields)
    outbox.drain()
    assert again.url == report.url
    assert steps("T7") - before == MANY - IMPOSSIBLE


def test_what_was_ticked_stays_chosen_and_only_that_is_done(town: Town) -> None:
    numbers = accepted(town, 5)
    clerk = town.officer("clerk")
    page = confirm(clerk, pick=numbers[1:3])
    assert page.heading == "按建议派出 2 件？"
    report = clerk.submit(page, "/bulk/dispatch", items=page.form()["items"] + ",QS-20261015-9999:1:tax,<b>:x")
    outbox.drain()
    assert clerk.get(report.url).heading == "办成 2 件"
    states = {row.number: row.state for row in db.session.scalars(select(Complaint))}
    assert [states[number] for number in numbers] == ["accepted", "dispatched", "dispatched", "accepted", "accepted"]
    assert "还没有选" in confirm(clerk, pick=[]).text


def test_a_worker_that_dies_in_the_middle_leaves_nothing_half_and_nothing_is_done_twice(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted(town, 8)
    clerk = town.officer("clerk")
    page = confirm(clerk, all="1")
    clerk.submit(page, "/bulk/dispatch")
    row_id, before, real = db.session.scalars(select(Bulk.id)).one(), steps("T7"), bulk.do

    def dies(item_id: int, actor: object, at: object) -> bool:
        done = real(item_id, actor, at)  # type: ignore[arg-type]
        if steps("T7") - before == 3:
            raise SystemExit
        return done

    monkeypatch.setattr(bulk, "do", dies)
    reading.set(False)
    with pytest.raises(SystemExit):
        jobs.do_many({"id": row_id})
    db.session.rollback()
    monkeypatch.setattr(bulk, "do", real)
    assert steps("T7") - before == 2
    jobs.do_many({"id": row_id})  # somebody may still be at it
    assert steps("T7") - before == 2
    clock.move_to(now() + timedelta(minutes=4))
    assert jobs.take_up(now()) == 1
    db.session.commit()
    outbox.drain()
    assert steps("T7") - before == 6
    assert sorted(db.session.scalars(select(BulkItem.outcome))) == ["done"] * 6 + ["refused"] * 2


def test_matters_of_one_handler_go_to_another_of_the_unit(town: Town) -> None:
    first, second, waiting = town.matter("handling"), town.matter("handling"), town.matter("dispatched")
    liaison = town.officer("liaison")
    desk = liaison.get(f"/desk?handler={town.world.staff['handler'].post_id}")
    assert {node["value"] for node in desk.all("input", name="pick")} == {first, second}
    page = liaison.submit(desk, "/bulk/hand-over/confirm", pick=[first, second, waiting])
    assert page.heading == "把 2 件交给另一位经办人"
    successor = str(town.world.staff["liaison"].post_id)
    report = liaison.submit(page, "/bulk/hand-over", handler=successor)
    outbox.drain()
    report = liaison.get(report.url)
    assert report.heading == "办成 2 件，1 件没有办"
    assert [row[1] for row in report.rows("没有办")] == ["办理中和待企业补充的才能换经办人。"]
    assert {town.complaint(number).handler_id for number in (first, second)} == {int(successor)}
    assert steps("T36") == 2


def test_a_handler_who_must_keep_away_gets_none_of_them(town: Town) -> None:
    number = town.matter("handling")
    liaison = town.officer("liaison")
    page = liaison.submit(liaison.get("/desk"), "/bulk/hand-over/confirm", pick=[number])
    refused = liaison.submit(page, "/bulk/hand-over", handler="999", status=422)
    assert refused.form()["items"] == page.form()["items"]
    chosen = next(post for post, words in people.of_unit("housing", day_of(now())) if words.startswith("贺某桐"))
    mention = Mention(complaint_id=town.complaint(number).id, person_id=town.world.staff["both"].person_id, standing="fixed")
    town.behind(lambda: db.session.add(mention))
    report = liaison.submit(page, "/bulk/hand-over", handler=str(chosen))
    outbox.drain()
    assert [row[1] for row in liaison.get(report.url).rows("没有办")] == ["这一位要回避这件，请另选一位。"]


def test_a_report_is_of_whoever_did_it(town: Town) -> None:
    accepted(town, 3)
    clerk = town.officer("clerk")
    report = clerk.submit(confirm(clerk, all="1"), "/bulk/dispatch")
    town.officer("reviewer").get(report.url, status=404)
    liaison = town.officer("liaison")
    assert liaison.client.post("/bulk/dispatch", data=liaison.get("/desk").form("/sign-out")).status_code == 404
    assert not town.officer("reviewer").get("/office/accepted").all("input", name="pick")
