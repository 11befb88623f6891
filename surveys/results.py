"""Results of a wave as figures: from the counters, with n, unanswered and interval, nothing of fewer than five."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from analytics.statistics import Interval, wilson
from app.database import db
from app.store.surveys import SurveyCell, Wave
from surveys.definition import WRITTEN, Item, Questionnaire, code_of
from surveys.packing import ANSWERED, HIDDEN, SILENT, Slot, slots

COUNTS_ONLY, GREY = 10, 30  # under these: no share; a grey one
Table = dict[str, Counter[str]]  # slot key → outcome → n
TOP, BOTTOM = 75.0, 25.0  # points from which an answer is satisfied, and up to which it is not


@dataclass(frozen=True)
class Share:
    """A share with its n and interval."""

    k: int
    n: int

    @property
    def value(self) -> float:
        return self.k / self.n

    @property
    def interval(self) -> Interval:
        return wilson(self.k, self.n)


@dataclass(frozen=True)
class Part:
    """An option with how many chose it."""

    code: str
    text: str
    n: int
    points: float | None


@dataclass(frozen=True)
class Figure:
    """A question, or a row of a matrix, with everything that its line of a page says."""

    key: str
    number: int
    title: str
    item: Item
    parts: tuple[Part, ...]
    answered: int
    silent: int
    hidden: int
    scored: int
    top: Share | None
    bottom: Share | None
    mean: float | None

    @property
    def apart(self) -> int:
        """Those who say that it does not concern them: counted, never scored."""
        return self.answered - self.scored if self.top is not None else 0


def table_of(wave: Wave, channel: str, **where: str) -> Table:
    """The counters of a wave and channel, of one area, size or trade if asked."""
    query = select(SurveyCell.item, SurveyCell.option, func.sum(SurveyCell.n)).where(
        SurveyCell.wave_id == wave.id, SurveyCell.channel == channel
    )
    for name, value in where.items():
        query = query.where(getattr(SurveyCell, name) == value)
    found: Table = {}
    for item, option, n in db.session.execute(query.group_by(SurveyCell.item, SurveyCell.option)):
        found.setdefault(item, Counter())[option] = int(n)
    return found


def responses(table: Table) -> int:
    """How many responses stand behind *table*."""
    return table.get("", Counter()).get("", 0)


def figures(questionnaire: Questionnaire, table: Table) -> list[Figure]:
    """A figure for each question and matrix row, in the order of asking."""
    keys: dict[str, Slot] = {}
    for slot in slots(questionnaire):
        keys.setdefault(slot.key, slot)
    return [_figure(questionnaire, slot, table.get(key, Counter())) for key, slot in keys.items()]


def _figure(questionnaire: Questionnaire, slot: Slot, counts: Counter[str]) -> Figure:
    item = questionnaire.by_name[slot.item]
    binding = item.binding_of(slot.row) if slot.row else item.binding
    options = () if item.type in WRITTEN else item.options
    parts = tuple(
        Part(code_of(one.value), one.text, counts[f"={code_of(one.value)}"], binding.score(one.value)) for one in options
    )
    is_boxes = slot.code is not None
    answered = counts[ANSWERED] if is_boxes or not parts else sum(part.n for part in parts)
    row = next((row.text for row in item.rows if row.value == slot.row), "")
    scored = [part for part in parts if part.points is not None] if not is_boxes else []
    n = sum(part.n for part in scored)
    return Figure(
        key=slot.key, number=questionnaire.numbers[item.name], title=f"{item.title}：{row}" if row else item.title, item=item,
        parts=parts, answered=answered, silent=counts[SILENT], hidden=counts[HIDDEN], scored=n,
        top=Share(_sum(scored, TOP, 100.0), n) if n else None, bottom=Share(_sum(scored, 0.0, BOTTOM), n) if n else None,
        mean=sum((part.points or 0.0) * part.n for part in scored) / n if n else None,
    )  # fmt: skip


def _sum(parts: Iterable[Part], low: float, high: float) -> int:
    return sum(part.n for part in parts if part.points is not None and low <= part.points <= high)
