"""Forms for what comes back: check the reply, countersign, call back, close or send back a review (T22 T23 T27 T28)."""

from __future__ import annotations

from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import InputRequired, Length

from app.web.forms import AreaField
from complaints.forms.steps import LONGEST, TOO_LONG, StepForm, choices_of


class PublishForm(StepForm):
    """T23: four things must be true before a reply goes out."""

    matter = BooleanField("答的就是企业问的事，一件不漏", [InputRequired("这一项没过，请退回。")])
    basis = BooleanField("有依据，文件和条款查得到", [InputRequired("这一项没过，请退回。")])
    next_step = BooleanField("下一步写了谁、什么时候，没有“尽快”", [InputRequired("这一项没过，请退回。")])
    tone = BooleanField("语气平和，没有劝撤诉、劝改评价", [InputRequired("这一项没过，请退回。")])

    def checks(self) -> list[BooleanField]:
        return [self.matter, self.basis, self.next_step, self.tone]


class SendBackForm(StepForm):
    """T22."""

    reason_code = RadioField("退回的原因", [InputRequired("请选退回的原因。")], choices=choices_of("rework_reasons"))
    reason = AreaField("要改哪里", [Length(max=LONGEST, message=TOO_LONG)], description="承办人会看到，写到他能照着改。")


class AskCountersignForm(StepForm):
    """The reviewer asks the head."""

    reason = AreaField("为什么要会签", [Length(max=LONGEST, message=TOO_LONG)])


class CountersignForm(StepForm):
    """The head answers."""

    verdict = RadioField("会签意见", [InputRequired("请选同意或不同意。")], choices={"yes": "同意", "no": "不同意"})
    reason = AreaField("说明", [Length(max=LONGEST, message=TOO_LONG)])


class CallBackForm(StepForm):
    """A call-back in a review."""

    way = SelectField("怎么联系的", choices=choices_of("contact_ways"))
    result = RadioField("结果", [InputRequired("请选有没有联系上。")], choices=choices_of("contact_results"))
    solved = RadioField("企业说问题解决了吗", choices=choices_of("solved_levels"), validate_choice=False)
    text = AreaField("企业怎么说", [Length(max=LONGEST, message=TOO_LONG)])
    places = {"note": "text"}


class ReworkForm(StepForm):
    """T27."""

    reason = AreaField("要重办什么", [InputRequired("请写明要重办什么。"), Length(max=LONGEST, message=TOO_LONG)])


class CloseReviewForm(StepForm):
    """T28."""

    conclusion = AreaField("复核结论和依据", [Length(max=LONGEST, message=TOO_LONG)], description="企业会看到。")


class SecondOpinionForm(StepForm):
    """A second reviewer's word where money or conduct is at stake."""

    text = AreaField("第二复核人的意见", [InputRequired("请写上意见。"), Length(max=LONGEST, message=TOO_LONG)])
