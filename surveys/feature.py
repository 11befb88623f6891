"""What the survey side hands to the roof."""

from __future__ import annotations

from app.auth.trail import name_verbs
from app.feature import Feature
from surveys.commands import surveys_group
from surveys.demonstration import live
from surveys.jobs import PERIODIC
from surveys.operations.records import VERBS
from surveys.views.answer import answer_pages
from surveys.views.office import survey_pages

name_verbs(VERBS)

surveys_feature = Feature(
    name="surveys", blueprints=(answer_pages, survey_pages), commands=(surveys_group,), periodic=PERIODIC, seeds=(live,)
)
