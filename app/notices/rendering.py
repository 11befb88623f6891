"""What leaves the house: a sentence of the book, numbers and addresses; never text, title or enterprise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app
from sqlalchemy import select

from app.auth.posts import actors, is_living
from app.clock import day_of
from app.config import Settings
from app.database import db
from app.notices.kinds import DUTY, Kind, digest_rule, kinds, to_enterprise
from app.notices.matters import matters, seen_by
from app.notices.reaching import address_of
from app.sealing import MOBILE, Look, normalise_phone
from app.store.complaints import Complaint
from app.store.notices import Notice, Sending
from app.store.people import Post

DIGEST = "digest"
SIGN = "【企声】"
LOOK = Look("notice", "worker")
ASIDE = "这封信由系统发出，请不要回信。"


@dataclass(frozen=True)
class Letter:
    """To whom, and what."""

    to: str
    subject: str
    text: str


def letter(row: Sending, at: datetime) -> Letter | None:
    """What *row* says at *at*; None where nobody is left to hear it."""
    settings: Settings = current_app.extensions["qisheng"]
    if row.person_id is None:
        return _about(row, settings)
    to = address_of(row.person_id, row.way, LOOK)
    told = seen(row.notices, at)
    if not to or not told:
        return None
    return Letter(to, *(_digest(row.way, told, settings) if row.kind == DIGEST else _single(row.way, told[0], settings)))


def _about(row: Sending, settings: Settings) -> Letter | None:
    """To the duty phone, or to the enterprise's own telephone."""
    complaint = db.session.get_one(Complaint, row.complaint_id)
    if row.kind == DUTY:
        words = f"{kinds()['safety'].outside}。编号 {complaint.number}，{settings.base_url}{page_of(complaint.number)}"
        return Letter(settings.duty_phone, "", SIGN + words) if settings.duty_phone else None
    phone = normalise_phone(complaint.phone.open(LOOK)) if complaint.phone else ""
    if not MOBILE.fullmatch(phone):
        return None
    link = settings.base_url + _path(matters().follow)
    return Letter(phone, "", f"{SIGN}{to_enterprise()[row.kind]}。编号 {complaint.number}，凭编号和查询码打开 {link}")


def seen(ids: Sequence[int], at: datetime) -> list[tuple[Notice, str]]:
    """Those of the notices that their reader may still see and has not read, with the numbers of their matters."""
    day = day_of(at)
    held = select(Post).where(Post.id.in_(select(Notice.post_id).where(Notice.id.in_(ids))))
    living = [post for post in db.session.scalars(held.order_by(Post.id)) if is_living(post, day)]
    found: list[tuple[Notice, str]] = []
    for actor in actors(living, day):
        query = select(Notice, Complaint.number).join(Complaint, Complaint.id == Notice.complaint_id)
        query = query.where(Notice.id.in_(ids), Notice.read_at.is_(None), seen_by(actor))
        found += [(notice, number) for notice, number in db.session.execute(query.order_by(Notice.id))]
    return found


def _single(way: str, told: tuple[Notice, str], settings: Settings) -> tuple[str, str]:
    notice, number = told
    kind, link = kinds()[notice.kind], settings.base_url + page_of(number)
    if way == "sms":
        return "", f"{SIGN}{kind.outside}。编号 {number}，{link}"
    return f"{kind.label} {number}", f"{kind.outside}。\n\n编号 {number}\n{link}\n\n{_foot(settings)}"


def _digest(way: str, told: list[tuple[Notice, str]], settings: Settings) -> tuple[str, str]:
    """However many there are, one message."""
    link = settings.base_url + _path("notices.listing")
    if way == "sms":
        return "", f"{SIGN}您有 {len(told)} 条提醒，{link}"
    counts = Counter(notice.kind for notice, _ in told)
    parts = [_part(kind, told) for kind in kinds().values() if counts[kind.code]]
    return f"今天的提醒 {len(told)} 条", "\n\n".join([*parts, f"全部提醒：{link}", _foot(settings)])


def _part(kind: Kind, told: list[tuple[Notice, str]]) -> str:
    numbers = list(dict.fromkeys(number for notice, number in told if notice.kind == kind.code))
    longest = digest_rule().longest
    more = f"\n等 {len(numbers)} 件" if len(numbers) > longest else ""
    return f"{kind.label} {len(numbers)} 件：\n" + "\n".join(numbers[:longest]) + more


def _foot(settings: Settings) -> str:
    return f"怎么提醒您，可以自己改：{settings.base_url}{_path('notices.choose_page')}\n{ASIDE}"


def page_of(number: str) -> str:
    """The path of a matter."""
    return _path(matters().page, number=number)


def _path(endpoint: str, **values: str) -> str:
    """Also where there is no request: the worker's."""
    return str(current_app.url_map.bind("").build(endpoint, values))
