"""Forms of a department: signing, contact, questions, its part as co-handler."""

from __future__ import annotations

from wtforms import RadioField, SelectField
from wtforms.validators import InputRequired, Length

from app.web.forms import AreaField
from complaints.forms.steps import LONGEST, TOO_LONG, StepForm, choices_of

SHORTEST_PART = 10


class HandlerForm(StepForm):
    """Who of the unit does the work."""

    handler = SelectField("经办人", coerce=int, description="由他联系企业、写答复。")

    def offer(self, people: list[tuple[int, str]]) -> None:
        """The people of the unit that may be chosen: post and words."""
        self.handler.choices = people


class AcknowledgeForm(HandlerForm):
    """T8."""


class HandOverForm(HandlerForm):
    """T36."""


class ContactForm(StepForm):
    """A contact with the enterprise; its words are sealed, a masked twin is shown."""

    places = {"text": "note"}
    way = RadioField("怎么联系的", [InputRequired("请选怎么联系的。")], choices=choices_of("contact_ways"))
    result = RadioField("联系上了吗", [InputRequired("请选联系上了没有。")], choices=choices_of("contact_results"))
    note = AreaField(
        "说了什么",
        [InputRequired("请写一句联系的情况。"), Length(max=LONGEST, message=TOO_LONG)],
        description="谁接的，问了什么，答应了什么。电话、姓名会自动遮住。",
    )


class AskForm(StepForm):
    """T15."""

    question = AreaField(
        "要企业补充什么",
        [InputRequired("请写清要企业补充什么。"), Length(max=LONGEST, message=TOO_LONG)],
        description="一次说全：要哪几样、什么样子算齐、可以怎么交。",
    )


class PartForm(StepForm):
    """A co-handler's part."""

    text = AreaField(
        "本单位这一部分怎么办的",
        [
            InputRequired("请写清这一部分怎么办的。"),
            Length(min=SHORTEST_PART, message=f"请写清这一部分怎么办的，至少 {SHORTEST_PART} 个字。"),
            Length(max=LONGEST, message=TOO_LONG),
        ],
        description="牵头单位据此给企业答复。写结果、依据和日期；企业不直接看到这段话。",
    )
