"""Side navigation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.actor import NOBODY, Actor
from app.web import navigation
from app.web.navigation import Group, Item


@pytest.fixture
def places() -> Iterator[None]:
    kept = navigation._sources[:]
    navigation._sources.clear()
    yield
    navigation._sources[:] = kept


def late(_actor: Actor) -> list[Group]:
    return [Group("管理", (Item("单位", "/admin/units"), Item("人员", "/admin"))), Group("空", ())]


def early(_actor: Actor) -> list[Group]:
    return [Group("办件", (Item("待办", "/desk?mine=1"),))]


def test_features_line_up_by_order_and_the_nearest_place_is_marked(places: None) -> None:
    navigation.add_navigation(late, order=90)
    navigation.add_navigation(early, order=10)
    navigation.add_navigation(early, order=10)
    groups = navigation.navigation_for(NOBODY, "/admin/units/tax")
    assert [group.label for group in groups] == ["办件", "管理"]
    assert [item.label for group in groups for item in group.items if item.current] == ["单位"]
    assert navigation.start_place(NOBODY) == "/desk?mine=1"
    assert [i.label for g in navigation.navigation_for(NOBODY, "/desk") for i in g.items if i.current] == ["待办"]


def test_without_places_there_is_nowhere_to_start(places: None) -> None:
    assert navigation.start_place(NOBODY) is None
