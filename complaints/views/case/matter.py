"""What belongs to a matter besides its text: the enterprise, files, words exchanged, parts, refusals, replies, ratings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app import taxonomy
from app.actor import Actor
from app.database import db
from app.store.complaints import Attachment, Complaint, ContactRecord, Message, Rating, Refusal, Reply
from app.store.enterprises import Enterprise
from app.store.people import Person, Post, Unit
from app.store.stewardships import Instruction
from app.web.labels import role_label
from complaints import policy
from complaints.views.case.sight import Sight

SIZES = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型", "individual": "个体工商户"}
MIMES = {"image": "照片", "application/pdf": "PDF"}


@dataclass(frozen=True)
class Said:
    """A message as the macro `talk` takes it."""

    who: str
    text: str
    at: datetime
    mine: bool


@dataclass(frozen=True)
class FileRow:
    """An attachment without its name, which is sealed."""

    id: int
    words: str
    size: int
    is_released: bool


def names_of(posts: set[int]) -> dict[int, str]:
    """营商办 受理派单 何某, by post."""
    if not posts:
        return {}
    query = select(Post.id, Post.role, Unit.short, Person.name)
    query = query.join(Unit, Unit.code == Post.unit).join(Person, Person.id == Post.person_id).where(Post.id.in_(posts))
    return {id_: f"{short} {role_label(role)} {name}" for id_, role, short, name in db.session.execute(query)}


def party_facts(complaint: Complaint, shorts: dict[str, str]) -> list[tuple[str, str]]:
    """The enterprise of a named matter; of the others only how they hide."""
    facts = [("身份", taxonomy.label("identity_modes", complaint.mode))]
    if complaint.mode == "named":
        facts = [("名称", complaint.enterprise_name or "没有写"), *facts]
        facts += _register_facts(complaint.enterprise, shorts)
    if complaint.mode == "confidential":
        facts.append(("名称和联系方式", "封存着，打开要写明理由，企业看得到谁看过"))
    if complaint.mode == "anonymous":
        facts.append(("联系方式", "没有留，只能在这里留言，企业凭查询码来看"))
    return facts + _circumstances(complaint, shorts)


def _register_facts(enterprise: Enterprise | None, shorts: dict[str, str]) -> list[tuple[str, str]]:
    if enterprise is None:
        return [("企业库", "还没有对上")]
    trade = "　".join(filter(None, [enterprise.trade, SIZES.get(enterprise.size, enterprise.size)]))
    place = [("登记地", shorts[enterprise.area])] if enterprise.area in shorts else []
    return [("企业库", f"已对上　{enterprise.name}"), *place, *([("行业规模", trade)] if trade else [])]


def _circumstances(complaint: Complaint, shorts: dict[str, str]) -> list[tuple[str, str]]:
    facts = [
        ("来源", taxonomy.label("channels", complaint.channel)),
        ("原单号", complaint.foreign_number or ""),
        ("所在地", shorts.get(complaint.area or "", "")),
        ("什么时候", complaint.happened),
        ("涉及金额", f"{complaint.amount_fen / 100:,.2f} 元" if complaint.amount_fen is not None else ""),
        ("包抓领导", "企业请包抓领导关注" if complaint.wants_steward else ""),
    ]
    return [(word, value) for word, value in facts if value]


def files_of(actor: Actor, complaint: Complaint) -> list[FileRow]:
    """The attachments that *actor* may open."""
    query = select(Attachment).where(Attachment.complaint_id == complaint.id).order_by(Attachment.at, Attachment.id)
    if policy.needs_release(actor, complaint):
        query = query.where(Attachment.released_at.is_not(None))
    rows = enumerate(db.session.scalars(query), start=1)
    return [FileRow(a.id, _file_words(n, a), a.size, a.released_at is not None) for n, a in rows]


def _file_words(number: int, attachment: Attachment) -> str:
    kind = MIMES.get(attachment.mime) or MIMES.get(attachment.mime.split("/", maxsplit=1)[0], "Office 文件")
    return f"附件 {number}　{kind}{'　承办单位传的' if attachment.origin == 'staff' else ''}"


def talk_of(complaint: Complaint, *, is_internal: bool) -> list[Said]:
    """Messages between enterprise and officers; or the notes that stay in the house."""
    query = select(Message).where(Message.complaint_id == complaint.id).order_by(Message.at, Message.id)
    rows = [row for row in db.session.scalars(query) if (row.direction == "internal") == is_internal]
    names = names_of({row.post_id for row in rows if row.post_id})
    return [Said(_speaker(row, names), row.masked, row.at, row.direction != "in") for row in rows]


def _speaker(message: Message, names: dict[int, str]) -> str:
    if message.direction == "in":
        return "企业"
    opinion = "　第二复核人的意见" if message.topic == "second_opinion" else ""
    return names.get(message.post_id or 0, "系统") + opinion


def contacts_of(complaint: Complaint) -> list[tuple[str, ContactRecord]]:
    """Contact records with who made them."""
    query = select(ContactRecord).where(ContactRecord.complaint_id == complaint.id).order_by(ContactRecord.at.desc())
    rows = list(db.session.scalars(query))
    names = names_of({row.post_id for row in rows if row.post_id})
    return [(names.get(row.post_id or 0, ""), row) for row in rows]


def refusals_of(complaint: Complaint) -> list[Refusal]:
    """Refusals in the order in which they came."""
    query = select(Refusal).where(Refusal.complaint_id == complaint.id).order_by(Refusal.at)
    return list(db.session.scalars(query))


def replies_of(complaint: Complaint, sight: Sight) -> list[tuple[str, Reply]]:
    """Versions of the reply with their authors, newest first; published ones only for those who merely read."""
    query = select(Reply).where(Reply.complaint_id == complaint.id).order_by(Reply.at.desc())
    if not sight.unpublished:
        query = query.where(Reply.verdict == "published")
    rows = list(db.session.scalars(query))
    names = names_of({row.author_id for row in rows})
    return [(names.get(row.author_id, ""), row) for row in rows]


def instructions_of(complaint: Complaint) -> list[tuple[str, Instruction]]:
    """Every 批示 that was sent, with whose it was, newest first."""
    query = (
        select(Person.name, Instruction)
        .join(Post, Post.person_id == Person.id)
        .join(Instruction, Instruction.steward_id == Post.id)
    )
    sent = query.where(Instruction.complaint_id == complaint.id, Instruction.sent_at.is_not(None))
    return [(name, row) for name, row in db.session.execute(sent.order_by(Instruction.id.desc()))]


def ratings_of(complaint: Complaint) -> list[Rating]:
    """What the enterprise said of the results, newest first."""
    query = select(Rating).where(Rating.complaint_id == complaint.id).order_by(Rating.at.desc())
    return list(db.session.scalars(query))
