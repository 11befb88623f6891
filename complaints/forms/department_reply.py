"""The form of a reply: result, public and internal text apart, what proves it."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField
from wtforms.validators import InputRequired, Length, ValidationError

from app import taxonomy
from app.store.complaints import Complaint
from app.web.forms import AreaField, TextField
from complaints.forms.fields import FilesForm, fen_of, files_field
from complaints.forms.steps import LONGEST, TOO_LONG, StepForm
from complaints.guards import SHORTEST

NO_MONEY = "金额写成 1,200.50 或 1.2万；没有清退写 0。"


class ReplyForm(StepForm, FilesForm):
    """T21."""

    code = RadioField("办理结果", [InputRequired("请选办理结果。")])
    public = AreaField(
        "公开答复",
        [
            InputRequired("请写给企业的答复。"),
            Length(min=SHORTEST, message=f"给企业的答复至少写 {SHORTEST} 个字。"),
            Length(max=LONGEST, message=TOO_LONG),
        ],
        description="企业看到的就是这一段：办了什么、办到哪一步、哪天前做完、依据哪一条。",
    )
    evidence = AreaField(
        "佐证", [Length(max=LONGEST, message=TOO_LONG)], description="凭证、文件名和条款。只有工作人员看得到。"
    )
    refunded = TextField("清退金额（元）", [Length(max=20, message=NO_MONEY)], description=NO_MONEY)
    files = files_field()
    internal = AreaField("内部说明", [Length(max=LONGEST, message=TOO_LONG)], description="只有工作人员看得到。")
    waive = TextField("有一条过不了还要交？写明原因", [Length(max=200, message="最多写 200 个字。")])

    def offer(self, complaint: Complaint) -> None:
        """Only the results that fit the kind of *complaint*."""
        self.code.choices = [(code, taxonomy.label("closure_codes", code)) for code in closures_for(complaint.kind)]

    def validate_refunded(self, field: Any) -> None:
        """Money as people write it."""
        try:
            fen_of(field.data or "")
        except ValueError:
            raise ValidationError(NO_MONEY) from None

    @property
    def refunded_fen(self) -> int | None:
        """The amount in fen; None where nothing was written."""
        return fen_of(self.refunded.data or "")


# These are given by other steps, not chosen by the one who answers.
BY_OTHERS = frozenset({"duplicate", "withdrawn", "transferred"})


def closures_for(kind: str) -> list[str]:
    """The closure codes that a reply to *kind* may carry."""
    rows = taxonomy.codes("closure_codes")
    return [code for code, row in rows.items() if kind in row.more["kinds"] and code not in BY_OTHERS]
