"""What must be true before a step: each guard returns None or the sentence that says what is missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app import taxonomy

SHORTEST, LONGEST = 10, 5000
THIRTY_DAYS = timedelta(days=30)
CHARGE_TOPICS = frozenset({"charge_illegal", "charge_association", "charge_levy", "charge_deposit"})
REFUSE_MINUTES = 480
BAD_LEVELS = frozenset(code for code, level in taxonomy.codes("ratings").items() if level.more["bottom"])


@dataclass(frozen=True)
class Situation:
    """All that guards look at: the complaint's facts before the step, and what was given with it."""

    at: datetime
    kind: str = "help"
    mode: str = "named"
    topic: str | None = None
    risks: frozenset[str] = frozenset()
    state: str = ""
    end_reason: str | None = None
    ended_at: datetime | None = None
    reopened: int = 0
    entered_by: int | None = None
    is_ruled: bool = False
    accused: frozenset[str] = frozenset()
    masked_confirmed: bool = False
    due_at: datetime | None = None  # of the clock that the step waits for
    amend_count: int = 0
    reminders: int = 0
    ask_count: int = 0
    refusals: int = 0
    refused_by: frozenset[str] = frozenset()
    minutes_held: int = 0
    minutes_since_facts: int | None = None
    reached: bool = False
    tries: int = 0
    open_parts: tuple[str, ...] = ()
    author: int | None = None  # the person who wrote the reply
    reviewed_before: bool = False  # this person has checked a reply of this matter
    replied_before: bool = False  # this person has written a reply of this matter
    reply_code: str | None = None
    countersign: str | None = None
    handled_by_mine: bool = False
    call_back: str | None = None  # what the enterprise said in the call-back: solved level, or "" if it said nothing
    second_opinion: bool = False
    decline_by: int | None = None
    person: int | None = None
    given: dict[str, Any] = field(default_factory=dict)

    def has(self, name: str) -> bool:
        return bool(self.given.get(name))


Guard = Callable[[Situation], str | None]
GUARDS: dict[str, Guard] = {}


def _guard(check: Guard) -> Guard:
    GUARDS[check.__name__] = check
    return check


def first_refusal(guards: tuple[str, ...], situation: Situation) -> tuple[str, str] | None:
    """The first guard that says no, with its sentence."""
    for name in guards:
        sentence = GUARDS[name](situation)
        if sentence:
            return name, sentence
    return None


def _unless(truth: object, sentence: str) -> str | None:
    return None if truth else sentence


@_guard
def long_enough(s: Situation) -> str | None:
    length = len(s.given.get("text", ""))
    if length < SHORTEST:
        return f"请至少写 {SHORTEST} 个字，说清是什么事。"
    return _unless(length <= LONGEST, f"最多写 {LONGEST} 个字，您写了 {length} 个。可以分两件提交，或放在附件里。")


@_guard
def consent(s: Situation) -> str | None:
    return _unless(s.has("consent"), "请勾选同意，我们才能用这些信息替您办事。")


@_guard
def items_chosen(s: Situation) -> str | None:
    return _unless(s.has("items"), "请写清要企业补充什么。")


@_guard
def amended_at_most_twice(s: Situation) -> str | None:
    return _unless(s.amend_count < 2, "已经请企业补正过 2 次，请受理或不予受理。")


@_guard
def something_added(s: Situation) -> str | None:
    return _unless(s.has("text") or s.has("files"), "请写上要补充的内容，或传一个文件。")


@_guard
def something_said(s: Situation) -> str | None:
    said = s.has("text") or s.reopened == 0
    return _unless(said, "第二次申请复核，请写明新的情况。")


@_guard
def is_due(s: Situation) -> str | None:
    return _unless(s.due_at is not None and s.at > s.due_at, "还没有到期。")


@_guard
def reminded_twice(s: Situation) -> str | None:
    return _unless(s.reminders >= 2, "提醒不足 2 次。")


@_guard
def ground_and_text(s: Situation) -> str | None:
    whole = s.has("ground") and s.has("text") and s.has("elsewhere")
    return _unless(whole, "请选法定理由，写明依据，并告诉企业可以找谁。")


@_guard
def never_with_safety(s: Situation) -> str | None:
    return _unless("safety" not in s.risks, "涉及安全的诉求不能不予受理，请受理后立即转办。")


