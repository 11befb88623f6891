"""What an enterprise may do with a matter of its own, as forms."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from wtforms import RadioField, SelectMultipleField, ValidationError
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.forms import AreaField, HouseForm, TextField
from complaints import guards
from complaints.forms.fields import FilesForm, choices, files_field, options

LONGEST = 2000
NUMBER = re.compile(r"QS-\d{8}-\d{4,8}", re.ASCII)
SOLVED = {"yes": "解决了", "partly": "解决了一部分", "no": "没解决"}


def normal_number(text: str) -> str:
    """A number as it was given out: full-width or small letters, blanks and a missing QS are forgiven."""
    plain = re.sub(r"[\s—–_]+", "", unicodedata.normalize("NFKC", text).upper().replace("—", "-").replace("–", "-"))
    digits = re.fullmatch(r"(?:QS)?-?(\d{8})-?(\d{4,8})", plain, re.ASCII)
    return f"QS-{digits[1]}-{digits[2]}" if digits else plain


class FollowForm(HouseForm):
    """Number and query code."""

    number = TextField("编号", [InputRequired("请填编号"), Length(max=40, message="编号像 QS-20261015-0008")])
    code = TextField("查询码", [InputRequired("请填查询码"), Length(max=40, message="查询码是 10 位字母和数字")])


class MessageForm(HouseForm):
    """A sentence to those who handle it."""

    text = AreaField(
        "补充情况或提问",
        [InputRequired("请写上要说的话"), Length(max=LONGEST, message=f"一次最多 {LONGEST} 个字，可以分几次发")],
    )


class AddForm(FilesForm):
    """What was asked for: words, files or both."""

    text = AreaField("补充的内容", [Length(max=LONGEST, message=f"最多 {LONGEST} 个字，长的可以放在文件里")])
    files = files_field()


class ConfirmForm(HouseForm):
    """A button that is pressed knowingly: withdraw, restore, hide."""


class ReopenForm(HouseForm):
    """Why the matter should be looked at again."""

    text = AreaField("为什么要复核", [Length(max=LONGEST, message=f"最多 {LONGEST} 个字")])


class RateForm(HouseForm):
    """Solved and satisfied, asked apart; nothing is preselected."""

    solved = RadioField(
        "事情解决了吗？",
        [InputRequired("请选事情解决了没有")],
        choices=choices(SOLVED.items()),
        description="只说事，不说态度。",
    )
    level = RadioField(
        "您对办理满意吗？",
        [InputRequired("请选满意程度")],
        choices=[level for level in options("ratings") if level.value != "not_rated"],
        description="快不快、态度好不好、话说得清不清楚。",
    )
    reasons = SelectMultipleField(
        "哪里可以更好？",
        choices=options("rating_reasons"),
        option_widget=CheckboxInput(),
        widget=ListWidget(),
        description="可以多选。选了“没解决”或不满意的，请至少选一项，我们好去核实。",
    )
    text = AreaField("想多说几句", [Length(max=LONGEST, message=f"最多 {LONGEST} 个字")])

    def validate_reasons(self, field: Any) -> None:
        bad = self.solved.data == "no" or self.level.data in guards.BAD_LEVELS
        if bad and not field.data:
            raise ValidationError("请选一个原因，我们好去核实")

    def validate_text(self, field: Any) -> None:
        if "other" in (self.reasons.data or []) and not field.data:
            raise ValidationError("选了“其他”，请写一句是什么")
