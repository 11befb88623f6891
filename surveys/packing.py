"""The packed codes of a response, and the cells that it adds to the counters.

A response's codes are one string with a sign for every slot of its version: a closed item is one slot, a matrix one a
row, a checkbox one an option, written answers one. Signs: HIDDEN not asked, SILENT asked and not answered, else the
number of the option in `ALPHABET`; a chosen box or a written answer is YES, a box left empty NO. So any cross-tab is a
count over two positions of a string (`substr(codes, position + 1, 1)`; positions count from 0 here).

A cell of the counters is (slot key, outcome): "=code" the option, ANSWERED and SILENT and HIDDEN. A checkbox has its
options under its own key, and once ANSWERED, so that shares have their n.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase, ascii_uppercase, digits

from surveys.definition import WRITTEN, Answer, Answers, Item, ItemType, Questionnaire, code_of
from surveys.filling import fill

ALPHABET = digits + ascii_uppercase + ascii_lowercase + "".join(map(chr, range(0x4E00, 0x4E00 + 300)))
HIDDEN, SILENT, NO, YES = "-", ".", "0", "1"
ANSWERED = "+"


@dataclass(frozen=True)
class Slot:
    """A position of the packed string: the key of its cells, and the codes that its signs stand for.

    `code` is set where the slot is one option of a checkbox; `is_written` where only answered or not can be said.
    """

    position: int
    key: str
    item: str
    row: str = ""
    code: str | None = None
    options: tuple[str, ...] = ()
    is_written: bool = False


@lru_cache(maxsize=64)
def slots(questionnaire: Questionnaire) -> tuple[Slot, ...]:
    """The slots of a version, in order."""
    found: list[Slot] = []
    for item in questionnaire.by_name.values():
        codes = tuple(code_of(choice.value) for choice in item.options)
        if item.type == ItemType.CHECKBOX:
            found += [Slot(len(found) + n, item.name, item.name, code=code) for n, code in enumerate(codes)]
        elif item.type == ItemType.MATRIX:
            found += [
                Slot(len(found) + n, f"{item.name}.{row.value}", item.name, row.value, options=codes)
                for n, row in enumerate(item.rows)
            ]
        else:
            found.append(Slot(len(found), item.name, item.name, options=codes, is_written=item.type in WRITTEN))
    return tuple(found)


def pack(questionnaire: Questionnaire, given: Answers) -> str:
    """The codes of a response with these answers; what is hidden does not count."""
    filled = fill(questionnaire, given)
    return "".join(
        _sign(slot, filled.answers.get(slot.item)) if slot.item in filled.visible else HIDDEN for slot in slots(questionnaire)
    )


def _sign(slot: Slot, answer: Answer | None) -> str:
    if isinstance(answer, Mapping):
        answer = answer.get(slot.row)
    if answer is None:
        return SILENT
    if slot.is_written:
        return YES
    if slot.code is not None:
        chosen = answer if isinstance(answer, Sequence) and not isinstance(answer, str) else [answer]
        return YES if slot.code in map(code_of, chosen) else NO
    code = code_of(answer)
    return ALPHABET[slot.options.index(code)] if code in slot.options else SILENT


def unpack(slot: Slot, codes: str) -> str:
    """What *codes* say at *slot*: "=code", ANSWERED, SILENT or HIDDEN; of a box left empty ANSWERED."""
    sign = codes[slot.position]
    if sign in (HIDDEN, SILENT):
        return sign
    if slot.is_written:
        return ANSWERED
    if slot.code is not None:
        return f"={slot.code}" if sign == YES else ANSWERED
    return f"={slot.options[ALPHABET.index(sign)]}"


def tallies(questionnaire: Questionnaire, codes: str) -> Counter[tuple[str, str]]:
    """The cells to which a response with these codes adds one."""
    found = {(slot.key, unpack(slot, codes)) for slot in slots(questionnaire)}
    boxes = {slot.key for slot in slots(questionnaire) if slot.code is not None}
    found |= {(key, ANSWERED) for key, outcome in found if key in boxes and outcome not in (HIDDEN, SILENT)}
    return Counter(found)


def slots_of(item: Item, questionnaire: Questionnaire) -> tuple[Slot, ...]:
    """The slots that an item fills."""
    return tuple(slot for slot in slots(questionnaire) if slot.item == item.name)
