"""How the house writes dates, spans, sizes, shares and states for people to read."""

from __future__ import annotations

import re
from datetime import date, datetime

from flask import Flask

from app import clock, taxonomy
from app.actor import Role

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
MINUTES_A_DAY = 480
NEAR = 3

# Shape of a state's badge; a state without one has the plain ring.
STATE_TONES = {
    "amending": "b-ask",
    "refused": "b-rev",
    "ruling": "b-rev",
    "handling": "b-act",
    "asking": "b-ask",
    "deferred": "b-hold",
    "replied": "b-rev",
    "published": "b-ask",
    "reviewing": "b-rev",
    "closed": "b-done",
    "declined": "b-no",
    "ended": "b-no",
}

ROLES = {
    Role.CLERK: "受理派单",
    Role.REVIEWER: "审核回访",
    Role.OFFICE_HEAD: "负责人",
    Role.HANDLER: "承办人",
    Role.LIAISON: "联络员",
    Role.DEPARTMENT_HEAD: "部门负责人",
    Role.STEWARD: "包抓领导",
    Role.SECRETARY: "领导联络员",
    Role.LEADER: "市领导",
    Role.SURVEY_OFFICER: "调查评价",
    Role.AUDITOR: "审计",
    Role.ADMIN: "系统管理员",
}
UNIT_KINDS = {
    "bureau": "市级部门",
    "district": "区县与开发区",
    "utility": "公用企业",
    "court": "法院",
    "central": "垂直管理单位",
}

_CHINESE = r"[\u4e00-\u9fff]"
_LATIN = r"[0-9A-Za-z%]"
# 10月20日, 2026年, 第3页: one word each, no half space inside.
_DATE_SIGN = r"(?:年|月|日)"


def register_filters(app: Flask) -> None:
    """Give every template the words of this module as filters of the same name."""
    words = (
        day,
        day_weekday,
        moment,
        due,
        remaining,
        remaining_tone,
        office_span,
        file_size,
        percent,
        share,
        spaced,
        state_tone,
        role_label,
        unit_kind,
    )
    app.jinja_env.filters.update({word.__name__: word for word in words})
    app.jinja_env.filters["label"] = label


def label(code: str | None, table: str) -> str:
    """The Chinese label of *code* in the code table *table*."""
    return taxonomy.label(table, code)


def role_label(role: str) -> str:
    """What a post is called on pages."""
    return ROLES[Role(role)]


def unit_kind(code: str) -> str:
    """What kind of unit it is."""
    return UNIT_KINDS.get(code, code)


def state_tone(code: str) -> str:
    """The badge class of a complaint's state."""
    return STATE_TONES.get(code, "")


def day(on: date, now: datetime | None = None) -> str:
    """10月20日; with its year where that is not the present one."""
    on, today = _day(on), clock.day_of(now or clock.now())
    year = "" if on.year == today.year else f"{on.year}年"
    return f"{year}{on.month}月{on.day}日"


def day_weekday(on: date, now: datetime | None = None) -> str:
    """10月20日 周二"""
    return f"{day(on, now)} {WEEKDAYS[_day(on).weekday()]}"


def moment(at: datetime, now: datetime | None = None) -> str:
    """10月14日 15:10"""
    return f"{day(at, now)} {_time(at)}"


def due(at: datetime, now: datetime | None = None) -> str:
    """今天 18:00 前 · 10月20日 周二前 · 10月20日 周二 12:00 前; once it is over, the day or 今天 12:00 止."""
    now = now or clock.now()
    today = clock.day_of(at) == clock.day_of(now)
    if at < now:
        return f"今天 {_time(at)} 止" if today else day(at, now)
    if today:
        return f"今天 {_time(at)} 前"
    at_closing = _time(at) == taxonomy.office_hours()[-1][1]
    return f"{day_weekday(at, now)}前" if at_closing else f"{day_weekday(at, now)} {_time(at)} 前"


def remaining(working_days: int, overdue: bool = False) -> str:
    """还有 3 个工作日 · 今天到期 · 超 1 个工作日; *overdue* on the very day says that it is less than one."""
    if overdue or working_days < 0:
        return f"超 {abs(working_days)} 个工作日" if working_days else "超期不到 1 个工作日"
    return f"还有 {working_days} 个工作日" if working_days else "今天到期"


def remaining_tone(working_days: int, overdue: bool = False) -> str:
    """The clock's tone: late, near (three working days or fewer) or plain."""
    if overdue or working_days < 0:
        return "late"
    return "near" if working_days <= NEAR else ""


def office_span(minutes: int) -> str:
    """35 分钟 · 2 小时 10 分钟 · 8.5 个工作日"""
    if minutes >= MINUTES_A_DAY:
        return f"{minutes / MINUTES_A_DAY:.1f}".removesuffix(".0") + " 个工作日"
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} 小时"] if hours else []
    parts += [f"{rest} 分钟"] if rest or not hours else []
    return " ".join(parts)


def file_size(size: int) -> str:
    """1.2 MB · 640 KB"""
    if size >= 1024 * 1024:
        return f"{size / 1024 / 1024:.1f} MB"
    return f"{max(1, round(size / 1024))} KB"


def percent(ratio: float) -> str:
    """0.785 → 78.5%"""
    return f"{100 * ratio:.1f}%"


def share(part: int, whole: int) -> str:
    """A share is never without its n: 78.5%（375/478）"""
    return f"{percent(part / whole)}（{part}/{whole}）" if whole else "还没有可算的"


def spaced(text: str) -> str:
    """Half spaces between Chinese and figures or Latin (3 个工作日), none inside dates (10月20日)."""
    text = re.sub(f"({_CHINESE})({_LATIN})", r"\1 \2", text)
    text = re.sub(f"({_LATIN})({_CHINESE})", r"\1 \2", text)
    text = re.sub(rf"(\d) ({_DATE_SIGN})", r"\1\2", text)
    return re.sub(rf"(?<=\d)({_DATE_SIGN}) (?=\d)", r"\1", text)


def _day(on: date) -> date:
    return clock.day_of(on) if isinstance(on, datetime) else on


def _time(at: datetime) -> str:
    local = clock.local(at)
    return f"{local.hour}:{local.minute:02}"
