"""The form in which a person says how he wants to be told."""

from __future__ import annotations

from typing import Any

from wtforms import BooleanField, HiddenField, SelectChoice, SelectField, SelectMultipleField
from wtforms.validators import Length
from wtforms.widgets import CheckboxInput, ListWidget

from app.notices.kinds import WAYS, Kind, digest_rule
from app.notices.reaching import Choice, Wish
from app.web.forms import HouseForm, TextField

NO_DIGEST = "不发汇总"
UNCHANGED = "不改就空着。"


class KindsField(SelectMultipleField):  # type: ignore[misc]
    """Boxes, a kind each."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ChooseForm(HouseForm):
    """Addresses, ways by kind, and the hour of the digest."""

    mail = TextField("邮箱", [Length(max=120, message="邮箱最多 120 个字符")], description="不填就不发邮件。")
    drop_mail = BooleanField("删掉已经留的邮箱")
    phone = TextField("收短信的手机号", [Length(max=40, message="请填 11 位手机号")], description="不填就不发短信。")
    drop_phone = BooleanField("删掉已经留的手机号")
    mail_kinds = KindsField("哪些事发邮件")
    sms_kinds = KindsField("哪些事发短信")
    digest_at = SelectField("汇总几点发")

    @classmethod
    def for_person(cls, wish: Wish, version: int) -> ChooseForm:
        """The form as it is drawn for, or sent by, somebody with *wish*."""
        chosen = {f"{way}_kinds": [kind.code for kind in wish.kinds() if way in _ways(wish, kind)] for way in WAYS}
        form = cls(version=str(version), digest_at=wish.digest_at, **chosen)
        for way in WAYS:
            form[f"{way}_kinds"].choices = [SelectChoice(kind.code, _words(kind)) for kind in wish.kinds()]
        for way, field in (("mail", form.mail), ("sms", form.phone)):
            field.description = UNCHANGED if way in wish.addresses else field.description
        hours = [SelectChoice(hour, hour) for hour in digest_rule().hours]
        form.digest_at.choices = [*hours, SelectChoice("", NO_DIGEST)]
        return form

    def choice(self, wish: Wish) -> Choice:
        """What was chosen; kinds that his roles do not get stay out."""
        ways = {kind.code: [way for way in WAYS if kind.code in self[f"{way}_kinds"].data] for kind in wish.kinds()}
        mail, phone = _address(self.mail.data, self.drop_mail.data), _address(self.phone.data, self.drop_phone.data)
        return Choice(mail, phone, ways, self.digest_at.data)


class ReadAllForm(HouseForm):
    """The button that marks all as read; `up_to` is the newest that the page showed."""

    up_to = HiddenField()

    def newest(self) -> int:
        """`up_to` as a number; 0 where it is none of ours."""
        text: Any = self.up_to.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def _ways(wish: Wish, kind: Kind) -> list[str]:
    """What he has chosen, whether he left an address or not."""
    return Wish(wish.roles, frozenset(WAYS), wish.chosen, wish.digest_at).ways(kind)


def _words(kind: Kind) -> str:
    return f"{kind.label}（并在汇总里）" if kind.digest else kind.label


def _address(typed: str, drop: bool) -> str | None:
    return "" if drop else typed or None