@_guard
def proposed_by_another(s: Situation) -> str | None:
    if s.decline_by is None:
        return "要先由审查岗提出不予受理的意见。"
    return _unless(s.decline_by != s.person, "提出意见的人不能自己批准。")


@_guard
def kind_topic_urgency_fixed(s: Situation) -> str | None:
    whole = s.has("kind") and s.has("topic") and s.has("urgency")
    return _unless(whole, "请确定类型、主题和紧急程度。")


@_guard
def masked_confirmed(s: Situation) -> str | None:
    sure = s.mode == "named" or s.masked_confirmed or s.has("masked_confirmed")
    return _unless(sure, "保密和匿名的诉求，请先核对遮盖后的文字再受理。")


@_guard
def lead_not_accused(s: Situation) -> str | None:
    lead = s.given.get("lead")
    if not lead:
        return "请选一个牵头单位。"
    everybody = {lead, *s.given.get("co", {})}
    return _unless(not everybody & s.accused, "被反映的单位要回避，不能牵头也不能协办，请改派上级或纪检监察机关。")


@_guard
def parts_named(s: Situation) -> str | None:
    parts: dict[str, str] = s.given.get("co", {})
    if s.given.get("lead") in parts:
        return "牵头单位不能同时是协办单位。"
    return _unless(all(parts.values()), "请写明每个协办单位负责哪一部分。")


@_guard
def reason_if_not_first(s: Situation) -> str | None:
    first = s.given.get("proposed")
    return _unless(not first or s.given.get("lead") == first or s.has("reason"), "没有选建议的第一名，请写一句理由。")


@_guard
def handler_named(s: Situation) -> str | None:
    return _unless(s.has("handler"), "请选一位经办人。")


@_guard
def not_ruled(s: Situation) -> str | None:
    return _unless(not s.is_ruled, "这件事已经裁定，不能再退单。有实际困难请在办理中说明。")


@_guard
def refused_once_a_unit(s: Situation) -> str | None:
    return _unless(s.given.get("unit") not in s.refused_by, "本单位已经退过一次，不能再退。")


@_guard
def in_time_to_refuse(s: Situation) -> str | None:
    in_time = s.state == "dispatched" and (s.due_at is None or s.at <= s.due_at)
    facts = s.minutes_since_facts is not None and s.minutes_since_facts <= REFUSE_MINUTES
    return _unless(in_time or facts, "退单期限已过：要在签收时限内，或企业补充新情况后 1 个工作日内提出。")


@_guard
def ground_clause_and_unit(s: Situation) -> str | None:
    ground = taxonomy.codes("refusal_grounds").get(s.given.get("ground", ""))
    if ground is None:
        return "请选退单理由。"
    if ground.more["needs_clause"] and not s.has("clause"):
        return "请引用一条职责条款。"
    if not s.has("proposed") or s.given["proposed"] == s.given.get("unit"):
        return "请写明应当由哪个单位办。"
    return _unless(s.has("reason"), "请写明退单的理由。")


@_guard
def reason_given(s: Situation) -> str | None:
    return _unless(s.has("reason"), "请写明理由。")


@_guard
def second_refusal(s: Situation) -> str | None:
    return _unless(s.refusals >= 2, "还没有第二次退单。")


@_guard
def clause_cited(s: Situation) -> str | None:
    return _unless(s.has("clause"), "请引用裁定所依据的职责条款。")


@_guard
def question_given(s: Situation) -> str | None:
    return _unless(s.has("question"), "请写清要企业补充什么。")


@_guard
def asked_at_most_twice(s: Situation) -> str | None:
    return _unless(s.ask_count < 2, "已经请企业补充过 2 次，请按已有材料办理。")


@_guard
def answered_or_due(s: Situation) -> str | None:
    due = s.due_at is not None and s.at > s.due_at
    return _unless(due or s.has("text") or s.has("files"), "请写上回复，或传一个文件。")


@_guard
def not_reviewer_of_it(s: Situation) -> str | None:
    return _unless(not s.reviewed_before, "您核对过这件事的答复，不能再来写答复。")


@_guard
def contacted(s: Situation) -> str | None:
    if s.reached or s.tries >= 3:
        return None
    if s.mode == "named":
        return "还没有联系上企业的记录。请先联系企业并记一笔；三次联系不上也可以答复。"
    return "请先给企业发一条消息（保密和匿名的诉求用消息联系）。"


