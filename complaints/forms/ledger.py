"""Forms of the ledger: taken on, terms, handed over, ended, and whose secretary is whose."""

from __future__ import annotations

from typing import Any

from wtforms import DateField, RadioField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.web.forms import AreaField, TextField
from complaints.forms.steps import LONGEST, TOO_LONG, StepForm

Pairs = list[tuple[str, str]]
THINGS = {"enterprise": "企业", "project": "项目"}
SHORT = Length(max=80, message="最多写 80 个字。")


class BoxesField(SelectMultipleField):  # type: ignore[misc]
    """Boxes, a unit each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class TermsForm(StepForm):
    """Lead unit, task force, plan."""

    lead_unit = SelectField("牵头部门")
    plan = AreaField(
        "一企一策", [Length(max=LONGEST, message=TOO_LONG)], description="一条写一行：谁、做什么、哪天前。不写个人电话。"
    )
    task_force = BoxesField("专班单位")

    def offer_units(self, units: Pairs) -> None:
        """Let them choose among the living units."""
        self.lead_unit.choices = [SelectChoice("", "还没定"), *(SelectChoice(code, name) for code, name in units)]
        self.task_force.choices = [SelectChoice(code, name) for code, name in units]


class TakeOnForm(TermsForm):
    """A leader takes on an enterprise or a project of the register; a new project names its enterprise."""

    thing = RadioField("包抓什么", [InputRequired("请选企业还是项目。")], choices=THINGS, default="enterprise")
    name = TextField(
        "名称", [InputRequired("请写企业或项目的全称。"), SHORT], description="写全称；企业也可以写统一社会信用代码。"
    )
    owner = TextField("项目是哪家企业的", [SHORT], description="企业库里还没有这个项目时填。")
    post = SelectField("包抓领导", [InputRequired("请选一位包抓领导。")], coerce=int)
    from_on = DateField("从哪天起", [InputRequired("请写日期，例如 2026-10-15。")])

    def offer_posts(self, posts: list[tuple[int, str]]) -> None:
        """Let them choose among the leaders in office."""
        self.post.choices = [SelectChoice(id_, name) for id_, name in posts]


class HandOverForm(StepForm):
    """Another leader carries it from today on."""

    post = SelectField("接手的领导", [InputRequired("请选一位接手的领导。")], coerce=int)
    reason = TextField("为什么交接", [Length(max=200, message="最多写 200 个字。")])

    def offer_posts(self, posts: list[tuple[int, str]]) -> None:
        """Let them choose among the leaders in office."""
        self.post.choices = [SelectChoice(id_, name) for id_, name in posts]


class EndForm(StepForm):
    """Nobody carries it any more."""

    reason = TextField("为什么不再包抓", [InputRequired("请写明为什么。"), Length(max=200, message="最多写 200 个字。")])


class SecretaryForm(StepForm):
    """Who enters for a leader."""

    secretary = SelectField("领导联络员", coerce=int)

    def offer(self, posts: list[tuple[int, str]]) -> None:
        """Let them choose among the secretaries in office."""
        self.secretary.choices = [SelectChoice(0, "没有"), *(SelectChoice(id_, name) for id_, name in posts)]

    def chosen(self) -> int | None:
        """The post; None for nobody."""
        value: Any = self.secretary.data
        return int(value) if value else None
