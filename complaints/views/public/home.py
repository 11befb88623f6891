"""The home page and the short pages that say how we work."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app import taxonomy
from app.auth.doors import public
from app.clock import now
from app.taxonomy import Amount, ClockRule
from app.web.labels import office_span
from complaints.views.public.blueprint import public_pages
from complaints.views.public.figures import last_month

URGENCIES = ("normal", "priority", "urgent", "simple")
SHOWN_CLOCKS = {
    "C1": "告诉您是否受理",
    "C10": "转给承办单位",
    "C2": "承办单位签收",
    "C3": "承办单位第一次联系您",
    "C4": "给您办理结果",
    "C5": "核对答复再发给您",
    "C6": "单位之间有分歧时，定下由谁办",
    "C7": "请您补正材料",
    "C8": "请您确认结果、评价",
    "C9": "复核时联系您",
}


def length(amount: Amount) -> str:
    """3 个工作日 · 7 天 · 4 小时"""
    if amount.unit == "min":
        return office_span(amount.number)
    return f"{amount.number} {'个工作日' if amount.unit == 'wd' else '天'}"


def promise(clock: str, urgency: str = "normal") -> str:
    """How long the clock *clock* runs."""
    return length(taxonomy.clock_rules()[clock].by_urgency[urgency])


public_pages.add_app_template_global(promise, "promise")


@public_pages.get("/")
@public
def home() -> ResponseReturnValue:
    """File, follow, call; three steps; last month."""
    return render_template("complaints/public/home.html", month=last_month(now()))


@public_pages.get("/privacy")
@public
def privacy() -> ResponseReturnValue:
    """Who sees what, and for how long."""
    return render_template("complaints/public/privacy.html")


@public_pages.get("/basis")
@public
def basis() -> ResponseReturnValue:
    """The clocks as they are set, how days are counted."""
    rules = taxonomy.clock_rules()
    rows = [(what, [length(rules[code].by_urgency[level]) for level in URGENCIES]) for code, what in SHOWN_CLOCKS.items()]
    urgencies = [taxonomy.urgencies()[level] for level in URGENCIES]
    return render_template("complaints/public/basis.html", rows=rows, urgencies=urgencies, again=_rework(rules["C4"]))


def _rework(rule: ClockRule) -> str:
    return length(rule.rework) if rule.rework else ""


@public_pages.get("/accessibility")
@public
def accessibility() -> ResponseReturnValue:
    """What works for whom, and what does not yet."""
    return render_template("complaints/public/accessibility.html")
