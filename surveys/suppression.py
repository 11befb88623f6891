"""Small cells of 保密 and 匿名 waves: which numbers may be shown, so that none of 1–4 can be read or computed.

How it is used: every number that leaves such a wave comes out of `release_whole` (a question over the whole wave), of
`release` (the same question by areas, sizes or trades, whose groups were first `pooled`, or two questions crossed), and
nothing but sums of shown cells is shown beside them: where a cell is None, no mean, share or n that contains it.
One breakdown at a time: filters are never combined. Of fewer than five answers nothing is shown, not even their number.

Source: analytics.md §5 and security.md §8. First each cell of 1–4 is hidden, and each line of under ten where all answered
alike; then the next smallest of a line, until no line has one hidden cell, or hidden cells that sum to under five; then
further ones, until each hidden cell could, from all that is shown, hold five or more (largest flow in the table).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

FEWEST = 5
ALIKE = 10  # under so many, that all answered alike is not said
POOL = "~"  # the group of those groups that are too small to stand alone

Cell = tuple[str, str]
Shown = dict[str, int | None]
_WHOLE, _REST = "", "\0"


def pooled(sizes: Mapping[str, int]) -> dict[str, str]:
    """Where each group of so many answers is shown: alone, or in the POOL with others, which then are five or more."""
    small = {group for group, n in sizes.items() if 0 < n < FEWEST}
    rest = sorted((n, group) for group, n in sizes.items() if n >= FEWEST)
    while small and rest and (len(small) == 1 or sum(sizes[group] for group in small) < FEWEST):
        small.add(rest.pop(0)[1])
    return {group: POOL if group in small else group for group in sizes}


def regrouped(table: Mapping[str, Mapping[str, int]], home: Mapping[str, str]) -> dict[str, Counter[str]]:
    """*table* by the groups in which it may be shown."""
    found: dict[str, Counter[str]] = {}
    for group, counts in table.items():
        found.setdefault(home[group], Counter()).update(counts)
    return found


def release_whole(counts: Mapping[str, int]) -> Shown:
    """The outcomes of a question over the whole wave; None is hidden."""
    total = sum(counts.values())
    return release({_WHOLE: counts}, {_WHOLE: total}, dict.fromkeys(counts))[_WHOLE]


def release(
    table: Mapping[str, Mapping[str, int]], rows: Mapping[str, int | None], columns: Mapping[str, int | None]
) -> dict[str, Shown]:
    """The cells of *table* that may be shown beside the totals of rows and columns that are shown (None is not)."""
    found = _Table(table, rows, columns)
    found.hide_small()
    found.hide_until_safe()
    return {
        row: {column: None if (row, column) in found.hidden else counts.get(column, 0) for column in columns}
        for row, counts in table.items()
    }


class _Table:
    """A table with shown and hidden cells. A total that is not shown is a hidden cell more: what is left to a bound."""

    def __init__(
        self, table: Mapping[str, Mapping[str, int]], rows: Mapping[str, int | None], columns: Mapping[str, int | None]
    ) -> None:
        self.cells = {(row, column): counts.get(column, 0) for row, counts in table.items() for column in columns}
        self.lines = [[(row, column) for column in columns] for row in table if rows[row] is not None]
        self.lines += [[(row, column) for row in table] for column in columns if columns[column] is not None]
        self.hidden: set[Cell] = set()
        self.small: set[Cell] = set()
        bound = sum(self.cells.values())
        self.slack = {(row, _REST): bound for row in table if rows[row] is None}
        self.slack |= {(_REST, column): bound for column in columns if columns[column] is None}

    def hide_small(self) -> None:
        self.small = {cell for cell, n in self.cells.items() if 0 < n < FEWEST}
        self.hidden |= self.small
        for line in self.lines:
            total = sum(self.cells[cell] for cell in line)
            if len(line) > 1 and 0 < total < ALIKE and total in (self.cells[cell] for cell in line):
                self.hidden |= set(line)

    def hide_until_safe(self) -> None:
        while (lines := self._unsafe()) and self._hide_next(lines):
            pass

    def _unsafe(self) -> list[list[Cell]]:
        """The lines in which one more cell has to be hidden."""
        open_lines = [line for line in self.lines if self._is_open(line)]
        if open_lines:
            return open_lines
        weak = next((cell for cell in sorted(self.small) if not self._may_be_many(cell)), None)
        own = [line for line in self.lines if weak in line and not self.hidden.issuperset(line)]
        return own or (self.lines if weak else [])

    def _is_open(self, line: Iterable[Cell]) -> bool:
        hidden = [self.cells[cell] for cell in line if cell in self.hidden]
        shown = [cell for cell in line if cell not in self.hidden]
        return bool(hidden) and bool(shown) and (len(hidden) == 1 or sum(hidden) < FEWEST)

    def _hide_next(self, lines: list[list[Cell]]) -> bool:
        """Hide the smallest cell that is still shown in *lines*, an empty one last; whether there was one."""
        shown = [cell for line in lines for cell in line if cell not in self.hidden]
        if not shown:
            return False
        self.hidden.add(min(shown, key=lambda cell: (self.cells[cell] == 0, self.cells[cell], cell)))
        return True

    def _may_be_many(self, cell: Cell) -> bool:
        """Whether *cell* could hold FEWEST and all that is shown still add up: others give way along a circle."""
        held = {one: self.cells[one] for one in self.hidden} | self.slack
        while held[cell] < FEWEST:
            circle = _circle(held, cell)
            if circle is None:
                return False
            less, more = circle
            step = min(held[one] for one in less)
            for one in less:
                held[one] -= step
            for one in (*more, cell):
                held[one] += step
        return True


def _circle(held: Mapping[Cell, int], cell: Cell) -> tuple[list[Cell], list[Cell]] | None:
    """Cells that shrink and cells that grow in turn, so that *cell* may grow and every line keeps its sum."""
    paths: dict[str, tuple[list[Cell], list[Cell]]] = {cell[1]: ([], [])}
    rows_seen: set[str] = set()
    waiting = [cell[1]]
    while waiting:
        column = waiting.pop(0)
        less, more = paths[column]
        for one in [one for one, n in held.items() if one[1] == column and n > 0 and one != cell]:
            row = one[0]
            if row == cell[0]:
                return [*less, one], more
            if row in rows_seen:
                continue
            rows_seen.add(row)
            for grows in [other for other in held if other[0] == row and other[1] not in paths]:
                paths[grows[1]] = ([*less, one], [*more, grows])
                waiting.append(grows[1])
    return None
