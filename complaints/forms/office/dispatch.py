"""Forms that give a matter to a unit, take it back, and settle refusals (T7 T11 T12 T14 T33)."""

from __future__ import annotations

from wtforms import RadioField, SelectChoice, SelectField, ValidationError
from wtforms.validators import Length

from app.web.forms import AreaField, TextField
from complaints.forms.steps import LONGEST, TOO_LONG, StepForm

ROWS = 5
OTHER = "other"


class SharedForm(StepForm):
    """A lead, and up to five co-handlers each with its part."""

    lead = RadioField("牵头单位", validate_choice=False)
    other = SelectField("其他单位", validate_choice=False)
    co_1 = SelectField("协办单位 1", validate_choice=False)
    part_1 = TextField("协办单位 1 负责什么", [Length(max=300, message="最多写 300 个字。")])
    co_2 = SelectField("协办单位 2", validate_choice=False)
    part_2 = TextField("协办单位 2 负责什么", [Length(max=300, message="最多写 300 个字。")])
    co_3 = SelectField("协办单位 3", validate_choice=False)
    part_3 = TextField("协办单位 3 负责什么", [Length(max=300, message="最多写 300 个字。")])
    co_4 = SelectField("协办单位 4", validate_choice=False)
    part_4 = TextField("协办单位 4 负责什么", [Length(max=300, message="最多写 300 个字。")])
    co_5 = SelectField("协办单位 5", validate_choice=False)
    part_5 = TextField("协办单位 5 负责什么", [Length(max=300, message="最多写 300 个字。")])
    reason = AreaField("理由", [Length(max=LONGEST, message=TOO_LONG)])
    places = {"co": "co_1"}

    def offer(self, candidates: list[SelectChoice], units: list[SelectChoice]) -> None:
        """The candidates to pick from, and all units for the rest."""
        self.lead.choices = [*candidates, SelectChoice(OTHER, "选其他单位")]
        for field in (self.other, *(self[f"co_{n}"] for n in range(1, ROWS + 1))):
            field.choices = [SelectChoice("", "请选单位"), *units]

    def share(self, co: dict[str, str]) -> None:
        """Show the machine's co-handlers with their parts."""
        for n, (unit, part) in enumerate(list(co.items())[:ROWS], start=1):
            self[f"co_{n}"].data, self[f"part_{n}"].data = unit, part

    def validate_other(self, field: SelectField) -> None:
        """Two answers to one question are no answer."""
        if field.data and self.lead.data not in {OTHER, None, field.data}:
            raise ValidationError("上面选了建议的单位，这里又选了别的，请只选一个。")

    def chosen_lead(self) -> str:
        """The lead, wherever it was picked."""
        return (self.other.data if self.lead.data in {OTHER, None} else self.lead.data) or ""

    def parts(self) -> dict[str, str]:
        """Part by co-handler; a unit named twice gets both sentences."""
        found: dict[str, str] = {}
        for n in range(1, ROWS + 1):
            unit, part = self[f"co_{n}"].data or "", self[f"part_{n}"].data or ""
            if unit:
                found[unit] = "；".join(filter(None, [found.get(unit, ""), part]))
        return found

    def rows(self) -> list[tuple[SelectField, TextField]]:
        """The fields of each co-handler."""
        return [(self[f"co_{n}"], self[f"part_{n}"]) for n in range(1, ROWS + 1)]


class DispatchForm(SharedForm):
    """T7."""


class QuickDispatchForm(StepForm):
    """T7 to the machine's first candidate, by one key."""


class RuleForm(SharedForm):
    """T14."""

    clause = SelectField("依据的职责条款")


class RecallForm(StepForm):
    """T33."""

    reason = AreaField("撤回的理由", [Length(max=LONGEST, message=TOO_LONG)])


class AcceptRefusalForm(StepForm):
    """T11."""

    reason = AreaField("补充一句", [Length(max=LONGEST, message=TOO_LONG)])


class RejectRefusalForm(StepForm):
    """T12."""

    reason = AreaField("驳回的理由", [Length(max=LONGEST, message=TOO_LONG)], description="退单的单位会看到。")
