"""Search finds whatever is asked for that stands in a text, for whoever may see it, on both engines."""

from __future__ import annotations

import json
from datetime import timedelta
from random import Random

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select, update

from app import taxonomy
from app.database import db
from app.lists.page import page_of
from app.lists.spec import Reader
from app.search import index
from app.search.index import GRAM, Sought
from app.store.complaints import Complaint
from app.store.search import SearchText
from complaints import jobs
from complaints.commands.search import search_group
from complaints.operations import filer, indexing
from complaints.views.search.found import context, marked
from complaints.views.search.page import SEARCH
from tests.complaints.test_policy_worlds import NOW
from tests.complaints.world import World, holder

STRINGS = 50


def complaint(number: int, masked: str, **more: object) -> Complaint:
    """A matter that is nothing but its words."""
    given = {
        "id": number, "number": f"QS-20261015-{number:04d}", "code_hash": "x", "state": "received", "kind": "help",
        "mode": "named", "channel": "web", "title": masked[:20], "masked": masked, "risks": [], "submitted_at": NOW, **more,
    }  # fmt: skip
    return Complaint(**given)


def found(words: str) -> set[int]:
    """Ids of the matters in which all of *words* stands, by the index."""
    query = select(SearchText.complaint_id).join(GRAM, GRAM.c.rowid == SearchText.id).where(Sought.of(words).hits())
    return set(db.session.scalars(query))


def scanned(words: str) -> set[int]:
    """The same by reading everything."""
    texts = db.session.execute(select(SearchText.complaint_id, SearchText.plain))
    return {id_ for id_, plain in texts if all(run in plain for run in Sought.of(words).runs)}


@pytest.mark.usefixtures("store")
def test_any_string_of_a_text_is_found() -> None:
    texts = [e.text for topic in taxonomy.topics().values() for e in topic.examples][:150]
    texts += ["ＡＢＣ①㎡与3号楼、丁-7栋", "𠮷家村与𮯰地块", "a" * 700, "停水\n停电", "café 店"]
    for number, words in enumerate(texts, 1):
        db.session.add(complaint(number, words, enterprise_name=f"安澜第{number}纺织有限公司", area="chengdong"))
    db.session.flush()
    for one in db.session.scalars(select(Complaint)):
        assert indexing.refresh(one)
        assert not indexing.refresh(one)
    random, tried = Random(20261015), 0
    plains = list(db.session.scalars(select(SearchText.plain)))
    while tried < STRINGS:
        plain = random.choice(plains)
        at, length = random.randrange(len(plain)), random.randint(2, 6)
        words = plain[at : at + length]
        if not Sought.of(words) or len(words) < 2:
            continue
        tried += 1
        assert scanned(words) == found(words) != set(), words
    for words in (
        "水",
        "停",
        "纺",
        "3号楼",
        "abc1m2",
        "A",
        "𠮷家",
        "𮯰",
        "aaaa",
        "QS-20261015-0007",
        "0007",
        "水停电",
        "停水停电",
        "CAFÉ",
    ):
        assert scanned(words) == found(words), words
    assert indexing.differences() == 0


@pytest.mark.usefixtures("store")
def test_what_is_changed_or_gone_is_not_found_by_its_old_words(monkeypatch: pytest.MonkeyPatch) -> None:
    db.session.add_all(complaint(number, f"第{number}车间停了三天水") for number in (1, 2))
    db.session.flush()
    for number in (1, 2):
        indexing.refresh(db.session.get_one(Complaint, number))
    db.session.get_one(Complaint, 1).masked = db.session.get_one(Complaint, 1).title = "电费翻倍"
    indexing.refresh(db.session.get_one(Complaint, 1))
    assert (found("停了三天水"), found("电费")) == ({2}, {1})
    index.remove(2)
    assert (found("停了三天水"), db.session.scalar(select(func.count()).select_from(GRAM))) == (set(), 1)
    assert indexing.differences() == 1  # the second matter has lost its row
    db.session.commit()
    assert (jobs.put_index_right(NOW), found("停了三天水"), indexing.differences()) == (1, {2}, 0)
    monkeypatch.setattr(indexing, "SLICE", 1)
    done = CliRunner().invoke(search_group, ["rebuild"])
    assert (json.loads(done.stdout), found("停了三天水"), indexing.differences()) == ({"complaints": 2, "written": 2}, {2}, 0)
    db.session.execute(update(SearchText).values(made_by=0))
    assert (jobs.put_index_right(NOW), indexing.differences()) == (2, 0)
    db.session.execute(update(SearchText).values(plain="别的"))
    assert CliRunner().invoke(search_group, ["rebuild", "--check"]).exit_code == 1


def test_the_best_fit_stands_first_and_the_newest_of_equals(world: World) -> None:
    texts = [
        "车间在西岭路，物业说要断水断电。",
        "西岭路的停车位被占了，请帮忙协调一下。",
        "门口在修路，货车进不来，西岭路也堵。",
    ]
    numbers = []
    for words in texts:
        numbers.append(world.file(text=words, enterprise_name="安澜白榆纺织有限公司").number)
        world.at += timedelta(minutes=1)
    named = world.file(text="门前的路灯坏了一个月，没有人来修。", enterprise_name="西岭路五金店").number
    last = world.file(text="拖欠了三个月的工程款，请帮忙催一催；在西岭路。").number
    page = page_of(SEARCH, Reader(world.staff["clerk"], world.at), {"q": "西岭路"})
    assert next(one.number for one in page.lines) == named
    assert {one.number for one in page.lines} == {*numbers, named, last}
    newest = page_of(SEARCH, Reader(world.staff["clerk"], world.at), {"q": "西岭路", "sort": "new"})
    assert [one.number for one in newest.lines] == [last, named, *reversed(numbers)]


def test_a_hidden_enterprise_is_not_found_by_its_name(world: World) -> None:
    named = world.file(enterprise_name="安澜鹭屿冷链有限公司")
    for mode in ("confidential", "anonymous"):
        world.file(enterprise_name="安澜鹭屿冷链有限公司", mode=mode, text="鹭屿冷链的仓库停了三天电，请尽快派人来看。")
    assert found("鹭屿冷链") == {named.id}
    filer.hide_identity(named, world.move(holder(named)))
    assert found("鹭屿冷链") == set()


def test_units_are_found_while_they_have_it(world: World) -> None:
    matter = world.reach("dispatched")
    assert matter.id in found("住建局")
    world.play("T33", matter)
    assert found("住建局") == set()


def test_hits_are_marked_where_they_stand() -> None:
    pieces = marked("在１２３号楼停电，停电三天", Sought.of("123 停电"))
    assert [(piece.text, piece.is_marked) for piece in pieces] == [
        ("在", False), ("１２３", True), ("号楼", False), ("停电", True), ("，", False), ("停电", True), ("三天", False),
    ]  # fmt: skip
    words = "".join(piece.text for piece in context("甲" * 200 + "停电" + "乙" * 200, Sought.of("停电")))
    assert words.startswith("…甲")
    assert words.endswith("乙…")
    assert "停电" in words
    assert context("没有", Sought.of("停电"))[0].text == "没有"
