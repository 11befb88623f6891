"""Forms of the calendar: a day, a pasted year, and the confirmation of what was previewed."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from wtforms import HiddenField, RadioField, SelectChoice, ValidationError
from wtforms.validators import InputRequired, Length

from app.errors import Invalid
from app.officetime import DayRule
from app.officetime.rules import DayKind
from app.web.forms import AreaField, HouseForm, TextField

KINDS: dict[str, DayKind] = {
    "放假": "holiday", "休息": "holiday", "休": "holiday", "节假日": "holiday",
    "上班": "workday", "补班": "workday", "调休": "workday", "班": "workday",
    "半天": "half", "半": "half",
}  # fmt: skip
LABELS: dict[str, str] = {"holiday": "放假", "workday": "上班", "half": "半天"}
FIRST, LAST = 2020, 2099
MOST_LINES = 120
LONGEST_NOTE = 30
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_HOURS = re.compile(r"(\d{1,2})[:：](\d{2})\s*[-–—~至到]\s*(\d{1,2})[:：](\d{2})")


def day_of_words(text: str) -> date:
    """2027-01-01, 2027/1/1 or 2027年1月1日; raises Invalid."""
    found = _DAY.fullmatch(text.strip())
    try:
        on = date(*map(int, found.groups())) if found else None
    except ValueError:
        on = None
    if on is None or not FIRST <= on.year <= LAST:
        raise Invalid(f"“{text}”不是日期，请写成 2027-01-01。")
    return on


def hours_of(text: str) -> tuple[tuple[str, str], ...] | None:
    """09:00-12:00 13:00-15:00 as sessions; None where nothing is written; raises Invalid."""
    if not text.strip():
        return None
    found = _HOURS.findall(text)
    if not found or _HOURS.sub("", text).strip(" ,，、;；"):
        raise Invalid(f"“{text}”不是时间，请写成 09:00-12:00。")
    return tuple((f"{int(a):02}:{b}", f"{int(c):02}:{d}") for a, b, c, d in found)


def rules_of(text: str) -> tuple[DayRule, ...]:
    """Lines of date, kind, name and hours; raises Invalid that names the line."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    if len(lines) > MOST_LINES:
        raise Invalid(f"一次最多 {MOST_LINES} 行，您贴了 {len(lines)} 行。")
    found: dict[date, DayRule] = {}
    for number, line in lines:
        try:
            rule = _rule(re.split(r"[,，\t]", line))
            if rule.on in found:
                raise Invalid(f"{rule.on} 写了两次。")
        except Invalid as refusal:
            raise Invalid(f"第 {number} 行：{refusal}") from None
        found[rule.on] = rule
    return tuple(found[on] for on in sorted(found))


def _rule(cells: list[str]) -> DayRule:
    on, kind, note, hours = (cell.strip() for cell in [*cells, "", "", ""][:4])
    if kind not in KINDS:
        raise Invalid(f"“{kind}”不是类型，请写放假、上班或半天。")
    if len(note) > LONGEST_NOTE:
        raise Invalid(f"名称最多 {LONGEST_NOTE} 个字。")
    return DayRule(day_of_words(on), KINDS[kind], hours_of(hours), note).checked()


def lines_of(rules: tuple[DayRule, ...]) -> str:
    """The same rules as lines, to travel through the confirmation."""
    return "\n".join(
        ",".join([rule.on.isoformat(), LABELS[rule.kind], rule.note, " ".join(f"{a}-{b}" for a, b in rule.sessions or ())])
        for rule in rules
    )


class DayForm(HouseForm):
    """One day of the office."""

    on = TextField("日期", [InputRequired("请选日期。")])
    kind = RadioField(
        "这一天", [InputRequired("请选这一天怎么安排。")], choices=[SelectChoice(kind, label) for kind, label in LABELS.items()]
    )
    hours = TextField("上班时间", description="只有半天要填，例如 09:00-12:00；不填按上午算。")
    note = TextField("名称", [Length(max=LONGEST_NOTE, message=f"名称最多 {LONGEST_NOTE} 个字。")])

    def validate_on(self, field: Any) -> None:
        """A day that can be read."""
        _as_error(day_of_words, field.data)

    def validate_hours(self, field: Any) -> None:
        """Hours that can be worked."""
        _as_error(hours_of, field.data or "")

    def validate_note(self, field: Any) -> None:
        """Lines are cut at commas."""
        if re.search(r"[,，\t]", field.data or ""):
            raise ValidationError("名称里不要有逗号。")

    def rules(self) -> tuple[DayRule, ...]:
        """The day; raises Invalid where its hours cannot be worked."""
        rule = DayRule(day_of_words(self.on.data), self.kind.data, hours_of(self.hours.data or ""), self.note.data or "")
        return (rule.checked(),)


class YearForm(HouseForm):
    """A whole published year."""

    lines = AreaField(
        "贴在这里", [InputRequired("请贴上日子，一行一天。")], description="一行一天：日期,类型,名称。类型写放假、上班或半天。"
    )

    def rules(self) -> tuple[DayRule, ...]:
        """The days; raises Invalid that names the line."""
        return rules_of(self.lines.data)


class ConfirmForm(HouseForm):
    """What was previewed, on its way back."""

    lines = HiddenField()
    removed = HiddenField()

    def rules(self) -> tuple[DayRule, ...]:
        """The days as they were previewed."""
        return rules_of(self.lines.data or "")

    def days(self) -> tuple[date, ...]:
        """The days to be taken away."""
        return tuple(day_of_words(day) for day in (self.removed.data or "").split())


def _as_error(read: Any, text: str) -> None:
    try:
        read(text)
    except Invalid as refusal:
        raise ValidationError(str(refusal)) from None
