"""`flask clocks` answers line by line and goes on after a bad one."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from click.testing import CliRunner

from app.officetime import DayRule, OfficeCalendar
from complaints.commands.clocks import make_group

OFFICE = OfficeCalendar.build([DayRule(date(2026, 11, 25), "holiday", note="停电")])
GROUP = make_group(lambda: OFFICE)


def ask(command: str, *lines: Any) -> tuple[int, list[dict[str, Any]]]:
    """Exit code and answers; a line that is no text already is written as JSON."""
    told = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    result = CliRunner().invoke(GROUP, [command], input=told)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_due_in_working_days_with_its_steps() -> None:
    code, (answer,) = ask("due", {"start": "2026-09-18T10:00+08:00", "days": 3})
    assert code == 0
    assert (answer["due"], answer["provisional"]) == ("2026-09-22T18:00+08:00", False)
    assert answer["steps"][2] == {"on": "2026-09-20", "what": "周日 调休上班 第1个工作日"}


def test_due_in_office_minutes_wherever_the_asker_lives() -> None:
    code, answers = ask(
        "due",
        {"start": "2026-11-24T03:00Z", "minutes": 120},
        {"start": "2026-11-24T11:00:30+08:00", "minutes": 60},
        {"start": "2027-02-01T10:00+08:00", "days": 1},
    )
    assert code == 0
    assert [answer["due"] for answer in answers[:2]] == ["2026-11-24T14:00+08:00", "2026-11-24T13:00:30+08:00"]
    assert answers[2]["provisional"] is True


def test_minutes_between_two_moments_on_the_offices_own_calendar() -> None:
    _, answers = ask("minutes", {"from": "2026-11-24T17:00+08:00", "to": "2026-11-26T10:00+08:00"})
    assert answers == [{"minutes": 120}]


@pytest.mark.parametrize(
    ("line", "names"),
    [
        (b"{", "JSON"),
        (b"\xff\xfe", "JSON"),
        (b"[" * 100_000, "JSON"),
        ([1], "对象"),
        ({"days": 3}, "start"),
        ({"start": 5, "days": 3}, "start"),
        ({"start": "2026-09-18", "days": 3}, "时区"),
        ({"start": "2026-09-18T10:00", "days": 3}, "时区"),
        ({"start": "0001-01-01T00:00+14:00", "days": 3}, "start"),
        ({"start": "2026-09-18T10:00+08:00"}, "days"),
        ({"start": "2026-09-18T10:00+08:00", "days": 3, "minutes": 3}, "只填一个"),
        ({"start": "2026-09-18T10:00+08:00", "days": "3"}, "整数"),
        ({"start": "2026-09-18T10:00+08:00", "days": True}, "整数"),
        ({"start": "2026-09-18T10:00+08:00", "minutes": 0}, "1 至"),
        ({"start": "2026-09-18T10:00+08:00", "days": 999_999}, "2100"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(line: Any, names: str) -> None:
    good = {"start": "2026-09-30T10:00+08:00", "days": 5}
    code, answers = ask("due", good, b"", line, good)
    assert code == 1
    assert [answer.get("due") for answer in answers] == ["2026-10-13T18:00+08:00", None, "2026-10-13T18:00+08:00"]
    assert answers[1]["line"] == 3
    assert names in answers[1]["error"]


def test_an_interval_that_runs_backwards_is_refused() -> None:
    code, answers = ask("minutes", {"from": "2026-11-24T17:00+08:00", "to": "2026-11-24T16:00+08:00"})
    assert (code, answers[0]["line"]) == (1, 1)


def test_help_says_shape_and_units() -> None:
    for command in ("due", "minutes"):
        told = CliRunner().invoke(GROUP, [command, "--help"]).output
        assert "office" in told
        assert '{"line"' in told
