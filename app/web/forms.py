"""Every form: Chinese messages, a CSRF token, a ticket, and text without control characters."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import timedelta
from typing import Any

from flask import request, session
from wtforms import Form, HiddenField, StringField, TextAreaField, ValidationError
from wtforms.csrf.session import SessionCSRF
from wtforms.meta import DefaultMeta

from app.clock import now
from app.keys import ring_in_force
from app.web import tickets

SENT = "qisheng.form"
SECRET = {"password", "new_password", "again", "code", "login"}
KEPT_CONTROLS = {"\n", "\t"}


def clean(text: str | None) -> str:
    """*text* as it may be stored: no control characters or lone surrogates, lines joined by \\n, ends stripped."""
    joined = (text or "").replace("\r\n", "\n").replace("\r", "\n")
    return "".join(filter(_is_kept, joined)).strip()


def _is_kept(character: str) -> bool:
    return character in KEPT_CONTROLS or unicodedata.category(character) not in {"Cc", "Cs"}


class TextField(StringField):  # type: ignore[misc]
    """One line of text, cleaned."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean(valuelist[0]).replace("\n", " ") if valuelist else ""


class AreaField(TextAreaField):  # type: ignore[misc]
    """Several lines of text, cleaned."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = clean(valuelist[0]) if valuelist else ""


OURS = dict.fromkeys(("Not a valid choice.", "Not a valid choice", "Invalid Choice: could not coerce."), "请从列表里选一项。")
TOO_OLD = "这一页开得太久了，写好的都还在，请再点一次。"


class HouseWords:
    """WTForms' sentences in Chinese, but for those that we say better."""

    def __init__(self, chinese: Any) -> None:
        self.chinese = chinese

    def gettext(self, sentence: str) -> str:
        """One sentence."""
        return OURS.get(sentence) or str(self.chinese.gettext(sentence))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """A sentence about *number* things."""
        return str(self.chinese.ngettext(one, many, number))


class HouseCSRF(SessionCSRF):  # type: ignore[misc]
    """WTForms' token in the signed cookie, refused in words that a visitor understands."""

    is_age_asked = True

    @property
    def time_limit(self) -> timedelta | None:
        return super().time_limit if self.is_age_asked else None

    def is_ours(self, form: Form, field: Any) -> bool:
        """Whether the token was given to this browser, however long ago."""
        self.is_age_asked = False
        try:
            super().validate_csrf_token(form, field)
        except ValidationError:
            return False
        finally:
            self.is_age_asked = True
        return True

    def validate_csrf_token(self, form: Form, field: Any) -> None:
        try:
            super().validate_csrf_token(form, field)
        except ValidationError:
            raise ValidationError(TOO_OLD) from None


class HouseForm(Form):  # type: ignore[misc]
    """The base of all forms; `name` binds the ticket to the form."""

    ticket = HiddenField()
    version = HiddenField()

    class Meta:
        csrf = True
        csrf_class = HouseCSRF
        csrf_time_limit = timedelta(hours=72)
        locales = ["zh_CN", "zh"]

        def get_translations(self, form: Form) -> Any:
            return HouseWords(DefaultMeta.get_translations(self, form))

        @property
        def csrf_secret(self) -> bytes:
            return ring_in_force().mac("token", "csrf")

        @property
        def csrf_context(self) -> Any:
            return session

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        if formdata is None and request.method == "POST":
            formdata = request.form
            request.environ[SENT] = self
        super().__init__(formdata, **kwargs)
        self.had_good_ticket = self.is_ticket_good()
        if not self.had_good_ticket:
            self.ticket.data = tickets.issue(self.form_name(), browser(), now())

    @classmethod
    def form_name(cls) -> str:
        """What binds a ticket to this kind of form."""
        return cls.__name__

    def is_ticket_good(self) -> bool:
        """Whether the ticket that came is one of ours for this form and browser."""
        return bool(self.ticket.data) and tickets.is_good(self.ticket.data, self.form_name(), browser(), now())

    def is_from_here(self) -> bool:
        """Whether this browser was given the form, so that what came with it may be looked at before it is checked."""
        return bool(self._csrf.is_ours(self, self.csrf_token))

    def add_error(self, field: str, sentence: str) -> None:
        """Put *sentence* beside *field*, or above the form where there is no such field."""
        if field in self._fields:
            self._fields[field].errors = [*self._fields[field].errors, sentence]
        else:
            self.form_errors.append(sentence)

    def seen_version(self) -> int | None:
        """The version of the row on which the form was drawn; None if it is no number of ours."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else None

    def written(self) -> list[tuple[str, str]]:
        """What the visitor wrote, by label, to be shown again where the form itself is not."""
        texts = [field for field in self if isinstance(field, TextField | AreaField) and field.name not in SECRET]
        return [(field.label.text, field.data) for field in texts if field.data]


def sent_form() -> HouseForm | None:
    """The form that this request sent, once its view has taken it in hand."""
    form = request.environ.get(SENT)
    return form if isinstance(form, HouseForm) else None


def browser() -> str:
    """A random name of this browser, kept in the signed cookie; no row is written for it."""
    if "browser" not in session:
        session["browser"] = secrets.token_hex(16)
    return str(session["browser"])
