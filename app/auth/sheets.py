"""Sheets as offices send them: XLSX, or CSV in UTF-8 with or without a mark, or in GB18030."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from app.errors import Invalid
from app.web.forms import clean

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED = 200 * 1024 * 1024


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place of a sheet; rows are counted as a spreadsheet shows them."""

    row: int
    column: str
    value: str
    reason: str


@dataclass
class Tally:
    """What a sheet led to."""

    rows: int = 0
    new: int = 0
    same: int = 0
    errors: list[Fault] = field(default_factory=list)


def read_text(path: Path) -> str:
    """The text of a file; raises Invalid."""
    content = path.read_bytes()
    if len(content) > MOST_BYTES:
        raise Invalid(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请分成几个文件。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Invalid("文件不是 UTF-8 也不是 GB18030，请另存为 CSV 再试。")


def read_rows(path: Path, needed: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Row number and cells by column, empty rows left out; raises Invalid where a needed column is missing."""
    lines = _lines(path)
    head = next(lines, [])
    if missing := [name for name in needed if name not in head]:
        raise Invalid(f"第一行缺少这些列：{'、'.join(missing)}")
    for number, cells in enumerate(lines, start=2):
        row = dict.fromkeys(head, "") | dict(zip(head, cells, strict=False))
        if any(row.values()):
            yield number, row


def _lines(path: Path) -> Iterator[list[str]]:
    if zipfile.is_zipfile(path):
        yield from _workbook(path)
        return
    try:
        for cells in csv.reader(io.StringIO(read_text(path), newline="")):
            yield [clean(cell) for cell in cells]
    except csv.Error as error:
        raise Invalid("文件不是一张 CSV 表，请另存为 CSV 再试。") from error


def _workbook(path: Path) -> Iterator[list[str]]:
    """The first sheet of an XLSX; it is held whole, so that what is too large unpacked is not opened."""
    if path.stat().st_size > MOST_BYTES or _unpacked(path) > MOST_UNPACKED:
        raise Invalid(f"文件超过 {MOST_BYTES // 1024 // 1024} MB，请分成几个文件。")
    try:
        rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        raise Invalid("文件不是一张 XLSX 表，请另存为 XLSX 或 CSV 再试。") from error
    for cells in rows:
        yield [clean(_words(cell)) for cell in cells]


def _unpacked(path: Path) -> int:
    with zipfile.ZipFile(path) as pack:
        return sum(part.file_size for part in pack.infolist())


def _words(cell: object) -> str:
    """A cell as somebody would have typed it: 2026-10-15, 12, text."""
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}" if cell.time() != time.min else cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
