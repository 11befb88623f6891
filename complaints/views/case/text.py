"""The masked text with the words that counted, and what the machine read in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app import taxonomy
from app.database import db
from app.store.complaints import Complaint
from app.store.readings import ReadingRow
from complaints.operations.reading import text_hash

INTENSITIES = {"calm": "平静", "dissatisfied": "不满", "angry": "愤怒"}
SENTIMENTS = {-1: "负面", 0: "中性", 1: "正面"}
ENTITIES = {
    "amount": "金额", "date": "日期", "unit": "单位", "area": "区县",
    "enterprise": "企业", "project": "项目", "document": "文件",
}  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A stretch of the text; marked where it counted for the proposal."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True)
class Weight:
    """A word, what it spoke for and how strongly; below 0 it spoke against."""

    text: str
    answer: str
    weight: float


@dataclass(frozen=True)
class Read:
    """The machine's answers in words, for the card beside the baseline's opinion."""

    facts: list[tuple[str, str]]
    topics: list[tuple[str, float]]
    weights: list[Weight]
    model: str


def paragraphs(complaint: Complaint, row: ReadingRow | None) -> list[list[Piece]]:
    """The masked text by lines; marked only where the reading is of this very text."""
    text = complaint.masked
    spans = _spans(row, len(text)) if row is not None and row.text_hash == text_hash(text) else []
    pieces, at = [], 0
    for start, end in spans:
        pieces += [Piece(text[at:start]), Piece(text[start:end], True)]
        at = end
    pieces.append(Piece(text[at:]))
    return _by_line(pieces)


def _spans(row: ReadingRow, length: int) -> list[tuple[int, int]]:
    """Stretches that spoke for the topic, in order, without overlaps."""
    strong = (r for r in row.answers["reasons"] if r["weight"] > 0 and r["for"] in taxonomy.topics())
    found: list[tuple[int, int]] = []
    for start, end in sorted((int(r["start"]), int(r["end"])) for r in strong):
        if 0 <= start < end <= length and (not found or start >= found[-1][1]):
            found.append((start, end))
    return found


def _by_line(pieces: list[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *rest = piece.text.split("\n")
        lines[-1].append(Piece(first, piece.is_marked))
        lines += [[Piece(part, piece.is_marked)] for part in rest]
    kept = ([piece for piece in line if piece.text] for line in lines)
    return [line for line in kept if line]


def read_of(row: ReadingRow) -> Read:
    """What the card of the machine's answers says."""
    answers = row.answers
    risks = "、".join(taxonomy.label("risks", code) if code in taxonomy.codes("risks") else code for code in answers["risks"])
    facts = [
        ("类型", f"{taxonomy.label('kinds', answers['kind'])}　{float(answers['kind_p']):.2f}"),
        ("紧急程度", taxonomy.label("urgency", answers["urgency"])),
        ("情绪和语气", f"{SENTIMENTS.get(answers['sentiment'], '')}，{INTENSITIES.get(answers['intensity'], '')}"),
        ("风险", risks or "没有提示"),
    ]
    named = _entities(answers["entities"])
    return Read(facts + named, _topics(answers["topics"]), _weights(answers["reasons"]), row.model)


def _entities(found: list[dict[str, Any]]) -> list[tuple[str, str]]:
    by_type: dict[str, dict[str, None]] = {}
    for entity in found:
        by_type.setdefault(str(entity["type"]), {})[str(entity["text"])] = None
    return [(ENTITIES.get(type_, type_), "、".join(texts)) for type_, texts in by_type.items()]


def _topics(guesses: list[dict[str, Any]]) -> list[tuple[str, float]]:
    known = taxonomy.topics()
    return [(known[g["code"]].label if g["code"] in known else str(g["code"]), float(g["p"])) for g in guesses]


def _weights(reasons: list[dict[str, Any]]) -> list[Weight]:
    rows = [Weight(str(r["text"]), _answer(str(r["for"])), float(r["weight"])) for r in reasons]
    return sorted(rows, key=lambda row: -abs(row.weight))


def _answer(code: str) -> str:
    """What a reason spoke for: a topic, or a risk."""
    topic, risk = taxonomy.topics().get(code), taxonomy.risks().get(code)
    return f"主题：{topic.label}" if topic else f"风险：{risk.label}" if risk else code


def baselines_of(complaint_id: int) -> list[str]:
    """What simpler readers think, a sentence each; ours is to be better."""
    query = select(ReadingRow).where(ReadingRow.complaint_id == complaint_id, ReadingRow.engine.in_(BASELINES))
    newest = {row.engine: row.answers for row in db.session.scalars(query.order_by(ReadingRow.id))}
    return [say(newest[engine]) for engine, say in BASELINES.items() if engine in newest]


def _naive(answers: dict[str, Any]) -> str:
    topic = taxonomy.topics().get(answers["topic"])
    return f"朴素贝叶斯：主题 {topic.label if topic else answers['topic']} {float(answers['p']):.2f}"


def _snownlp(answers: dict[str, Any]) -> str:
    return f"snownlp：正面 {float(answers['positive']):.2f}"


BASELINES = {"naive_bayes": _naive, "snownlp": _snownlp}
