"""The list behind every figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, select

from analytics.indicators import INDICATORS, REASONS, WORDS, Part
from analytics.periods import month_of
from analytics.policy import may_read_figures
from analytics.queries import in_part, seen
from analytics.views.blueprint import BASES, NONE, READERS, figure_pages
from app import taxonomy
from app.actor import INTAKE
from app.auth.current import current_actor
from app.auth.doors import staff
from app.database import db
from app.lists import slices
from app.lists.asking import asked_of
from app.lists.filters import Filter
from app.lists.page import ListPage, render_list
from app.lists.registry import register
from app.lists.sorting import Key, both_ways
from app.lists.spec import Column, Head, ListSpec, Query, Reader
from app.lists.words import stamp
from app.notices.matters import matters
from app.store.complaints import Complaint
from app.store.counters import Fact
from app.store.people import Unit

USUAL = "received"
OUTCOMES = {
    "kept": "按时", "late": "超期", "running": "计时中", "waiting": "暂停计时", "never": "没有联系上",
    "unclocked": "没有办结时限",
    "refused": "退了", "stood": "没退", "reworked": "退回重办", "replied": "已答复", "open": "还没答复",
    "received": "收到", "closed": "办结", "declined": "不予受理", "silent": "未评价", **REASONS, "ended": "终止",
}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A fact with its matter in words."""

    matter: Complaint
    url: str
    party: str
    area: str
    unit: str
    topic: str
    outcome: str
    at: str


def outcome_words(figure: str, outcome: str) -> str:
    """What an outcome is called in a figure."""
    if figure == "satisfied" and outcome != "silent":
        return taxonomy.label("ratings", outcome)
    if figure == "resolved" and outcome != "silent":
        return taxonomy.label("solved_levels", outcome)
    return "没有重办" if (figure, outcome) == ("rework", "stood") else OUTCOMES[outcome]


@figure_pages.get("/list")
@staff(*READERS)
def listing() -> ResponseReturnValue:
    """The matters that a number counts, as far as one may see them."""
    return render_list(SPEC, current_actor())


def figure_in(values: Mapping[str, Any]) -> str:
    """The figure that is asked for; of an address that names none the usual one."""
    return str(values.get("figure", USUAL))


def _is_public(values: Mapping[str, Any]) -> bool:
    return bool(values.get("base", "public") == "public")


