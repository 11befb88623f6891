"""Kinds of notices as data (`app/taxonomy/notices.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from app import taxonomy

WAYS = ("mail", "sms")
DUTY = "duty"  # what the duty phone gets


@dataclass(frozen=True)
class Kind:
    """What a notice says in the house, and what outside; the roles that get it at all, and by which way by default."""

    code: str
    label: str
    says: str
    outside: str
    roles: frozenset[str]
    by: dict[str, frozenset[str]]  # way: roles
    digest: bool  # goes outside in the digest only
    any_hour: bool

    @classmethod
    def of(cls, row: dict[str, Any]) -> Kind:
        """A row of the book."""
        by = {way: frozenset(row[way]) for way in WAYS}
        return cls(
            row["code"], row["label"], row["says"], row["outside"], frozenset(row["roles"]), by,
            row.get("digest", False), row.get("any_hour", False),
        )  # fmt: skip


@dataclass(frozen=True)
class DigestRule:
    """When digests go out and how much they name."""

    hours: tuple[str, ...]
    usual: str
    longest: int


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by code, the most urgent first."""
    return {row["code"]: Kind.of(row) for row in taxonomy.notices()["kinds"]}


@cache
def to_enterprise() -> dict[str, str]:
    """What enterprises are told, by code."""
    return {row["code"]: row["outside"] for row in taxonomy.notices()["to_enterprise"]}


@cache
def digest_rule() -> DigestRule:
    """When digests go out and how much they name."""
    row = taxonomy.notices()["digest"]
    return DigestRule(tuple(row["hours"]), row["usual"], row["longest"])


def burst() -> int:
    """How many messages of their own a person gets a day and way; what is beyond waits for the digest."""
    return int(taxonomy.notices()["limits"]["burst"])


def keep_days() -> int:
    """How long a notice is kept."""
    return int(taxonomy.notices()["limits"]["keep_days"])


def at_any_hour(code: str) -> bool:
    """Whether what the code names leaves at night too."""
    return code == DUTY or (code in kinds() and kinds()[code].any_hour)


def usual_ways(kind: Kind, roles: frozenset[str]) -> list[str]:
    """How somebody with *roles* gets *kind* outside, if he has not said otherwise."""
    return [way for way in WAYS if kind.by[way] & roles]
