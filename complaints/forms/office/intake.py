"""Forms for matters that came in: take on, ask for more, decline, put right (T2 T5 T6 T34 T35)."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app import taxonomy
from app.web.forms import AreaField, TextField
from complaints.forms.steps import LONGEST, TOO_LONG, StepForm, area_choices, choices_of, topic_choices

# What is missing most often; what a clerk ticks here is what the enterprise reads.
AMEND_ITEMS = (
    "事情发生的时间和地点",
    "涉及的单位或窗口",
    "已经办过的手续和受理编号",
    "合同、通知书或收据的照片",
    "希望怎么解决",
)


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """Several answers, each a box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AcceptForm(StepForm):
    """T6: what a person fixes."""

    kind = RadioField("类型", [InputRequired("请选类型。")], choices=choices_of("kinds"))
    topic = SelectField("主题", [InputRequired("请选主题。")])
    urgency = RadioField("紧急程度", [InputRequired("请选紧急程度。")], choices=choices_of("urgency"))
    area = SelectField("所在区县")
    enterprise = SelectField("企业库")
    enterprise_search = TextField(
        "库里另有一户？", [Length(max=100, message="最多写 100 个字。")], description="填统一社会信用代码或全称。"
    )
    accused = Boxes("被反映的单位", description="只勾真正被反映的；勾上的单位看不到这件事。")
    people = Boxes("被反映的人员", description="勾上的人看不到这件事。")
    risks = Boxes("风险", choices=choices_of("risks"))
    masked_confirmed = BooleanField("我已逐句核对遮盖后的文字，看不出是哪家企业、哪个人")


class QuickAcceptForm(StepForm):
    """T6 with the machine's answers, by one key."""


class MaskForm(StepForm):
    """More of the masked text is blanked out."""

    masked = AreaField("遮盖后的文字", description="把还会露出身份的字逐个换成 ＊，一个字换一个，其他字不要动。")


class AmendRequestForm(StepForm):
    """T2."""

    common = Boxes("常见的缺项", choices=AMEND_ITEMS)
    items = AreaField("还要补充什么", [Length(max=LONGEST, message=TOO_LONG)])

    def wanted(self) -> str:
        """All that the enterprise is asked for, in one sentence."""
        return "；".join([*(self.common.data or []), *filter(None, [self.items.data])])


class ProposeDeclineForm(StepForm):
    """The clerk's half of T5."""

    ground = SelectField("法定理由", [InputRequired("请选法定理由。")])
    text = AreaField("依据和说明", [Length(max=LONGEST, message=TOO_LONG)], description="企业会看到，写明依据的文件和条款。")
    elsewhere = TextField("可以找谁", [Length(max=300, message="最多写 300 个字。")], description="企业会看到。")


class DeclineForm(StepForm):
    """The head's half of T5: yes."""

    sure = HiddenField()


class DropDeclineForm(StepForm):
    """The head's half of T5: no."""

    reason = AreaField("不同意的理由", [Length(max=LONGEST, message=TOO_LONG)])


class CorrectForm(StepForm):
    """T34."""

    topic = SelectField("主题")
    urgency = SelectField("紧急程度", choices=choices_of("urgency"))
    area = SelectField("所在区县")
    enterprise = SelectField("企业库")
    enterprise_search = TextField(
        "库里另有一户？", [Length(max=100, message="最多写 100 个字。")], description="填统一社会信用代码或全称。"
    )
    reason = AreaField("更正的理由", [Length(max=LONGEST, message=TOO_LONG)])


class MistakenForm(StepForm):
    """T35."""

    reason = AreaField("误录的情况", [Length(max=LONGEST, message=TOO_LONG)])
    sure = HiddenField()


class NewCodeForm(StepForm):
    """A new query code for whoever lost his."""

    reason = TextField(
        "怎么核对的本人", [Length(max=200, message="最多写 200 个字。")], description="如：回拨留的号码，说出了提交日期和诉求。"
    )


class ReleaseForm(StepForm):
    """A file that was looked at is let through to the department."""


def fill(form: AcceptForm | CorrectForm) -> None:
    """Give *form* the choices of the taxonomy."""
    form.topic.choices = topic_choices()
    form.area.choices = area_choices()


def decline_grounds() -> dict[str, str]:
    """Where each ground sends the enterprise instead."""
    return {code: str(row.more["transfer_to"]) for code, row in taxonomy.codes("decline_grounds").items()}
