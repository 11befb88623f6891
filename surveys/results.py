"""Results of a wave as figures: from the counters, with n, unanswered and interval, and nothing of fewer than five.

In 保密 and 匿名 waves a question is shown by its options if none of their numbers is too small, else by its levels
(满意, 中间, 不满意, 不了解), else with the small numbers hidden; never in two ways, or one would give away the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from analytics.statistics import Interval, wilson
from app.database import db
from app.store.surveys import SurveyCell, Wave
from surveys import suppression
from surveys.definition import Binding, Item, Questionnaire, code_of
from surveys.packing import ANSWERED, HIDDEN, SILENT, Slot, slots

COUNTS_ONLY, GREY = 10, 30  # under these: no share; a grey one
TOP, BOTTOM = 75.0, 25.0  # points from which an answer is satisfied, and up to which it is not
LEVELS = {"top": "满意", "middle": "中间", "bottom": "不满意", "apart": "不了解、未办理"}
UNANSWERED = "unanswered"
REST = "rest"
FINE = {"top": "top", "middle": "middle", "bottom": "bottom", "apart": REST}
COARSE = {"top": "top", "middle": "others", "bottom": "others", "apart": REST}
ALL_UNANSWERED = (SILENT, HIDDEN)
Table = Mapping[str, Counter[str]]  # slot key → outcome → n


@dataclass(frozen=True)
class Part:
    """An option, or several that are shown as one; `n` is None where it is hidden. `level` of a scored question."""

    code: str
    text: str
    outcomes: tuple[str, ...]
    level: str = ""
    points: float | None = None


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

    @property
    def size(self) -> str:
        """few: counts only; some: grey; many."""
        return "few" if self.n < COUNTS_ONLY else "some" if self.n < GREY else "many"


@dataclass(frozen=True)
class Figure:
    """A question, or a row of a matrix: its parts with their numbers, and what they come to."""

    key: str
    number: int
    title: str
    item: Item
    binding: Binding
    parts: tuple[Part, ...]
    counts: Mapping[str, int | None]  # by code of part, and UNANSWERED

    @property
    def answered(self) -> int | None:
        """How many answered; of boxes, where one may tick several, whoever ticked or not."""
        return self._sum(self.parts)

    @property
    def unanswered(self) -> int | None:
        """Who was asked and kept silent, or was not asked."""
        return self.counts.get(UNANSWERED)

    @property
    def scored(self) -> int | None:
        """The n of its shares."""
        return self._sum([part for part in self.parts if part.level and part.level != "apart"])

    def share(self, level: str) -> Share | None:
        """The share of a level; None where it is hidden or nobody is scored."""
        n = self.scored
        k = self._sum([part for part in self.parts if part.level == level])
        return Share(k, n) if n and k is not None else None

    @property
    def mean(self) -> float | None:
        """0–100; None where the options are not shown one by one."""
        scored = [part for part in self.parts if part.level and part.level != "apart"]
        n = self.scored
        if not n or any(part.points is None for part in scored):
            return None
        return sum((part.points or 0.0) * (self.counts[part.code] or 0) for part in scored) / n

    def _sum(self, parts: Sequence[Part]) -> int | None:
        found = [self.counts[part.code] for part in parts]
        return None if not parts or None in found else sum(n or 0 for n in found)


def table_of(wave: Wave, channel: str) -> dict[str, Counter[str]]:
    """The counters of a wave and channel."""
    return _tables(wave, channel, "")[""]


def tables_by(wave: Wave, channel: str, dimension: str) -> dict[str, dict[str, Counter[str]]]:
    """The same by area, size or trade."""
    return _tables(wave, channel, dimension)


def _tables(wave: Wave, channel: str, dimension: str) -> dict[str, dict[str, Counter[str]]]:
    keys = [SurveyCell.item, SurveyCell.option, *([getattr(SurveyCell, dimension)] if dimension else [])]
    query = select(*keys, func.sum(SurveyCell.n)).where(SurveyCell.wave_id == wave.id, SurveyCell.channel == channel)
    found: dict[str, dict[str, Counter[str]]] = {} if dimension else {"": {}}
    for item, option, *group, n in db.session.execute(query.group_by(*keys)):
        found.setdefault("".join(group), {}).setdefault(item, Counter())[option] = int(n)
    return found


def responses(table: Table) -> int:
    """How many responses stand behind *table*."""
    return table.get("", Counter())[""]


def figures(questionnaire: Questionnaire, table: Table, *, hides: bool) -> list[Figure]:
    """A figure for each question, matrix row and box, in the order of asking."""
    return [_figure(questionnaire, slot, table.get(slot.key, Counter()), hides=hides) for slot in _lines(questionnaire)]


def _lines(questionnaire: Questionnaire) -> list[Slot]:
    return [slot for slot in slots(questionnaire) if not slot.is_written]


def _figure(questionnaire: Questionnaire, slot: Slot, counts: Counter[str], *, hides: bool) -> Figure:
    item = questionnaire.by_name[slot.item]
    binding = item.binding_of(slot.row) if slot.row else item.binding
    ways = _ways(item, binding, slot)
    parts, shown = ways[0], _numbers(ways[0], counts)
    if hides:
        for way in ways:
            parts, shown = way, suppression.release_whole(_outcomes(way, counts))
            if None not in shown.values():
                break
    title = f"{item.title}：{_of_row(item, slot)}" if slot.row else item.title
    key = f"{slot.key}={slot.code}" if slot.code is not None else slot.key
    return Figure(key, questionnaire.numbers[item.name], title, item, binding, parts, shown)


def _of_row(item: Item, slot: Slot) -> str:
    return next(row.text for row in item.rows if row.value == slot.row)


def _ways(item: Item, binding: Binding, slot: Slot) -> list[tuple[Part, ...]]:
    """In which parts the question may be shown, the finest first."""
    if slot.code is not None:
        return [(Part("yes", item.text_of(slot.code), (f"={slot.code}",)), Part("no", "没选", ("rest",)))]
    fine = tuple(_part(item, binding, code_of(one.value), one.text) for one in item.options)
    if not any(part.level not in {"", "apart"} for part in fine):
        return [tuple(Part(part.code, part.text, part.outcomes) for part in fine)]
    merged = tuple(
        Part(level, words, tuple(part.outcomes[0] for part in fine if part.level == level), level)
        for level, words in LEVELS.items()
        if any(part.level == level for part in fine)
    )
    return [fine, merged]


def _part(item: Item, binding: Binding, code: str, text: str) -> Part:
    points = binding.score(code)
    level = "apart" if points is None else "top" if points >= TOP else "bottom" if points <= BOTTOM else "middle"
    return Part(code, text, (f"={code}",), level, points)


def _numbers(parts: Sequence[Part], counts: Counter[str]) -> dict[str, int | None]:
    return dict(_outcomes(parts, counts))


def _outcomes(parts: Sequence[Part], counts: Counter[str]) -> dict[str, int]:
    """The numbers of *parts* and of who did not answer, which together are all responses."""
    found = {part.code: sum(counts[outcome] for outcome in part.outcomes) for part in parts}
    if "no" in found and parts[-1].outcomes == ("rest",):
        found["no"] = counts[ANSWERED] - found["yes"]
    return found | {UNANSWERED: sum(counts[outcome] for outcome in ALL_UNANSWERED)}


@dataclass(frozen=True)
class Group:
    """An area, size or sector, or several that are too small to stand alone; `counts` by level, None where hidden."""

    code: str
    responses: int
    counts: Mapping[str, int | None]

    @property
    def scored(self) -> int | None:
        """The n of its shares."""
        found = [n for level, n in self.counts.items() if level != REST]
        return None if None in found else sum(n or 0 for n in found)

    def share(self, level: str) -> Share | None:
        """The share of a level; None where it is hidden or not told apart."""
        n, k = self.scored, self.counts.get(level)
        return Share(k, n) if n and k is not None else None


def by_groups(figure: Figure, tables: Mapping[str, Table], *, hides: bool) -> list[Group]:
    """*figure* in every group by its levels; where that would hide something, only 满意 and the others apart."""
    sizes: dict[str, int] = {group: responses(table) for group, table in tables.items()}
    if not hides:
        return [Group(group, sizes[group], _leveled(figure, tables[group], FINE)) for group in tables]
    home = suppression.pooled(sizes)
    found: list[Group] = []
    for way in (FINE, COARSE):
        cells = suppression.regrouped({group: _leveled(figure, table, way) for group, table in tables.items()}, home)
        pooled = {group: sum(n for one, n in sizes.items() if home[one] == group) for group in cells}
        shown = suppression.release(cells, pooled, _totals(figure, way))
        found = [Group(code, pooled[code], row) for code, row in shown.items()]
        if not any(None in row.values() for row in shown.values()):
            break
    return found


def _leveled(figure: Figure, table: Table, way: Mapping[str, str]) -> Counter[str]:
    counts = table.get(figure.key, Counter())
    found = Counter(dict.fromkeys(way.values(), 0))
    for part in figure.parts:
        for outcome in part.outcomes:
            found[way[part.level]] += counts[outcome]
    found[REST] += sum(counts[outcome] for outcome in ALL_UNANSWERED)
    return found


def _totals(figure: Figure, way: Mapping[str, str]) -> dict[str, int | None]:
    """What the page of the whole wave tells of each level."""
    found: dict[str, int | None] = dict.fromkeys(way.values(), 0)
    told = [(way[part.level], figure.counts[part.code]) for part in figure.parts] + [(REST, figure.unanswered)]
    for level, n in told:
        before = found[level]
        found[level] = None if n is None or before is None else before + n
    return found
