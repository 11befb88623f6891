"""What came of a wave: by question, and by area, size and sector; never of fewer than five who were promised silence."""

from __future__ import annotations

import json
from dataclasses import dataclass

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from analytics.charts import Dot, dots
from app import taxonomy
from app.actor import Actor
from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import now
from app.errors import NotAllowed
from app.store.surveys import Wave
from app.web.labels import moment
from surveys import policy, queries, results, strata
from surveys.definition import ItemType
from surveys.operations.answering import OPEN, PERSONAL, stage_of
from surveys.operations.counting import questionnaire_of
from surveys.promises import PROMISES, Promise
from surveys.results import Figure, Group, Share
from surveys.suppression import FEWEST, POOL
from surveys.views.office.blueprint import WAVE, survey_pages

CHANNELS = {"invited": PERSONAL, "scanned": OPEN}
CHANNEL = "<any(invited,scanned):channel>"
DIMENSIONS = {"area": "区县", "size": "规模", "trade": "行业"}
LABEL_LENGTH = 14


@dataclass(frozen=True)
class Results:
    """A wave as *actor* may read it."""

    wave: Wave
    promise: Promise
    channel: str
    figures: list[Figure]
    number: int

    @property
    def tabs(self) -> list[dict[str, object]]:
        """The pages of results."""
        pages = [("按题看", None), *((f"按{words}", code) for code, words in DIMENSIONS.items())]
        return [
            {"label": label, "url": url_of(self.wave, self.channel, by), "by": by or ""}
            for label, by in pages
            if by is None or self.channel == "invited"
        ]


def url_of(wave: Wave, channel: str, by: str | None = None) -> str:
    """The address of a page of results."""
    if by is None:
        return url_for("surveys.result", wave_code=wave.code, channel=channel)
    return url_for("surveys.result_by", wave_code=wave.code, channel=channel, group=by)


@survey_pages.get(f"{WAVE}/results/{CHANNEL}")
@staff(*policy.READERS)
def result(wave_code: str, channel: str) -> ResponseReturnValue:
    """Every question with its shares; the two channels never together."""
    found = _results(current_actor(), wave_code, channel)
    scored = [one for one in found.figures if one.share("top") is not None]
    return render_template(
        "surveys/office/results.html", found=found, lines=_lines(found.figures), wave=found.wave, by="",
        chart=json.dumps(_chart(scored)) if scored else "",
        invited=queries.invited(found.wave), texts=queries.texts_of(found.wave, CHANNELS[channel]) if found.number else [],
    )  # fmt: skip


@survey_pages.get(f"{WAVE}/results/{CHANNEL}/by/<any(area,size,trade):group>")
@staff(*policy.READERS)
def result_by(wave_code: str, channel: str, group: str) -> ResponseReturnValue:
    """Every scored question by area, size or sector."""
    found = _results(current_actor(), wave_code, channel)
    tables = results.tables_by(found.wave, CHANNELS[channel], group)
    scored = [one for one in found.figures if any(part.level not in {"", "apart"} for part in one.parts)]
    hides = found.promise.hides
    lines = [(one, results.by_groups(one, tables, hides=hides)) for one in scored] if found.number else []
    return render_template(
        "surveys/office/results_by.html", found=found, wave=found.wave, by=group, dimension=DIMENSIONS[group],
        lines=[(figure, [(_group_name(group, one), one) for one in _ordered(groups)]) for figure, groups in lines],
    )  # fmt: skip


def _results(actor: Actor, code: str, channel: str) -> Results:
    wave = queries.found_wave(actor, code)
    promise = PROMISES[wave.promise]
    if not policy.may_read_now(actor, hides=promise.hides, is_over=stage_of(wave, now()) == "late"):
        raise NotAllowed(f"{promise.label}的调查 {moment(wave.closes_at)} 截止，之后才有结果给您看。")
    questionnaire = questionnaire_of(wave.of_version.definition)
    table = results.table_of(wave, CHANNELS[channel])
    number = results.responses(table)
    if promise.hides and number < FEWEST:
        return Results(wave, promise, channel, [], 0)
    shown = results.figures(questionnaire, table, hides=promise.hides)
    return Results(wave, promise, channel, [one for one in shown if policy.may_read_item(actor, one.binding)], number)


@dataclass(frozen=True)
class Line:
    """A question on the page; of boxes all options together, the most wanted first."""

    figure: Figure
    boxes: list[tuple[str, int | None]]


def _lines(figures: list[Figure]) -> list[Line]:
    found: list[Line] = []
    for one in figures:
        if one.item.type != ItemType.CHECKBOX:
            found.append(Line(one, []))
            continue
        if not found or found[-1].figure.item is not one.item:
            found.append(Line(one, []))
        found[-1].boxes.append((one.parts[0].text, one.counts["yes"]))
    for line in found:
        line.boxes.sort(key=lambda box: (box[1] is None, -(box[1] or 0)))
    return found


def _chart(figures: list[Figure]) -> dict[str, object]:
    chart = dots([_dot(one, share) for one in figures if (share := one.share("top"))], None, "满意的占")
    chart["layout"]["yaxis"] |= {"tickmode": "linear", "dtick": 1}  # every question has its name
    return chart


def _dot(figure: Figure, share: Share) -> Dot:
    label = f"{figure.number} {figure.title}"
    label = label if len(label) <= LABEL_LENGTH else label[: LABEL_LENGTH - 1] + "…"
    low, high = share.interval
    if share.size == "few":
        return Dot(label, None, 0, 0, share.n, "", is_grey=True, note=f"{share.k}/{share.n}，不足 10 份不算比例")
    return Dot(label, share.value, low, high, share.n, f"#{anchor(figure)}", is_grey=share.size == "some")


def anchor(figure: Figure) -> str:
    """Where a figure's line stands on its page."""
    return f"n{figure.number}"


def _ordered(groups: list[Group]) -> list[Group]:
    return sorted(groups, key=lambda group: (group.code in {"", POOL}, -group.responses, group.code))


def _group_name(by: str, group: Group) -> str:
    if group.code == POOL:
        return "不足 5 份的合在一起"
    if not group.code:
        return "合并或不详"
    if by == "area":
        area = taxonomy.areas().get(group.code)
        return area.short if area else group.code
    return (strata.SIZES if by == "size" else strata.SECTOR_LABELS).get(group.code, group.code)
