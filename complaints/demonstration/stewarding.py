"""Who carries what in the demonstration city, how it was visited, and a word of the leader on the sign-in page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import select

from app import taxonomy
from app.actor import SYSTEM, Actor, Role
from app.auth.posts import actors
from app.clock import at_local, day_of
from app.database import db
from app.store.complaints import Complaint
from app.store.people import Person, Post
from app.store.stewardships import Project, Stewardship
from complaints import queries
from complaints.demonstration import people
from complaints.operations import instructions, stewardships, visits
from complaints.operations.steps import Move
from complaints.operations.stewardships import Target, Terms
from complaints.operations.visits import Logged

WEEKS = 13
NOTES = (
    "到车间看了生产线，企业说订单稳，没有要帮的。", "座谈会上听了用工和融资的情况，请人社局和银行下周对接。",
    "电话问了上次的事，企业说已经在办。", "看了在建项目，进度比计划快一周。", "企业负责人外出，和办公室主任谈了安全生产。",
)  # fmt: skip
PLANS = (
    "一、每月第一周到厂里看一次；二、用工高峰前请人社局办一场专场招聘；三、新增用电请供电公司提前两个月报装。",
    "一、项目手续由牵头部门代办，缺什么一次说清；二、每半月开一次专班会，定下事、人、日子。",
)
STAGES = {"拿地": "land", "审批": "approval", "在建": "housing", "验收": "housing"}
WORD = "请牵头单位本周内到现场看一次，把能办的先办，不能办的写明依据和替代办法，结果直接告诉企业。"


def found_stewardships(enterprises: dict[str, int], since: datetime) -> None:
    """The twelve leaders carry their enterprises and projects from *since* on."""
    posts, move = _posts(), Move(SYSTEM, since)
    for row in taxonomy.city()["enterprises"]:
        if row.get("steward"):
            terms = Terms(row["area"], ("industry",), PLANS[0])
            stewardships.take_on(
                Target(enterprise=enterprises[row["code"]]), posts[row["steward"]].id, terms, day_of(since), move
            )
    for row in taxonomy.city()["projects"]:
        project = Project(
            enterprise_id=enterprises[row["owner"]], name=row["name"], area=row["area"], stage=row["stage"],
            investment_wan=round(row["investment_100m_yuan"] * 10_000),
        )  # fmt: skip
        db.session.add(project)
        db.session.flush()
        terms = Terms(STAGES.get(row["stage"], row["area"]), (row["area"],), PLANS[1])
        stewardships.take_on(Target(project=project.id), posts[row["steward"]].id, terms, day_of(since), move)
    for secretary in (one for one in people() if "secretary" in one.roles):
        stewardships.set_secretary(posts[secretary.leader].id, _post_of(secretary.login, Role.SECRETARY).id, move)


def _posts() -> dict[str, Post]:
    """The steward's post by the leader's code in the book."""
    return {one.leader: _post_of(one.login, Role.STEWARD) for one in people() if one.leader and "steward" in one.roles}


def _post_of(login: str, role: Role) -> Post:
    query = select(Post).join(Person, Person.id == Post.person_id).where(Person.login == login, Post.role == role)
    return db.session.scalars(query).one()


def visit_everybody(at: datetime, dice: Random) -> None:
    """Thirteen weeks of calls and visits, most of them kept."""
    for row in db.session.scalars(select(Stewardship).order_by(Stewardship.id)).all():
        actor = actors([row.post], day_of(at))[0]
        for on in _days(day_of(at), dice, keeps=0.55 if row.id % 7 == 0 else 0.88):
            way = "visit" if on.day <= 8 else dice.choice(("phone", "phone", "meeting"))
            said = Logged(on, way, dice.choice(NOTES))
            visits.log(row, said, Move(actor, at_local(on, f"{dice.randint(9, 11)}:{dice.randint(10, 59)}")))


def _days(today: date, dice: Random, keeps: float) -> list[date]:
    """A working day in most of the weeks behind, the oldest first."""
    monday = today - timedelta(days=today.weekday())
    days = (monday - timedelta(weeks=weeks) + timedelta(days=dice.randint(0, 4)) for weeks in range(WEEKS, -1, -1))
    return [day for day in days if day < today and dice.random() < keeps]


def say_a_word(at: datetime) -> None:
    """The leader on the sign-in page has written two 批示: one waits for its answer, one draft waits for him."""
    steward = actors([_post_of("steward", Role.STEWARD)], day_of(at))[0]
    secretary = actors([_post_of("secretary", Role.SECRETARY)], day_of(at))[0]
    open_ones = [one for one in _handled(steward) if instructions.pending(one) is None]
    for complaint, (actor, act) in zip(
        open_ones, ((steward, instructions.send), (secretary, instructions.draft)), strict=False
    ):
        act(complaint, WORD, Move(actor, at))


def _handled(actor: Actor) -> list[Complaint]:
    states = ("handling", "dispatched", "reviewing", "replied")
    query = queries.listed(actor).where(Complaint.state.in_(states), Complaint.mode == "named")
    return list(db.session.scalars(query.order_by(Complaint.state.desc(), Complaint.number)))