def _narrow(reader: Reader, values: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    figure = figure_in(values)
    conditions: list[ColumnElement[bool]] = [Fact.figure == figure]
    if _is_public(values):
        conditions.append(Fact.is_public.expression)
    if figure == "open":
        conditions.append(Fact.month == "")
    else:
        conditions += [Fact.month >= month_of(values["since"][0])] if "since" in values else []
        conditions += [Fact.month <= month_of(values["until"][0])] if "until" in values else []
    if "part" in values:
        conditions.append(in_part(INDICATORS[figure], values["part"], reader.at))
    return conditions


def _dimension(name: str, label: str, options: Any, none: str, every: str) -> Filter:
    column = getattr(Fact, name)
    return Filter(
        name, label, lambda _reader, value: column == ("" if value == NONE else value),
        options=lambda _reader: {**options(), NONE: none}, place="more", every=every,
    )  # fmt: skip


def unit_names() -> dict[str, str]:
    """Units of the store in register order."""
    return {code: short for code, short in db.session.execute(select(Unit.code, Unit.short).order_by(Unit.position, Unit.code))}


def area_names() -> dict[str, str]:
    """Areas of the register."""
    return {code: area.short for code, area in taxonomy.areas().items()}


def topic_names() -> dict[str, str]:
    """Topics in the order of the book."""
    return {code: topic.label for code, topic in taxonomy.topics().items()}


def _parts(_reader: Reader) -> dict[str, str]:
    return {part: word for part, word in WORDS.items()}


FILTERS = (
    Filter("figure", "哪个指标", options=lambda _reader: {code: one.label for code, one in INDICATORS.items()},
           usual=lambda _reader: USUAL),
    Filter("part", "哪一部分", options=_parts),
    Filter("since", "从哪个月", kind="month"),
    Filter("until", "到哪个月", kind="month"),
    Filter("base", "口径", options=lambda _reader: BASES, usual=lambda _reader: "public"),
    _dimension("unit", "牵头单位", unit_names, "还没派", "全部"),
    _dimension("area", "区县", area_names, "没写区县", "全部"),
    _dimension("topic", "主题", topic_names, "没定主题", "全部"),
)  # fmt: skip


def _query(reader: Reader) -> Query:
    return select(Fact).where(seen(reader.actor))


def _lines(_reader: Reader, rows: Sequence[Fact]) -> list[Line]:
    found = db.session.scalars(select(Complaint).where(Complaint.id.in_({row.complaint_id for row in rows})))
    known = {matter.id: matter for matter in found}
    units, areas, topics = unit_names(), area_names(), topic_names()
    return [_line(row, known[row.complaint_id], units, areas, topics) for row in rows]


Names = Mapping[str, str]


def _line(row: Fact, matter: Complaint, units: Names, areas: Names, topics: Names) -> Line:
    hidden = f"（{taxonomy.label('identity_modes', matter.mode)}）"
    party = (matter.enterprise_name or "没有写企业名称") if matter.mode == "named" else hidden
    return Line(
        matter, url_for(matters().page, number=matter.number), party, areas.get(row.area, ""), units.get(row.unit, "还没派"),
        topics.get(row.topic, ""), outcome_words(row.figure, row.outcome), stamp(row.at),
    )  # fmt: skip


def hidden_from(reader: Reader, args: dict[str, str]) -> int:
    """How many of 公开口径 this reader may not open: nobody is recused from them, but not every row is everybody's."""
    asked = asked_of(SPEC, reader, args)
    if not _is_public(asked.values):
        return 0
    conditions = [
        *_narrow(reader, asked.values),
        *(_where(one, reader, asked.values) for one in FILTERS if one.name in asked.values),
    ]
    everything = select(Fact).where(*(condition for condition in conditions if condition is not None))
    return slices.count(everything.where(~seen(reader.actor)), Fact.id.expression, None)


def _where(one: Filter, reader: Reader, values: Mapping[str, Any]) -> ColumnElement[bool] | None:
    return one.where(reader, values[one.name])


def _context(page: ListPage) -> dict[str, Any]:
    indicator = INDICATORS[figure_in(page.asked.values)]
    part: Part | None = page.asked.values.get("part")
    return {
        "indicator": indicator,
        "part_word": indicator.word(part) if part else "",
        "hidden": hidden_from(page.reader, page.asked.words),
    }


SPEC = register(
    ListSpec(
        name="figures.list",
        title="指标清单",
        endpoint="figures.listing",
        template="analytics/list.html",
        opens=may_read_figures,
        query=_query,
        id=Fact.id.expression,
        lines=_lines,
        columns=(
            Column("number", "编号", lambda line: line.matter.number),
            Column("title", "标题", lambda line: line.matter.title),
            Column("party", "企业", lambda line: line.party),
            Column("area", "区县", lambda line: line.area),
            Column("unit", "牵头单位", lambda line: line.unit),
            Column("topic", "主题", lambda line: line.topic),
            Column("outcome", "结果", lambda line: line.outcome),
            Column("at", "计入时间", lambda line: line.at),
            Column("state", "状态", lambda line: taxonomy.label("states", line.matter.state)),
        ),
        heads=(Head("诉求"), Head("牵头单位"), Head("结果"), Head("计入时间", ("new", "old")), Head("状态")),
        sorts=lambda _reader: both_ways(
            ("new", "old"), ("新的在前", "旧的在前"), Key(Fact.at.expression, "moment", is_falling=True)
        ),
        filters=FILTERS,
        narrow=_narrow,
        context=_context,
        exports=lambda actor: may_read_figures(actor) and actor.role in INTAKE,
        empty=("这里没有诉求", "指标里有件数，这里就列得出来。"),
    )
)
