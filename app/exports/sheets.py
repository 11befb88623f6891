"""The two forms of an export, each written row by row: nothing but the row at hand is held in memory."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from app.exports.cells import LONGEST, in_text, is_formula_like
from app.lists.spec import Cell

BOM = "\ufeff"
MOST_ROWS = 1_048_576  # of a sheet
MIMES = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class Sheet(Protocol):
    """Something that rows are written to."""

    def row(self, cells: Sequence[Cell]) -> None:
        """One more row."""

    def close(self) -> None:
        """Write what is still due."""


class Csv:
    """Text in UTF-8 with its mark, so that a spreadsheet reads the Chinese right."""

    def __init__(self, out: BinaryIO, heads: Sequence[str]) -> None:
        self._out = out
        self._writer = csv.writer(self, lineterminator="\r\n")
        self.write(BOM)
        self._writer.writerow(heads)

    def write(self, text: str) -> None:
        """What the writer hands on."""
        self._out.write(text.encode("utf-8", "replace"))

    def row(self, cells: Sequence[Cell]) -> None:
        """One more row."""
        self._writer.writerow([in_text(cell) for cell in cells])

    def close(self) -> None:
        """Nothing is due."""


class Workbook:
    """A workbook of as many sheets as the rows need; text is text, whatever it looks like."""

    def __init__(self, out: BinaryIO, heads: Sequence[str], folder: Path) -> None:
        options = {
            "constant_memory": True,
            "tmpdir": str(folder),
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        import xlsxwriter  # a web process that makes none does not carry it

        self._book = xlsxwriter.Workbook(out, options)
        self._bold = self._book.add_format({"bold": True})
        self._inert = self._book.add_format({"quote_prefix": True})  # stays text even when somebody edits the cell
        self._heads = heads
        self._begin()

    def _begin(self) -> None:
        self._sheet: Any = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        for column, head in enumerate(self._heads):
            self._sheet.write_string(0, column, head, self._bold)
        self._next = 1

    def row(self, cells: Sequence[Cell]) -> None:
        """One more row."""
        if self._next == MOST_ROWS:
            self._begin()
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                self._sheet.write_number(self._next, column, cell)
            elif cell:
                form = self._inert if is_formula_like(cell) else None
                self._sheet.write_string(self._next, column, cell[:LONGEST], form)
        self._next += 1

    def close(self) -> None:
        """Pack it."""
        self._book.close()


def sheet_of(form: str, out: BinaryIO, heads: Sequence[str], folder: Path) -> Sheet:
    """A sheet of *form* that is written to *out*; what a workbook needs meanwhile lies in *folder*."""
    return Csv(out, heads) if form == "csv" else Workbook(out, heads, folder)
