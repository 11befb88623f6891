"""A list is carried away as it is shown, inert, recorded, and by whoever may see it; large ones without much memory."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import clock, outbox
from app.auth import staff
from app.clock import now
from app.database import db
from app.exports import jobs, making
from app.exports.cells import in_text
from app.exports.sheets import Csv, Workbook
from app.exports.shelf import PIECE, Shelf
from app.sealing import Tampered
from app.store.entries import Entry
from app.store.lists import Export
from tests.app.auth.conftest import SignedIn, actor
from tests.house.test_lists import sheet_rows
from tests.machinery.trials import FULL

EVIL = ("=1+1", "+8613900000000", "-2+3", "@SUM(A1)", "\tx", "\rx", "＝1", "  =1", "\ufeff=1", "\n=1")
LONG = ("991900100000000001", "0931888", "13900000000001")
PLAIN = ("停电三天", "3-5 天", "a=b", "91990100MA0QR00010", "0", "")
BIG = """
import re, sys
from pathlib import Path
from app.exports.sheets import sheet_of
folder = Path(sys.argv[2])
with open(folder / "out", "xb") as out:
    sheet = sheet_of(sys.argv[1], out, ["编号", "标题", "企业", "区县", "状态", "时限"], folder)
    for number in range(int(sys.argv[3])):
        sheet.row([f"QS-20261015-{number}", f"消防验收约不上 {number}", "安澜青穗食品有限公司", "临湖区", "办理中", number])
    sheet.close()
