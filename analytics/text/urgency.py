"""How soon someone must act: what is happening now, what cannot be undone, what has an answer ready."""

from __future__ import annotations

import re
from collections.abc import Collection

from analytics.text.clauses import cue_hits, pattern_of
from app import taxonomy

_HARM_NOW = {"safety", "crowd", "retaliation", "stoppage"}
_SOON = re.compile(
    r"今天|今晚|今早|昨晚|昨夜|明天|后天|刚刚|刚才|立刻|马上|立即|赶快|赶紧|快来|正在|现在|眼看|还没恢复|没恢复|已经停"
)
_DAY = re.compile(
    r"(?:本|这|下)(?:周|个?星期|个?礼拜|月)[^，。；]{0,6}(?:到期|截止|开标|交货|过期|期满|前)|(?:还|只)剩[^，。；]{0,3}[一二两三四五六七八九十\d]{1,6}天|"
    r"[一二两三四五六七八九十\d]{1,6}[天日][内后]?(?:就)?(?:到期|截止|开标|作废|过期|开庭)|(?:明|后)天(?:就)?(?:到期|截止|开标|作废|过期|开庭)|"
    r"每天(?:都)?(?:在)?(?:损失|亏|赔)|一天(?:损失|亏|赔)|天天(?:亏|赔)"
)
_ANSWERED = {"enquiry", "praise"}


def urgency(plain: str, kind: str, topic: str, raised: Collection[str]) -> str:
    """The level of a message of *kind* about *topic* with the risks *raised*."""
    if kind == "praise":
        return "simple"
    now = any(True for _ in cue_hits(plain, taxonomy.urgencies()["urgent"].cues)) or bool(_SOON.search(plain))
    if now and _HARM_NOW & set(raised):
        return "urgent"
    if _is_by_default_urgent(topic, kind) and (now or {"safety", "crowd"} & set(raised)):
        return "urgent"
    cues = pattern_of(taxonomy.urgencies()["priority"].cues)
    if (cues and cues.search(plain)) or _DAY.search(plain) or {"safety", "crowd", "retaliation"} & set(raised):
        return "priority"
    if kind in _ANSWERED:
        return "simple"
    return "priority" if _is_by_default_urgent(topic, kind) or ("stoppage" in raised and now) else "normal"


def _is_by_default_urgent(topic: str, kind: str) -> bool:
    known = taxonomy.topics().get(topic)
    return bool(known and known.urgent_by_default and kind in {"grievance", "help", "tip_off"})
