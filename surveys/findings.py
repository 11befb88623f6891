"""What is wrong with a definition, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.errors import Invalid

Severity = Literal["error", "warning"]
SHOWN = 5


@dataclass(frozen=True)
class Finding:
    """One fault: the rule by its code, how bad it is, the place (`pages[0].elements[2].visibleIf`), the sentence.

    `at` is the place within a condition; `repair` the condition as it should be, where that is certain.
    """

    rule: str
    severity: Severity
    path: str
    text: str
    at: int | None = None
    repair: str | None = None


class BadDefinition(Invalid):
    """A file that is no definition of ours; nothing of it was kept."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        said = "；".join(
            f"{one.path}：{one.text.rstrip('。')}" if one.path else one.text.rstrip("。") for one in findings[:SHOWN]
        )
        rest = f"；另有 {len(findings) - SHOWN} 处" if len(findings) > SHOWN else ""
        super().__init__(f"{said}{rest}。")
        self.findings = tuple(findings)
