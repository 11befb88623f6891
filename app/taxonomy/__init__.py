"""Topics, units, codes, office hours and the demonstration city: data with a version, loaded once."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from app.taxonomy.model import (
    Amount,
    Clause,
    ClockRule,
    Code,
    Dispute,
    Example,
    Risk,
    Topic,
    UnitEntry,
    Urgency,
)

_HERE = Path(__file__).parent


@cache
def _book(name: str) -> dict[str, Any]:
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))


def version() -> str:
    """The version of the taxonomy that readings and decisions carry."""
    return str(_book("codes")["version"])


@cache
def units() -> dict[str, UnitEntry]:
    """Units by code in register order."""
    return {row["code"]: UnitEntry.of(row) for row in _book("units")["units"]}


@cache
def clauses() -> dict[str, Clause]:
    """Duty clauses by id."""
    return {clause.id: clause for unit in units().values() for clause in unit.clauses}


@cache
def areas() -> dict[str, UnitEntry]:
    """The districts, counties and development zones by code."""
    return {code: unit for code, unit in units().items() if unit.kind == "district"}


@cache
def topic_groups() -> dict[str, str]:
    """Labels of the first level by code."""
    return {row["code"]: row["label"] for row in _book("topics")["groups"]}


@cache
def topics() -> dict[str, Topic]:
    """Topics (second level) by code in book order."""
    return {row["code"]: Topic.of(row) for row in _book("topics")["topics"]}


@cache
def conduct_topics() -> frozenset[str]:
    """Topics under which every unit that is named counts as accused."""
    return frozenset(code for code, topic in topics().items() if topic.conduct)


@cache
def disputes() -> dict[str, Dispute]:
    """Boundary rules between units by code."""
    return {row["code"]: Dispute.of(row) for row in _book("boundary")["disputes"]}


@cache
def codes(table: str) -> dict[str, Code]:
    """A code table ("kinds", "states", "closure_codes" …) by code, in book order."""
    return {row["code"]: Code.of(row) for row in _book("codes")[table]}


def label(table: str, code: str | None) -> str:
    """The Chinese label of *code* in *table*; an unknown code is shown as itself."""
    return codes(table)[code].label if code in codes(table) else code or ""


@cache
def urgencies() -> dict[str, Urgency]:
    """Urgency levels by code with the cues that suggest them."""
    return {row["code"]: Urgency.of(row) for row in _book("codes")["urgency"]}


@cache
def risks() -> dict[str, Risk]:
    """Risk tags by code with cues and negations."""
    return {row["code"]: Risk.of(row) for row in _book("codes")["risks"]}


@cache
def clock_rules() -> dict[str, ClockRule]:
    """The twelve clocks by code ("C1")."""
    return {row["code"]: ClockRule.of(row) for row in _book("codes")["clocks"]}


@cache
def environments() -> dict[str, Code]:
    """The six environments by code."""
    return {row["code"]: Code.of(row) for row in _book("indicators")["environments"]}


@cache
def indicators() -> dict[str, Code]:
    """The 18 national indicators by code; `more` holds environment, bready (the World Bank's topic) and lead (a unit)."""
    return {row["code"]: Code.of(row) for row in _book("indicators")["national"]}


def office_hours() -> tuple[tuple[str, str], ...]:
    """The sessions of a full working day, as ("09:00", "12:00") pairs."""
    return tuple((start, end) for start, end in _book("calendar")["hours"]["sessions"])


def site() -> dict[str, str]:
    """Who signs the pages: city, office, address, hotline and its hours."""
    return dict(_book("site")["site"])


def notices() -> dict[str, Any]:
    """Kinds of notices with whom they reach by default, the hours of digests, and limits."""
    return _book("notices")


def city() -> dict[str, Any]:
    """The demonstration city as written: city, areas, leaders, enterprises, projects."""
    return _book("city")


__all__ = [
    "Amount", "Clause", "ClockRule", "Code", "Dispute", "Example", "Risk", "Topic", "UnitEntry", "Urgency",
    "areas", "city", "clauses", "clock_rules", "codes", "conduct_topics", "disputes",
    "environments", "indicators", "label", "notices",
    "office_hours",
    "risks", "site", "topic_groups", "topics", "units", "urgencies", "version",
]  # fmt: skip
