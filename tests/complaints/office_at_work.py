"""A real office with a worker, a mail server and a gateway: what happens in the house and what arrives outside."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from analytics.feature import analytics_feature
from app import clock, outbox
from app.database import db, reading
from app.factory import build
from app.mode import MARK
from app.notices.telling import FAN_OUT, SEND
from app.sealing import random_id
from app.store.notices import Notice, Reach
from app.store.outbox import Outbox
from app.store.people import Person
from app.store.settings import Setting
from complaints import jobs
from complaints.feature import complaints_feature
from complaints.operations import clockwork
from tests.complaints.world import World
from tests.machinery.outside import Outside
from tests.machinery.stores import opened, settings_for

DUTY_PHONE = "010-66778899"
STEP = timedelta(minutes=30)


@dataclass
class OfficeAtWork:
    """The world in the house and everybody outside."""

    world: World
    outside: Outside

    def act(self, doing: Callable[[], Any]) -> Any:
        """Something is done now, and the worker does what follows."""
        clock.move_to(self.world.at)
        done = doing()
        db.session.commit()
        self.work()
        return done

    def work(self) -> None:
        """The worker, but for reading."""
        db.session.execute(delete(Outbox).where(Outbox.kind.not_in([FAN_OUT, SEND])))
        db.session.commit()
        outbox.drain()
        db.session.rollback()

    def pass_to(self, until: datetime, step: timedelta = STEP) -> None:
        """Time goes by, and the worker with it."""
        while self.world.at < until:
            self.world.at = min(self.world.at + step, until)
            clock.move_to(self.world.at)
            clockwork.tick(self.world.at)
            db.session.commit()
            jobs.digests(self.world.at)
            db.session.commit()
            self.work()

    def reach(self, login: str, mail: str = "", phone: str = "", **more: Any) -> None:
        """Somebody leaves his addresses and chooses nothing else."""
        row = Reach(id=random_id(), person_id=self.person(login), **{"digest_at": "09:10", **more})
        row.mail, row.phone = mail or None, phone or None
        db.session.add(row)
        db.session.commit()

    def person(self, login: str) -> int:
        return db.session.scalars(select(Person.id).where(Person.login == login)).one()

    def told(self) -> Counter[tuple[str, str]]:
        """How often who was told what in the house."""
        rows = db.session.execute(select(Notice.kind, Person.login).join(Person, Person.id == Notice.person_id))
        return Counter((kind, login) for kind, login in rows)


@contextmanager
def office_at_work(staffed: Path, folder: Path, outside: Outside) -> Iterator[OfficeAtWork]:
    """A copy of *staffed* as a real office, not the demonstration."""
    shutil.copy(staffed, folder / "qisheng.db")
    more = {"QISHENG_MAIL_URL": outside.mail_url, "QISHENG_SMS_URL": outside.sms_url, "QISHENG_DUTY_PHONE": DUTY_PHONE}
    with opened(build([complaints_feature, analytics_feature], settings_for(folder, **more))):
        reading.set(False)
        db.session.execute(delete(Setting).where(Setting.name == MARK))
        db.session.commit()
        yield OfficeAtWork(World(), outside)
