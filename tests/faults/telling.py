"""The real house with one more command: tell people again and again."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from sqlalchemy import delete, select

from analytics.feature import analytics_feature
from app.actor import NOBODY, Role
from app.auth.posts import actors
from app.clock import day_of, now
from app.database import db
from app.factory import build
from app.feature import Feature
from app.notices.telling import Telling, tell
from app.sealing import random_id
from app.store.notices import Reach
from app.store.outbox import Outbox
from app.store.people import Post
from complaints.feature import complaints_feature
from complaints.operations import filing
from complaints.operations.filing import Filing

URGENT = "safety"  # at any hour, without a limit a day


@click.command("tell-people")
@click.argument("number", type=int)
@with_appcontext
def put(number: int) -> None:
    """Tell a clerk and a head NUMBER things by mail, a transaction each, while workers live and die."""
    text = "车间停了三天水，没有人来修，请问什么时候能来水。"
    given = Filing(kind="help", text=text, mode="anonymous", ticket="t", consent=True)
    complaint = filing.submit(given, NOBODY, now())
    db.session.flush()
    db.session.execute(delete(Outbox))  # nobody reads here
    posts = db.session.scalars(select(Post).where(Post.role.in_([Role.CLERK, Role.OFFICE_HEAD]), Post.unit == "office")).all()
    for post in posts:
        row = Reach(id=random_id(), person_id=post.person_id, digest_at="09:10", ways={URGENT: ["mail"]})
        row.mail = f"{post.role}@anlan.example"
        db.session.add(row)
    readers = actors(posts, day_of(now()))
    db.session.commit()
    for place in range(number):
        at = now()
        tell(readers, Telling(URGENT, complaint.id, f"trial:{place}", at, at))
        db.session.commit()


app = build([complaints_feature, analytics_feature, Feature("telling", commands=(put,))])
huey = app.extensions["huey"]
