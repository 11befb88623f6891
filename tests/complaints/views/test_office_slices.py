"""A list that is walked by keys shows every matter once, both ways, on both engines."""

from __future__ import annotations

import pytest
from flask import Flask

from app.database import db
from app.lists.slices import Walk
from app.lists.sorting import Sort, place_of
from app.lists.spec import Reader
from app.store.complaints import Complaint
from complaints.views.office.queue import SPECS
from complaints.views.queues import QUEUES, count_of, neighbours
from tests.complaints.world import World, staff_the_house

SIZE = 2


@pytest.fixture
def world(store: Flask) -> World:
    """Seven matters filed in the same minute, so that their dates tie."""
    staff_the_house()
    found = World()
    for _ in range(7):
        found.file()
    db.session.flush()
    return found


def walk(world: World, name: str, login: str, sort: int = 0) -> Walk:
    spec, reader = SPECS[name], Reader(world.staff[login], world.at)
    return Walk(spec.query(reader), spec.id, spec.sorts(reader)[sort])


def place(sort: Sort, cursor: str) -> tuple[object, ...] | None:
    return place_of(sort.by(Complaint.id.expression), cursor)


@pytest.mark.parametrize("which", [0, 1, 2, 3])
def test_every_matter_is_met_once_on_the_way_there_and_on_the_way_back(world: World, which: int) -> None:
    found = walk(world, "received", "clerk", which)
    there, page = [], found.slice(SIZE)
    there += [row.number for row in page.rows]
    while page.after:
        page = found.slice(SIZE, after=place(found.sort, page.after))
        there += [row.number for row in page.rows]
    back = [row.number for row in page.rows]
    while page.before:
        page = found.slice(SIZE, before=place(found.sort, page.before))
        back = [row.number for row in page.rows] + back
    assert len(there) == len(set(there)) == 7
    assert back == there


def test_a_filter_that_sql_cannot_answer_fills_whole_pages(world: World) -> None:
    base = walk(world, "received", "clerk", 3)
    wanted = {row.id for row in db.session.scalars(base.query) if row.number[-1] in "1357"}
    odd = Walk(base.query, base.id, base.sort, fits=lambda batch: wanted & {row.id for row in batch})
    first = odd.slice(3)
    assert [row.number[-1] for row in first.rows] == ["1", "3", "5"]
    second = odd.slice(3, after=place(odd.sort, first.after))
    assert [row.number[-1] for row in second.rows] == ["7"]
    assert not second.after


@pytest.mark.parametrize("name", QUEUES)
def test_each_queue_can_be_asked_counted_and_walked(world: World, name: str) -> None:
    actor = world.staff["office_head"]
    expected = 7 if name in {"received", "all"} else 0
    assert count_of(QUEUES[name], actor, world.at) == expected
    page = walk(world, name, "office_head").slice(SIZE)
    assert len(page.rows) == min(SIZE, expected)
    if page.rows:
        assert any(neighbours(QUEUES[name], actor, page.rows[0], world.at))
