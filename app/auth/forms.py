"""The forms of signing in: passwords are taken as they were typed, never drawn again."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired, Length

from app.auth.passwords import LONGEST, SHORTEST
from app.web.forms import HouseForm, TextField


class SignInForm(HouseForm):
    """Login or telephone, and password or one-time code."""

    login = TextField("账号或手机号", [InputRequired("请填账号；企业填手机号"), Length(max=64, message="账号最多 64 位")])
    password = PasswordField(
        "密码",
        [InputRequired("请填密码；第一次登录填一次性代码"), Length(max=LONGEST, message=f"密码最多 {LONGEST} 位")],
        description="第一次登录，填给您的一次性代码。",
    )
    next = HiddenField()


class NewPasswordForm(HouseForm):
    """A password, twice."""

    new_password = PasswordField(
        "新密码",
        [InputRequired("请填新密码"), Length(max=LONGEST, message=f"密码最多 {LONGEST} 位")],
        description=f"至少 {SHORTEST} 位。用几个不相干的词连起来，好记也难猜。",
    )
    again = PasswordField("再填一次", [InputRequired("请把新密码再填一次"), EqualTo("new_password", "两次填的不一样，请重填")])
    next = HiddenField()


class ChangePasswordForm(NewPasswordForm):
    """The password in use first."""

    password = PasswordField("现在的密码", [InputRequired("请填现在的密码"), Length(max=LONGEST, message="密码太长了")])


class FactorForm(HouseForm):
    """Six digits, or a recovery code."""

    code = TextField("动态码", [InputRequired("请填 6 位动态码"), Length(max=40, message="动态码是 6 位数字")])
    next = HiddenField()


class ActForm(HouseForm):
    """A button: nothing is typed. Each button has a ticket of its own."""

    next = HiddenField()


class SignOutForm(HouseForm):
    """The button in the top bar, on every page."""


class ChoosePostForm(HouseForm):
    """The buttons of one's posts, all in one form."""

    post = TextField("岗位", [InputRequired("请选一个岗位")])
    next = HiddenField()
