"""Forms of words on a matter: looking at what is sealed, messages, notes."""

from __future__ import annotations

from wtforms import SelectField
from wtforms.validators import InputRequired, Length

from app.web.forms import AreaField, TextField
from complaints.forms.steps import LONGEST, TOO_LONG, StepForm, choices_of


class LookForm(StepForm):
    """Why somebody opens what is sealed."""

    purpose = SelectField("为什么要看", [InputRequired("请选查看的目的。")], choices=choices_of("look_purposes"))
    reason = TextField("理由", [Length(max=200, message="最多写 200 个字。")])


class OriginalForm(LookForm):
    """To see the text as it was written."""


class IdentityForm(LookForm):
    """To see who it is."""


class FileForm(LookForm):
    """To open an attachment."""


class MessageForm(StepForm):
    """A message to the enterprise."""

    text = AreaField("给企业留言", [InputRequired("请写上要说的话。"), Length(max=LONGEST, message=TOO_LONG)])


class NoteForm(StepForm):
    """A note that stays in the house."""

    text = AreaField("写内部记录", [InputRequired("请写上内容。"), Length(max=LONGEST, message=TOO_LONG)])
