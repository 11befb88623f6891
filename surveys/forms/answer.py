"""The frame of a section; its questions are read by `surveys.entries`, for every questionnaire has others."""

from __future__ import annotations

from wtforms import HiddenField

from app.web.forms import HouseForm

GOES = ("next", "back", "keep")
PREFIX = "q:"  # before the name of a question, so that none can be called like a field of ours


class SectionForm(HouseForm):
    """Which section is sent, and where it goes: on, back, or nowhere (a draft is kept)."""

    page = HiddenField()


class StartForm(HouseForm):
    """Begin at the open channel."""