status = Path("/proc/self/status").read_text()  # its own peak: ru_maxrss remembers the parent's
print(int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) // 1024)
"""


@pytest.mark.parametrize("text", [*EVIL, *LONG])
def test_text_that_a_spreadsheet_would_reckon_with_is_marked(text: str) -> None:
    assert in_text(text) == f"'{text}"


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_is_left_alone(text: str) -> None:
    assert in_text(text) == text


def test_a_workbook_has_no_formula_and_keeps_every_sign(tmp_path: Path) -> None:
    out, cells = io.BytesIO(), [*EVIL, *LONG, *PLAIN[:-1]]
    book = Workbook(out, [str(n) for n in range(len(cells))], tmp_path)
    book.row(cells)
    book.close()
    (row,) = sheet_rows(out.getvalue())[1:]
    with zipfile.ZipFile(out) as packed:
        styles, sheet = packed.read("xl/styles.xml").decode(), packed.read("xl/worksheets/sheet1.xml").decode()
    assert row[len(EVIL) : len(EVIL) + len(LONG)] == list(LONG)  # text, not a number
    assert row[0] == "=1+1"
    assert 'quotePrefix="1"' in styles
    assert sheet.count(' s="2"') == len(EVIL)


def test_a_csv_is_read_right_by_whatever_opens_it(tmp_path: Path) -> None:
    out = io.BytesIO()
    sheet, row = Csv(out, ["编号"]), ['逗号,引号"换行\n', 12, "\ud800"]
    sheet.row(row)
    assert out.getvalue().startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))[1] == [row[0], "12", "?"]


def test_a_file_on_the_shelf_is_closed_whole_and_noticed_when_cut(tmp_path: Path) -> None:
    shelf, content = Shelf(tmp_path), os.urandom(PIECE + 7)
    token, size = shelf.put(io.BytesIO(content), 5)
    assert (size, b"".join(shelf.read(token, 5))) == (len(content), content)
    path = tmp_path / token
    assert content[:64] not in path.read_bytes()
    with pytest.raises(Tampered):
        list(shelf.read(token, 6))
    path.write_bytes(path.read_bytes()[: PIECE + 60])
    with pytest.raises(Tampered):
        list(shelf.read(token, 5))


@pytest.mark.slow
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_large_export_needs_no_more_memory_than_a_small_one(form: str, tmp_path: Path) -> None:
    """30,000 rows here; a million by `FULL_TRIALS=1`."""
    number = "1000000" if FULL else "30000"
    done = subprocess.run([sys.executable, "-c", BIG, form, str(tmp_path), number], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 150


@pytest.fixture
def many(city: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """More people than are sent at once."""
    monkeypatch.setattr(making, "AT_ONCE", 10)
    monkeypatch.setattr(making, "SLICE", 4)
    return city


def ask(signed_in: SignedIn, login: str = "admin", query: str = "", kind: str = "csv") -> object:
    browser = signed_in(login)
    fields = browser.get(f"/admin/people{query}").form("/exports/xlsx")
    return browser, browser.client.post(f"/exports/{kind}", data=fields)


def test_what_is_carried_away_is_recorded_with_filters_and_rows(signed_in: SignedIn) -> None:
    browser, answer = ask(signed_in, query="?unit=market&sort=name_down")
    assert answer.status_code == 303
    sent = browser.client.get(answer.location)
    rows = list(csv.reader(io.StringIO(sent.get_data().decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == [row[1] for row in browser.get("/admin/people?unit=market&sort=name_down").rows()]
    assert "attachment" in sent.headers["Content-Disposition"]
    entry = db.session.scalars(select(Entry).where(Entry.verb == "exported")).one()
    assert entry.after == {"list": "人员和岗位", "form": "csv", "filters": "单位：市场监管局", "rows": 2}
    assert entry.person_id == actor("admin").person_id
    said = signed_in("auditor").get("/audit?stream=export").text
    assert re.search(r"导出清单 人员和岗位\s单位：市场监管局\s2 行", said)


def test_a_large_list_is_made_by_the_worker_and_fetched_within_a_day(many: Flask, signed_in: SignedIn) -> None:
    browser, answer = ask(signed_in, kind="xlsx")
    page = browser.get(answer.location)
    assert "正在生成" in page.heading
    assert page.response.headers["Refresh"] == "3"
    assert browser.client.get(f"{answer.location}/file").location == answer.location
    outbox.drain()
    page = browser.get(answer.location)
    total = len(browser.get("/admin/people").rows())  # one page holds them all
    assert page.heading == f"做好了，共 {total} 行"
    assert "Refresh" not in page.response.headers
    sent = browser.client.get(f"{answer.location}/file")
    assert len(sheet_rows(sent.get_data())) == total + 1
    stored = next(path for path in jobs.shelf().folder.iterdir() if path.is_file())
    assert not stored.read_bytes().startswith(b"PK")
    clock.move_to(now() + timedelta(hours=25))
    jobs.sweep(now())
    assert not stored.exists()
    assert db.session.scalars(select(Export.state)).one() == "gone"


def test_nobody_fetches_what_another_has_carried_away(many: Flask, signed_in: SignedIn) -> None:
    _, answer = ask(signed_in)
    outbox.drain()
    for login in ("clerk", "auditor", "leader"):
        signed_in(login).get(answer.location, status=404)
        signed_in(login).get(f"{answer.location}/file", status=404)


def test_whoever_lost_his_post_meanwhile_gets_nothing(many: Flask, signed_in: SignedIn) -> None:
    ask(signed_in)
    held = db.session.get_one(staff.Post, actor("admin").post_id)
    held.to_on = held.from_on
    db.session.commit()
    outbox.drain()
    assert db.session.scalars(select(Export.state)).one() == "failed"


def test_what_a_dead_worker_left_is_taken_up_again_and_made_once(many: Flask, signed_in: SignedIn) -> None:
    ask(signed_in)
    row = db.session.scalars(select(Export)).one()
    row.state, row.beat_at, row_id = "working", now(), row.id
    db.session.commit()
    outbox.drain()
    assert db.session.get_one(Export, row_id).state == "working"  # somebody is at it
    clock.move_to(now() + timedelta(minutes=4))
    assert jobs.sweep(now()) == 1
    outbox.drain()
    assert db.session.get_one(Export, row_id, populate_existing=True).state == "done"
    assert len(db.session.scalars(select(Entry).where(Entry.verb == "exported")).all()) == 1


@pytest.mark.parametrize("name", ["nothing", "office.all", ""])
def test_a_list_that_is_not_his_is_not_found(signed_in: SignedIn, name: str) -> None:
    browser = signed_in("admin")
    fields = {**browser.get("/admin/people").form("/exports/xlsx"), "list": name}
    assert browser.client.post("/exports/csv", data=fields).status_code == 404
