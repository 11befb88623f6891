"""The lists of questionnaires and waves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask.typing import ResponseReturnValue
from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import joinedload, selectinload

from app.auth.current import current_actor
from app.auth.doors import staff
from app.lists.filters import Filter
from app.lists.page import render_list
from app.lists.registry import register
from app.lists.sorting import Key, both_ways
from app.lists.spec import Column, Head, ListSpec, Reader
from app.lists.words import stamp
from app.store.surveys import Survey, Wave
from surveys import policy, queries
from surveys.operations.answering import OPEN, PERSONAL, stage_of
from surveys.promises import PROMISES
from surveys.views.office.blueprint import survey_pages

STAGES = {"early": "没开始", "open": "正在填", "late": "已截止"}


@survey_pages.get("/surveys")
@staff(*policy.MANAGERS)
def listing() -> ResponseReturnValue:
    """Questionnaires."""
    return render_list(SURVEYS, current_actor())


@survey_pages.get("/waves")
@staff(*policy.READERS)
def waves() -> ResponseReturnValue:
    """Waves of all questionnaires."""
    return render_list(WAVES, current_actor())


@dataclass(frozen=True)
class WaveLine:
    """A wave with how far it is."""

    wave: Wave
    stage: str
    invited: int
    personal: int | None
    scanned: int | None


def told(number: int | None) -> int | str:
    """A number of responses; few of a wave that promised silence are not told."""
    return "不足 5" if number is None else number


def _lines(reader: Reader, rows: Sequence[Wave]) -> list[WaveLine]:
    return [_line(row, reader) for row in rows]


def _line(wave: Wave, reader: Reader) -> WaveLine:
    counted = queries.counted(wave)
    stage = "没发出" if wave.launched_at is None else STAGES[stage_of(wave, reader.at)]
    return WaveLine(wave, stage, queries.invited(wave), counted.get(PERSONAL, 0), counted.get(OPEN, 0))


def _stage(reader: Reader, stage: str) -> ColumnElement[bool]:
    is_over = or_(Wave.closed_at.is_not(None), Wave.closes_at <= reader.at)
    is_early = or_(Wave.launched_at.is_(None), Wave.opens_at > reader.at)
    return {"early": and_(is_early, ~is_over), "open": and_(~is_early, ~is_over), "late": is_over}[stage]


def _papers(survey: Survey) -> str:
    return survey.form_number or ("不需要批准" if survey.exemption else "还没填")


SURVEYS = register(
    ListSpec(
        name="surveys.listing",
        title="问卷",
        endpoint="surveys.listing",
        template="surveys/office/surveys.html",
        opens=policy.may_manage,
        query=lambda reader: queries.surveys_for(reader.actor),
        id=Survey.id.expression,
        options=(selectinload(Survey.versions),),
        columns=(
            Column("title", "问卷", lambda one: one.title),
            Column("papers", "表号", _papers),
            Column("versions", "已发布版本", lambda one: len(one.versions)),
            Column("changed", "最近修改", lambda one: stamp(one.changed_at)),
        ),
        heads=(Head("问卷"), Head("表号"), Head("已发布版本"), Head("最近修改", ("new", "old"))),
        sorts=lambda _reader: both_ways(
            ("new", "old"), ("新改的在前", "旧的在前"), Key(Survey.changed_at.expression, "moment", is_falling=True)
        ),
        filters=(Filter("word", "名称里的字", lambda _reader, word: Survey.title.contains(word, autoescape=True), "text"),),
        exports=policy.may_manage,
        noun="问卷",
        unit="份",
        empty=("还没有问卷", "从模板开始，几分钟就能发布一份。"),
    )
)
WAVES = register(
    ListSpec(
        name="surveys.waves",
        title="各期调查",
        endpoint="surveys.waves",
        template="surveys/office/waves.html",
        opens=policy.may_read_results,
        query=lambda reader: queries.waves_for(reader.actor),
        id=Wave.id.expression,
        options=(joinedload(Wave.of_version),),
        lines=_lines,
        columns=(
            Column("title", "一期", lambda line: line.wave.title),
            Column("promise", "承诺", lambda line: PROMISES[line.wave.promise].label),
            Column("stage", "到哪一步", lambda line: line.stage),
            Column("opens", "开始", lambda line: stamp(line.wave.opens_at)),
            Column("closes", "截止", lambda line: stamp(line.wave.closes_at)),
            Column("invited", "邀请", lambda line: line.invited),
            Column("personal", "邀请答卷", lambda line: told(line.personal)),
            Column("open", "扫码答卷", lambda line: told(line.scanned)),
        ),
        heads=(
            Head("一期", ("new", "old")),
            Head("到哪一步"),
            Head("邀请", css="num"),
            Head("邀请答卷", css="num"),
            Head("扫码答卷", css="num"),
        ),
        sorts=lambda _reader: both_ways(
            ("new", "old"), ("新开始的在前", "旧的在前"), Key(Wave.opens_at.expression, "moment", is_falling=True)
        ),
        filters=(
            Filter("stage", "到哪一步", _stage, options=lambda _reader: STAGES),
            Filter(
                "promise",
                "承诺",
                lambda _reader, code: Wave.promise == code,
                options=lambda _reader: {one.code: one.label for one in PROMISES.values()},
            ),
            Filter("word", "名称里的字", lambda _reader, word: Wave.title.contains(word, autoescape=True), "text"),
        ),
        exports=policy.may_read_results,
        noun="调查",
        unit="期",
        empty=("还没有发过调查", "先发布一份问卷，再建一期。"),
    )
)
