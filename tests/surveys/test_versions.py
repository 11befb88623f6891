"""The next version of a questionnaire: figures of both must mean the same."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from app.errors import Invalid
from surveys.operations import authoring
from surveys.operations.authoring import Papers
from surveys.profile import write
from surveys.shipped import shipped
from tests.complaints.world import THURSDAY
from tests.surveys.town import officer


def test_an_item_that_was_published_keeps_its_kind(house: Flask) -> None:
    definition, who = write(shipped()["window"]), officer()
    survey = authoring.make(definition, who, THURSDAY)
    authoring.set_papers(survey, Papers("表 1", "营商办", "统批 1 号", date(2099, 1, 1)), who, THURSDAY, None)
    authoring.publish(survey, who, THURSDAY, None)
    authoring.rewrite(survey, definition.replace('"type": "comment"', '"type": "text"'), who, THURSDAY, None)
    with pytest.raises(Invalid, match="发布过，题型不能再改"):
        authoring.publish(survey, who, THURSDAY, None)
    authoring.rewrite(survey, definition.replace("请说说", "请讲讲"), who, THURSDAY, None)
    assert authoring.publish(survey, who, THURSDAY, None).number == 2
