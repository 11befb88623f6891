"""An auditor finds no entry and no look of a matter from which he is recused; of others the number and what was done."""

from __future__ import annotations

from app.auth import trail
from app.clock import day_of
from app.database import db
from app.store.complaints import Complaint, LookRecord, Mention
from complaints.feature import complaints_feature
from tests.complaints.world import World


def looked_at(world: World, complaint: Complaint) -> None:
    clerk = world.staff["clerk"]
    db.session.add(
        LookRecord(
            complaint_id=complaint.id, person_id=clerk.person_id, post_id=clerk.post_id, what="original",
            purpose="triage", on_day=day_of(world.at), at=world.at,
        )
    )  # fmt: skip


def test_an_auditor_of_an_accused_unit_finds_no_trace(world: World) -> None:
    assert complaints_feature.name == "complaints"
    other, accusing = world.file(), world.file(kind="grievance")
    db.session.add(Mention(complaint_id=accusing.id, unit="office", standing="found"))
    for complaint in (other, accusing):
        looked_at(world, complaint)
    db.session.flush()
    auditor = world.staff["auditor"]
    found = trail.lines(db.session.scalars(trail.entries(auditor).where(trail.of_kind("complaint"))).all())
    assert {(line.stream, line.did) for line in found} == {(other.number, "提交")}
    assert [times for _, _, times, _ in trail.looks_of(auditor, day_of(world.at))] == [1]
    elsewhere = trail.entries(world.staff["reviewer_d"]).where(trail.of_kind("complaint"))
    assert len(db.session.scalars(elsewhere).all()) == 2
