"""What may not change from a published version to the next: an item keeps its kind of answer, and a code its meaning."""

from __future__ import annotations

from surveys.definition import Questionnaire, code_of
from surveys.findings import Finding
from surveys.linting.places import Place, places


def kept_findings(published: Questionnaire, draft: Questionnaire) -> list[Finding]:
    """What of *draft* would make answers of *published* mean something else."""
    return [finding for place in places(draft) for finding in _compared(published, place)]


def _compared(published: Questionnaire, place: Place) -> list[Finding]:
    item, before = place.item, published.by_name.get(place.item.name)
    if before is None:
        return []
    if (before.type, before.input_type) != (item.type, item.input_type):
        text = f"{place.called}“{item.name}”发布过，题型不能再改；要换题型，请加一道新题。"
        return [Finding("type-changed", "error", f"{place.path}.type", text)]
    said = {code_of(choice.value): choice.text for choice in before.options}
    return [
        Finding(
            "wording-changed", "warning", place.of("choices", number),
            f"{place.called}的选项“{said[code_of(choice.value)]}”改成了“{choice.text}”；意思变了的，请换一个新代码。",
        )
        for number, choice in enumerate(item.choices)
        if said.get(code_of(choice.value), choice.text) != choice.text
    ]  # fmt: skip
