"""The form of a refusal: ground, own duty clause, the right unit, and why."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Length, ValidationError

from app import taxonomy
from app.web.forms import AreaField
from complaints.forms.steps import LONGEST, TOO_LONG, StepForm

SHORTEST_REASON = 20


class RefuseForm(StepForm):
    """T10."""

    ground = RadioField("退单理由", [InputRequired("请选退单理由。")])
    clause = RadioField("引用本单位职责，说明它只管到哪里", validate_choice=False)
    reason = AreaField(
        "事实和理由",
        [
            InputRequired("请写明事实和理由。"),
            Length(min=SHORTEST_REASON, message=f"请写明事实和理由，{SHORTEST_REASON} 字以上。"),
            Length(max=LONGEST, message=TOO_LONG),
        ],
        description=f"{SHORTEST_REASON} 字以上。企业看不到这段话，只会看到“正在核定承办单位”。",
    )
    proposed = SelectField(
        "建议承办单位", [InputRequired("请选应当由哪个单位办。")], description="核定成立时，营商办先看这个单位。"
    )

    def validate_clause(self, field: Any) -> None:
        """None at all where the ground needs none, else one of the unit's own."""
        ground = taxonomy.codes("refusal_grounds").get(self.ground.data or "")
        if ground is not None and ground.more["needs_clause"] and not field.data:
            raise ValidationError("请引用一条职责条款。")
        if field.data and field.data not in [clause for clause, _ in field.choices]:
            raise ValidationError("请从本单位的职责里选一条。")

    def offer(self, clauses: list[tuple[str, str]], units: list[tuple[str, str]]) -> None:
        """The unit's own clauses, and all others that could do it."""
        self.ground.choices = [(code, row.label) for code, row in taxonomy.codes("refusal_grounds").items()]
        self.clause.choices = clauses
        self.proposed.choices = [("", "请选一个单位"), *units]
