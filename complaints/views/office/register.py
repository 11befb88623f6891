"""Which enterprise of the register a named matter may belong to."""

from __future__ import annotations

import re

from sqlalchemy import or_, select
from wtforms import SelectChoice

from app.database import db
from app.errors import Invalid
from app.store.complaints import Complaint
from app.store.enterprises import Enterprise

MOST = 6
SHORTEST_STEM = 2
_LEGAL_FORM = re.compile(r"(?:集团)?(?:股份有限公司|有限责任公司|有限公司|分公司|公司|合作社|经营部|厂|店)$")
_PLACE = re.compile(r"^(?:[一-龥]{2,6}?(?:省|市|区|县))+")
UNKNOWN = "企业库里没有这个代码或全称，请核对；没有的可以先不对。"


def stem_of(name: str) -> str:
    """The part of a name that tells it from others: 鹭屿冷链物流 of 安澜市鹭屿冷链物流有限公司."""
    return _PLACE.sub("", _LEGAL_FORM.sub("", "".join(name.split())))


def suggestions(complaint: Complaint) -> list[Enterprise]:
    """The one already matched, then those of the same name, then those whose name holds its stem."""
    found = [complaint.enterprise] if complaint.enterprise is not None else []
    name = complaint.enterprise_name or ""
    stem = stem_of(name)
    if complaint.mode == "named" and len(stem) >= SHORTEST_STEM:
        alike = or_(Enterprise.name == name, Enterprise.name.contains(stem, autoescape=True))
        query = select(Enterprise).where(alike).order_by(Enterprise.name != name, Enterprise.name).limit(MOST)
        found += [row for row in db.session.scalars(query) if row not in found]
    return found


def choices_for(complaint: Complaint) -> list[SelectChoice]:
    """The suggestions, and the answer that none of them is it."""
    rows = suggestions(complaint)
    return [SelectChoice("", "先不对"), *(SelectChoice(str(row.id), _words(row)) for row in rows)]


def _words(row: Enterprise) -> str:
    return f"{row.name}　{row.credit_code}" if row.credit_code else row.name


def exact_match(complaint: Complaint) -> int | None:
    """The enterprise that is surely meant: matched at filing, or of exactly this name and the only one."""
    if complaint.enterprise_id is not None or not complaint.enterprise_name:
        return complaint.enterprise_id
    ids = list(db.session.scalars(select(Enterprise.id).where(Enterprise.name == complaint.enterprise_name).limit(2)))
    return ids[0] if len(ids) == 1 else None


def chosen(picked: str | None, searched: str | None) -> int | None:
    """The enterprise that was picked, or found by the code or name that was typed."""
    if searched:
        query = select(Enterprise.id).where(or_(Enterprise.credit_code == searched.upper(), Enterprise.name == searched))
        found = db.session.scalar(query.limit(1))
        if found is None:
            raise Invalid(UNKNOWN, enterprise_search=UNKNOWN)
        return found
    return int(picked) if picked else None
