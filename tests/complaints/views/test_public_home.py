"""The home page says only what is true; the short pages say how we work; all are light."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest

from app import clock
from app.clock import at_local
from app.web.assets import DIST, PREFIX
from complaints.views.public import figures
from tests.complaints.town import Town


def test_last_month_is_counted_with_its_silence(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "FEWEST", 3)
    town.matter("closed")
    quiet, bad = town.matter("published"), town.matter("published")
    town.play(bad, "T25", "T28")
    town.behind(lambda: town.world.wait_until(town.world.at + timedelta(days=9)))
    assert town.complaint(quiet).state == "closed"
    town.matter("received")
    clock.move_to(at_local(town.world.at.date().replace(month=11, day=3), "9:00"))
    page = town.phone.get("/")
    values = {fig.first("span").text: fig.first("b").text for fig in page.all(class_="fig")}
    assert values == {"收到诉求": "4件", "办结": "3件", "企业说解决了": "1件", "企业没有评价": "1件"}
    assert "没解决 1 件" in page.main


def test_fewer_than_ten_are_not_published(town: Town) -> None:
    town.matter("closed")
    clock.move_to(at_local(town.world.at.date().replace(month=11, day=3), "9:00"))
    assert not town.phone.get("/").all(class_="fig")


def test_the_time_limits_are_those_of_the_clocks(town: Town) -> None:
    rows = {row[0]: row[1:] for row in town.phone.get("/basis").rows()}
    assert rows["给您办理结果"] == ["15 个工作日", "5 个工作日", "1 个工作日", "3 个工作日"]


@pytest.mark.parametrize("url", ["/", "/file", "/follow", "/privacy", "/basis", "/accessibility"])
def test_a_page_weighs_less_than_30_kb_with_all_it_needs(town: Town, url: str) -> None:
    page = town.phone.get(url)
    needed = [node["href"] for node in page.all("link", rel="stylesheet")] + [node["src"] for node in page.all("script")]
    parts = [page.html.encode(), *((DIST / address.removeprefix(PREFIX)).read_bytes() for address in needed)]
    assert sum(len(gzip.compress(part)) for part in parts) <= 30 * 1024


def test_an_address_that_leads_nowhere_is_a_plain_page(town: Town) -> None:
    town.phone.get("/my-own", status=404)
