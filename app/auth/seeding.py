"""`seed roles`: an empty city with all units and one account per role, for tests and first steps."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.actor import SYSTEM, Role
from app.auth.demonstration import demo_password
from app.auth.passwords import hash_password
from app.auth.staff import Grant, add_person, grant
from app.auth.unit_rows import load_shipped
from app.clock import day_of
from app.database import db
from app.errors import WrongState
from app.mode import leave_mark
from app.store.people import Person, Post
from app.store.stewardships import Secretariat

# Login, name, unit, role. 某 stands in every name, so that none is a real person's.
ACCOUNTS = (
    ("clerk", "何某岚", "office", Role.CLERK),
    ("reviewer", "蒋某筠", "office", Role.REVIEWER),
    ("office_head", "冯某峤", "office", Role.OFFICE_HEAD),
    ("handler", "侯某芮", "housing", Role.HANDLER),
    ("liaison", "薄某栩", "housing", Role.LIAISON),
    ("department_head", "尹某屿", "housing", Role.DEPARTMENT_HEAD),
    ("handler2", "汪某晗", "market", Role.HANDLER),
    ("liaison2", "钟某旻", "market", Role.LIAISON),
    ("clerk_d", "薛某珂", "discipline", Role.CLERK),
    ("reviewer_d", "叶某潼", "discipline", Role.REVIEWER),
    ("office_head_d", "余某澄", "discipline", Role.OFFICE_HEAD),
    ("auditor", "袁某桐", "office", Role.AUDITOR),
    ("admin", "潘某汐", "office", Role.ADMIN),
    ("leader", "汀某", "office", Role.LEADER),
    ("survey_officer", "董某昀", "office", Role.SURVEY_OFFICER),
    ("steward", "潋某", "office", Role.STEWARD),
    ("secretary", "杜某澹", "office", Role.SECRETARY),
)


def seed_roles(at: datetime) -> dict[str, int]:
    """Units and accounts in the running transaction; raises WrongState over a store that has people."""
    if db.session.scalar(select(Person.id).limit(1)) is not None:
        raise WrongState("这个库里已经有人员了，seed roles 只能用在空库上。")
    units, _ = load_shipped(at)
    password = hash_password(demo_password())
    for login, name, unit, role in ACCOUNTS:
        person = add_person(SYSTEM, name, login, at)
        person.password = password
        grant(SYSTEM, person, Grant(unit, role, day_of(at)), at)
    steward, secretary = (
        db.session.scalars(select(Post.id).where(Post.role == role)).one() for role in (Role.STEWARD, Role.SECRETARY)
    )
    db.session.add(Secretariat(steward_id=steward, secretary_id=secretary))
    leave_mark()
    db.session.flush()
    return {"units": units, "people": len(ACCOUNTS), "posts": len(ACCOUNTS)}
