"""办理记录: every entry of a matter in words, or only what is public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app import taxonomy
from app.database import db
from app.store.complaints import Complaint
from app.store.entries import Entry
from app.web.labels import due
from complaints.operations.facts import stream_of
from complaints.views.case.matter import names_of
from complaints.views.case.timing import holder_words
from complaints.workflow import OPEN, STEPS

VERBS = {
    "read": "机器读过", "crossed": "超期", "contact": "联系企业", "message": "留言", "internal_note": "写了内部记录",
    "second_opinion": "第二复核人的意见", "look": "查看", "file_released": "附件放行", "decline_proposed": "提出不予受理",
    "decline_dropped": "没有同意不予受理", "masked_confirmed": "核对了遮盖文字", "countersign_asked": "请求会签",
    "countersign_answered": "会签", "call_back": "回访企业", "part_answered": "协办单位答复", "hidden": "企业改为保密",
    "code_renewed": "补发查询码", "reminded": "提醒企业补充", "calendar_moved": "日历变动，日期重算",
    "instructed": "包抓领导批示", "instruction_drafted": "拟了批示草稿", "instruction_answered": "答复批示",
    "evidence": "附上佐证文件", "handler_ended": "经办岗位停用", "unit_ended": "单位撤并，转给接续单位",
}  # fmt: skip
ACTS = {"start": "开始", "stop": "停", "void": "作废", "pause": "暂停", "resume": "继续", "move": "改期"}
TABLES = {
    "kind": ("类型", "kinds"), "urgency": ("紧急程度", "urgency"), "closure_code": ("办结方式", "closure_codes"),
    "end_reason": ("原因", "end_reasons"), "way": ("方式", "contact_ways"), "result": ("结果", "contact_results"),
    "purpose": ("目的", "look_purposes"), "solved": ("企业说解决", "solved_levels"), "ground": ("理由", "decline_grounds"),
}  # fmt: skip
SEALED = {"original": "原文", "identity": "身份", "file": "附件", "file_original": "原始附件", "phone": "按电话找到"}


@dataclass(frozen=True)
class Item:
    """A line of the record, as the macro `line` takes it."""

    title: str
    text: str
    at: datetime | None
    kind: str = "ok"


def public_history(complaint: Complaint) -> list[Item]:
    """What everybody may read who may read the entries."""
    return [Item(_title(entry), entry.public_text, entry.at) for entry in _entries(complaint) if entry.public_text]


def whole_history(complaint: Complaint, shorts: dict[str, str]) -> list[Item]:
    """Every entry, newest first: who, why, what became different, which clocks."""
    entries = _entries(complaint)
    names = names_of({entry.post_id for entry in entries if entry.post_id})
    return [*_now(complaint, shorts), *(_item(entry, names, shorts) for entry in entries)]


def _now(complaint: Complaint, shorts: dict[str, str]) -> list[Item]:
    """Where it stands, above what has been."""
    if complaint.state not in OPEN:
        return []
    return [Item(f"现在：{taxonomy.label('states', complaint.state)}", holder_words(complaint, shorts), None, "now")]


def _entries(complaint: Complaint) -> list[Entry]:
    query = select(Entry).where(Entry.stream == stream_of(complaint)).order_by(Entry.seq.desc())
    return list(db.session.scalars(query))


def _title(entry: Entry) -> str:
    if entry.verb == "T1":
        return "企业提交"
    return STEPS[entry.verb].label if entry.verb in STEPS else VERBS.get(entry.verb, entry.verb)


def _item(entry: Entry, names: dict[int, str], shorts: dict[str, str]) -> Item:
    who = names.get(entry.post_id or 0, {"enterprise": "企业", "system": "系统"}.get(entry.actor, ""))
    facts = [] if entry.verb == "T1" else _facts(entry.after, shorts)
    parts = [who, *facts, entry.reason, _clocks(entry.clocks)]
    kind = "broke" if entry.verb == "crossed" else "ok"
    return Item(_crossed(entry) if kind == "broke" else _title(entry), "　".join(filter(None, parts)), entry.at, kind)


def _crossed(entry: Entry) -> str:
    rule = taxonomy.clock_rules().get(str(entry.after.get("clock", "")))
    return f"{rule.label}超期" if rule else "超期"


def _facts(after: dict[str, Any], shorts: dict[str, str]) -> list[str]:
    """The members of an entry that a reader wants in words."""
    said = [f"{word}“{taxonomy.label(table, after[name])}”" for name, (word, table) in TABLES.items() if after.get(name)]
    topic = taxonomy.topics().get(str(after.get("topic", "")))
    said += [f"主题“{topic.label}”"] if topic else []
    said += [f"牵头 {shorts.get(after['lead'], after['lead'])}"] if after.get("lead") else []
    said += [SEALED[after["what"]]] if after.get("what") in SEALED else []
    said += [{"yes": "同意", "no": "不同意"}[after["verdict"]]] if after.get("verdict") in {"yes", "no"} else []
    return said


def _clocks(clocks: dict[str, Any]) -> str:
    words = []
    rules = taxonomy.clock_rules()
    for change in clocks.get("changes", ()):
        until = f"（{due(datetime.fromisoformat(change['due']))}）" if change["act"] in {"start", "resume", "move"} else ""
        words.append(f"{rules[change['clock']].label}{ACTS[change['act']]}{until}")
    return f"时钟：{'、'.join(words)}" if words else ""
