"""`flask text …`: JSON lines in and out, a bad line is named and the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from analytics.text import lessons, store
from analytics.text.commands import text_group
from analytics.text.lessons import Lesson
from analytics.text.model import Model

FIELDS = {
    "id", "kind", "topic", "topics", "sentiment", "intensity", "urgency", "risks", "entities", "leads", "co", "masked",
    "reasons", "model",
}  # fmt: skip


def run(*words: str, lines: str = "") -> tuple[int, list[dict[str, object]]]:
    done = CliRunner().invoke(text_group, list(words), input=lines)
    return done.exit_code, [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def living(small_model: Model) -> str:
    store.save(small_model, store.folder())
    store.activate(small_model.version)
    return small_model.version


def test_read_answers_line_by_line(living: str) -> None:
    line = {
        "id": 7,
        "title": "报装慢",
        "text": "宏大食品找供电公司报装三个月没接电，张三 13812345678",
        "own": ["宏大食品有限公司"],
    }
    code, (found,) = run("read", lines=json.dumps(line, ensure_ascii=False) + "\n")
    assert code == 0
    assert set(found) == FIELDS
    assert (found["id"], found["topic"], found["model"]) == (7, "util_power_connect", living)
    assert len(found["topics"]) == len(found["leads"]) == 3  # type: ignore[arg-type]
    assert found["masked"] == "报装慢\n［企业］找供电公司报装三个月没接电，［姓名］ ［电话］"


def test_a_bad_line_is_named_and_the_rest_goes_on(living: str) -> None:
    lines = '{"id": 1, "text": "欠薪"}\nnot json\n{"id": 2}\n\n[]\n{"text": 3}\n{"text":"","own":"x"}\n{"id": 3, "text": ""}\n'
    code, found = run("read", lines=lines)
    assert code == 1
    assert [row.get("line", row.get("id")) for row in found] == [1, 2, 3, 5, 6, 7, 3]


def test_the_same_lines_give_the_same_bytes(living: str) -> None:
    line = '{"id": 1, "text": "消防大队复查一直不来\\ud800\\u0000"}\n'
    assert run("read", lines=line) == run("read", lines=line)


def test_an_accused_unit_gets_no_lead_on_the_command_line(living: str) -> None:
    _, (found,) = run("read", lines='{"text": "举报税务局窗口态度差，索要好处费"}\n')
    assert "tax" not in [lead["unit"] for lead in found["leads"]]  # type: ignore[attr-defined]


def few() -> list[Lesson]:
    return [lesson for lesson in lessons.delivered() if lesson.topic in {"tax_service", "enf_fire"}]


def test_train_activates_only_where_no_model_lives(monkeypatch: pytest.MonkeyPatch, data_folder: Path) -> None:
    monkeypatch.setattr(lessons, "shipped", few)
    code, (first,) = run("train")
    assert (code, first["activated"], store.pointed()) == (0, True, first["model"])
    assert run("train") == (0, [{"model": first["model"], "folder": str(store.folder()), "learnt": 0, "activated": False}])


def test_train_from_a_file_never_activates(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(lessons, "shipped", few)
    labels = tmp_path / "labels.jsonl"
    labels.write_text(
        '{"text": "发票开不出", "topic": "tax_service", "kind": "help"}\n{"text": "x", "topic": "none"}\n', "utf-8"
    )
    code, (found,) = run("train", str(labels), "--out", str(tmp_path / "out"))
    assert (code, found["activated"], store.pointed()) == (1, False, None)
    assert run("activate", str(found["folder"])) == (0, [{"model": found["model"], "before": None}])
    assert store.pointed() == found["model"]


def test_a_model_that_is_not_there_is_refused() -> None:
    code, (found,) = run("activate", "nothing")
    assert (code, store.pointed()) == (1, None)
    assert "error" in found


def test_wrong_use_is_exit_two() -> None:
    assert CliRunner().invoke(text_group, ["activate"]).exit_code == 2
    assert CliRunner().invoke(text_group, ["read", "/no/such/file"]).exit_code == 2


@pytest.mark.slow
def test_evaluate_measures_gold_fields_beside_the_baselines(living: str, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    row = {
        "text": "供电公司报装三个月没接电",
        "topic": "util_power_connect",
        "kind": "grievance",
        "sentiment": -1,
        "lead": "power",
    }
    gold.write_text(json.dumps(row) + "\n{}\n", "utf-8")
    code, (report,) = run("evaluate", str(gold))
    assert code == 1
    assert [error["line"] for error in report["errors"]] == [2]  # type: ignore[attr-defined]
    assert set(report["fields"]) == {"kind", "topic", "sentiment", "lead"}  # type: ignore[call-overload]
    assert set(report["baselines"]) == {"naive_bayes", "snownlp"}  # type: ignore[call-overload]
