"""What happens in which life, how long it takes, and how long a life that goes on has waited: tables alone."""

from __future__ import annotations

SIGN = "submit accept dispatch acknowledge"
WORK = "contact parts reply"
TO_RESULT = f"{SIGN} {WORK} publish"
AFTER_REFUSAL = f"acknowledge {WORK} publish rate"
TWO_REFUSALS = "submit accept send_astray refuse accept_refusal send_on refuse_again"

# What happens in which life, in this order; the clock's own acts come by themselves.
PATHS = {
    "received": "submit",
    "amending": "submit ask_amend",
    "not_amended": "submit ask_amend",
    "restored": "submit ask_amend restore",
    "declined": "submit propose_decline decline",
    "decline_proposed": "submit propose_decline",
    "accepted": "submit accept",
    "dispatched": "submit accept dispatch",
    "withdrawn_dispatch": "submit accept send_astray recall dispatch",
    "refused": "submit accept send_astray refuse",
    "refusal_accepted": f"submit accept send_astray refuse accept_refusal dispatch {AFTER_REFUSAL}",
    "refusal_rejected": "submit accept dispatch refuse reject_refusal",
    "ruling": TWO_REFUSALS,
    "ruled": f"{TWO_REFUSALS} rule {AFTER_REFUSAL}",
    "handling": f"{SIGN} contact some_parts",
    "asking": f"{SIGN} contact ask",
    "answered": f"{SIGN} contact ask answer",
    "replied": f"{SIGN} {WORK}",
    "to_countersign": f"{SIGN} {WORK} ask_countersign",
    "reply_returned": f"{SIGN} {WORK} return_reply",
    "published": TO_RESULT,
    "reviewing": f"{TO_RESULT} rate",
    "rework": f"{TO_RESULT} rate call_back rework",
    "reworked_closed": f"{TO_RESULT} rate call_back rework contact_again parts better_reply publish rate_again",
    "review_closed": f"{TO_RESULT} rate call_back close_review",
    "closed_rated": f"{TO_RESULT} rate",
    "closed_silent": TO_RESULT,
    "withdrawn": "submit accept dispatch withdraw",
    "mistaken": "submit end_as_mistaken",
    "unable_closed": f"{SIGN} {WORK} ask_countersign countersign publish rate call_back close_review",
    "closed_reopened": f"{TO_RESULT} rate reopen",
}
# A life that is still going on waits on a clock: what part of it is used up, story by story.
WAITS: dict[str, tuple[str, tuple[float, ...]]] = {
    "received": ("C1", (0.03, 0.12, 0.02, 0.3, 0.55, 0.83, 0.9, 1.25)),
    "amending": ("C7", (0.15, 0.4, 0.6, 0.85)),
    "restored": ("C1", (0.15, 0.6)),
    "decline_proposed": ("C1", (0.6, 0.86)),
    "accepted": ("C10", (0.05, 0.12, 0.3, 0.5, 0.75, 0.9, 1.3, 2.2, 0.08)),
    "dispatched": ("C2", (0.04, 0.08, 0.11, 0.2, 0.35, 0.5, 0.7, 0.09)),
    "withdrawn_dispatch": ("C2", (0.06, 0.3)),
    "refusal_rejected": ("C2", (0.1, 0.2, 0.5)),
    "refused": ("C11", (0.15, 0.4, 0.8, 1.6)),
    "ruling": ("C6", (0.3, 0.8)),
    "handling": ("C4", (0.2, 0.35, 0.5, 0.65, 0.75, 0.85, 0.9, 0.97, 1.15, 0.4, 0.6, 0.8, 1.3, 0.97)),
    "asking": ("C7", (0.1, 0.3, 0.5, 0.8)),
    "answered": ("C4", (0.5, 0.8, 0.97)),
    "replied": ("C5", (0.05, 0.15, 0.3, 0.5, 0.95, 1.25)),
    "to_countersign": ("C12", (0.6,)),
    "reply_returned": ("C4", (0.6, 0.8, 0.97, 1.2)),
    "published": ("C8", (0.05, 0.15, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)),
    "reviewing": ("C9", (0.1, 0.35, 0.6, 0.85, 1.4)),
    "closed_reopened": ("C9", (0.3, 0.85)),
    "rework": ("C4", (0.1, 0.4, 0.7, 1.1)),
}
STARTED_BY = {
    "C1": {"submit", "restore"}, "C7": {"ask_amend", "ask"}, "C10": {"accept"}, "C2": {"dispatch", "reject_refusal"},
    "C11": {"refuse"}, "C6": {"refuse_again"}, "C4": {"accept", "rework"}, "C5": {"reply"}, "C8": {"publish"},
    "C9": {"rate", "reopen"}, "C12": {"ask_countersign"},
}  # fmt: skip
# Which clock an act must meet; other acts simply take their time (office minutes).
MEETS = {
    "accept": "C1", "ask_amend": "C1", "propose_decline": "C1", "dispatch": "C10", "send_astray": "C10", "send_on": "C10",
    "acknowledge": "C2", "refuse": "C2", "refuse_again": "C2", "contact": "C3", "accept_refusal": "C11",
    "reject_refusal": "C11", "rule": "C6", "publish": "C5", "call_back": "C9", "countersign": "C12",
}  # fmt: skip
TAKES = {
    "decline": (60, 400), "end_as_mistaken": (20, 90), "recall": (20, 60), "withdraw": (30, 100), "contact_again": (60, 300),
    "ask": (60, 300), "answer": (200, 900), "ask_countersign": (30, 120), "return_reply": (60, 300), "rate": (90, 1500),
    "rate_again": (90, 1500), "rework": (30, 200), "close_review": (60, 400), "reopen": (1500, 6000), "restore": (2900, 4300),
    "better_reply": (700, 2200),
}  # fmt: skip
FILLS = {"parts": 0.45, "some_parts": 0.35, "reply": 0.55}  # how the work shares what is left of C4
OFTEN_LATE = {"acknowledge": 0.14, "contact": 0.1, "accept": 0.06, "dispatch": 0.06, "publish": 0.05, "call_back": 0.08}
LATE_RESULT = 0.13
BY_HAND = {"window", "hotline", "letter"}
