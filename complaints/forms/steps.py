"""What the forms of a matter share: several stand on one page, so the ids of their fields carry the form's name."""

from __future__ import annotations

from typing import Any, Self

from werkzeug.datastructures import MultiDict
from wtforms import SelectChoice

from app import taxonomy
from app.store.complaints import Complaint
from app.store.people import Post
from app.store.stewardships import Stewardship
from app.web.forms import HouseForm

LONGEST = 2000
TOO_LONG = f"最多写 {LONGEST} 个字。"


class StepForm(HouseForm):
    """A form that does something with one matter. `places` says where a sentence goes whose field has another name here."""

    places: dict[str, str] = {}

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        name = self.form_name().removesuffix("Form").lower()
        for field in self:
            field.id = f"{name}-{field.id}"

    @classmethod
    def drawn(cls, row: Complaint | Stewardship | Post, **values: Any) -> Self:
        """The form as it is first shown on the page of *row*, whatever was posted to this page."""
        form = cls(MultiDict())
        for name, value in values.items():
            form[name].data = value
        form.version.data = str(row.version)
        return form

    def add_error(self, field: str, sentence: str) -> None:
        """Beside the field that stands for *field* in this form."""
        super().add_error(self.places.get(field, field), sentence)


def choices_of(table: str) -> list[SelectChoice]:
    """A code table as choices."""
    return [SelectChoice(code, row.label) for code, row in taxonomy.codes(table).items()]


def topic_choices() -> list[SelectChoice]:
    """Topics under the labels of their groups."""
    groups = taxonomy.topic_groups()
    return [SelectChoice(code, topic.label, optgroup=groups[topic.group]) for code, topic in taxonomy.topics().items()]


def area_choices(empty: str = "不清楚或全市") -> list[SelectChoice]:
    """Districts, counties and zones."""
    return [SelectChoice("", empty), *(SelectChoice(code, unit.short) for code, unit in taxonomy.areas().items())]
