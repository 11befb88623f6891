"""The forms of administrator, auditor and the office's page of accounts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import BooleanField, DateField, Form, SelectChoice, SelectField, ValidationError
from wtforms.validators import InputRequired, Length, Optional

from app.web.forms import AreaField, HouseForm, TextField
from app.web.labels import ROLES

NOT_LISTED = "请从列表里选一项"
NO_DAY = "请填日期，像 2026-10-15"


class Choice(SelectField):  # type: ignore[misc]
    """A select whose refusal can be read."""

    def pre_validate(self, form: Form) -> None:
        if self.data not in {str(value) for value, *_ in self.iter_choices()}:
            raise ValidationError(NOT_LISTED)


class Pick(Choice):
    """A select where something has to be picked."""

    def pre_validate(self, form: Form) -> None:
        if not self.data:
            raise ValidationError(NOT_LISTED)
        super().pre_validate(form)


class Day(DateField):  # type: ignore[misc]
    """A date; what is none is said in Chinese."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValidationError(NO_DAY) from None


def choices(pairs: Iterable[tuple[str, str]], first: str = "") -> list[SelectChoice]:
    """Options of a select; *first* is the words of the empty one."""
    empty = [SelectChoice("", first)] if first else []
    return empty + [SelectChoice(value, words) for value, words in pairs]


def roles() -> list[tuple[str, str]]:
    """All roles with their labels."""
    return [(role.value, words) for role, words in ROLES.items()]


class PostForm(HouseForm):
    """A post: unit, role and days."""

    unit = Pick("单位")
    role = Pick("岗位", choices=choices(roles(), "请选择"))
    from_on = Day("从哪天起", [InputRequired(NO_DAY)])
    to_on = Day("到哪天停用", [Optional()], description="代班的填，那一天起不能再办事；长期的不填。")

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit.choices = choices(units, "请选择")


class PersonForm(PostForm):
    """A person to be added, with the first post."""

    name = TextField("姓名", [InputRequired("请填姓名"), Length(max=40, message="姓名最多 40 个字")])
    login = TextField(
        "账号",
        [InputRequired("请填账号"), Length(max=32, message="账号最多 32 位")],
        description="小写字母开头，后面可以有数字、点和横线。",
    )


class EndPostForm(HouseForm):
    """From which day the post acts no more, and who takes over."""

    to_on = Day("从哪天起停用", [InputRequired(NO_DAY)], description="那一天起不能再用这个岗位办事；填今天，马上停用。")
    successor = Pick("没办完的交给谁", description="现在就转过去：诉求、包抓的企业和项目、联络的领导。")

    def __init__(self, *args: Any, posts: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.successor.choices = choices([("none", "先不交接：没有没办完的，或由联络员、营商办再分"), *posts], "请选择")


class UnitForm(HouseForm):
    """What of a unit may change."""

    name = TextField("全称", [InputRequired("请填全称"), Length(max=60, message="全称最多 60 个字")])
    short = TextField("简称", [InputRequired("请填简称"), Length(max=20, message="简称最多 20 个字")])
    phone = TextField("值守电话", [Length(max=40, message="电话最多 40 位")], description="企业在查询页看得到。")
    aliases = AreaField(
        "旧称和口语叫法", [Length(max=2000, message="最多 2000 字")], description="一行一个。派单时靠它认出单位。"
    )
    superior = Choice("上级单位", description="本单位被举报时，由上级接办；没有上级的由纪委监委接办。")

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.superior.choices = choices(units, "没有上级")

    def names(self) -> tuple[str, ...]:
        """The aliases, each once, in the order typed."""
        lines = (self.aliases.data or "").splitlines()
        return tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))


class EndUnitForm(HouseForm):
    """Which unit carries on."""

    successor = Pick("由哪个单位接手")

    def __init__(self, *args: Any, units: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.successor.choices = choices(units, "请选择")


class AccountForm(HouseForm):
    """What the office has seen on the papers."""

    enterprise = TextField("企业名称", [InputRequired("请填企业名称"), Length(max=60)], description="照营业执照填全称。")
    credit_code = TextField("统一社会信用代码", [InputRequired("请填 18 位代码"), Length(max=40)])
    name = TextField("联系人", [InputRequired("请填联系人"), Length(max=40)])
    phone = TextField("手机号", [InputRequired("请填手机号"), Length(max=40)], description="用它登录。")
    seen = BooleanField("营业执照和授权书我都看过了，人证相符。", [InputRequired("看过材料才能开账号")])


class LookForm(HouseForm):
    """Why name and telephone of an account are looked at."""

    purpose = Pick("为什么要看")

    def __init__(self, *args: Any, purposes: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purpose.choices = choices(purposes, "请选择")
