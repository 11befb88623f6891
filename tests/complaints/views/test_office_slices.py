"""A list that is walked by keys shows every matter once, both ways, on both engines."""

from __future__ import annotations

import pytest
from flask import Flask

from app.database import db
from complaints.views.office.slices import Order, by_moment, by_number, slice_of
from complaints.views.queues import QUEUES, count_of, due_of, matters_in, neighbours
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


def orders(world: World) -> list[Order]:
    due = by_moment("due", "", due_of(QUEUES["received"], world.at))
    return [due, by_number("new", "", is_falling=True), by_number("old", "", is_falling=False)]


@pytest.mark.parametrize("which", [0, 1, 2])
def test_every_matter_is_met_once_on_the_way_there_and_on_the_way_back(world: World, which: int) -> None:
    query, order = matters_in(QUEUES["received"], world.staff["clerk"], world.at), orders(world)[which]
    there, page = [], slice_of(query, order, SIZE, "", "")
    there += [row.number for row in page.rows]
    while page.after:
        page = slice_of(query, order, SIZE, page.after, "")
        there += [row.number for row in page.rows]
    back = [row.number for row in page.rows]
    while page.before:
        page = slice_of(query, order, SIZE, "", page.before)
        back = [row.number for row in page.rows] + back
    assert len(there) == len(set(there)) == 7
    assert back == there


def test_a_filter_that_sql_cannot_answer_fills_whole_pages(world: World) -> None:
    query, order = matters_in(QUEUES["received"], world.staff["clerk"], world.at), orders(world)[2]
    wanted = {row.id for row in db.session.scalars(query) if row.number[-1] in "1357"}
    first = slice_of(query, order, 3, "", "", lambda batch: wanted & {row.id for row in batch})
    assert [row.number[-1] for row in first.rows] == ["1", "3", "5"]
    second = slice_of(query, order, 3, first.after, "", lambda batch: wanted & {row.id for row in batch})
    assert [row.number[-1] for row in second.rows] == ["7"]
    assert not second.after


@pytest.mark.parametrize("name", QUEUES)
def test_each_queue_can_be_asked_counted_and_walked(world: World, name: str) -> None:
    actor = world.staff["office_head"]
    expected = 7 if name in {"received", "all"} else 0
    assert count_of(QUEUES[name], actor, world.at) == expected
    page = slice_of(matters_in(QUEUES[name], actor, world.at), orders(world)[0], SIZE, "", "")
    assert len(page.rows) == min(SIZE, expected)
    if page.rows:
        assert any(neighbours(QUEUES[name], actor, page.rows[0], world.at))
