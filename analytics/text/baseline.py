"""snownlp's opinion of a text, kept beside ours as the baseline. Heavy: only its own job asks for it."""

from __future__ import annotations

import warnings

_LONGEST = 5000
_UNDECIDED = 0.5


def opinion(text: str) -> float:
    """How positive snownlp takes *text* to be, 0 to 1; a text without Chinese characters is undecided."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from snownlp import SnowNLP
    plain = "".join(char for char in text[:_LONGEST] if not "\ud800" <= char <= "\udfff")
    if not any("一" <= char <= "龥" for char in plain):
        return _UNDECIDED
    return float(SnowNLP(plain).sentiments)
