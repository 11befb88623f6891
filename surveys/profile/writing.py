"""From a questionnaire to JSON, in the order of reading and without what goes without saying."""

from __future__ import annotations

import json
from typing import Any

from surveys.definition import Binding, Choice, Item, Page, Questionnaire, Row, code_of
from surveys.profile.fields import default_of, fields_of

Object = dict[str, Any]


def write(questionnaire: Questionnaire) -> str:
    """The JSON of *questionnaire*."""
    return json.dumps(as_object(questionnaire), ensure_ascii=False, indent=1) + "\n"


def as_object(questionnaire: Questionnaire) -> Object:
    """What `write` writes."""
    heads = {"title": questionnaire.title, "description": questionnaire.description}
    found: Object = {key: said for key, said in heads.items() if said}
    found["pages"] = [_page(page) for page in questionnaire.pages]
    sidecar: Object = {}
    for item in questionnaire.items:
        places = {item.name: item.binding} | {f"{item.name}.{row.value}": row.binding for row in item.rows}
        sidecar |= {place: _binding(one) for place, one in places.items() if one is not None and one != Binding()}
    return found | ({"sidecar": sidecar} if sidecar else {})


def _page(page: Page) -> Object:
    heads = {"name": page.name, "title": page.title, "description": page.description, "visibleIf": page.visible_if}
    return {key: said for key, said in heads.items() if said} | {"elements": [_item(item) for item in page.items]}


def _item(item: Item) -> Object:
    found: Object = {"type": str(item.type)}
    for field in fields_of(item.type).values():
        value = getattr(item, field.attribute)
        if value != default_of(field.attribute) or field.name in {"name", "title"}:
            found[field.name] = [_part(part) for part in value] if isinstance(value, tuple) else value
    return found


def _part(part: Choice | Row) -> object:
    is_plain = part.text == code_of(part.value)
    return part.value if is_plain else {"value": part.value, "text": part.text}


def _binding(binding: Binding) -> Object:
    found: Object = {
        "indicator": binding.indicator, "environment": binding.environment, "unit": binding.unit,
        "scores": {code: int(points) if points.is_integer() else points for code, points in binding.scores},
        "followUp": binding.follow_up, "restricted": binding.is_restricted,
    }  # fmt: skip
    return {key: value for key, value in found.items() if value}
