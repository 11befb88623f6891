"""The list of wrongs fits the house as it is; `make faults` tries them."""

from __future__ import annotations

import pytest

from tests.wrongs.__main__ import HOUSE, spoilt
from tests.wrongs.known import WRONGS, Wrong


@pytest.mark.parametrize("wrong", WRONGS, ids=lambda wrong: wrong.name)
def test_a_known_wrong_can_still_be_done_and_its_test_exists(wrong: Wrong) -> None:
    text = spoilt(wrong, HOUSE)
    assert text is not None
    compile(text, wrong.path, "exec")
    path, _, test = wrong.test.partition("::")
    assert f"def {test.partition('[')[0]}(" in (HOUSE / path).read_text(encoding="utf-8") if test else (HOUSE / path).exists()
