"""What came of a wave: by question, and by area, size and sector."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.auth.current import current_actor
from app.auth.doors import staff
from app.clock import now
from surveys import policy, queries, results
from surveys.operations.answering import OPEN, PERSONAL
from surveys.operations.counting import questionnaire_of
from surveys.promises import PROMISES
from surveys.views.office.blueprint import WAVE, survey_pages

CHANNELS = {"invited": PERSONAL, "scanned": OPEN}


@survey_pages.get(f"{WAVE}/results/<any(invited,scanned):channel>")
@staff(*policy.READERS)
def result(wave_code: str, channel: str) -> ResponseReturnValue:
    """Every question with its shares; the two channels never together."""
    actor = current_actor()
    wave = queries.found_wave(actor, wave_code)
    questionnaire = questionnaire_of(wave.of_version.definition)
    table = results.table_of(wave, CHANNELS[channel])
    shown = [one for one in results.figures(questionnaire, table) if policy.may_read_item(actor, one.item.binding)]
    return render_template(
        "surveys/office/results.html", wave=wave, promise=PROMISES[wave.promise], channel=channel, figures=shown,
        number=results.responses(table), invited=queries.invited(wave), at=now(),
    )  # fmt: skip