@_guard
def parts_answered(s: Situation) -> str | None:
    return _unless(not s.open_parts, f"协办单位还没有答完：{'、'.join(s.open_parts)}。")


@_guard
def code_fits(s: Situation) -> str | None:
    code = taxonomy.codes("closure_codes").get(s.given.get("code", ""))
    if code is None:
        return "请选办结方式。"
    return _unless(s.kind in code.more["kinds"], f"“{code.label}”不适用于{taxonomy.label('kinds', s.kind)}。")


@_guard
def evidence_given(s: Situation) -> str | None:
    code = taxonomy.codes("closure_codes")[s.given["code"]]
    return _unless(not code.more["evidence"] or s.has("evidence"), f"选“{code.label}”要写明佐证（凭证、文件名和条款）。")


@_guard
def money_stated(s: Situation) -> str | None:
    charges = s.topic in CHARGE_TOPICS and s.given.get("code") in {"resolved", "partly_resolved"}
    return _unless(not charges or s.given.get("refunded_fen") is not None, "涉及收费的，请写明清退金额（没有清退写 0）。")


@_guard
def texts_given(s: Situation) -> str | None:
    return _unless(len(s.given.get("public", "")) >= SHORTEST, f"给企业的答复至少写 {SHORTEST} 个字。")


@_guard
def not_author(s: Situation) -> str | None:
    return _unless(not s.replied_before, "自己写的答复要由别人来核对。")


@_guard
def countersigned(s: Situation) -> str | None:
    code = taxonomy.codes("closure_codes").get(s.reply_code or "")
    needed = code is not None and code.more["countersign"]
    return _unless(not needed or s.countersign == "yes", "“无法解决”要先会签同意，才能发给企业。")


@_guard
def good_rating_or_due(s: Situation) -> str | None:
    if not s.has("level"):
        return is_due(s)
    return _unless(not _is_bad(s), "这样的评价会转复核。")


@_guard
def bad_rating(s: Situation) -> str | None:
    return _unless(_is_bad(s), "这样的评价不用复核。")


def _is_bad(s: Situation) -> bool:
    return s.given.get("solved") == "no" or s.given.get("level") in BAD_LEVELS


@_guard
def reasons_chosen(s: Situation) -> str | None:
    return _unless(s.has("reasons"), "请选一个原因，我们好去核实。")


@_guard
def within_thirty_days(s: Situation) -> str | None:
    return _unless(s.ended_at is not None and s.at - s.ended_at <= THIRTY_DAYS, "已经超过 30 天，请重新提一件。")


@_guard
def reopened_at_most_twice(s: Situation) -> str | None:
    return _unless(s.reopened < 2, "已经复核过 2 次。有新情况请重新提一件。")


@_guard
def never_a_handling_unit(s: Situation) -> str | None:
    return _unless(not s.handled_by_mine and not s.replied_before, "办过这件事的单位不能来复核。")


@_guard
def call_back_unresolved(s: Situation) -> str | None:
    if s.call_back is None:
        return "请先回访企业并记一笔。"
    return _unless(s.call_back != "yes", "回访时企业说已经解决，不需要重办。")


@_guard
def call_back_made(s: Situation) -> str | None:
    return _unless(s.call_back is not None, "请先回访企业并记一笔。")


@_guard
def conclusion_given(s: Situation) -> str | None:
    return _unless(len(s.given.get("conclusion", "")) >= SHORTEST, f"请写明复核结论和依据，至少 {SHORTEST} 个字。")


@_guard
def second_opinion(s: Situation) -> str | None:
    needed = s.topic in CHARGE_TOPICS or s.topic in taxonomy.conduct_topics()
    return _unless(not needed or s.second_opinion, "涉及收费或作风的，要有第二位复核人的意见才能办结。")


@_guard
def not_safety_or_integrity(s: Situation) -> str | None:
    return _unless(not s.risks & {"safety", "integrity"}, "涉及安全或廉洁的线索不能撤回，我们会不提您的名字继续办。")


@_guard
def something_corrected(s: Situation) -> str | None:
    return _unless(s.has("corrected"), "没有改动，不用更正。")


@_guard
def entered_by_clerk(s: Situation) -> str | None:
    return _unless(s.entered_by is not None, "只有工作人员代录的诉求才能按误录终止。")


@_guard
def ended_for_not_amending(s: Situation) -> str | None:
    return _unless(s.end_reason == "not_amended", "只有因未补充终止的诉求才能恢复。")
