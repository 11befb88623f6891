"""The matrix of security.md as this walk expects it, written down a second time and not read from the house.

`PEOPLE`: how each actor stands to each matter. `MATTER_ROUTES`: what each standing may do at each address of a
matter. `OTHER_ROUTES`: who comes through every other door.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.walk.cast import FIRMS, STAFF

OFFICE = ("clerk", "reviewer", "office_head", "clerk2", "moved_clerk")
SUPERIOR = ("clerk_d", "reviewer_d", "office_head_d")
DEPARTMENT = ("handler", "colleague", "liaison", "department_head", "drc_liaison", "liaison2", "stranger")
CLERKS = frozenset({"clerk", "clerk2", "moved_clerk", "clerk_d"})
REVIEWERS = frozenset({"reviewer", "reviewer_d"})
HEADS = frozenset({"office_head", "office_head_d"})
INTAKE = frozenset({*OFFICE, *SUPERIOR})

# How the staff stand to each matter; who is not here stands in no relation. `intake` is the office unless said otherwise.
HOUSING_WORKS = {
    "handler": "close", "liaison": "close", "department_head": "close", "colleague": "lead",
    "drc_liaison": "co", "liaison2": "former",
}  # fmt: skip
HOUSING_HANDLES = HOUSING_WORKS | {"drc_liaison": "", "liaison2": ""}
NOT_SIGNED = HOUSING_HANDLES | {"handler": "lead"}  # nobody is named yet
BOTH_REFUSED = {name: "former" for name in ("handler", "colleague", "liaison", "department_head")}
EVERYWHERE = {"leader": "leader", "auditor": "auditor"}


def _staff(units: dict[str, str], intake: tuple[str, ...] = OFFICE, but: tuple[str, ...] = ()) -> dict[str, str]:
    found = {**EVERYWHERE, **dict.fromkeys(intake, "intake"), **units}
    return {name: how for name, how in found.items() if how and name not in but}


HOUSED = ("moved_clerk", "handler", "colleague", "liaison", "department_head")  # living or ended posts in housing
IN_OFFICE = (*OFFICE, "leader", "auditor", "admin", "survey_officer", "steward", "secretary")
PEOPLE: dict[str, dict[str, str]] = {
    "handling named": _staff(HOUSING_WORKS),
    "handling confidential": _staff(HOUSING_WORKS),
    "handling anonymous": _staff(HOUSING_WORKS),
    "received": _staff({}),
    "amending": _staff({}),
    "dispatched": _staff(NOT_SIGNED),
    "refused": _staff(NOT_SIGNED),
    "ruling": _staff(BOTH_REFUSED | {"liaison2": "close"}),
    "asking": _staff(HOUSING_HANDLES),
    "replied": _staff(HOUSING_HANDLES),
    "published": _staff(HOUSING_HANDLES),
    "reviewing": _staff(HOUSING_HANDLES),
    "closed": _staff(HOUSING_HANDLES),
    "declined": _staff({}),
    "accusing": _staff({"drc_liaison": "close"}, but=HOUSED),
    "accusing the office": _staff({}, SUPERIOR, but=IN_OFFICE),
    "naming a person": _staff({}, but=("clerk2",)),
}
CARRIED = (  # named matters of the steward's enterprise that were taken on
    "handling named", "dispatched", "refused", "ruling", "asking", "replied", "published", "reviewing", "closed", "accusing",
)  # fmt: skip
for _what in CARRIED:
    PEOPLE[_what] |= {"steward": "steward", "secretary": "secretary"}
NOT_YET_ACCEPTED = {"received", "amending", "declined", "accusing the office", "naming a person"}
FILED_BY_NOBODY = {"handling anonymous"}


def standing(who: str, what: str) -> str:
    """How *who* stands to the matter *what*; "" if he may not know that it exists."""
    if who == "holder":  # shows the code of the very matter that is asked for
        return "complainant"
    if who == "other_holder":
        return "complainant" if what == "received" else ""
    if who == "owner":
        return "" if what in FILED_BY_NOBODY else "complainant"
    if who == "same_enterprise":
        hidden = what in NOT_YET_ACCEPTED or what in {"handling confidential", "handling anonymous"}
        return "" if hidden else "same"
    return PEOPLE[what].get(who, "")


@dataclass(frozen=True)
class At:
    """A route of a matter: whose door it is; who may, by standing and name; for whom the thing is a 404."""

    door: frozenset[str]
    may: frozenset[str] = frozenset()  # standings
    who: frozenset[str] = frozenset()  # of these people only; empty: whoever stands so
    hidden: frozenset[str] = frozenset()  # knows the matter, but the thing does not exist for him
    form: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


ANY = frozenset(STAFF)
FOLLOWERS = frozenset({"holder", "other_holder", *FIRMS})
ALL_STANDINGS = _set("lead close co former intake leader auditor steward secretary")
ROWS = _set("lead close co intake leader steward secretary")


def _office(who: frozenset[str], form: str) -> At:
    return At(INTAKE, _set("intake"), who, form=form)


def _department(may: str, who: str = "", form: str = "") -> At:
    return At(frozenset(DEPARTMENT), _set(may), _set(who), _set("former"), form)


def _own(form: str) -> At:
    return At(FOLLOWERS, _set("complainant"), hidden=_set("same"), form=form)


def _both(endpoint: str, at: At) -> dict[tuple[str, str], At]:
    return {(endpoint, "GET"): at, (endpoint, "POST"): at}


WORKERS = "handler colleague liaison drc_liaison liaison2 stranger"  # handlers and liaisons
SIGNERS = "liaison drc_liaison liaison2 stranger department_head"
MATTER_ROUTES: dict[tuple[str, str], At] = {
    ("case.show", "GET"): At(ANY, ALL_STANDINGS),
    ("case.clock", "GET"): At(ANY, ROWS, hidden=ALL_STANDINGS - ROWS),
    ("case.slip", "GET"): At(ANY, _set("lead close intake"), hidden=ALL_STANDINGS),
    ("case.message", "POST"): At(ANY, _set("close intake"), form="MessageForm"),
    ("case.note", "POST"): At(ANY, _set("close intake"), form="NoteForm"),
    ("case.original", "POST"): At(ANY, _set("close intake steward"), hidden=ALL_STANDINGS, form="OriginalForm"),
    ("case.identity", "POST"): At(ANY, _set("close co intake steward"), hidden=ALL_STANDINGS, form="IdentityForm"),
    **_both("case.file", At(ANY, _set("close co intake steward"), hidden=ALL_STANDINGS, form="FileForm")),
    ("office.release", "POST"): At(INTAKE, _set("intake"), form="ReleaseForm"),
    ("office.accept", "POST"): _office(CLERKS, "AcceptForm"),
    ("office.accept_as_read", "POST"): _office(CLERKS, "QuickAcceptForm"),
    ("office.confirm_masked", "POST"): _office(INTAKE, "MaskForm"),
    ("office.amend_request", "POST"): _office(CLERKS, "AmendRequestForm"),
    ("office.propose_decline", "POST"): _office(CLERKS, "ProposeDeclineForm"),
    ("office.decline", "POST"): _office(HEADS, "DeclineForm"),
    ("office.drop_decline", "POST"): _office(HEADS, "DropDeclineForm"),
    ("office.mistaken", "POST"): _office(HEADS, "MistakenForm"),
    ("office.correct", "POST"): _office(CLERKS, "CorrectForm"),
    ("office.new_code", "POST"): _office(CLERKS, "NewCodeForm"),
    ("office.dispatch", "POST"): _office(CLERKS, "DispatchForm"),
    ("office.dispatch_as_proposed", "POST"): _office(CLERKS, "QuickDispatchForm"),
    ("office.recall", "POST"): _office(CLERKS, "RecallForm"),
    ("office.accept_refusal", "POST"): _office(CLERKS, "AcceptRefusalForm"),
    ("office.reject_refusal", "POST"): _office(CLERKS, "RejectRefusalForm"),
    ("office.rule", "POST"): _office(HEADS, "RuleForm"),
    ("office.publish", "POST"): _office(REVIEWERS, "PublishForm"),
    ("office.send_back", "POST"): _office(REVIEWERS, "SendBackForm"),
    ("office.ask_countersign", "POST"): _office(REVIEWERS, "AskCountersignForm"),
    ("office.countersign", "POST"): _office(HEADS, "CountersignForm"),
    ("office.call_back", "POST"): _office(REVIEWERS, "CallBackForm"),
    ("office.second_opinion", "POST"): _office(REVIEWERS, "SecondOpinionForm"),
    ("office.rework", "POST"): _office(REVIEWERS, "ReworkForm"),
    ("office.close_review", "POST"): _office(REVIEWERS, "CloseReviewForm"),
    **_both("department.acknowledge", _department("lead close", WORKERS, "AcknowledgeForm")),
    **_both("department.hand_over", _department("close", SIGNERS, "HandOverForm")),
    **_both("department.contact", _department("close", "", "ContactForm")),
    **_both("department.ask", _department("close", WORKERS, "AskForm")),
    **_both("department.part", _department("co", "", "PartForm")),
    **_both("department.refuse", _department("close lead", SIGNERS, "RefuseForm")),
    **_both("department.reply", _department("close", WORKERS, "ReplyForm")),
    **_both("steward.answer", _department("close", "", "AnswerInstructionForm")),
    ("steward.sign", "POST"): At(_set("steward"), _set("steward"), form="SignForm"),
    ("steward.instruct", "POST"): At(_set("steward"), _set("steward"), form="InstructForm"),
    ("steward.draft", "POST"): At(_set("secretary"), _set("secretary"), form="DraftForm"),
    ("public.show", "GET"): At(FOLLOWERS, _set("complainant same")),
    ("public.result", "GET"): At(FOLLOWERS, _set("complainant same")),
    ("public.open_file", "POST"): At(FOLLOWERS, _set("complainant same"), form="ConfirmForm"),
    ("public.message", "POST"): _own("MessageForm"),
    ("public.original", "POST"): _own("ConfirmForm"),
    **_both("public.amend", _own("AddForm")),
    **_both("public.answer", _own("AddForm")),
    **_both("public.rate", _own("RateForm")),
    **_both("public.reopen", _own("ReopenForm")),
    **_both("public.withdraw", _own("ConfirmForm")),
    **_both("public.restore", _own("ConfirmForm")),
    **_both("public.hide", _own("ConfirmForm")),
}
# Signs of the matrix for named, confidential and anonymous matters where they differ by standing.
ORIGINAL = {"close": "s--", "intake": "sr-", "steward": "s--"}
IDENTITY = {"close": "s--", "co": "r--", "intake": "sr-", "steward": "s--"}
SIGNS = {"case.original": ORIGINAL, "case.identity": IDENTITY}
NAMED_ONLY = {"department.contact"}  # who hides is not called
FILE_AT_ONCE = {"close": "named", "intake": "named confidential anonymous"}  # all others wait until it is released

ALL = frozenset({"nobody", *FOLLOWERS, *ANY})
MEMBERS = frozenset({*FIRMS, *ANY})
OFFICE_ONLY = frozenset(OFFICE)
SURVEYORS = frozenset({"survey_officer", "office_head"})
STEWARDING = frozenset({"steward", "secretary"})
KEEPERS = OFFICE_ONLY - {"reviewer"}
ADMIN, AUDITOR = frozenset({"admin"}), frozenset({"auditor"})
QUEUES = {
    **dict.fromkeys(["received", "accepted", "refused", "ruling", "replied", "reviewing", "late"], INTAKE),
    **dict.fromkeys(["declines", "countersign"], HEADS),
    "all": INTAKE | {"leader"},
}
OTHER_ROUTES: dict[tuple[str, str], frozenset[str]] = {
    **{(f"public.{name}", "GET"): ALL for name in (
        "home", "accessibility", "basis", "privacy", "file", "follow", "receipt_qr")},
    **{(f"public.{name}", "POST"): ALL for name in ("file", "follow", "leave")},
    ("public.receipt", "GET"): frozenset(),  # of the browser that filed it
    ("public.window_receipt", "GET"): frozenset(),  # of the clerk who filed it
    ("public.window_file", "GET"): CLERKS,
    ("public.window_file", "POST"): CLERKS,
    ("public.mine", "GET"): FOLLOWERS,
    **{(f"health.{name}", "GET"): ALL for name in ("alive", "ready")},
    ("metrics.show", "GET"): frozenset(),  # of this machine, or with the token
    **{("auth.first_password", method): frozenset() for method in ("GET", "POST")},  # with a one-time code
    ("auth.sign_in_page", "GET"): ALL,
    ("auth.sign_in", "POST"): ALL,
    **{(f"auth.{name}", "GET"): MEMBERS for name in ("go", "me", "change_password", "recovery")},
    **{(f"auth.{name}", "GET"): ANY for name in ("choose_post", "prove", "set_up")},
    **{(f"auth.{name}", "POST"): MEMBERS for name in ("change_password", "end_sessions", "sign_out")},
    **{(f"auth.{name}", "POST"): ANY for name in ("choose_post", "prove", "set_up", "begin_factor")},
    ("auth.end_session", "POST"): frozenset({"owner"}),  # whose the first session is
    ("auth.key_picture", "GET"): frozenset(),  # while a second factor is being set up
    **{(f"accounts.{name}", "GET"): OFFICE_ONLY for name in ("account_list", "account", "open_account")},
    **{(f"accounts.{name}", "POST"): OFFICE_ONLY for name in ("open_account", "close", "give_code", "look")},
    **{(f"admin.{name}", "GET"): ADMIN for name in (
        "people", "person", "grant", "add_person", "end_post", "unit_list", "unit", "end_unit")},
    **{(f"admin.{name}", "POST"): ADMIN for name in (
        "give_code", "grant", "reset_second_factor", "end_sessions", "add_person", "end_post", "unit", "end_unit")},
    ("calendar.year", "GET"): ADMIN | HEADS,
    **{(f"calendar.{name}", "POST"): ADMIN for name in ("confirm", "preview_day", "preview_year", "preview_removal")},
    **{(f"audit.{name}", "GET"): AUDITOR for name in ("entries", "day")},
    ("audit.verify", "POST"): AUDITOR,
    **{(f"department.{name}", "GET"): frozenset(DEPARTMENT) for name in ("desk", "co", "answered", "done", "left")},
    ("office.queue", "GET"): INTAKE | {"leader"},  # and by queue: QUEUES
    **{(f"notices.{name}", "GET"): ANY for name in ("listing", "choose_page")},
    **{(f"notices.{name}", "POST"): ANY for name in ("read_every", "choose_page")},
    ("notices.read", "POST"): frozenset({"handler"}),  # whose the notice is
    ("notices.outgoing", "GET"): ADMIN,
    **{(f"notices.{name}", "POST"): ADMIN for name in ("again", "leave")},
    ("search.find", "GET"): INTAKE | set(DEPARTMENT) | {"leader", "steward", "secretary"},
    ("search.phone", "GET"): INTAKE,
    ("search.find_phone", "POST"): INTAKE,
    **{(f"exports.{name}", method): frozenset() for name, method in (
        ("start", "POST"), ("show", "GET"), ("file", "GET"))},  # with a list, and of whoever has carried it away
    **{(f"figures.{name}", "GET"): OFFICE_ONLY | {"leader"} for name in ("overview", "by", "listing")},
    ("bulk.confirm_dispatch", "POST"): CLERKS, ("bulk.dispatch_many", "POST"): CLERKS,
    **{(f"bulk.{name}", "POST"): frozenset(SIGNERS.split()) for name in ("confirm_hand_over", "hand_over_many")},
    ("today.show", "GET"): INTAKE | frozenset(DEPARTMENT),
    **{("department.sentence_list", method): frozenset(DEPARTMENT) for method in ("GET", "POST")},
    **{("department.sentence", method): frozenset() for method in ("GET", "POST")},  # of one's own unit
    ("department.drop_sentence", "POST"): frozenset(),
    ("department.head", "GET"): frozenset({"department_head"}),
    ("bulk.show", "GET"): frozenset(),  # of whoever did it
    **{(f"saved.{name}", "POST"): frozenset() for name in ("keep", "forget")},  # of a list, and one's own
    **{(f"steward.{name}", "GET"): STEWARDING for name in (
        "home", "enterprises", "projects", "visits", "add_visit", "show")},
    ("steward.add_visit", "POST"): STEWARDING,
    ("steward.visit", "GET"): frozenset(),  # of the browser that logged it
    ("steward.know", "POST"): frozenset(),  # whose the notice is: the steward's own stand in another test
    **{(f"ledger.{name}", "GET"): OFFICE_ONLY | {"leader"} for name in (
        "stewards", "enterprises", "projects", "difficulties", "visits", "show", "card", "card_code", "leader")},
    ("ledger.add", "GET"): KEEPERS,
    **{(f"ledger.{name}", "POST"): KEEPERS for name in (
        "add", "change_terms", "hand_over", "end", "hand_all_over", "set_secretary")},
    **{(f"answer.{name}", method): ALL for name, method in (
        ("start", "GET"), ("start", "POST"), ("section", "GET"), ("send", "POST"), ("done", "GET"))},
    **{(f"surveys.{name}", "GET"): SURVEYORS for name in (
        "listing", "new", "show", "definition", "plan", "letters", "poster", "code_file")},
    **{(f"surveys.{name}", "POST"): SURVEYORS for name in (
        "new", "rewrite", "papers", "publish", "plan", "invite_listed", "invite_sampled", "launch", "close")},
    **{(f"surveys.{name}", "GET"): SURVEYORS | {"leader", "steward"} for name in ("waves", "wave", "result", "result_by")},
    ("static", "GET"): ALL,
}  # fmt: skip
