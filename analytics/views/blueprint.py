"""The blueprint of figures, its door, and what an address asks of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, request, url_for

from analytics.indicators import Part, Scope
from analytics.periods import YEAR, Period, period_of
from analytics.policy import may_read_figures
from app.actor import INTAKE, Actor, Role
from app.auth.current import current_actor
from app.clock import now
from app.errors import NotFound

figure_pages = Blueprint("figures", __name__, url_prefix="/figures", template_folder="../templates")
READERS = (*sorted(INTAKE), Role.LEADER)
BASES = {"public": "公开口径", "all": "全量口径"}
NONE = "none"  # in an address: of no unit, area or topic


@dataclass(frozen=True)
class Asked:
    """Who asks for which months on which base, when."""

    actor: Actor
    at: datetime
    period: Period
    base: str

    @property
    def is_public(self) -> bool:
        """Whether the figures are those of 公开口径."""
        return self.base == "public"

    def link(self, figure: str, part: Part | None = None, scope: Scope | None = None, months: tuple[str, ...] = ()) -> str:
        """The list behind a number; without *months* of what holds now."""
        words: dict[str, Any] = {"figure": figure, "part": part, "base": None if self.is_public else self.base}
        if months:
            words |= {"since": months[0], "until": months[-1]}
        if scope is not None and scope.by:
            words[scope.by] = scope.value or NONE
        return url_for("figures.listing", **{name: word for name, word in words.items() if word})


def asked() -> Asked:
    """What the address asks; raises NotFound for who may not read figures."""
    actor, at = current_actor(), now()
    if not may_read_figures(actor):
        raise NotFound
    base = request.args.get("base", "")
    return Asked(actor, at, period_of(request.args.get("month", YEAR), at), base if base in BASES else "public")
