"""Forms of a steward and his secretary: countersign, 批示, a visit; and the answer of the leading unit."""

from __future__ import annotations

from typing import Any, Self

from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, DateField, HiddenField, RadioField, SelectField
from wtforms.validators import InputRequired, Length

from app import taxonomy
from app.web.forms import AreaField, HouseForm, TextField
from complaints import stewardship
from complaints.forms.steps import LONGEST, TOO_LONG, StepForm

SIGNED = {"no": "不同意，退回再办", "yes": "同意"}


class SignForm(StepForm):
    """A steward's yes or no: each is a button of its own."""

    reason = AreaField("我的意见", [Length(max=LONGEST, message=TOO_LONG)])
    verdict = TextField("同意还是不同意")

    def validate(self, extra_validators: Any = None) -> bool:
        """A button must have been pressed."""
        fine = bool(super().validate(extra_validators))
        if self.verdict.data not in SIGNED:
            self.add_error("reason", "请选同意或不同意。")
        return fine and self.verdict.data in SIGNED


class InstructForm(StepForm):
    """批示, or its draft; `draft` is that of the secretary which becomes it."""

    text = AreaField(
        "批示", [InputRequired("请写上要交代的话。"), Length(max=LONGEST, message=TOO_LONG)],
        description="写清谁、什么时候前、拿出什么。牵头单位 1 个工作日内答复。",
    )  # fmt: skip
    draft = HiddenField()

    def draft_id(self) -> int | None:
        """`draft` as a number; None where it is none of ours."""
        text = self.draft.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None


class DraftForm(StepForm):
    """What a secretary writes down for his leader."""

    text = AreaField(
        "批示草稿", [InputRequired("请写上草稿。"), Length(max=LONGEST, message=TOO_LONG)],
        description="领导看过、改过、发出以后才作数。",
    )  # fmt: skip


class AnswerInstructionForm(StepForm):
    """The leading unit answers."""

    text = AreaField(
        "答复批示", [InputRequired("请写清谁、做什么、哪天前。"), Length(max=LONGEST, message=TOO_LONG)],
        description="包抓领导和营商办会看到。",
    )  # fmt: skip


class VisitForm(HouseForm):
    """A visit, a call or a meeting, in a minute."""

    carried = SelectField("去了哪家", [InputRequired("请选一家企业或一个项目。")], coerce=int)
    way = RadioField("方式", choices={"visit": "到企业", "phone": "打电话", "meeting": "座谈会"}, default="visit")
    on = DateField("哪一天", [InputRequired("请写日期，例如 2026-10-15。")])
    text = AreaField("企业提了什么", [Length(max=LONGEST, message=TOO_LONG)], description="一件事写一行，可以直接转成诉求。")
    files = BooleanField("把提到的事转成诉求，来源记为“走访”")

    @classmethod
    def empty(cls) -> Self:
        """As it is first shown, whatever was posted to this page."""
        return cls(MultiDict())


def way_label(way: str) -> str:
    """到企业, 电话, 座谈."""
    return taxonomy.label("contact_ways", way) if way in stewardship.WAYS else way
