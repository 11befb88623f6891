"""Questionnaires of every kind for trials, broken ones among them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from surveys.definition import LISTED, Binding, Choice, Item, ItemType, Page, Questionnaire, Row

SAID = st.text("问卷满意 a1'\"{}\\<\n", max_size=6)
CODES = st.text("abcé题1", min_size=1, max_size=4) | st.integers(-9, 99) | st.floats(0, 9).map(lambda number: round(number, 2))
CHOICES = st.lists(st.builds(Choice, CODES, SAID), max_size=3).map(tuple)
BINDINGS = st.builds(
    Binding, SAID, SAID, SAID, st.dictionaries(SAID, st.floats(0, 100), max_size=2).map(lambda found: tuple(found.items())),
    st.booleans(), st.booleans(),
)  # fmt: skip
ROWS = st.lists(st.builds(Row, st.text("abc", min_size=1, max_size=3), SAID), max_size=3).map(tuple)
NUMBERS = st.none() | st.integers(0, 9)


@st.composite
def _items(draw: st.DrawFn, number: int) -> Item:
    kind = draw(st.sampled_from(ItemType))
    more: dict[str, object] = {}
    if kind in LISTED | {ItemType.MATRIX, ItemType.RATING}:
        more["choices"] = draw(CHOICES)
    if kind in LISTED:
        more |= {"has_other": draw(st.booleans()), "none_text": draw(SAID)}
    if kind == ItemType.MATRIX:
        more |= {"rows": draw(ROWS), "every_row": draw(st.booleans())}
    if kind == ItemType.CHECKBOX:
        more |= {"min_selected": draw(NUMBERS), "max_selected": draw(NUMBERS)}
    if kind == ItemType.TEXT:
        more |= {"low": draw(NUMBERS), "input_type": draw(st.sampled_from(["text", "number", "date", "tel"]))}
    if kind == ItemType.BOOLEAN:
        more["label_true"] = draw(SAID)
    return Item(f"q{number}", kind, draw(SAID), draw(SAID), draw(st.booleans()), draw(SAID), draw(SAID),
                binding=draw(BINDINGS), **more)  # type: ignore[arg-type]  # fmt: skip


@st.composite
def questionnaires(draw: st.DrawFn) -> Questionnaire:
    pages = []
    for number in range(draw(st.integers(0, 3))):
        items = tuple(draw(_items(10 * number + one)) for one in range(draw(st.integers(0, 3))))
        pages.append(Page(f"p{number}", items, draw(SAID), draw(SAID), draw(SAID)))
    return Questionnaire(draw(SAID), tuple(pages), draw(SAID))


CONDITIONS = st.sampled_from([
    "", "{q0} = 1", "{q1} notempty", "{q10} > 3 and {q0.a} = 1", "({q1", "{q0} anyof ['a', 1]", "{q2} contains 'a'",
    "{q0-Comment} = 'x'", "not {q11} empty", "{q20} = {q0}",
])  # fmt: skip
VALUES = st.none() | st.booleans() | st.integers(-3, 20) | st.floats(allow_nan=True) | st.text("ab1", max_size=3)
ANSWERS = st.dictionaries(
    st.sampled_from(["q0", "q1", "q2", "q10", "q11", "q20", "q0-Comment"]),
    st.recursive(
        VALUES, lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.sampled_from("abc"), parts, max_size=3)
    ),
    max_size=6,
)


@st.composite
def conditional(draw: st.DrawFn) -> Questionnaire:
    """A questionnaire whose items hang on each other, rightly or not."""
    asked = draw(questionnaires())
    pages = []
    for page in asked.pages:
        items = tuple(replace(item, visible_if=draw(CONDITIONS), required_if=draw(CONDITIONS)) for item in page.items)
        pages.append(replace(page, items=items, visible_if=draw(CONDITIONS)))
    return replace(asked, pages=tuple(pages))
