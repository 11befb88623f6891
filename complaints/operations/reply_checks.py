"""What a careful reader looks for in a reply before it goes to be checked: rules over words, no judgement."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

EMPTY_PHRASES = (
    "尽快", "按有关规定", "按照有关规定", "按相关规定", "依照规定办理", "正在推进", "积极协调", "高度重视", "进一步研究",
    "适时", "逐步解决", "将持续关注", "大力支持", "认真研究", "妥善处理",
)  # fmt: skip
ASKS_WHEN = ("什么时候", "啥时候", "何时", "多久", "哪天", "几时", "多长时间", "什么时间")
A_DAY = re.compile(
    r"\d{1,2}\s*月\s*(\d{1,2}\s*日|底|[上中下]旬)|\d+\s*(个工作日|天|日)内|今天|当天|当日|即日|已(经)?(办|退|拆|修|装|完|开|恢复|整改|解决|发|安排)"
)
A_BASIS = re.compile(r"《[^》]{2,}》|第[一二三四五六七八九十百零\d]+条|〔\d{4}〕\d+\s*号|[\[［]\d{4}[\]］]\d+\s*号")
A_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")


@dataclass(frozen=True)
class Check:
    """One line of the list; `ok` is None while there is nothing to look at."""

    title: str
    text: str = ""
    ok: bool = True


def text_checks(asked: str, public: str, evidence: str, strangers: Sequence[str]) -> list[Check]:
    """The checks on what was written: *asked* is the masked complaint, *strangers* other enterprises that it names."""
    return [
        _no_empty_phrase(public),
        *_says_when(asked, public),
        _has_basis(public, evidence),
        _betrays_nobody(public, strangers),
    ]


def _no_empty_phrase(public: str) -> Check:
    found = next((phrase for phrase in EMPTY_PHRASES if phrase in public), "")
    if found:
        return Check("有一句空话", f"“{found}”。请写明谁、做什么、哪天前，或者删掉。", ok=False)
    return Check("没有空话")


def _says_when(asked: str, public: str) -> list[Check]:
    question = next((word for word in ASKS_WHEN if word in asked), "")
    if not question:
        return []
    if A_DAY.search(public):
        return [Check(f"答了“{question}”")]
    return [Check(f"没答“{question}”", "企业问了时间，请写明哪天前做完。", ok=False)]


def _has_basis(public: str, evidence: str) -> Check:
    if A_BASIS.search(public) or A_BASIS.search(evidence):
        return Check("有依据")
    return Check("没写依据", "请写明文件名和条款，或者说明为什么没有。", ok=False)


def _betrays_nobody(public: str, strangers: Sequence[str]) -> Check:
    if A_PHONE.search(public):
        return Check("有手机号", "企业看到的这段里不写个人手机号，请改成办公电话。", ok=False)
    if strangers:
        return Check("有别家企业的名字", f"“{strangers[0]}”不是反映人，请删掉。", ok=False)
    return Check("没有个人手机号和别家企业名称")


def failed(checks: Sequence[Check]) -> list[Check]:
    """Those that did not pass."""
    return [check for check in checks if not check.ok]
