"""What the forms of the ledger offer, and what they name in words."""

from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select

from app.actor import Role
from app.auth.posts import living
from app.auth.queries import unit_choices
from app.database import db
from app.errors import Invalid
from app.store.enterprises import Enterprise
from app.store.people import Person, Post, Unit
from app.store.stewardships import Project
from complaints.forms.ledger import TakeOnForm
from complaints.operations.stewardships import Target

__all__ = ["posts_with", "target_of", "unit_choices"]


def posts_with(role: Role, day: date, but: int = 0) -> list[tuple[int, str]]:
    """Living posts with *role*: 潋某　营商办."""
    query = (
        select(Post.id, Person.name, Unit.short).join(Person, Person.id == Post.person_id).join(Unit, Unit.code == Post.unit)
    )
    rows = db.session.execute(query.where(Post.role == role, Post.id != but, living(day)).order_by(Post.id))
    return [(id_, f"{name}　{unit}") for id_, name, unit in rows]


def target_of(form: TakeOnForm) -> Target:
    """The enterprise or project that the form names; a project that is new is written down."""
    if form.thing.data == "enterprise":
        return Target(enterprise=_enterprise(form.name.data, "name"))
    project = db.session.scalar(select(Project).where(Project.name == form.name.data))
    if project is None:
        if not form.owner.data:
            raise Invalid("没有这个项目。", owner="还没有这个项目；是新项目就写明是哪家企业的。")
        project = Project(enterprise_id=_enterprise(form.owner.data, "owner"), name=form.name.data)
        project.area = db.session.get_one(Enterprise, project.enterprise_id).area
        db.session.add(project)
        db.session.flush()
    return Target(project=project.id)


def _enterprise(word: str, field: str) -> int:
    same = or_(Enterprise.name == word, Enterprise.credit_code == word.upper())
    found = db.session.scalars(select(Enterprise.id).where(same).limit(2)).all()
    if len(found) != 1:
        sentence = (
            "企业库里没有这家企业，请写全称或统一社会信用代码。" if not found else "有两家同名的企业，请写统一社会信用代码。"
        )
        raise Invalid("企业没有对上。", **{field: sentence})
    return found[0]
