"""Random worlds: what SQL finds is what the policy allows, for everybody, and the matrix is the one of the design."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from app import taxonomy
from app.actor import NOBODY, STEWARDING, SYSTEM, Actor, Role
from app.database import db
from app.lists.spec import Reader
from app.store.complaints import Assignment, Complaint, Mention
from app.store.enterprises import Enterprise
from app.store.people import Person, Post, Unit
from app.store.stewardships import Project
from complaints import policy, queries
from complaints.operations import indexing
from complaints.policy import THINGS
from complaints.views.search.page import SEARCH

WORLDS = 200
WORD = next(one for one in SEARCH.filters if one.name == "q")
MATTERS = 12
NOW = datetime(2026, 10, 15, 2, tzinfo=UTC)
UNITS = ("office", "discipline", "tax", "fire", "housing")
KINDS = tuple(taxonomy.codes("kinds"))
STATES = tuple(taxonomy.codes("states"))
MODES = ("named", "confidential", "anonymous")
TOPICS = (None, "util_gas", "project_fire", *sorted(taxonomy.conduct_topics())[:2])
PEOPLE = range(1, 9)
FIRMS = (1, 2)
TAGS = ("tag one", "tag two")
PARTIES = ("party one", "party two")
PROJECTS = (1, 2)

# security.md §3, read aloud; three signs are named, confidential, anonymous.
MATRIX = """
complainant     s    s    s    s    -    s    s    -    a
same_enterprise s--  s--  -    -    -    s--  s--  -    s--
lead            s    s    -    -    -    s    -    -    s
lead_close      a    s    s--  s--  a    s    s    -    s
co_handler      s    s    -    r--  -    s    s    -    -
former          n    -    -    -    -    -    -    -    -
clerk           a    s    sr-  sr-  a    s    s    rr-  s
reviewer        a    s    sr-  sr-  a    s    s    rr-  s
office_head     a    s    sr-  sr-  a    s    s    rr-  s
leader          s    s    -    -    -    s    -    -    -
auditor         n    -    -    -    -    s    -    -    -
its_steward     a    s    s--  s--  s    s    s    -    s
his_secretary   s--  s--  -    -    -    s--  -    -    -
other_unit      -    -    -    -    -    -    -    -    -
steward         -    -    -    -    -    -    -    -    -
secretary       -    -    -    -    -    -    -    -    -
survey_officer  -    -    -    -    -    -    -    -    -
admin           -    -    -    -    -    -    -    -    -
recused         -    -    -    -    -    -    -    -    -
"""


def staff(role: Role, unit: str = "office", person: int = 1, *, units: tuple[str, ...] = ()) -> Actor:
    return Actor("staff", person, person, unit, role, frozenset({unit, *units}))


READERS = {
    "complainant": Actor("holder", complaint_id=5),
    "same_enterprise": Actor("contact", contact_id=1, enterprise_id=7),
    "lead": staff(Role.HANDLER, "housing", 2),
    "lead_close": staff(Role.HANDLER, "housing", 3),
    "co_handler": staff(Role.LIAISON, "fire"),
    "former": staff(Role.DEPARTMENT_HEAD, "drc"),
    "its_steward": Actor(
        "staff",
        1,
        1,
        "office",
        Role.STEWARD,
        frozenset({"office"}),
        enterprises=frozenset({7}),
        party_tags=frozenset({"party"}),
    ),
    "his_secretary": Actor("staff", 1, 1, "office", Role.SECRETARY, frozenset({"office"}), enterprises=frozenset({7})),
    "other_unit": staff(Role.LIAISON, "health"),
    "recused": staff(Role.CLERK, "office", 9, units=("tax",)),
    **{role.value: staff(role) for role in Role if role not in {Role.HANDLER, Role.LIAISON, Role.DEPARTMENT_HEAD}},
}


def matter(mode: str) -> Complaint:
    """A tip-off about the tax office that housing leads, with everybody in his part; a hidden one is opened to the steward."""
    complaint = Complaint(
        id=5, kind="tip_off", mode=mode, state="handling", topic=None, risks=[], lead="housing", handler_id=3,
        enterprise_id=7, accepted_at=NOW, party_tag="party", wants_steward=mode != "named",
    )  # fmt: skip
    complaint.mentions = [Mention(unit="tax", standing="fixed")]
    complaint.assignments = [
        Assignment(unit="housing", role="lead", from_at=NOW),
        Assignment(unit="fire", role="co_handler", from_at=NOW),
        Assignment(unit="drc", role="lead", from_at=NOW, to_at=NOW),
    ]
    return complaint


@pytest.mark.parametrize("row", MATRIX.strip().splitlines(), ids=lambda row: row.split()[0])
def test_the_matrix_is_the_one_of_the_design(row: str) -> None:
    reader, *signs = row.split()
    for (place, mode), (thing, wanted) in itertools.product(enumerate(MODES), zip(THINGS, signs, strict=True)):
        expected = wanted[place] if len(wanted) == 3 else wanted
        # Nobody is told whose an anonymous matter is.
        expected = "-" if reader == "its_steward" and mode == "anonymous" else expected
        assert policy.sign(READERS[reader], matter(mode), thing) == expected, (mode, thing)


def test_a_steward_finds_no_hidden_matter_that_was_not_opened_to_him() -> None:
    for mode, accepted_at, is_opened in (("confidential", NOW, False), ("named", None, True), ("confidential", None, True)):
        complaint = matter(mode)
        complaint.accepted_at, complaint.wants_steward = accepted_at, is_opened
        assert policy.relation(READERS["its_steward"], complaint) is None, (mode, accepted_at)


def test_who_is_named_himself_sees_nothing_whatever_his_post() -> None:
    for reader in READERS.values():
        complaint = matter("named")
        complaint.mentions.append(Mention(person_id=reader.person_id, standing="fixed"))
        if reader.is_staff:
            assert {policy.sign(reader, complaint, thing) for thing in THINGS} == {"-"}


def furnish() -> None:
    """Units, people with one post each, two enterprises."""
    for code in sorted(UNITS):
        db.session.add(Unit(code=code, name=code, short=code, kind="bureau", aliases=[], clauses=[]))
    db.session.flush()
    for number in PEOPLE:
        db.session.add(Person(id=number, login=f"p{number}", name=f"人{number}"))
        db.session.add(Post(id=number, person_id=number, unit="tax", role="handler", from_on=date(2026, 1, 1)))
    db.session.add_all(Enterprise(id=number, credit_code=f"code {number}", name=f"企业{number}") for number in FIRMS)
    db.session.flush()
    db.session.add_all(Project(id=number, enterprise_id=number, name=f"项目{number}") for number in PROJECTS)
    db.session.flush()


def populate(random: Random, world: int) -> None:
    """Matters of every kind, mode and state, with whatever mentions and shares."""
    for number in range(1, MATTERS + 1):
        id_ = world * 100 + number
        shares = [_share(random, id_) for _ in range(random.choice((0, 0, 1, 1, 2, 3)))]
        living = [share for share in shares if share.role == "lead" and share.to_at is None]
        for extra in living[1:]:
            extra.role = "co_handler"
        db.session.add(
            Complaint(
                id=id_, number=f"QS-{id_}", code_hash="x", state=random.choice(STATES), kind=random.choice(KINDS),
                topic=random.choice(TOPICS), mode=random.choice(MODES), channel="web", title="题", masked="文",
                risks=[], enterprise_id=random.choice((None, *FIRMS)), owner_tag=random.choice((None, *TAGS)),
                lead=living[0].unit if living else None, handler_id=random.choice((None, *PEOPLE)),
                submitted_at=NOW, accepted_at=random.choice((None, NOW, NOW)), wants_steward=random.choice((True, False)),
                party_tag=random.choice((None, *PARTIES)), project_id=random.choice((None, None, *PROJECTS)),
            )
        )  # fmt: skip
        db.session.flush()
        db.session.add_all(shares)
        db.session.add_all(_mentions(random, id_))
    db.session.flush()


def _share(random: Random, id_: int) -> Assignment:
    role, to_at = random.choice(("lead", "co_handler")), random.choice((None, None, NOW))
    return Assignment(complaint_id=id_, unit=random.choice(UNITS), role=role, from_at=NOW, to_at=to_at)


def _mentions(random: Random, id_: int) -> list[Mention]:
    named = {
        (random.choice((*UNITS, None)), random.choice((None, None, *PEOPLE)), random.choice(("found", "fixed")))
        for _ in range(random.choice((0, 1, 1, 2, 4)))
    }
    return [Mention(complaint_id=id_, unit=unit, person_id=person, standing=standing) for unit, person, standing in named]


def actors(random: Random, world: int) -> list[Actor]:
    """One of every role in a random unit, some with a past elsewhere; accounts, holders, and who is nobody."""
    found = [NOBODY, SYSTEM, Actor("holder", complaint_id=world * 100 + random.randint(1, MATTERS))]
    for role in Role:
        person, past = random.choice(PEOPLE), random.sample(UNITS, random.choice((0, 0, 1, 2)))
        found.append(staff(role, random.choice(UNITS), person, units=tuple(past)))
    found.append(staff(Role.OFFICE_HEAD, "office", random.choice(PEOPLE)))
    found += [replace(staff(role, random.choice(UNITS)), **_carried(random)) for role in STEWARDING]
    firm, tags = random.choice((None, *FIRMS)), frozenset(random.sample(TAGS, random.choice((0, 1, 2))))
    return [*found, Actor("contact", contact_id=1, enterprise_id=firm, owner_tags=tags)]


def _carried(random: Random) -> dict[str, Any]:
    """What a steward and his secretary carry."""
    some = {"enterprises": FIRMS, "projects": PROJECTS, "party_tags": PARTIES}
    return {name: frozenset(random.sample(values, random.choice((0, 1, 2)))) for name, values in some.items()}


def found(actor: Actor) -> set[int]:
    """What search gives to *actor* for a word that stands in every text."""
    if not SEARCH.opens(actor):
        return set()
    query = SEARCH.query(Reader(actor, NOW)).where(WORD.where(Reader(actor, NOW), "文"))
    return set(db.session.scalars(query.with_only_columns(Complaint.id)))


@pytest.mark.slow
@pytest.mark.usefixtures("session")
def test_lists_and_search_hold_exactly_what_the_policy_allows() -> None:
    furnish()
    for world in range(1, WORLDS + 1):
        random = Random(world)
        outer = db.session.begin_nested()
        populate(random, world)
        matters = list(db.session.scalars(select(Complaint)))
        for one in matters:
            indexing.refresh(one)
        for actor in actors(random, world):
            known = {c.id for c in matters if policy.relation(actor, c) is not None}
            rows = {c.id for c in matters if policy.sign(actor, c, "row") not in {"n", "-"}}
            assert set(db.session.scalars(select(Complaint.id).where(queries.visible(actor)))) == known, (world, actor)
            assert {c.id for c in db.session.scalars(queries.listed(actor))} == rows, (world, actor)
            assert found(actor) == (rows if SEARCH.opens(actor) else set()), (world, actor)
        outer.rollback()
        db.session.expunge_all()
