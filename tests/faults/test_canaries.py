"""Whatever names a person is planted wherever people write, and found in no file: not in the store, a log, a backup."""

from __future__ import annotations

import io
import itertools
import logging
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, select

from analytics.feature import analytics_feature
from app import clock
from app.config import read
from app.database import db
from app.factory import build
from app.store.complaints import Attachment, Complaint
from app.store.outbox import Outbox
from complaints.feature import complaints_feature
from complaints.operations import dispatching, filer, handling, intake, looks, replying, reviewing
from complaints.operations.replying import Draft
from complaints.operations.reviewing import Opinion
from complaints.operations.steps import Move
from tests.app.gate.samples import photo_with_place
from tests.complaints.town import TYPED, Town
from tests.complaints.world import World, fixed, holder, staff_the_house
from tests.machinery.canaries import MARKS, files_of, found, personal
from tests.machinery.postgres import PostgresServer
from tests.machinery.served import NewHouse, Served
from tests.machinery.stores import ENGINES, RING, opened
from tests.markup import read as read_page
from tests.pages import Checked
from tests.walk.torture import multipart

pytestmark = pytest.mark.slow
CONTACT, FIRM, CORE = "钟离砚秋", "安澜隐鹭精工有限公司", "隐鹭精工"
PHONE, TYPED_PHONE = "19987654301", "199-8765-4301"
FILE_NAME, PLACE, BROWSER = "钟离家的厂门口7301", "CanaryPlace7301", "CanaryBrowser/7301"
WORD = "蔚蓝羚羊"  # names nobody: it may stand where masked words stand
MASKED = {
    "assignment": {"part", "answer"}, "complaint": {"masked", "title", "decline_text", "decline_elsewhere", "happened"},
    "contact_record": {"masked"}, "countersign": {"note"}, "entry": {"reason", "public_text"}, "label": {"reason"},
    "look": {"reason"}, "message": {"masked"}, "rating": {"masked"}, "refusal": {"reason", "outcome_reason"},
    "reply": {"masked", "internal", "evidence", "verdict_note"}, "ruling": {"reason"}, "search_text": {"plain"},
}  # fmt: skip
PATIENCE = 60


@dataclass
class Planted:
    """What was planted, by where: each place has a person of its own."""

    words: dict[str, str] = field(default_factory=dict)
    number: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def said(self, place: str) -> str:
        """A sentence in which people say who they are, for one *place*."""
        person = personal(next(self.number))
        self.words |= {word: f"{word} of {place}" for word in person.words}
        return f"{WORD}的{CONTACT}在{CORE}等。{person.sentence}"


STANDING = MARKS | {
    CONTACT: "the contact's name", PHONE: "the telephone", TYPED_PHONE: "the telephone as typed", FIRM: "the hidden enterprise",
    CORE: "its short name", FILE_NAME: "the file's name", PLACE: "what the picture knows", BROWSER: "the browser",
}  # fmt: skip


@pytest.fixture(params=ENGINES)
def house(request: pytest.FixtureRequest, new_house: NewHouse) -> Served:
    """A house whose keys are ours too."""
    return new_house(request.param, QISHENG_KEYS=RING.dump())


