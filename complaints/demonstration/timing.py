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
from complaints.demonstration.paths import BY_HAND, FILLS, LATE_RESULT, MEETS, OFTEN_LATE, PATHS, STARTED_BY, TAKES, WAITS

DAY = 480  # office minutes
WEEK = timedelta(days=7)
YEAR = 285 * DAY  # fourteen months


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
            length = _length(MEETS[act], story, acts[place - 1])
            if MEETS[act] == "C1":  # shorter where the machine reads urgency
                length = min(length, minutes(deadlines.allowance("C1", story.urgency)))
            gaps[place] = max(3, round(share * length))
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
