"""Readings against gold answers of a file: the fields that the gold lines have, with intervals and baselines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from analytics.text import bayes, lessons
from analytics.text.answers import answer
from analytics.text.baseline import opinion
from analytics.text.figures import macro_f1, set_f1, wilson
from analytics.text.lessons import plain_of

_FIELDS = ("kind", "topic", "sentiment", "intensity", "urgency")
Row = Mapping[str, Any]


def against_gold(rows: Sequence[Row]) -> dict[str, Any]:
    """One report over *rows*, each with "text" and any of the answers of `text read`; `lead` or `leads` name units."""
    answers = [answer(row) for row in rows]
    report: dict[str, Any] = {"tested": len(rows), "model": answers[0]["model"] if answers else None, "fields": {}}
    for field in _FIELDS:
        pairs = [(row[field], found[field]) for row, found in zip(rows, answers, strict=True) if field in row]
        if pairs:
            report["fields"][field] = _single(pairs)
    _add_ranked(report["fields"], rows, answers)
    tags = [
        (frozenset(row["risks"]), frozenset(found["risks"])) for row, found in zip(rows, answers, strict=True) if "risks" in row
    ]
    if tags:
        report["fields"]["risks"] = {"f1": set_f1([t for t, _ in tags], [a for _, a in tags]), "n": len(tags)}
    report["baselines"] = {"naive_bayes": _naive_bayes(rows), "snownlp": _snownlp(rows)}
    return report


def _single(pairs: Sequence[tuple[Any, Any]]) -> dict[str, Any]:
    truth, found = [t for t, _ in pairs], [a for _, a in pairs]
    return {"accuracy": wilson(sum(t == a for t, a in pairs), len(pairs)), "macro_f1": macro_f1(truth, found)}


def _add_ranked(fields: dict[str, Any], rows: Sequence[Row], answers: Sequence[Row]) -> None:
    topics = [
        (row["topic"], [t["code"] for t in found["topics"]]) for row, found in zip(rows, answers, strict=True) if "topic" in row
    ]
    if topics:
        fields["topic"]["top3"] = wilson(sum(truth in found for truth, found in topics), len(topics))
    leads = [
        (truth, [s["unit"] for s in found["leads"]])
        for row, found in zip(rows, answers, strict=True)
        if (truth := leads_of(row))
    ]
    if leads:
        fields["lead"] = {
            "accuracy": wilson(sum(bool(truth & set(found[:1])) for truth, found in leads), len(leads)),
            "top3": wilson(sum(bool(truth & set(found)) for truth, found in leads), len(leads)),
        }


def leads_of(row: Row) -> frozenset[str]:
    """The units that a gold line accepts as lead."""
    given = row.get("leads", row.get("lead", []))
    units = [given] if isinstance(given, str) else [unit["unit"] if isinstance(unit, dict) else unit for unit in given]
    return frozenset(units)


def _naive_bayes(rows: Sequence[Row]) -> dict[str, Any]:
    taught = lessons.shipped()
    counted = [bayes.words(lesson.plain) for lesson in taught]
    asked: list[Counter[str]] = [bayes.words(plain_of(text_of(row))) for row in rows]
    report = {}
    for field, labels in (("topic", [t.topic for t in taught]), ("kind", [t.kind for t in taught])):
        learnt = [(document, label) for document, label in zip(counted, labels, strict=True) if label is not None]
        simple = bayes.NaiveBayes([document for document, _ in learnt], [label for _, label in learnt])
        pairs = [(row[field], _first(simple.probabilities(a))) for row, a in zip(rows, asked, strict=True) if field in row]
        if pairs:
            report[field] = _single(pairs)
    return report


def _first(shares: Mapping[str, float]) -> str:
    return min(shares, key=lambda code: (-shares[code], code))


def _snownlp(rows: Sequence[Row]) -> dict[str, Any]:
    pairs = [(row["sentiment"], _three(opinion(text_of(row)))) for row in rows if "sentiment" in row]
    return {"sentiment": _single(pairs)} if pairs else {}


def _three(positive: float) -> int:
    return 1 if positive > 0.6 else -1 if positive < 0.4 else 0


def text_of(row: Row) -> str:
    """Title and text as they are read."""
    return f"{row['title']}\n{row['text']}" if row.get("title") else str(row["text"])
