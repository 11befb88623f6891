"""Cells that no spreadsheet takes for a formula, and numbers that it does not round."""

from __future__ import annotations

import re

from app.lists.spec import Cell

STARTS = frozenset("=+-@＝＋－＠\t\r\n")  # full-width ones are folded by some programs
BLANKS = " \u00a0\u3000\u200b\ufeff"
LONGEST = 32_767  # of a cell of a workbook
_NUMBER = re.compile(r"0\d+|\d{12,}", re.ASCII)  # would lose its zeros, or its last digits


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet that opens *text* may reckon with it."""
    plain = text.lstrip(BLANKS)
    return bool(plain) and plain[0] in STARTS


def in_text(cell: Cell) -> str:
    """*cell* in a CSV, where only a sign before it keeps it as it is."""
    if isinstance(cell, int):
        return str(cell)
    return f"'{cell}" if is_formula_like(cell) or _NUMBER.fullmatch(cell) else cell
