"""Every route, every role, every relation: who comes in, who is refused, and for whom there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.database import db, reading
from app.store.complaints import Attachment
from app.store.enterprises import Contact
from app.store.notices import Notice, Sending
from app.store.people import Person, Post
from app.web.assets import asset_url
from tests.walk.cast import EVERYBODY, Cast, full_cast, shown
from tests.walk.matrix import FILE_AT_ONCE, MATTER_ROUTES, NAMED_ONLY, OTHER_ROUTES, PEOPLE, QUEUES, SIGNS, At, standing

pytestmark = pytest.mark.slow
MODES = ("named", "confidential", "anonymous")
IN = {200, 302, 303, 409, 422}
ABSENT_FILE = 4711
WITH_FILE = {"case.file", "office.release", "public.open_file"}
Key = tuple[str, str]


@pytest.fixture(scope="module")
def cast(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    with full_cast(sqlite_template, tmp_path_factory.mktemp("walk")) as found:
        found.keep()
        yield found


def routes(cast: Cast) -> dict[Key, Rule]:
    """Every address of the house, with each method."""
    rules = cast.app.url_map.iter_rules()
    return {(rule.endpoint, method): rule for rule in rules for method in rule.methods or () if method in {"GET", "POST"}}


class Walk:
    """All requests about matters, and what is wrong with their answers."""

    def __init__(self, cast: Cast, method: str) -> None:
        self.cast, self.method = cast, method
        self.wrong: list[str] = []
        self.absent: dict[tuple[str, str, int], object] = {}

    def go(self) -> list[str]:
        for (endpoint, method), at in MATTER_ROUTES.items():
            if method == self.method:
                for who in EVERYBODY:
                    self._one_person(endpoint, at, who)
        return self.wrong

    def _one_person(self, endpoint: str, at: At, who: str) -> None:
        # Where the door itself is closed, the number is not even looked at: one matter tells as much as all.
        matters = list(self.cast.matters) if who in at.door else ["handling named"]
        seen: set[tuple[str, str]] = set()
        for what in matters:
            expected = expectation(endpoint, at, who, what, what in self.cast.files)
            if expected in {"in", "refused"} and (standing(who, what), mode_of(what)) in seen:
                continue  # one matter of this kind tells as much as all; those that he may not see are all asked for
            seen.add((standing(who, what), mode_of(what)))
            answer, same = self._asked(endpoint, at, who, what)
            if not fits(answer, expected, same=same):
                self.wrong.append(
                    f"{self.method} {endpoint}: {who} ({standing(who, what) or 'nothing'}) at “{what}” "
                    f"got {answer.status_code}{'' if same else ', told apart from no matter,'} expected {expected}"
                )

    def _asked(self, endpoint: str, at: At, who: str, what: str) -> tuple[TestResponse, bool]:
        """The answer, and whether it is the one that a number gets that does not exist."""
        as_whom = f"holder of {what}" if who == "holder" else who
        number, file = self.cast.matters[what], self.cast.files.get(what, ABSENT_FILE)
        answer = self._ask(endpoint, at, as_whom, number, file)
        if answer.status_code in {200, 409, 422} or (who, endpoint, file) in self.absent:
            return answer, shown(answer, number) == self.absent.get((who, endpoint, file))
        absent = number[:-4] + "9876"
        nothing = self._ask(endpoint, at, as_whom, absent, file)
        self.absent[who, endpoint, file] = shown(nothing, absent)
        return answer, shown(answer, number) == shown(nothing, absent)

    def _ask(self, endpoint: str, at: At, who: str, number: str, file: int) -> TestResponse:
        rule = routes(self.cast)[endpoint, self.method]
        known = {"number": number, "file_id": file, "kind": "C1", "number_of_round": 1}
        path = path_of(self.cast, rule, known)
        before = self.cast.changes()
        answer = self.cast.ask(who, self.method, path, at.form)
        if before != self.cast.changes():
            if self.method == "GET" or answer.status_code >= 400:
                self.wrong.append(f"{self.method} {path}: {who} got {answer.status_code}, and something was written")
            self.cast.undo()
        return answer


def path_of(cast: Cast, rule: Rule, known: dict[str, object]) -> str:
    values = {name: known[name] for name in rule.arguments}
    path = cast.app.url_map.bind("").build(rule.endpoint, values)
    return str(path)


def mode_of(what: str) -> str:
    return next((mode for mode in MODES if mode in what), "named")


def expectation(endpoint: str, at: At, who: str, what: str, has_file: bool) -> str:
    """closed: the door; nothing: no such matter; hidden: no such thing; refused; in."""
    stands = standing(who, what)
    if who not in at.door:
        return "closed"
    if not stands:
        return "nothing"
    mode = mode_of(what)
    if endpoint in WITH_FILE and stands in at.may:
        at_once = endpoint != "case.file" or mode in FILE_AT_ONCE.get(stands, "")
        return "in" if has_file and at_once else "hidden"
    if endpoint in SIGNS and stands in at.may:
        return "hidden" if SIGNS[endpoint][stands][MODES.index(mode)] == "-" else "in"
    if endpoint in NAMED_ONLY and mode != "named" and stands in at.may:
        return "refused"
    if stands in at.may:
        return "in" if not at.who or who in at.who else "refused"
    return "hidden" if stands in at.hidden else "refused"


def fits(answer: TestResponse, expected: str, *, same: bool) -> bool:
    status = answer.status_code
    if expected == "closed":
        turned_away = status == 302 and answer.location.split("?")[0] in {"/sign-in", "/follow"}
        return same and (status in {403, 404} or turned_away)
    return {
        "nothing": same and status == 404,
        "hidden": status == 404,
        "refused": status == 403,
        "in": status in IN,
    }[expected]


def test_the_walk_knows_every_route(cast: Cast) -> None:
    known = {*MATTER_ROUTES, *OTHER_ROUTES}
    assert set(routes(cast)) - known == set(), "a route that this walk does not know"
    assert known - set(routes(cast)) == set(), "a route that is not there any more"
    assert set(PEOPLE) == set(cast.matters)


def test_who_opens_what_of_a_matter_and_nothing_is_written_by_it(cast: Cast) -> None:
    before = cast.rows()
    wrong = Walk(cast, "GET").go()
    assert not wrong, "\n".join(wrong)
    assert cast.rows() == before


def test_who_acts_on_a_matter(cast: Cast) -> None:
    wrong = Walk(cast, "POST").go()
    assert not wrong, "\n".join(wrong)


def test_a_released_file_reaches_whom_the_matrix_names(cast: Cast) -> None:
    with cast.app.app_context():
        reading.set(False)
        db.session.execute(update(Attachment).values(released_at=cast.world.at))
        db.session.commit()
    closed = [
        f"{who} at “{what}”"
        for what, file in cast.files.items()
        for who in EVERYBODY
        if standing(who, what) in {"close", "co", "intake"}
        and cast.ask(who, "GET", f"/complaints/{cast.matters[what]}/files/{file}").status_code != 200
    ]
    cast.undo()
    # The matrix has signs for files of all three modes, but the lead gets no original of a hidden one.
    assert closed == []


def test_who_comes_through_every_other_door(cast: Cast) -> None:
    wrong = []
    for (endpoint, method), reached in OTHER_ROUTES.items():
        rule = routes(cast)[endpoint, method]
        for who in EVERYBODY:
            for path in other_paths(cast, rule):
                allowed = reached & QUEUES[path.rpartition("/")[2]] if endpoint == "office.queue" else reached
                before = cast.changes()
                answer = cast.ask("holder of closed" if who == "holder" else who, method, path)
                answer.close()
                is_in = answer.status_code in IN and not is_turned_away(answer, path)
                if is_in != (who in allowed):
                    wrong.append(f"{method} {path}: {who} got {answer.status_code} {answer.location or ''}")
                if before != cast.changes():
                    if method == "GET":
                        wrong.append(f"GET {path} of {who} wrote a row")
                    cast.undo()
    assert not wrong, "\n".join(wrong)


def is_turned_away(answer: TestResponse, path: str) -> bool:
    """Whether it leads to a door; after signing out it should."""
    led, _, asked = (answer.location or "").partition("?")
    if led not in {"/sign-in", "/follow"}:
        return False
    return "next=" in asked or path not in {"/sign-out", "/me/sessions/end", "/follow/leave"}


def other_paths(cast: Cast, rule: Rule) -> list[str]:
    with cast.app.app_context():
        person, contact = db.session.scalar(select(Person.id)), db.session.scalar(select(Contact.id))
        post = db.session.scalar(select(Post.id))
        to_handler = select(Notice.id).join(Post, Post.id == Notice.post_id).join(Person, Person.id == Post.person_id)
        notice = db.session.scalar(to_handler.where(Person.login == "handler"))
        sending = db.session.scalar(select(Sending.id))
    known: dict[str, object] = {
        "number": cast.matters["received"], "person_id": person, "post_id": post, "contact_id": contact, "code": "tax",
        "by": "units", "export_id": 1, "kind": "csv", "view_id": 1, "bulk_id": 1, "sentence_id": 1,
        "sign_in_id": 1, "notice_id": notice, "sending_id": sending, "filename": asset_url("mark.svg").removeprefix("/static/"),
    }  # fmt: skip
    if rule.endpoint.startswith("ledger."):
        with cast.app.app_context():
            known["post_id"] = db.session.scalar(select(Post.id).where(Post.role == "steward"))
    known |= {"stewardship_id": 1, "visit_id": 1} | cast.survey
    if "queue" in rule.arguments:
        return [path_of(cast, rule, {"queue": queue}) for queue in QUEUES]
    return [path_of(cast, rule, known)]
