"""`flask text …`: read, same, train, activate, evaluate. JSON lines in and out; libraries load when a command runs."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

import click

_SURROGATE = re.compile("[\ud800-\udfff]")


@click.group("text")
def text_group() -> None:
    """Read Chinese: masks, topics, leads, reasons. Needs neither the database nor the server."""


@text_group.command("read")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
def read_lines(file: TextIO) -> None:
    """Read JSON lines from FILE or standard input.

    \b
    In:  {"id", "text", "title"?, "own"?: [names of the enterprise]}
    Out: {"id", "kind", "topic", "topics": [{"code", "p"} x3], "sentiment": -1|0|1, "intensity",
          "urgency", "risks", "entities": [{"type", "text", "start", "end"}], "leads": [{"unit", "p"} x3],
          "co", "masked", "reasons": [{"for", "text", "start", "end", "weight"}], "model"}

    Offsets count characters of title, line break and text as given; p is a share from 0 to 1; codes are those of
    codes.toml, topics.toml and units.toml. A bad line gives {"line", "error"} and the rest goes on; then the exit is 1.
    """
    from analytics.text.answers import answer

    refused = False
    for number, row in _rows(file):
        if "error" in row:
            refused = True
            _say({"line": number, "error": row["error"]})
        else:
            _say(answer(row["row"]))
    sys.exit(1 if refused else 0)


@text_group.command("same")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), default="-")
def same_lines(file: TextIO) -> None:
    """Compare pairs of JSON lines from FILE or standard input.

    \b
    In:  {"id", "a": text, "b": text}
    Out: {"id", "same": true or false, "p"}

    p is the probability, from 0 to 1, that both tell of the same matter; "same" is true from 0.5 on. A bad line gives
    {"line", "error"} and the rest goes on; then the exit is 1.
    """
    from analytics.text import SAME, same_p
    from analytics.text.answers import checked_pair

    refused = False
    for number, row in _rows(file, checked_pair):
        if "error" in row:
            refused = True
            _say({"line": number, "error": row["error"]})
        else:
            p = same_p(row["row"]["a"], row["row"]["b"])
            _say({"id": row["row"].get("id"), "same": p >= SAME, "p": p})
    sys.exit(1 if refused else 0)


@text_group.command("train")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), required=False)
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder to write the model into.")
def train(file: TextIO | None, out: Path | None) -> None:
    """Teach a model; print {"model", "folder", "learnt", "activated"}.

    FILE holds confirmed labels as JSON lines {"text", "title"?, "topic", "kind"?}; each weighs ten shipped examples.
    With FILE nothing is activated. Without it the shipped examples teach, and the model is activated only where
    none lives; where one lives, nothing is done.
    """
    from analytics.text import lessons, store, training

    if file is None and out is None and store.living() is not None:
        _say({"model": store.living(), "folder": str(store.folder()), "learnt": 0, "activated": False})
        return
    confirmed, refused = _labels(file) if file else ([], False)
    taught = [*lessons.shipped(), *confirmed]
    model = training.train(taught)
    place = store.save(model, out or store.folder())
    activated = file is None and out is None
    if activated:
        store.activate(model.version)
    _say({"model": model.version, "folder": str(place), "learnt": len(taught), "activated": activated})
    sys.exit(1 if refused else 0)


@text_group.command("activate")
@click.argument("model")
def activate(model: str) -> None:
    """Let MODEL (its name, or a folder that `train --out` wrote) read from now on; print {"model", "before"}.

    A model that was changed, or made for another taxonomy, is refused: exit 1.
    """
    from analytics.text import store

    before = store.pointed()
    try:
        name = store.adopt(Path(model)) if "/" in model else model
        store.activate(name)
    except store.BadModel as error:
        _say({"model": model, "error": str(error)})
        sys.exit(1)
    _say({"model": name, "before": before})


@text_group.command("evaluate")
@click.argument("file", type=click.File("r", encoding="utf-8", errors="replace"), required=False)
def evaluate(file: TextIO | None) -> None:
    """Print one JSON report with 95 % Wilson intervals.

    FILE: JSON lines {"text", "title"?} with gold fields as `text read` names them (kind, topic, sentiment, intensity,
    urgency, risks, lead or leads); the active model is measured beside naive Bayes and snownlp. Without FILE: five-fold
    over the shipped examples beside jieba with naive Bayes and shuffled labels; the exit is 1 if the target is missed.
    """
    if file is None:
        from analytics.text.evaluation import five_fold

        report = five_fold()
        _say(report)
        sys.exit(0 if report["met"] else 1)
    from analytics.text.gold import against_gold

    rows = list(_rows(file))
    bad = [{"line": number, "error": row["error"]} for number, row in rows if "error" in row]
    report = against_gold([row["row"] for _, row in rows if "row" in row])
    _say(report | {"errors": bad})
    sys.exit(1 if bad else 0)


def _rows(file: TextIO, check: Callable[[Any], Mapping[str, Any]] | None = None) -> Iterator[tuple[int, dict[str, Any]]]:
    """(line number, {"row"} or {"error"}) of each line that is not empty; *check* says what a row is."""
    from analytics.text.answers import BadLine, checked

    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            yield number, {"row": (check or checked)(json.loads(line))}
        except (ValueError, RecursionError) as error:
            yield number, {"error": f"not JSON: {error}"}
        except BadLine as error:
            yield number, {"error": str(error)}


def _labels(file: TextIO) -> tuple[list[Any], bool]:
    """Lessons from confirmed labels, and whether a line was refused."""
    from analytics.text import lessons

    found, refused = [], False
    for number, row in _rows(file):
        lesson = lessons.confirmed(row["row"]) if "row" in row else row["error"]
        if isinstance(lesson, str):
            refused = True
            click.echo(json.dumps({"line": number, "error": lesson}, ensure_ascii=False), err=True)
        else:
            found.append(lesson)
    return found, refused


def _say(row: dict[str, Any]) -> None:
    line = json.dumps(row, ensure_ascii=False)
    click.echo(_SURROGATE.sub("\ufffd", line))
