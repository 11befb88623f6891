"""Forms of one act on many matters: what was chosen, and what is to be done with it."""

from __future__ import annotations

from dataclasses import dataclass

from wtforms import HiddenField, SelectField

from app.web.forms import HouseForm

MOST = 500


@dataclass(frozen=True)
class Picked:
    """A matter as it was when it was chosen."""

    number: str
    version: int
    lead: str


class BulkForm(HouseForm):
    """What was chosen, in one line: number:version:lead, by commas; `back` is the list as it was asked for."""

    items = HiddenField()
    back = HiddenField()

    def picked(self) -> list[Picked]:
        """What it holds; what nobody of us wrote is left out."""
        found: dict[str, Picked] = {}
        for text in (self.items.data or "").split(",")[:MOST]:
            number, version, lead = [*text.split(":"), "", ""][:3]
            if version.isascii() and version.isdecimal() and len(version) < 10:
                found[number] = Picked(number, int(version), lead)
        return list(found.values())

    @staticmethod
    def line_of(picked: list[Picked]) -> str:
        """The line that holds *picked*."""
        return ",".join(f"{one.number}:{one.version}:{one.lead}" for one in picked)


class BulkDispatchForm(BulkForm):
    """T7 along the proposals."""


class BulkHandOverForm(BulkForm):
    """T36 to one of the unit."""

    handler = SelectField("换成谁来办", coerce=int)
