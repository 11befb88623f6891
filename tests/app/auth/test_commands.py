"""How a real office begins: units, people and one-time codes from the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from flask import Flask
from sqlalchemy import func, select

from app import taxonomy
from app.auth.seeding import seed_roles
from app.clock import now
from app.config import Settings
from app.database import db
from app.errors import WrongState
from app.store.people import Person, Post, Unit
from tests.app.auth.conftest import whole
from tests.machinery.stores import opened
from tests.pages import Checked

HEAD = "姓名,登录名,单位,角色,开始日期\n"


@pytest.fixture
def house(settings: Settings) -> Iterator[Flask]:
    with opened(whole(settings)) as app:
        yield app


def run(app: Flask, *words: str) -> tuple[int, Any]:
    result = app.test_cli_runner().invoke(args=list(words))
    return result.exit_code, json.loads(result.stdout)


def count(table: type) -> int:
    db.session.rollback()
    return db.session.scalars(select(func.count()).select_from(table)).one()


def sheet(tmp_path: Path, text: str, encoding: str = "utf-8") -> str:
    path = tmp_path / "sheet.csv"
    path.write_bytes(text.encode(encoding))
    return str(path)


def test_an_office_begins_with_units_a_first_administrator_and_his_code(house: Flask) -> None:
    assert run(house, "units", "import", "--shipped")[1]["new"] == len(taxonomy.units())
    assert run(house, "units", "import", "--shipped")[1]["same"] == len(taxonomy.units())
    assert db.session.get_one(Unit, "office").superior == "discipline"
    status, answer = run(house, "people", "add", "潘某汐", "admin", "营商办", "系统管理员")
    assert status == 0
    checked = Checked(house.test_client())
    page = checked.submit(checked.get("/sign-in"), login="admin", password=answer["code"])
    assert page.heading == "设一个您自己的密码"


def test_a_further_post_gives_no_code(house: Flask) -> None:
    run(house, "units", "import", "--shipped")
    run(house, "people", "add", "潘某汐", "admin", "office", "admin")
    status, answer = run(house, "people", "add", "潘某汐", "admin", "office", "auditor")
    assert status == 0
    assert "code" not in answer
    for words in (["另一人", "admin", "office", "clerk"], ["某", "a2", "nowhere", "clerk"], ["某", "a2", "office", "king"]):
        status, answer = run(house, "people", "add", *words)
        assert status == 1
        assert answer["error"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_people_come_from_a_sheet_in_any_encoding_of_offices(house: Flask, tmp_path: Path, encoding: str) -> None:
    run(house, "units", "import", "--shipped")
    text = HEAD + "侯某芮,houmou,住建局,承办人,2026年3月5日\n\n侯某芮,houmou,住建局,联络员,\n薄某栩,bomou,housing,liaison,\n"
    file = sheet(tmp_path, text, encoding)
    status, answer = run(house, "people", "import", file, "--codes")
    assert (status, answer["rows"], answer["new"], answer["same"], answer["errors"]) == (0, 3, 3, 0, [])
    assert set(answer["codes"]) == {"houmou", "bomou"}
    assert run(house, "people", "import", file)[1] == {"rows": 3, "new": 0, "same": 3, "errors": []}
    assert (count(Person), count(Post)) == (2, 3)


def test_people_come_from_a_workbook_too(house: Flask, tmp_path: Path) -> None:
    run(house, "units", "import", "--shipped")
    book = xlsxwriter.Workbook(tmp_path / "sheet.xlsx")
    rows = book.add_worksheet()
    for number, line in enumerate((HEAD.strip(), "申某榕,shenrong,住建局,承办人,2026-10-15")):
        rows.write_row(number, 0, line.split(","))
    rows.write_datetime(1, 4, datetime(2026, 10, 15), book.add_format({"num_format": "yyyy-mm-dd"}))  # noqa: DTZ001
    book.close()
    status, answer = run(house, "people", "import", str(tmp_path / "sheet.xlsx"))
    assert (status, answer["new"], answer["errors"]) == (0, 1, [])
    assert db.session.scalars(select(Post.from_on)).all() == [date(2026, 10, 15)]


def test_one_fault_keeps_the_whole_sheet_out_and_all_faults_are_named(house: Flask, tmp_path: Path) -> None:
    run(house, "units", "import", "--shipped")
    bad = "某甲,jia,住建局,承办人,\n某乙,乙,没有局,厨师,明天\n某丙,bing,住建局,承办人,2026-02-30\n某丁,jia,住建局,承办人,\n"
    status, answer = run(house, "people", "import", sheet(tmp_path, HEAD + bad))
    assert status == 1
    assert [(fault["row"], fault["column"]) for fault in answer["errors"]] == [
        (3, "单位"), (3, "角色"), (3, "开始日期"), (4, "开始日期"), (5, "登录名"),
    ]  # fmt: skip
    assert answer["errors"][0]["value"] == "没有局"
    assert count(Person) == 0


def test_a_rehearsal_changes_nothing(house: Flask, tmp_path: Path) -> None:
    run(house, "units", "import", "--shipped")
    status, answer = run(house, "people", "import", sheet(tmp_path, HEAD + "某甲,jia,住建局,承办人,\n"), "--rehearse")
    assert (status, answer["new"]) == (0, 1)
    assert count(Person) == 0


@pytest.mark.parametrize("text", ["", "姓名,登录名\n", "\x00\x00", "姓名,登录名,单位,角色\n" + '"' + "x" * 200_000])
def test_what_is_no_sheet_is_refused_in_words(house: Flask, tmp_path: Path, text: str) -> None:
    status, answer = run(house, "people", "import", sheet(tmp_path, text))
    assert status == 1
    assert answer["errors"][0]["reason"]


def test_units_come_from_a_sheet_with_superiors_in_any_order(house: Flask, tmp_path: Path) -> None:
    head = "代码,名称,简称,类别,上级,别名,电话,职责条款\n"
    rows = 'tax,市税务局,税务局,垂直管理单位,纪委,国税、地税,0000-12366,"tax-01 征税\n退税"\njw,市纪委,纪委,bureau,,,,\n'
    file = sheet(tmp_path, head + rows)
    assert run(house, "units", "import", file) == (0, {"rows": 2, "new": 2, "same": 0, "errors": []})
    tax = db.session.get_one(Unit, "tax")
    assert (tax.superior, tax.aliases, tax.kind) == ("jw", ["国税", "地税"], "central")
    assert tax.clauses == [{"id": "tax-01", "text": "征税"}, {"id": "tax-02", "text": "退税"}]
    assert run(house, "units", "import", file)[1]["same"] == 2
    status, answer = run(house, "units", "import", sheet(tmp_path, head + "X Y,局,局,部,不在,,,\n"))
    assert status == 1
    assert [fault["column"] for fault in answer["errors"]] == ["代码", "名称", "简称", "类别", "上级"]


def test_roles_are_seeded_into_an_empty_store_only(house: Flask) -> None:
    assert seed_roles(now()) == {"units": len(taxonomy.units()), "people": 17, "posts": 17}
    db.session.commit()
    with pytest.raises(WrongState):
        seed_roles(now())
