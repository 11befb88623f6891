"""The linter: everything that is wrong with a questionnaire before anyone is asked, each with its place.

`lint(questionnaire) -> list[Finding]`, in the order of the paper; nothing may be published with an error among them.
`minutes(questionnaire) -> (shortest, longest)`. `kept_findings(published, draft)`: what the next version may not change.
"""

from __future__ import annotations

from surveys.definition import Questionnaire
from surveys.findings import Finding
from surveys.linting.bindings import binding_findings
from surveys.linting.kept import kept_findings
from surveys.linting.length import length_findings, minutes
from surveys.linting.logic import logic_findings
from surveys.linting.places import order_of
from surveys.linting.reach import reach_findings
from surveys.linting.shape import shape_findings

__all__ = ["kept_findings", "lint", "minutes"]


def lint(questionnaire: Questionnaire) -> list[Finding]:
    """What is wrong."""
    found = [*shape_findings(questionnaire), *logic_findings(questionnaire), *binding_findings(questionnaire)]
    broken = {one.path for one in found if one.severity == "error"}
    found += reach_findings(questionnaire, broken)
    found += length_findings(questionnaire)
    return sorted(found, key=lambda one: order_of(one.path))
