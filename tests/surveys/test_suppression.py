"""Nobody reads or computes a cell of 1–4 answers, whatever pages of a wave are laid beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from surveys.suppression import FEWEST, POOL, Shown, pooled, regrouped, release, release_whole
from tests.machinery.trials import FULL

OUTCOMES = ("=5", "=3", "=1", ".")
Table = dict[str, Counter[str]]

PERSON = st.tuples(
    st.sampled_from(["east", "east", "east", "west", "west", "north"]),
    st.sampled_from(["large", "small"]),
    st.sampled_from(["=5", "=5", "=5", "=5", "=3", "=3", "=1", "."]),
    st.sampled_from(["=5", "=5", "=1", "."]),
)
PEOPLE = st.lists(PERSON, min_size=FEWEST, max_size=32)
FEW_PEOPLE = st.lists(PERSON, min_size=9, max_size=32 if FULL else 18)
People = list[tuple[str, str, str, str]]


def _table(people: People, group: int, answer: int) -> Table:
    found: Table = {}
    for one in people:
        found.setdefault(one[group], Counter())[one[answer]] += 1
    return found


def _whole(people: People, answer: int) -> tuple[Counter[str], Shown]:
    counts = Counter({outcome: 0 for outcome in OUTCOMES})
    counts.update(one[answer] for one in people)
    return counts, release_whole(counts)


def _by(people: People, group: int, answer: int) -> tuple[Table, dict[str, int], dict[str, Shown], Shown]:
    """The true table by (pooled) groups, their sizes, what is shown of it, and what is shown of the whole."""
    table = _table(people, group, answer)
    table = regrouped(table, pooled({name: counts.total() for name, counts in table.items()}))
    sizes = {name: counts.total() for name, counts in table.items()}
    _, whole = _whole(people, answer)
    return table, sizes, release(table, sizes, whole), whole


def _ways(total: int, places: int) -> Iterator[tuple[int, ...]]:
    if places == 0:
        if total == 0:
            yield ()
        return
    for first in range(total + 1) if places > 1 else (total,):
        yield from ((first, *rest) for rest in _ways(total - first, places - 1))


def _most(shown: Mapping[str, Shown], sizes: Mapping[str, int | None], whole: Shown, row: str, column: str) -> int:
    """The most that a hidden cell can be for one who adds up everything that is shown: by trying every table."""
    left = {one: total - sum(cells[one] or 0 for cells in shown.values()) for one, total in whole.items() if total is not None}
    used = {tuple(0 for _ in whole)}
    for name in [*(name for name in shown if name != row), row]:
        free = [one for one in whole if shown[name][one] is None]
        rest = (sizes[name] or 0) - sum(n for n in shown[name].values() if n is not None)
        grown = set()
        for way in _ways(rest, len(free)):
            added = dict(zip(free, way, strict=True))
            for before in used:
                after = tuple(n + added.get(one, 0) for n, one in zip(before, whole, strict=True))
                if all(n <= left.get(one, n) for n, one in zip(after, whole, strict=True)):
                    grown.add((after, added.get(column, 0)) if name == row else after)
        used = grown
    fits = [
        most for after, most in used if all(n == left.get(one, n) for n, one in zip(after, whole, strict=True))
    ]  # fmt: skip
    return max(fits)


@settings(max_examples=300 if FULL else 12, deadline=None)
@given(FEW_PEOPLE)
def test_every_small_cell_could_be_five_for_all_that_the_pages_tell(people: People) -> None:
    for group in (0, 1):
        table, sizes, shown, whole = _by(people, group, 2)
        for row, counts in table.items():
            for outcome in OUTCOMES:
                if 0 < counts[outcome] < FEWEST:
                    assert shown[row][outcome] is None
                    assert _most(shown, sizes, whole, row, outcome) >= FEWEST


@settings(max_examples=50, deadline=None)
@given(PEOPLE)
def test_no_pair_of_filters_leaves_one_to_four(people: People) -> None:
    counts, whole = _whole(people, 2)
    assert not [n for n in whole.values() if n is not None and 0 < n < FEWEST]
    hidden = [counts[outcome] for outcome in OUTCOMES if whole[outcome] is None]
    assert not hidden or sum(hidden) >= FEWEST
    for group in (0, 1):
        _, sizes, shown, _ = _by(people, group, 2)
        assert not [n for n in sizes.values() if 0 < n < FEWEST]
        for outcome, total in whole.items():
            cells = [cells[outcome] for cells in shown.values()]
            known = [n for n in cells if n is not None]
            assert not [n for n in known if 0 < n < FEWEST]
            if total is not None and len(known) < len(cells):  # the whole less any filters of which it is shown
                for some in range(len(known) + 1):
                    rests = [total - sum(chosen) for chosen in combinations(known, some)]
                    assert not [rest for rest in rests if 0 < rest < FEWEST]
        for name, cells in shown.items():
            rest = sizes[name] - sum(n for n in cells.values() if n is not None)
            assert rest == 0 or rest >= FEWEST


@settings(max_examples=30, deadline=None)
@given(PEOPLE)
def test_two_questions_crossed_betray_no_more(people: People) -> None:
    table = {one: Counter({other: 0 for other in OUTCOMES}) for one in OUTCOMES}
    for person in people:
        table[person[2]][person[3]] += 1
    (_, rows), (_, columns) = _whole(people, 2), _whole(people, 3)
    shown = release(table, rows, columns)
    for one, total in rows.items():
        known = [n for n in shown[one].values() if n is not None]
        assert not [n for n in known if 0 < n < FEWEST]
        if total is not None and len(known) < len(OUTCOMES):
            assert total - sum(known) >= FEWEST or total == sum(known)
    for other, total in columns.items():
        known = [n for n in (shown[one][other] for one in OUTCOMES) if n is not None]
        if total is not None and len(known) < len(OUTCOMES):
            assert total - sum(known) >= FEWEST or total == sum(known)


def test_where_cells_are_large_everything_is_shown() -> None:
    table = {"east": {"=5": 40, "=1": 10}, "west": {"=5": 25, "=1": 0}}
    assert release(table, {"east": 50, "west": 25}, {"=5": 65, "=1": 10}) == table


def test_the_partner_of_a_small_cell_is_hidden_too() -> None:
    table = {
        "east": {"=5": 40, "=3": 9, "=1": 3},
        "west": {"=5": 30, "=3": 12, "=1": 8},
        "north": {"=5": 50, "=3": 20, "=1": 30},
    }
    sizes = {name: sum(counts.values()) for name, counts in table.items()}
    shown = release(table, sizes, {"=5": 120, "=3": 41, "=1": 41})
    assert shown["east"] == {"=5": 40, "=3": None, "=1": None}
    assert shown["west"] == {"=5": 30, "=3": None, "=1": None}
    assert shown["north"] == table["north"]


def test_a_cell_between_two_circles_is_not_computed_by_going_round_them() -> None:
    """Every line has two hidden cells of five or more, yet the bridge would follow from the lines of one side."""
    numbers = ((4, 4, 20, 20), (4, 4, 3, 20), (20, 20, 4, 4), (20, 20, 4, 4))
    table = {f"row{n}": dict(zip(OUTCOMES, row, strict=True)) for n, row in enumerate(numbers)}
    sizes: dict[str, int | None] = {name: sum(row.values()) for name, row in table.items()}
    whole: Shown = {outcome: sum(row[outcome] for row in table.values()) for outcome in OUTCOMES}
    shown = release(table, sizes, whole)
    assert shown["row1"]["=1"] is None
    assert _most(shown, sizes, whole, "row1", "=1") >= FEWEST


def test_few_who_all_answered_alike_show_their_number_only() -> None:
    assert release_whole({"=5": 8, "=1": 0}) == {"=5": None, "=1": None}
    assert release_whole({"=5": 12, "=1": 0}) == {"=5": 12, "=1": 0}


def test_small_groups_are_shown_together_and_never_by_subtraction() -> None:
    assert pooled({"a": 3, "b": 2, "c": 40}) == {"a": POOL, "b": POOL, "c": "c"}
    assert pooled({"a": 3, "b": 9, "c": 40}) == {"a": POOL, "b": POOL, "c": "c"}
    assert pooled({"a": 0, "b": 9}) == {"a": "a", "b": "b"}
