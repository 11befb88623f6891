"""Side navigation and pages of lists."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from app.actor import NOBODY, Actor
from app.web import navigation, paging
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


@pytest.mark.parametrize(
    ("query", "first", "last", "numbers"),
    [
        ("", 1, 20, [1, 2, 3, "", 11]),
        ("?page=6&word=a", 101, 120, [1, "", 4, 5, 6, 7, 8, "", 11]),
        ("?page=99", 201, 203, [1, "", 9, 10, 11]),
        ("?page=x&_external=1&endpoint=2", 1, 20, [1, 2, 3, "", 11]),
        ("?page=" + "9" * 40, 1, 20, [1, 2, 3, "", 11]),
    ],
)
def test_a_list_shows_the_page_asked_for(query: str, first: int, last: int, numbers: list[object]) -> None:
    with Flask("list").test_request_context(f"/list{query}"):
        pages = paging.pages_of(203)
    assert (pages.first, pages.last, [number for number, _ in pages.numbers]) == (first, last, numbers)


def test_filters_stay_in_the_links(places: None) -> None:
    with Flask("list").test_request_context("/list?word=a%26b&page=2&unit=x&unit=y"):
        pages = paging.pages_of(203)
    assert pages.next == "?word=a%26b&unit=x&unit=y&page=3"


def test_an_empty_list_has_one_page() -> None:
    with Flask("list").test_request_context("/list"):
        pages = paging.pages_of(0)
    assert (pages.first, pages.last, pages.previous, pages.next) == (0, 0, "", "")