def test_nothing_personal_is_in_any_file(house: Served, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    planted, log = Planted(), io.StringIO()
    listening = logging.StreamHandler(log)
    logging.getLogger().addHandler(listening)
    try:
        with opened(build([complaints_feature, analytics_feature], read(house.environment))) as app:
            staff_the_house()
            db.session.commit()
            _live(Town(app, World(), Checked(app.test_client())), planted)
            assert _places_of(WORD) == MASKED
        if not house.is_postgres:
            _serve(house, planted)
    finally:
        logging.getLogger().removeHandler(listening)
    house.flask("backup", "make", str(tmp_path / "whole.tar"))
    (tmp_path / "test.log").write_text(log.getvalue(), encoding="utf-8")
    if house.is_postgres:
        _dump(request.getfixturevalue("postgres"), house, tmp_path / "dump.sql")
    assert found(STANDING, planted.words, files_of(house.folder, house.logs, tmp_path)) == set()
    assert WORD not in (tmp_path / "test.log").read_text(encoding="utf-8") + house.log()


def _live(town: Town, planted: Planted) -> None:
    """A confidential matter through refusals, a ruling, two rounds and a review; named ones that end early."""
    world, said = town.world, planted.said
    db.session.rollback()
    clock.move_to(world.at)
    town.phone.client.environ_base["HTTP_USER_AGENT"] = BROWSER
    photo = (io.BytesIO(photo_with_place(PLACE)), f"{FILE_NAME}.jpg")
    hidden = {"enterprise_name": FIRM, "contact_name": CONTACT, "phone": TYPED_PHONE, "mode": "confidential"}
    filed = town.filed(**hidden, text=said("the filing"), happened=said("when it happened")[:60], files=photo).number
    named = town.filed(
        enterprise_name="安澜青穗食品有限公司",
        contact_name=CONTACT,
        phone=TYPED_PHONE,
        text=TYPED["text"],
    ).number
    town.behind(lambda: _play(world, town.complaint(filed), planted))
    town.behind(lambda: _end_early(world, town.complaint(named), planted))
    for number, page in ((filed, "clerk"), (named, "reviewer"), (filed, "housing")):
        browser = town.officer(page if page != "housing" else "handler")
        browser.client.environ_base["HTTP_USER_AGENT"] = BROWSER
        browser.client.get(f"/complaints/{number}")
    assert db.session.scalar(select(Attachment.original)) is not None


def _play(world: World, matter: Complaint, planted: Planted) -> None:
    said = planted.said

    def by(who: str, place: str = "") -> Move:
        world.wait(5)
        return world.move(who, reason=said(place) if place else "按职责清单办理。")

    def own(place: str) -> Move:
        return world.move(holder(matter), reason=said(place))

    intake.ask_amend(matter, said("what is missing"), by("clerk", "why it is missing"))
    filer.amend(matter, said("the addition"), (), own("the addition's reason"))
    intake.accept(matter, fixed(), by("clerk", "T6"))
    dispatching.dispatch(matter, "housing", {"market": said("the part")}, "drc", by("clerk", "T7"))
    handling.answer_part(matter, said("the part's answer"), by("liaison2"))
    dispatching.refuse(matter, "not_our_duty", "fire-01", "market", by("liaison", "T10"))
    dispatching.accept_refusal(matter, by("clerk", "T11"))
    dispatching.dispatch(matter, "market", {}, None, by("clerk", "T7 again"))
    dispatching.refuse(matter, "not_our_duty", "fire-01", "drc", by("liaison2", "T10 again"))
    dispatching.rule(matter, "housing", {}, "drc-01", by("office_head", "the ruling"))
    handling.acknowledge(matter, world.staff["handler"].post_id or 0, by("liaison", "T8"))
    handling.send_message(matter, said("a message out"), by("handler"))
    handling.send_message(matter, said("a message in"), own("x"))
    handling.ask(matter, said("the question"), by("handler", "T15"))
    handling.answer(matter, said("the answer"), (), own("T16"))
    handling.write_note(matter, said("a note"), by("handler"))
    looks.look(matter, "original", "handle", by("clerk", "a look"))
    for verdict in ("sent back", "published"):
        draft = Draft("unable", said("a reply"), said("internal"), said("evidence"))
        replying.reply(matter, draft, by("handler", "T21"))
        if verdict == "sent back":
            replying.send_back(matter, "no_date", by("reviewer", "T22"))
    replying.ask_countersign(matter, by("reviewer", "asking for the countersign"))
    replying.answer_countersign(matter, "yes", by("office_head", "the countersign"))
    replying.publish(matter, by("reviewer", "T23"))
    reviewing.rate(matter, Opinion("no", "dissatisfied", ("not_solved",), said("the rating")), own("T25"))
    reviewing.call_back(matter, "message", "reached", "no", said("the call-back"), by("reviewer", "call-back"))
    reviewing.close_review(matter, said("the conclusion"), by("reviewer", "T28"))
    filer_words = own("T26")
    reviewing.reopen(matter, said("why again"), filer_words)


def _end_early(world: World, matter: Complaint, planted: Planted) -> None:
    def said(place: str) -> str:
        return planted.said(place).replace(CORE, "门口")  # this one's enterprise is another

    intake.propose_decline(matter, "civil_between_enterprises", said("the ground"), said("where else"), world.move("clerk"))
    intake.drop_decline(matter, world.move("office_head", reason=said("not declined")))
    intake.accept(matter, fixed(), world.move("clerk", reason=said("T6 named")))
    intake.correct(matter, {"urgency": "priority"}, world.move("clerk", reason=said("T34")))
    dispatching.dispatch(matter, "housing", {}, None, world.move("clerk", reason=said("T7 named")))
    dispatching.refuse(matter, "not_our_duty", "fire-01", "market", world.move("liaison", reason=said("T10 named")))
    dispatching.reject_refusal(matter, world.move("clerk", reason=said("T12")))
    handling.acknowledge(matter, world.staff["handler"].post_id or 0, world.move("liaison"))
    handling.log_contact(matter, "phone", "reached", said("a contact"), world.move("handler", reason=said("contact")))
    filer.new_code(matter, world.move("clerk", reason=said("a new code")))
    filer.hide_identity(matter, world.move(holder(matter)))
    filer.withdraw(matter, world.move(holder(matter), reason=said("T30")))


def _places_of(word: str) -> dict[str, set[str]]:
    """Columns in which *word* stands, by table."""
    meta = MetaData()
    meta.reflect(db.engine)
    places: dict[str, set[str]] = {}
    for table in meta.sorted_tables:
        for row in db.session.execute(select(table)).mappings():
            here = {column.name for column in table.columns if word in str(row[column.name])}
            if here:
                places.setdefault(table.name, set()).update(here)
    return places


def _serve(house: Served, planted: Planted) -> None:
    """The same through real processes: a filing with a picture, pages that refuse, work done after the commit."""
    house.start()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    opener.addheaders = [("User-Agent", BROWSER)]
    with opener.open(f"{house.address}/file") as page:
        sheet = read_page(page.read().decode())[0]
    hidden = {node["name"]: node["value"] for node in sheet.all("input", type="hidden")}
    typed = {**hidden, **TYPED, "kind": "help", "mode": "confidential", "area": "", "about_unit": ""}
    typed |= {"enterprise_name": FIRM, "contact_name": CONTACT, "phone": TYPED_PHONE}
    body, kind = multipart({**typed, "text": planted.said("a filing over the wire")})
    with opener.open(urllib.request.Request(f"{house.address}/file", body, {"Content-Type": kind})) as answer:
        assert "/receipt/" in answer.url
    engine = create_engine(read(house.environment).database_url)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with engine.connect() as connection:
            if not connection.scalar(select(Outbox.id).where(Outbox.kind == "read", Outbox.tries == 0).limit(1)):
                break
        time.sleep(0.2)
    engine.dispose()
    house.kill()  # what has not been moved out of the WAL is looked through too


def _dump(server: PostgresServer, house: Served, path: Path) -> None:
    name = house.environment["QISHENG_DATABASE_URL"].split("@/")[1].split("?")[0]
    done = subprocess.run(
        [server.programs / "pg_dump", "-h", server.folder, "-U", "qs", "-d", name], capture_output=True, check=True
    )
    assert WORD.encode() in done.stdout
    path.write_bytes(done.stdout)
