"""`flask surveys import` and `export`: the same questionnaire comes in that went out, and a broken one not at all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import func, select

from app.database import db
from app.store.surveys import Survey
from surveys.profile import write
from surveys.shipped import shipped


def _run(house: Flask, *args: str) -> tuple[int, dict[str, Any]]:
    done = house.test_cli_runner().invoke(args=["surveys", *args])
    return done.exit_code, json.loads(done.stdout)


def test_what_was_exported_comes_in_as_the_same_once(house: Flask, tmp_path: Path) -> None:
    came, went = tmp_path / "came.json", tmp_path / "went.json"
    assert _run(house, "export", str(went)) == (1, {"error": "还没有问卷。"})
    came.write_text(write(shipped()["closure"]), encoding="utf-8")
    code, told = _run(house, "import", str(came))
    assert (code, told["title"], told["items"], told["new"], told["findings"]) == (0, "办件回访", 5, True, [])
    assert _run(house, "import", str(came))[1] == told | {"new": False}
    assert _run(house, "export", str(went), "--survey", str(told["survey"]))[0] == 0
    assert went.read_text(encoding="utf-8") == came.read_text(encoding="utf-8")
    assert _run(house, "export", str(went), "--number", "1") == (1, {"error": "这份问卷没有第 1 版。"})


def test_a_broken_file_leaves_nothing_behind(house: Flask, tmp_path: Path) -> None:
    came = tmp_path / "came.json"
    came.write_text('{"title": "坏", "elements": [{"type": "file", "name": "a"}], "logo": "x"}', encoding="utf-8")
    code, told = _run(house, "import", str(came))
    assert code == 1
    assert [one["path"] for one in told["errors"]] == ["logo", "elements[0].type"]
    assert db.session.scalar(select(func.count()).select_from(Survey)) == 0
