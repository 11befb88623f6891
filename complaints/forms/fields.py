"""What several forms of enterprises share: choices out of code tables, telephone numbers, money, files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import MultipleFileField, SelectChoice

from app import taxonomy
from app.sealing import MOBILE, normalise_phone
from app.web.forms import HouseForm

LANDLINE = re.compile(r"(0\d{9,11}|[48]00\d{7})(x\d{1,6})?")
ABROAD = re.compile(r"\+\d{8,15}")
UNITS = {"万": 10_000, "千": 1_000, "百": 100, "亿": 100_000_000}
MONEY = re.compile(r"(\d+(?:\.\d+)?)([万千百亿]?)")
MOST_FEN = 10**15


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """Values and words as WTForms wants them."""
    return [SelectChoice(value, words) for value, words in pairs]


def options(table: str, order: tuple[str, ...] = ()) -> list[SelectChoice]:
    """Codes and labels of *table* in book order, or only those of *order* in that order."""
    codes = taxonomy.codes(table)
    return choices((code, codes[code].label) for code in order or codes)


def phone_fault(text: str) -> str:
    """What is wrong with a telephone number, however it was typed; empty if it can be dialled."""
    number = normalise_phone(text)
    if any(shape.fullmatch(number) for shape in (MOBILE, LANDLINE, ABROAD)) and not number.startswith("+00"):
        return ""
    if number.startswith("1") and number.isdecimal():
        return f"手机号应为 11 位，您填了 {len(number)} 位" if len(number) != 11 else "手机号应以 13 到 19 开头，请核对"
    return "请填 11 位手机号，或带区号的座机，例如 029-88881234"


def fen_of(text: str) -> int | None:
    """*text* such as 1.2万元, ￥800 or 12,000.50 in fen; None for nothing; raises ValueError."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"[\s,，¥￥元]|人民币|块钱?|左右|大概|约", "", plain)
    if not plain:
        return None
    match = MONEY.fullmatch(plain)
    if match is None or len(plain) > 20:
        raise ValueError(text)
    try:
        fen = Decimal(match[1]) * UNITS.get(match[2], 1) * 100
    except InvalidOperation as error:
        raise ValueError(text) from error
    if fen > MOST_FEN:
        raise ValueError(text)
    return int(fen)


def files_field() -> Any:
    """The place of a form where files are chosen."""
    return MultipleFileField("照片或文件")


class FilesForm(HouseForm):
    """A form to which files belong: they wait under its ticket until it is accepted."""

    files = files_field()

    def __init__(self, formdata: Any = None, **kwargs: Any) -> None:
        super().__init__(formdata, **kwargs)
        self.file_faults: list[str] = []

    def validate(self, extra_validators: Any = None) -> bool:
        """The fields' own rules, then what the gate said about the files."""
        fine = super().validate(extra_validators)
        if self.file_faults:
            self.add_error("files", " ".join(self.file_faults))
        return bool(fine) and not self.file_faults
