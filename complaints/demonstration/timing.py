"""When the scenes of a life are played: office minutes between them, counted back from the day of the seeding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from app.clock import at_local, day_of
from app.officetime import OfficeCalendar
from app.taxonomy import Amount
from complaints import deadlines
from complaints.demonstration.model import Story

DAY = 480  # office minutes
WEEK = timedelta(days=7)
YEAR = 285 * DAY  # fourteen months
SIGN = "submit accept dispatch acknowledge"
WORK = "contact parts reply"
TO_RESULT = f"{SIGN} {WORK} publish"
AFTER_REFUSAL = f"acknowledge {WORK} publish rate"
TWO_REFUSALS = "submit accept send_astray refuse accept_refusal send_on refuse_again"

# What happens in which life, in this order; the clock's own acts come by themselves.
PATHS = {
    "received": "submit",
    "amending": "submit ask_amend",
    "not_amended": "submit ask_amend",
    "restored": "submit ask_amend restore",
    "declined": "submit propose_decline decline",
    "decline_proposed": "submit propose_decline",
    "accepted": "submit accept",
    "dispatched": "submit accept dispatch",
    "withdrawn_dispatch": "submit accept send_astray recall dispatch",
    "refused": "submit accept send_astray refuse",
    "refusal_accepted": f"submit accept send_astray refuse accept_refusal dispatch {AFTER_REFUSAL}",
    "refusal_rejected": "submit accept dispatch refuse reject_refusal",
    "ruling": TWO_REFUSALS,
    "ruled": f"{TWO_REFUSALS} rule {AFTER_REFUSAL}",
    "handling": f"{SIGN} contact some_parts",
    "asking": f"{SIGN} contact ask",
    "answered": f"{SIGN} contact ask answer",
    "replied": f"{SIGN} {WORK}",
    "reply_returned": f"{SIGN} {WORK} return_reply",
    "published": TO_RESULT,
    "reviewing": f"{TO_RESULT} rate",
    "rework": f"{TO_RESULT} rate call_back rework",
    "reworked_closed": f"{TO_RESULT} rate call_back rework contact_again parts better_reply publish rate_again",
    "review_closed": f"{TO_RESULT} rate call_back close_review",
    "closed_rated": f"{TO_RESULT} rate",
    "closed_silent": TO_RESULT,
    "withdrawn": "submit accept dispatch withdraw",
    "mistaken": "submit end_as_mistaken",
    "unable_closed": f"{SIGN} {WORK} ask_countersign countersign publish rate call_back close_review",
    "closed_reopened": f"{TO_RESULT} rate reopen",
}
# A life that is still going on waits on a clock: what part of it is used up, story by story.
WAITS: dict[str, tuple[str, tuple[float, ...]]] = {
    "received": ("C1", (0.03, 0.12, 0.02, 0.3, 0.55, 0.83, 0.9, 1.25)),
    "amending": ("C7", (0.15, 0.4, 0.6, 0.85)),
    "restored": ("C1", (0.15, 0.6)),
    "decline_proposed": ("C1", (0.6, 0.86)),
    "accepted": ("C10", (0.05, 0.12, 0.3, 0.5, 0.75, 0.9, 1.3, 2.2, 0.08)),
    "dispatched": ("C2", (0.04, 0.08, 0.11, 0.2, 0.35, 0.5, 0.7, 0.09)),
    "withdrawn_dispatch": ("C2", (0.06, 0.3)),
    "refusal_rejected": ("C2", (0.1, 0.2, 0.5)),
    "refused": ("C11", (0.15, 0.4, 0.8, 1.6)),
    "ruling": ("C6", (0.3, 0.8)),
    "handling": ("C4", (0.2, 0.35, 0.5, 0.65, 0.75, 0.85, 0.9, 0.97, 1.15, 0.4, 0.6, 0.8, 1.3, 0.97)),
    "asking": ("C7", (0.1, 0.3, 0.5, 0.8)),
    "answered": ("C4", (0.5, 0.8, 0.97)),
    "replied": ("C5", (0.05, 0.15, 0.3, 0.5, 0.7, 0.95, 1.25)),
    "reply_returned": ("C4", (0.6, 0.8, 0.97, 1.2)),
    "published": ("C8", (0.05, 0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)),
    "reviewing": ("C9", (0.1, 0.35, 0.6, 0.85, 1.4)),
    "closed_reopened": ("C9", (0.3, 0.85)),
    "rework": ("C4", (0.1, 0.4, 0.7, 1.1)),
}
STARTED_BY = {
    "C1": {"submit", "restore"}, "C7": {"ask_amend", "ask"}, "C10": {"accept"}, "C2": {"dispatch", "reject_refusal"},
    "C11": {"refuse"}, "C6": {"refuse_again"}, "C4": {"accept", "rework"}, "C5": {"reply"}, "C8": {"publish"},
    "C9": {"rate", "reopen"},
}  # fmt: skip
# Which clock an act must meet; other acts simply take their time (office minutes).
MEETS = {
    "accept": "C1", "ask_amend": "C1", "propose_decline": "C1", "dispatch": "C10", "send_astray": "C10", "send_on": "C10",
    "acknowledge": "C2", "refuse": "C2", "refuse_again": "C2", "contact": "C3", "accept_refusal": "C11",
    "reject_refusal": "C11", "rule": "C6", "publish": "C5", "call_back": "C9", "countersign": "C12",
}  # fmt: skip
TAKES = {
    "decline": (60, 400), "end_as_mistaken": (20, 90), "recall": (20, 60), "withdraw": (30, 100), "contact_again": (60, 300),
    "ask": (60, 300), "answer": (200, 900), "ask_countersign": (30, 120), "return_reply": (60, 300), "rate": (90, 1500),
    "rate_again": (90, 1500), "rework": (30, 200), "close_review": (60, 400), "reopen": (1500, 6000), "restore": (2900, 4300),
    "better_reply": (700, 2200),
}  # fmt: skip
FILLS = {"parts": 0.45, "some_parts": 0.35, "reply": 0.55}  # how the work shares what is left of C4
OFTEN_LATE = {"acknowledge": 0.14, "contact": 0.1, "accept": 0.06, "dispatch": 0.06, "publish": 0.05, "call_back": 0.08}
LATE_RESULT = 0.13
BY_HAND = {"window", "hotline", "letter"}


@dataclass(frozen=True, order=True)
class Scene:
    """An act of the life of story number `life`, at its moment."""

    at: datetime
    life: int
    act: str


def scenes(stories: list[Story], at: datetime, calendar: OfficeCalendar, rng: Random) -> list[Scene]:
    """All scenes of all lives before *at*, in the order of time."""
    told = dict.fromkeys(PATHS, 0)
    ended = sum(story.path not in WAITS for story in stories)
    slots = rng.sample(range(ended), ended)
    found: list[Scene] = []
    for life, story in enumerate(stories):
        acts, number = PATHS[story.path].split(), told[story.path]
        gaps = _gaps(story, acts, rng)
        if story.path in WAITS:
            wait = _wait(story, acts, gaps, number, at, calendar)
        else:
            wait = _age(slots.pop(), ended, sum(gaps), story, rng)
        told[story.path] += 1
        moments = _rated_in_time(acts, list(_moments(gaps, wait, at, calendar, rng)))
        if _filed_at_leisure(story, number, rng):
            moments[0] = _evening_before(moments[0], rng)
        found += [Scene(moment, life, act) for moment, act in zip(moments, acts, strict=True)]
    return sorted(found)


def minutes(amount: Amount) -> int:
    """A clock's length in office minutes."""
    return amount.number * DAY if amount.unit == "wd" else amount.number


