"""A draft is changed act by act, and no condition ever breaks by it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.errors import Invalid
from surveys import editing
from surveys.conditions import parse
from surveys.conditions.syntax import Op
from surveys.definition import Choice, ItemType, Questionnaire
from surveys.filling import fill
from surveys.linting import kept_findings, lint
from surveys.plain import Line, Lines, comparisons, lines_of, text_of, typed
from surveys.profile import read, write
from surveys.shipped import shipped

SPECIAL = shipped()["special_service"]


def _names(asked: Questionnaire) -> list[list[str]]:
    return [[item.name for item in page.items] for page in asked.pages]


def test_a_name_that_changes_changes_in_every_condition() -> None:
    renamed = editing.put(SPECIAL, "service_parts", replace(SPECIAL.by_name["service_parts"], name="parts"))
    renamed = editing.put(renamed, "visited", replace(renamed.by_name["visited"], name="been"))
    assert lint(renamed) == []
    assert renamed.by_name["waited"].visible_if == "{parts.on_time} <= 2"
    assert fill(renamed, {"been": "yes", "parts": {"on_time": 1}}).visible >= {"waited", "channel"}
    with pytest.raises(Invalid, match="已经有一道题叫"):
        editing.put(renamed, "been", replace(renamed.by_name["been"], name="Online"))


def test_what_others_hang_on_is_not_taken_away() -> None:
    with pytest.raises(Invalid, match=r"第 2 节、第 2 题、第 3 题的条件用到第 1 题，请先改那里"):
        editing.remove(SPECIAL, "visited")
    assert "days" not in editing.remove(SPECIAL, "days").by_name
    with pytest.raises(Invalid, match="没有这道题"):
        editing.remove(SPECIAL, "gone")


def test_items_move_within_and_between_sections() -> None:
    assert _names(editing.move(SPECIAL, "matter", is_up=True))[0] == ["visited", "matter", "channel"]
    assert _names(editing.move(SPECIAL, "service_parts", is_up=True))[0][-1] == "service_parts"
    assert _names(editing.move(SPECIAL, "days", is_up=False))[2][0] == "days"
    assert editing.move(SPECIAL, "visited", is_up=True) == SPECIAL
    assert editing.move(SPECIAL, "consent", is_up=False) == SPECIAL


def test_new_items_and_twins_have_names_of_their_own() -> None:
    grown = SPECIAL
    for kind in ItemType:
        grown = editing.add(grown, "end", editing.blank(kind, grown))
    grown = editing.copy(editing.copy(grown, "days"), "days")
    assert [one.rule for one in lint(grown) if one.severity == "error"] == []
    assert _names(grown)[1] == ["service_parts", "waited", "days", "days_2", "days_1"]
    assert read(write(grown)) == grown


def test_sections_come_and_go() -> None:
    grown = editing.add_page(SPECIAL, "四、别的")
    assert grown.pages[-1].name == "page4"
    assert editing.remove_page(grown, "page4") == SPECIAL
    with pytest.raises(Invalid, match="还有题目"):
        editing.remove_page(SPECIAL, "end")


NUMBERS = st.lists(st.integers(0, 5), min_size=1, max_size=2).map(tuple)
COMPARED = st.builds(Line, st.sampled_from(["a", "m.row"]), st.sampled_from(Op).map(str), NUMBERS)
ANSWERED = st.builds(Line, st.just("a"), st.sampled_from(["empty", "notempty"]))
LINES = st.builds(Lines, st.lists(COMPARED | ANSWERED, min_size=2, max_size=4).map(tuple), st.booleans())


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_what_a_form_says_is_read_into_the_form_again(lines: Lines) -> None:
    parse(text_of(lines))
    assert lines_of(text_of(lines)) == lines


def test_a_form_shows_what_it_can_say_and_no_more() -> None:
    assert lines_of("") == Lines(())
    assert lines_of("{a} = 1 and ({b} = 2 or {c} = 3)") is None
    assert lines_of("!{a}") is None
    assert lines_of("({a") is None
    assert typed(Line("service_parts.on_time", "<=", ("2",)), SPECIAL) == Line("service_parts.on_time", "<=", (2,))


def test_only_what_makes_sense_is_offered_for_an_item() -> None:
    for asked in (SPECIAL, shipped()["closure"]):
        for item in asked.items:
            name = f"{item.name}.{item.rows[0].value}" if item.rows else item.name
            value = item.options[0].value if item.options else 3 if item.input_type == "number" else "字"
            for op in comparisons(item):
                line = Line(name, op, () if op in {"empty", "notempty"} else (value,))
                later = editing.add(asked, asked.pages[-1].name, editing.blank(ItemType.COMMENT, asked))
                blank = list(later.items)[-1]
                found = lint(editing.put(later, blank.name, replace(blank, visible_if=text_of(Lines((line,))))))
                assert not {one.rule for one in found} & {"type-mismatch", "unknown-option", "syntax", "unknown-name"}, (
                    line,
                    found,
                )


def test_what_was_published_keeps_its_kind_and_what_its_answers_mean() -> None:
    matter, consent = SPECIAL.by_name["matter"], SPECIAL.by_name["consent"]
    draft = editing.put(SPECIAL, "consent", replace(consent, type=ItemType.COMMENT))
    draft = editing.put(draft, "matter", replace(matter, choices=(Choice("land", "税费"), *matter.choices[3:])))
    found = kept_findings(SPECIAL, draft)
    assert [(one.rule, one.severity, one.path) for one in found] == [
        ("wording-changed", "warning", "pages[0].elements[2].choices[0]"),
        ("type-changed", "error", "pages[2].elements[3].type"),
    ]
    assert kept_findings(SPECIAL, SPECIAL) == []
