"""To find the matters of a telephone number."""

from __future__ import annotations

from typing import Any

from wtforms import SelectField, ValidationError
from wtforms.validators import InputRequired, Length

from app.web.forms import HouseForm, TextField
from complaints.forms.fields import phone_fault
from complaints.forms.steps import choices_of


class PhoneSearchForm(HouseForm):
    """A number, and why."""

    phone = TextField("手机号或座机", [InputRequired("请填来电人的号码。"), Length(max=40, message="号码太长了，请只填一个")])
    purpose = SelectField("为什么要找", [InputRequired("请选查看的目的。")], choices=choices_of("look_purposes"))
    reason = TextField(
        "理由",
        [InputRequired("请写明理由。"), Length(max=200, message="最多写 200 个字。")],
        description="至少 6 个字，企业看得到。",
    )

    def validate_phone(self, field: Any) -> None:
        if fault := phone_fault(field.data or ""):
            raise ValidationError(fault)
