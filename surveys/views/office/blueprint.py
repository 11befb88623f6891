"""The blueprint of the office's survey pages; whoever has the role in another unit finds nothing here."""

from __future__ import annotations

from flask import Blueprint

survey_pages = Blueprint("surveys", __name__, template_folder="../../templates")
SURVEY = "/surveys/<int(max=9007199254740991):survey_id>"
WAVE = "/waves/<wave_code>"
