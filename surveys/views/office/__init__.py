"""The office's pages of questionnaires, waves and what came of them."""

from surveys.views.office import lists, navigation, paper, results, survey, wave
from surveys.views.office.blueprint import survey_pages

__all__ = ["lists", "navigation", "paper", "results", "survey", "survey_pages", "wave"]
