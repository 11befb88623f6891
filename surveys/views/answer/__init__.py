"""The pages of whoever answers: open to everybody with a link, without a session and without scripts."""

from surveys.views.answer import entry, sections
from surveys.views.answer.blueprint import answer_pages

__all__ = ["answer_pages", "entry", "sections"]
