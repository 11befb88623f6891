"""The acts of a life, each played through the operation that people use; the names stand in `paths.PATHS`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from complaints.demonstration import acts_intake, acts_result, acts_work
from complaints.demonstration.stage import Life, Stage

Act = Callable[[Stage, Life, datetime], None]

ACTS: dict[str, Act] = {
    "submit": acts_intake.submit,
    "ask_amend": acts_intake.ask_amend,
    "restore": acts_intake.restore,
    "propose_decline": acts_intake.propose_decline,
    "decline": acts_intake.decline,
    "accept": acts_intake.accept,
    "withdraw": acts_intake.withdraw,
    "end_as_mistaken": acts_intake.end_as_mistaken,
    "dispatch": acts_intake.dispatch,
    "send_astray": acts_intake.send_astray,
    "send_on": acts_intake.send_on,
    "recall": acts_intake.recall,
    "refuse": acts_work.refuse,
    "refuse_again": acts_work.refuse_again,
    "accept_refusal": acts_intake.accept_refusal,
    "reject_refusal": acts_intake.reject_refusal,
    "rule": acts_intake.rule,
    "acknowledge": acts_work.acknowledge,
    "contact": acts_work.contact,
    "contact_again": acts_work.contact,
    "ask": acts_work.ask,
    "answer": acts_work.answer,
    "parts": acts_work.parts,
    "some_parts": acts_work.some_parts,
    "reply": acts_work.reply,
    "better_reply": acts_work.better_reply,
    "return_reply": acts_result.return_reply,
    "ask_countersign": acts_result.ask_countersign,
    "countersign": acts_result.countersign,
    "publish": acts_result.publish,
    "rate": acts_result.rate,
    "rate_again": acts_result.rate_again,
    "call_back": acts_result.call_back,
    "rework": acts_result.rework,
    "close_review": acts_result.close_review,
    "reopen": acts_result.reopen,
}
