"""The figures above the ledger, each with the list behind it."""

from __future__ import annotations

from typing import Any

from flask import url_for
from sqlalchemy import func, select

from app.auth.posts import living
from app.clock import at_local, day_of
from app.database import db
from app.lists.spec import Reader
from app.store.clocks import Clock
from app.store.complaints import Complaint
from app.store.people import Post
from app.store.stewardships import Stewardship
from app.web.labels import day, share
from complaints import queries, stewardship
from complaints.views.carried import difficulty, is_rated
from complaints.views.ledger.conditions import carried_matters, of_stewardship, open_row


def _count(*conditions: Any) -> int:
    return db.session.scalars(select(func.count()).select_from(Stewardship).where(open_row(), *conditions)).one()


def lacking(reader: Reader, name: str) -> int:
    """How many open stewardships *name* (of conditions.ONLY) is true of."""
    return _count(of_stewardship(name, reader))


def figures(reader: Reader) -> list[dict[str, Any]]:
    """As the macro `figures` takes them."""
    today = day_of(reader.at)
    leaders = db.session.scalars(select(func.count()).select_from(Post).where(Post.role == "steward", living(today))).one()
    enterprises, projects = _count(Stewardship.enterprise_id.is_not(None)), _count(Stewardship.project_id.is_not(None))
    seen = queries.listed(reader.actor).where(difficulty(), carried_matters())
    this_year = seen.where(Complaint.submitted_at >= at_local(today.replace(month=1, day=1), "00:00"))
    rated, solved = _matters(this_year.where(is_rated())), _matters(this_year.where(is_rated("yes")))
    late = _late_words(reader)
    behind, left = lacking(reader, "uncontacted"), lacking(reader, "left")
    solved_words, sunday = f"企业说已解决 {share(solved, rated)}", f"{day(stewardship.week_of(today)[1])}前"
    return [
        _figure("包抓领导", leaders, "位", url_for("ledger.stewards"), f"{enterprises} 家企业，{projects} 个项目"),
        _figure(
            "本年提出难题", _matters(this_year), "个", url_for("ledger.difficulties", year=today.year), solved_words
        ),
        _figure("本周没联系", behind, "家", url_for("ledger.stewards", only="uncontacted"), sunday, "near"),
        _figure("批示答复超时", late, "件", url_for("ledger.difficulties", only="word_late"), tone="late"),
        _figure("岗位变动待交接", left, "家", url_for("ledger.enterprises", only="left"), tone="near"),
    ]  # fmt: skip


def _figure(label: str, value: int, unit: str, url: str, note: str = "", tone: str = "") -> dict[str, Any]:
    """One of them; its tone counts only where there is something."""
    return {"label": label, "value": value, "unit": unit, "url": url, "note": note, "tone": tone if value else ""}


def _matters(query: Any) -> int:
    return db.session.scalars(select(func.count()).select_from(query.with_only_columns(Complaint.id).subquery())).one()


def _late_words(reader: Reader) -> int:
    return _matters(queries.listed(reader.actor).where(difficulty(), carried_matters(), word_is_late(reader)))


def word_is_late(reader: Reader) -> Any:
    """A 批示 whose answer is overdue."""
    mine = (Clock.complaint_id == Complaint.id) & (Clock.kind == "C13") & Clock.stopped_at.is_(None)
    return select(Clock.id).where(mine, Clock.due_at < reader.at).exists()
