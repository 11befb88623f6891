"""The life of a complaint as a table: T1–T16, T21–T28, T30, T33–T37.

One operation (`complaints.operations.steps`) obeys it, pages draw their buttons from it and
`flask complaints workflow` prints it. Guards are named here and written in `complaints.guards`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from app import taxonomy
from app.actor import Actor, Role
from app.store.complaints import Complaint
from complaints import policy
from complaints.policy import Relation

Side = Literal["enterprise", "system"]
HANDLING = (Role.HANDLER, Role.LIAISON)
SIGNING = (Role.LIAISON, Role.DEPARTMENT_HEAD)
ANY_COLLEAGUE = {"T8"}  # nobody is named yet; all else is for the named handler, the liaison and the head
LEAD_ROLES = frozenset({Role.HANDLER, Role.LIAISON, Role.DEPARTMENT_HEAD})
OPEN = tuple(code for code, state in taxonomy.codes("states").items() if state.more["open"])


@dataclass(frozen=True)
class Step:
    """One row: from `sources` (none for filing) to `target` (None: stays) by `by`, under `guards`."""

    id: str
    action: str
    label: str
    sources: tuple[str, ...]
    target: str | None
    by: tuple[Role | Side, ...]
    guards: tuple[str, ...] = ()
    public: str = ""


def _step(
    id_: str, action: str, label: str, sources: Iterable[str], target: str | None, by: Iterable[Role | Side],
    guards: str = "", public: str = "",
) -> Step:  # fmt: skip
    return Step(id_, action, label, tuple(sources), target, tuple(by), tuple(guards.split()), public)


_ROWS = [
    _step("T1", "submit", "提交", [], "received", ["enterprise", Role.CLERK], "long_enough consent", "已收到，编号 {number}，{due}前告诉您是否受理。"),
    _step("T2", "ask_amend", "请企业补正", ["received"], "amending", [Role.CLERK], "items_chosen amended_at_most_twice", "请补充：{items}。请在{due}前补上。"),
    _step("T3", "amend", "补正", ["amending"], "received", ["enterprise"], "something_added", "已收到您的补充。"),
    _step("T4", "lapse", "未补充终止", ["amending"], "ended", ["system"], "is_due reminded_twice", "因为没有收到补充，这件事先停下了。30 天内可以一键恢复。"),
    _step("T5", "decline", "不予受理", ["received"], "declined", [Role.OFFICE_HEAD], "ground_and_text never_with_safety proposed_by_another", "这件事不予受理：{text} 可以找：{elsewhere}。不同意的，30 天内可以打营商热线或到窗口申请复核。"),
    _step("T6", "accept", "受理", ["received"], "accepted", [Role.CLERK], "kind_topic_urgency_fixed masked_confirmed", "已受理，{due}前办结。"),
    _step("T7", "dispatch", "派单", ["accepted"], "dispatched", [Role.CLERK], "lead_not_accused parts_named reason_if_not_first", "已转{lead}牵头{co}。"),
    _step("T8", "acknowledge", "签收", ["dispatched"], "handling", HANDLING, "handler_named", "{lead}已签收，联系电话 {phone}。"),
    _step("T9", "acknowledge_by_time", "到时视为签收", ["dispatched"], "handling", ["system"], "is_due", "{lead}已签收，联系电话 {phone}。"),
    _step("T10", "refuse", "退单", ["dispatched", "handling"], "refused", SIGNING, "not_ruled refused_once_a_unit in_time_to_refuse ground_clause_and_unit", "正在核定承办单位。"),
    _step("T11", "accept_refusal", "同意退单", ["refused"], "accepted", [Role.CLERK], "", "正在改派。"),
    _step("T12", "reject_refusal", "驳回退单", ["refused"], "dispatched", [Role.CLERK], "reason_given", "仍由{lead}办理。"),
    _step("T13", "to_ruling", "转裁定", ["refused"], "ruling", ["system"], "second_refusal", "正在会商由谁来办，{due}前有结果。"),
    _step("T14", "rule", "裁定", ["ruling"], "dispatched", [Role.OFFICE_HEAD], "lead_not_accused clause_cited reason_given parts_named", "已明确由{lead}牵头。"),
    _step("T15", "ask", "请企业补充", ["handling"], "asking", HANDLING, "question_given asked_at_most_twice", "需要您补充：{question} 请在{until}前回复，这段时间不计入办理时限。"),
    _step("T16", "answer", "补充后继续办理", ["asking"], "handling", ["enterprise", "system"], "answered_or_due", "已继续办理。"),
    _step("T21", "reply", "答复", ["handling"], "replied", HANDLING, "not_reviewer_of_it contacted parts_answered code_fits evidence_given money_stated texts_given", "正在核对办理结果。"),
    _step("T22", "return_reply", "退回答复", ["replied"], "handling", [Role.REVIEWER], "not_author reason_given", "正在进一步办理。"),
    _step("T23", "publish", "发给企业", ["replied"], "published", [Role.REVIEWER], "not_author countersigned", "办理结果已出：{conclusion}。请在{due}前确认和评价。"),
    _step("T24", "close", "办结", ["published"], "closed", ["enterprise", "system"], "good_rating_or_due", "已办结。"),
    _step("T25", "dispute", "不满意转复核", ["published"], "reviewing", ["enterprise"], "bad_rating reasons_chosen", "已转复核，3 个工作日内联系您。"),
    _step("T26", "reopen", "申请复核", ["closed"], "reviewing", ["enterprise"], "within_thirty_days reopened_at_most_twice something_said", "已转复核，3 个工作日内联系您。"),
    _step("T27", "rework", "退回重办", ["reviewing"], "handling", [Role.REVIEWER], "never_a_handling_unit call_back_unresolved", "已退回重办，{due}前给您新的结果。"),
    _step("T28", "close_review", "复核办结", ["reviewing"], "closed", [Role.REVIEWER], "never_a_handling_unit call_back_made conclusion_given second_opinion", "复核结论：{conclusion}"),
    _step("T30", "withdraw", "撤回", OPEN, "ended", ["enterprise"], "not_safety_or_integrity", "已按您的要求撤回。"),
    _step("T33", "recall", "撤回派单", ["dispatched"], "accepted", [Role.CLERK], "reason_given", "正在改派。"),
    _step("T34", "correct", "更正", OPEN, None, [Role.CLERK], "reason_given something_corrected", "{moved}"),
    _step("T35", "mistaken", "误录终止", OPEN, "ended", [Role.OFFICE_HEAD], "entered_by_clerk reason_given"),
    _step("T36", "hand_over", "换经办人", ["handling", "asking"], None, SIGNING, "handler_named"),
    _step("T37", "restore", "恢复", ["ended"], "received", ["enterprise"], "ended_for_not_amending within_thirty_days", "已恢复，{due}前告诉您是否受理。"),
]  # fmt: skip
STEPS: dict[str, Step] = {row.id: row for row in _ROWS}


def allowed(actor: Actor, complaint: Complaint, step: Step) -> bool:
    """Whether *actor* is one who may take *step* with this complaint, its state apart."""
    if actor.kind == "system":
        return "system" in step.by
    found = policy.relation(actor, complaint)
    if found == Relation.COMPLAINANT:
        return "enterprise" in step.by
    if found == Relation.INTAKE:
        return actor.role in step.by
    if found == Relation.LEAD_CLOSE or (found == Relation.LEAD and step.id in ANY_COLLEAGUE):
        return actor.role in step.by and actor.role in LEAD_ROLES
    return False


def available(actor: Actor, complaint: Complaint) -> list[Step]:
    """The steps whose state and actor fit; guards are asked when one is taken."""
    here = [step for step in STEPS.values() if complaint.state in step.sources]
    return [step for step in here if allowed(actor, complaint, step)]
