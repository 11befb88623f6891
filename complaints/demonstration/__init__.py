"""The demonstration city's stories and staff as data, checked against the taxonomy when they are loaded."""

from __future__ import annotations

import re
import tomllib
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from app import taxonomy
from complaints.demonstration.model import Row, Staff, Story

_HERE = Path(__file__).parent
_DAY = re.compile(r"\{([+-]\d+)\}")
_SATURDAY = 5


@cache
def stories() -> list[Story]:
    """The complaint stories in file order; a code the taxonomy does not know is a ValueError that names the story."""
    told = [Story.of(row) for path in sorted(_HERE.glob("stories_*.toml")) for row in _rows(path, "stories")]
    for story in told:
        _check(story)
    return told


@cache
def people() -> list[Staff]:
    """The invented staff; a login equal to a role is that role's account on the sign-in page."""
    return [Staff.of(row) for row in _rows(_HERE / "people.toml", "people")]


def dated(text: str, on: date) -> str:
    """*text* with its day marks put into words: “{-2}” on 12 May becomes “5月10日”, off a weekend if it falls on one."""

    def day(mark: re.Match[str]) -> str:
        offset = int(mark[1])
        found = on + timedelta(days=offset)
        while found.weekday() >= _SATURDAY:
            found += timedelta(days=1 if offset > 0 else -1)
        return f"{found.month}月{found.day}日"

    return _DAY.sub(day, text)


def _rows(path: Path, table: str) -> list[Row]:
    rows: list[Row] = tomllib.loads(path.read_text(encoding="utf-8"))[table]
    return rows


def _check(story: Story) -> None:
    enterprises = {row["code"] for row in taxonomy.city()["enterprises"]}
    known = [
        ("kind", {story.kind}, set(taxonomy.codes("kinds"))),
        ("topic", {story.topic}, set(taxonomy.topics())),
        ("area", {story.area} - {""}, set(taxonomy.areas())),
        ("enterprise", {story.enterprise} - {""}, enterprises),
        ("mode", {story.mode}, set(taxonomy.codes("identity_modes"))),
        ("channel", {story.channel}, set(taxonomy.codes("channels"))),
        ("urgency", {story.urgency}, set(taxonomy.urgencies())),
        ("unit", story.units(), set(taxonomy.units())),
        ("clause", story.clauses(), set(taxonomy.clauses())),
        ("refusal ground", {refusal.ground for refusal in story.refusals()}, set(taxonomy.codes("refusal_grounds"))),
        ("decline ground", {story.decline.ground} if story.decline else set(), set(taxonomy.codes("decline_grounds"))),
        ("closure", {story.closure} - {""}, _closures(story.kind)),
        ("return reason", {story.return_reason} - {""}, set(taxonomy.codes("rework_reasons"))),
        ("solved", {rating.solved for rating in story.ratings()}, set(taxonomy.codes("solved_levels"))),
        ("level", {rating.level for rating in story.ratings()}, set(taxonomy.codes("ratings"))),
        (
            "rating reason",
            {code for rating in story.ratings() for code in rating.reasons},
            set(taxonomy.codes("rating_reasons")),
        ),
    ]
    for what, used, allowed in known:
        if used - allowed:
            raise ValueError(f"story {story.slug}: unknown {what} {sorted(used - allowed)}")


def _closures(kind: str) -> set[str]:
    return {code for code, row in taxonomy.codes("closure_codes").items() if kind in row.more["kinds"]}


__all__ = ["Staff", "Story", "dated", "people", "stories"]
