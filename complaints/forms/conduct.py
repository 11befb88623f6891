"""Words that make us advise 保密: somebody is accused of greed, threats or revenge."""

from __future__ import annotations

import re

from app import taxonomy

RISKS = ("integrity", "retaliation")
_CLAUSE = re.compile(r"[，。！？；、,.!?;\n]")


def is_about_conduct(text: str) -> bool:
    """Whether a clause of *text* has one of the cues and none of the negations of those risks."""
    risks = [taxonomy.risks()[code] for code in RISKS]
    return any(
        any(cue in clause for cue in risk.cues) and not any(word in clause for word in risk.negations)
        for clause in _CLAUSE.split(text)
        for risk in risks
    )
