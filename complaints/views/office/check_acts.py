"""What comes back is checked: reply, countersign, call-back, review (T22 T23 T27 T28)."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from app.auth.doors import staff
from complaints.forms.office.checking import (
    AskCountersignForm,
    CallBackForm,
    CloseReviewForm,
    CountersignForm,
    PublishForm,
    ReworkForm,
    SecondOpinionForm,
    SendBackForm,
)
from complaints.operations import handling, replying, reviewing
from complaints.views.case.blueprint import MATTER
from complaints.views.office.blueprint import office_pages
from complaints.views.office.settling import settle
from complaints.views.queues import OFFICE_ROLES
from complaints.views.traffic import case, move


@office_pages.post(f"{MATTER}/publish")
@staff(*OFFICE_ROLES)
def publish(number: str) -> ResponseReturnValue:
    """T23."""
    complaint, form = case(number), PublishForm()
    return settle(complaint, "publish", form, lambda: replying.publish(complaint, move(form)), "答复已发给企业，等企业确认。")


@office_pages.post(f"{MATTER}/send-back")
@staff(*OFFICE_ROLES)
def send_back(number: str) -> ResponseReturnValue:
    """T22."""
    complaint, form = case(number), SendBackForm()

    def do() -> None:
        replying.send_back(complaint, form.reason_code.data, move(form, form.reason.data))

    return settle(complaint, "send_back", form, do, "答复已退回承办单位。")


@office_pages.post(f"{MATTER}/ask-countersign")
@staff(*OFFICE_ROLES)
def ask_countersign(number: str) -> ResponseReturnValue:
    """The head is asked before 无法解决 goes out."""
    complaint, form = case(number), AskCountersignForm()

    def do() -> None:
        replying.ask_countersign(complaint, move(form, form.reason.data))

    return settle(complaint, "ask_countersign", form, do, "已请会签，等答复。")


@office_pages.post(f"{MATTER}/countersign")
@staff(*OFFICE_ROLES)
def countersign(number: str) -> ResponseReturnValue:
    """The head answers."""
    complaint, form = case(number), CountersignForm()

    def do() -> None:
        replying.answer_countersign(complaint, form.verdict.data, move(form, form.reason.data))

    return settle(complaint, "countersign", form, do, "会签意见已记下。")


@office_pages.post(f"{MATTER}/call-back")
@staff(*OFFICE_ROLES)
def call_back(number: str) -> ResponseReturnValue:
    """A call-back in a review."""
    complaint, form = case(number), CallBackForm()

    def do() -> None:
        solved = form.solved.data or ""
        reviewing.call_back(complaint, form.way.data, form.result.data, solved, form.text.data, move(form))

    return settle(complaint, "call_back", form, do, "回访已记下。")


@office_pages.post(f"{MATTER}/second-opinion")
@staff(*OFFICE_ROLES)
def second_opinion(number: str) -> ResponseReturnValue:
    """A second reviewer's word."""
    complaint, form = case(number), SecondOpinionForm()

    def do() -> None:
        handling.write_note(complaint, form.text.data, move(form), "second_opinion")

    return settle(complaint, "second_opinion", form, do, "第二复核人的意见已记下。")


@office_pages.post(f"{MATTER}/rework")
@staff(*OFFICE_ROLES)
def rework(number: str) -> ResponseReturnValue:
    """T27."""
    complaint, form = case(number), ReworkForm()
    return settle(
        complaint,
        "rework",
        form,
        lambda: reviewing.rework(complaint, move(form, form.reason.data)),
        "已退回重办，开始新的一轮。",
    )


@office_pages.post(f"{MATTER}/close-review")
@staff(*OFFICE_ROLES)
def close_review(number: str) -> ResponseReturnValue:
    """T28."""
    complaint, form = case(number), CloseReviewForm()

    def do() -> None:
        reviewing.close_review(complaint, form.conclusion.data, move(form))

    return settle(complaint, "close_review", form, do, "复核已办结，结论已告诉企业。")
