"""The forms of the office: a questionnaire, its papers, a wave, whom it asks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, RadioField, SelectChoice, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from app.auth.admin_forms import Choice, Day, Pick, choices
from app.web.forms import AreaField, HouseForm, TextField
from surveys.promises import PROMISES
from surveys.strata import SIZES

FROM_TEXT = "json"
MOST = 5000
LONGEST_TITLE = 60
HINTS = {
    "named": "答卷和企业名称存在一起，只给营商办看。",
    "confidential": "名称加密存放，看要写理由；不足 5 家的数不显示。",
    "anonymous": "谁也对不上人；每天夜里合并一次才进统计，不足 5 家的数不显示。",
}


class NewSurveyForm(HouseForm):
    """Where a new questionnaire begins."""

    source = Pick("从哪里开始")
    title = TextField(
        "名称", [Length(max=LONGEST_TITLE, message=f"名称最多 {LONGEST_TITLE} 个字")], description="不填就用原来的名称。"
    )
    definition = AreaField(
        "问卷 JSON", description="只有“贴一份 JSON”要填。格式是 SurveyJS；用不了的写法会逐处指出来，一处也不悄悄丢。"
    )

    def __init__(self, shipped: Iterable[tuple[str, str]], copies: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        templates = [(f"template:{code}", f"模板：{words}") for code, words in shipped]
        earlier = [(f"copy:{code}", f"复制：{words}") for code, words in copies]
        self.source.choices = choices([*templates, *earlier, (FROM_TEXT, "贴一份 JSON")], "请选择")

    def validate_definition(self, field: Any) -> None:
        """Only where it is asked for."""
        if self.source.data == FROM_TEXT and not field.data:
            raise ValidationError("请把问卷 JSON 贴在这里")
        if self.source.data != FROM_TEXT and field.data and field.data.strip():
            raise ValidationError("您贴了 JSON，却选了别的开头。要用这份 JSON，请选“贴一份 JSON”；不用，请清空。")


class DefinitionForm(HouseForm):
    """The whole definition as text."""

    definition = AreaField("问卷 JSON", [InputRequired("请把问卷 JSON 贴在这里")])


class PapersForm(HouseForm):
    """By what right enterprises are asked."""

    form_number = TextField("表号", [Length(max=40, message="表号最多 40 个字")])
    issuer = TextField("制定机关", [Length(max=40, message="制定机关最多 40 个字")])
    approval = TextField("批准文号", [Length(max=40, message="批准文号最多 40 个字")])
    valid_until = Day("有效期限", [Optional()])
    exemption = AreaField(
        "不需要批准的原因", [Length(max=200, message="原因最多 200 个字")], description="四样填齐的不用写；写了会记入记录。"
    )


class PublishForm(HouseForm):
    """Publish what is seen."""


class WaveForm(HouseForm):
    """What is fixed when a wave is made."""

    title = TextField(
        "这一期叫什么",
        [InputRequired("请写名称，企业看得到"), Length(max=LONGEST_TITLE, message=f"名称最多 {LONGEST_TITLE} 个字")],
    )
    promise = RadioField(
        "对企业的承诺",
        [InputRequired("请选一种承诺，定了就不能改")],
        choices=[SelectChoice(one.code, one.label) for one in PROMISES.values()],
        description="建好以后不能改。",
    )
    opens_on = Day("开始", [InputRequired("请填开始的日子")], description="这一天 0:00 起可以填。")
    closes_on = Day("截止", [InputRequired("请填截止的日子")], description="这一天 18:00 止。")
    has_open_channel = BooleanField("同时开一个公开二维码，答卷单独统计")


class ListedForm(HouseForm):
    """Enterprises by name or code."""

    lines = AreaField(
        "企业名单", [InputRequired("请每行写一家企业的名称或信用代码")], description="一行一家，写全称或统一社会信用代码。"
    )


class SampleForm(HouseForm):
    """A sample from the register."""

    number = TextField("抽多少家", description="按区县、规模、行业的比例分层随机抽。")
    area = Choice("区县")
    size = Choice("规模", choices=choices(SIZES.items(), "不限"))

    def __init__(self, areas: Iterable[tuple[str, str]], formdata: Any = None) -> None:
        super().__init__(formdata)
        self.area.choices = choices(areas, "不限")

    def validate_number(self, field: Any) -> None:
        """A number that can be drawn."""
        text = field.data or ""
        if not (text.isascii() and text.isdecimal() and len(text) <= 5 and 1 <= int(text) <= MOST):
            raise ValidationError(f"请写 1 到 {MOST} 的数")


class LaunchForm(HouseForm):
    """Send out what is seen."""


class CloseForm(HouseForm):
    """End it before its time."""
