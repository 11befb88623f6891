"""Filing: what is asked of an enterprise, and no more (foundations §14); and the clerk's form for a caller or a letter."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from wtforms import BooleanField, HiddenField, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired, Length

from app import taxonomy
from app.auth.accounts import credit_code_fault
from app.clock import now
from app.database import db
from app.store.people import Unit
from app.web.forms import AreaField, TextField
from complaints import guards
from complaints.forms.conduct import is_about_conduct
from complaints.forms.fields import FilesForm, choices, fen_of, files_field, options, phone_fault

KINDS = ("help", "grievance", "enquiry", "suggestion", "tip_off", "praise")
MODES = ("named", "confidential", "anonymous")
WINDOW_CHANNELS = ("window", "hotline", "letter")
ADVICE = "这像是反映作风或廉洁的事，已替您改选“保密”，承办单位看不到您是谁。仍要实名，请改回“实名”再提交。"


class FilingForm(FilesForm):
    """One matter."""

    kind = RadioField(
        "您想要什么？",
        [InputRequired("请选一项，最接近的就行")],
        choices=options("kinds", KINDS),
        default="help",
        description="选最接近的，选错了我们会改。",
    )
    text = AreaField("把事情说清楚", description="什么时候、找过谁、卡在哪里、希望怎么解决。10 个字以上就行。")
    enterprise_name = TextField("企业名称", [Length(max=60, message="企业名称最多 60 个字，照营业执照填")])
    credit_code = TextField("统一社会信用代码", description="填了能少问您几句。在营业执照右上角，18 位。")
    contact_name = TextField("怎么称呼您", [Length(max=20, message="称呼最多 20 个字")])
    phone = TextField("手机号或座机", [Length(max=40, message="号码太长了，请只填一个")])
    mode = RadioField(
        "谁能看到您是谁？", [InputRequired("请选一项")], choices=options("identity_modes", MODES), default="named"
    )
    area = SelectField("在哪个区县")
    about_unit = SelectField("和哪个单位有关", description="不知道就不选，找哪个单位由我们来定。")
    happened = TextField("什么时候的事", [Length(max=60, message="最多 60 个字，详细的写在上面")])
    amount = TextField("涉及多少钱（元）", description="例如 12000 或 1.2 万。")
    wants_steward = BooleanField("请联系我企业的包抓领导也关注这件事")
    files = files_field()
    consent = BooleanField("我说的是真实情况，同意营商办为办理这件事使用以上信息")
    advised = HiddenField()
    noticed = HiddenField()  # the number of an earlier matter of theirs that was pointed out

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.area.choices = choices([("", "不确定"), *((code, area.short) for code, area in taxonomy.areas().items())])
        units = db.session.execute(
            select(Unit.code, Unit.name).where(Unit.ended_on.is_(None)).order_by(Unit.position, Unit.code)
        )
        self.about_unit.choices = choices([("", "不知道或不选"), *((code, name) for code, name in units)])

    @property
    def is_anonymous(self) -> bool:
        return bool(self.mode.data == "anonymous")

    @property
    def amount_fen(self) -> int | None:
        return fen_of(self.amount.data or "")

    @property
    def code(self) -> str:
        """The credit code as the register has it."""
        return "".join((self.credit_code.data or "").split()).upper()

    def validate_text(self, field: Any) -> None:
        sentence = guards.long_enough(guards.Situation(at=now(), given={"text": field.data or ""}))
        if sentence:
            raise ValidationError(sentence)

    def validate_consent(self, field: Any) -> None:
        sentence = guards.consent(guards.Situation(at=now(), given={"consent": field.data}))
        if sentence:
            raise ValidationError(sentence)

    def validate_enterprise_name(self, field: Any) -> None:
        if not self.is_anonymous and len(field.data or "") < 2:
            raise ValidationError("请填企业名称；不想说是哪家企业，可以选匿名")

    def validate_credit_code(self, _field: Any) -> None:
        if self.code and not self.is_anonymous and (fault := credit_code_fault(self.code)):
            raise ValidationError(fault)

    def validate_phone(self, field: Any) -> None:
        if self.is_anonymous:
            return
        if not field.data:
            raise ValidationError("请留一个电话，有结果好告诉您；不想留，可以选匿名")
        if fault := phone_fault(field.data):
            raise ValidationError(fault)

    def validate_amount(self, _field: Any) -> None:
        try:
            fen_of(self.amount.data or "")
        except ValueError:
            raise ValidationError("金额请只写数字，例如 12000 或 1.2 万") from None

    def validate_mode(self, field: Any) -> None:
        """Once, where somebody accuses and gives his name: choose 保密 for him and say so."""
        accuses = self.kind.data == "tip_off" or is_about_conduct(self.text.data or "")
        if field.data == "named" and accuses and not self.advised.data:
            field.data, self.advised.data = "confidential", "1"
            raise ValidationError(ADVICE)


class WindowForm(FilingForm):
    """A clerk writes down what a caller says, a letter or a 12345 sheet."""

    channel = RadioField(
        "从哪里来的", [InputRequired("请选一项")], choices=options("channels", WINDOW_CHANNELS), default="window"
    )
    foreign_number = TextField("原单号或来信编号", [Length(max=40, message="最多 40 个字")])
    consent = BooleanField("来电人（来人、来信人）已同意营商办为办理这件事使用以上信息")