def _length(clock: str, story: Story, act: str) -> int:
    step = {"reject_refusal": "T12", "rule": "T14"}.get(act, "")
    urgency = "normal" if clock == "C1" else story.urgency
    return minutes(deadlines.allowance(clock, urgency, step=step, number=2 if act == "rework" else 1))


def _gaps(story: Story, acts: list[str], rng: Random) -> list[int]:
    """Office minutes before each act; the filing has none."""
    gaps = [0] * len(acts)
    for place, act in enumerate(acts[1:], start=1):
        if act in MEETS:
            late = story.path not in WAITS and rng.random() < OFTEN_LATE.get(act, 0)
            share = rng.uniform(1.1, 1.5) if late else rng.uniform(0.1, 0.75)
            gaps[place] = max(3, round(share * _length(MEETS[act], story, acts[place - 1])))
        elif act in TAKES:
            gaps[place] = rng.randint(*TAKES[act])
        else:
            gaps[place] = rng.randint(60, 300)
    _fit_into_c4(story, acts, gaps, rng)
    return gaps


def _fit_into_c4(story: Story, acts: list[str], gaps: list[int], rng: Random) -> None:
    """What lies between acceptance and result is squeezed or stretched to the time a result should take."""
    if "accept" not in acts:
        return
    begin = acts.index("accept") + 1
    end = acts.index("publish") + 1 if "publish" in acts else len(acts)
    inner = [place for place in range(begin, end) if acts[place] != "answer"]
    budget = round(_length("C4", story, "accept") * _share_of_c4(story, rng))
    fills = [place for place in inner if acts[place] in FILLS]
    fixed = sum(gaps[place] for place in inner)
    room = round(budget * (0.5 if fills else 0.9))
    if fixed > room:
        for place in inner:
            gaps[place] = max(3, gaps[place] * room // fixed)
    left = max(6 * len(fills), budget - sum(gaps[place] for place in inner))
    whole = sum(FILLS[acts[place]] for place in fills)
    for place in fills:
        gaps[place] = round(left * FILLS[acts[place]] / whole)


def _share_of_c4(story: Story, rng: Random) -> float:
    if story.path in WAITS:
        return rng.uniform(0.15, 0.3) if WAITS[story.path][0] == "C4" else rng.uniform(0.4, 0.6)
    return rng.uniform(1.05, 1.5) if rng.random() < LATE_RESULT else rng.uniform(0.4, 0.9)


def _wait(story: Story, acts: list[str], gaps: list[int], number: int, at: datetime, calendar: OfficeCalendar) -> int:
    """Office minutes since the last act, so that the clock it waits on is used up as far as told."""
    clock, shares = WAITS[story.path]
    if clock == "C8":
        published = calendar.next_office_minute(at - shares[number % len(shares)] * WEEK)
        return max(4, calendar.minutes_between(published, at))
    start = max(place for place, act in enumerate(acts) if act in STARTED_BY[clock])
    used = sum(gap for place, gap in enumerate(gaps) if place > start and acts[place] != "answer")
    return max(4, round(shares[number % len(shares)] * _length(clock, story, acts[start])) - used)


def _age(slot: int, slots: int, lived: int, story: Story, rng: Random) -> int:
    """Office minutes since a life ended: the ended ones lie evenly over fourteen months."""
    least = 12 * DAY if story.path in {"closed_silent", "not_amended"} else 2 * DAY
    return least + round((slot + rng.random()) / slots * (YEAR - lived - least))


def _moments(gaps: list[int], wait: int, at: datetime, calendar: OfficeCalendar, rng: Random) -> Iterator[datetime]:
    start = _back(at, (sum(gaps) + wait) * 60, calendar)
    for gone in accumulate(gaps):
        yield calendar.after_seconds(start, gone * 60 + rng.randrange(60)).replace(microsecond=0)


def _back(at: datetime, seconds: int, calendar: OfficeCalendar) -> datetime:
    """The office moment from which *seconds* of office time lead to *at*."""
    early, late = at - timedelta(days=2), at
    while calendar.seconds_between(early, at) < seconds:
        early -= at - early
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        early, late = (middle, late) if calendar.seconds_between(middle, at) >= seconds else (early, middle)
    return calendar.next_office_minute(early.replace(microsecond=0))


def _rated_in_time(acts: list[str], moments: list[datetime]) -> list[datetime]:
    """A rating comes before the week is over, holidays or not."""
    for place, act in enumerate(acts):
        if act in {"rate", "rate_again"}:
            moments[place] = min(moments[place], moments[place - 1] + timedelta(days=6))
    return moments


def _filed_at_leisure(story: Story, number: int, rng: Random) -> bool:
    """Many write in the evening; those whose last day it is today were filed by day."""
    evening = rng.random() < 0.4
    return evening and story.channel not in BY_HAND and (story.path != "received" or number < 4)


def _evening_before(moment: datetime, rng: Random) -> datetime:
    evening = at_local(day_of(moment) - timedelta(days=1), "18:30")
    return evening + timedelta(minutes=rng.randrange(300), seconds=rng.randrange(60))
