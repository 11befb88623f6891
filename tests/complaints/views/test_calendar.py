"""The calendar of the office: looked at by year, changed only after a preview of what would move."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.clock import day_of
from app.database import db
from app.errors import Invalid
from app.store.complaints import Mention
from app.store.entries import Entry
from app.store.settings import CalendarDay
from complaints.forms.calendar import hours_of, lines_of, rules_of
from complaints.operations import times
from tests.complaints.town import Town, count
from tests.complaints.world import clocks
from tests.pages import Checked, Page


def admin_page(town: Town, year: int = 2026) -> tuple[Checked, Page]:
    admin = town.officer("admin")
    return admin, admin.get(f"/admin/calendar?year={year}")


def c4_due(town: Town, number: str) -> date:
    return day_of(clocks(town.complaint(number), "C4")[-1].due_at)


def cell(page: Page, words: str) -> str:
    """The class of the day whose title begins with *words*."""
    return next(node["class"] for node in page.all("td") if node["title"].startswith(words))


def test_a_year_shows_days_off_and_worked_weekends(town: Town) -> None:
    _, page = admin_page(town)
    assert cell(page, "10月1日 国庆节") == "off"
    assert cell(page, "10月10日 周六") == "make"
    assert cell(page, "10月17日 周六") == "rest"
    assert "today" in cell(page, "10月15日 周四")
    assert len(page.all("table")) == 12


def test_a_year_that_nobody_has_published_says_so(town: Town) -> None:
    _, page = admin_page(town, 2028)
    assert "暂按推算" in page.main
    assert "暂按推算" not in admin_page(town)[1].main


def test_a_day_is_previewed_and_moves_what_is_open_only_when_confirmed(town: Town) -> None:
    number, done = town.matter("handling"), town.matter("closed")
    before, closed_due = c4_due(town, number), c4_due(town, done)
    admin, page = admin_page(town)
    page = admin.submit(page, "/admin/calendar/day", on="2026-10-21", kind="holiday", note="全市防汛演练")
    row = next(row for row in page.rows() if row[0] == number and row[1] == "办结")
    assert row[2].startswith(f"{before.month}月{before.day}日")
    assert "1 件诉求" in page.heading
    assert done not in page.main
    assert count(CalendarDay) == 0
    assert c4_due(town, number) == before
    page = admin.submit(page)
    assert "个时限跟着移动" in page.main
    assert cell(page, "10月21日") == "off own"
    assert c4_due(town, number) > before
    assert c4_due(town, done) == closed_due


def test_a_change_is_remembered_in_the_settings_and_in_each_matter(town: Town) -> None:
    number = town.matter("handling")
    admin, page = admin_page(town)
    admin.submit(admin.submit(page, "/admin/calendar/day", on="2026-10-21", kind="holiday", note="演练"))
    entry = db.session.scalars(select(Entry).where(Entry.stream == "settings")).one()
    assert entry.verb == "calendar_changed"
    assert entry.after["days"] == [{"on": "2026-10-21", "kind": "holiday", "hours": []}]
    assert entry.post_id == town.world.staff["admin"].post_id
    stream = f"complaint:{town.complaint(number).id}"
    assert db.session.scalars(select(Entry).where(Entry.stream == stream, Entry.verb == "calendar_moved")).first()


def test_an_own_day_is_taken_away_the_same_way(town: Town) -> None:
    number = town.matter("handling")
    before = c4_due(town, number)
    admin, page = admin_page(town)
    page = admin.submit(admin.submit(page, "/admin/calendar/day", on="2026-10-21", kind="holiday"))
    page = admin.submit(page, "/admin/calendar/without")
    assert number in page.main
    assert "恢复全国公布的安排" in page.main
    page = admin.submit(page)
    assert count(CalendarDay) == 0
    assert c4_due(town, number) == before
    assert cell(page, "10月21日") == ""


def test_a_day_is_corrected_by_entering_it_again(town: Town) -> None:
    admin, page = admin_page(town)
    page = admin.submit(admin.submit(page, "/admin/calendar/day", on="2026-10-21", kind="holiday"))
    page = admin.submit(admin.submit(page, "/admin/calendar/day", on="2026-10-21", kind="half", hours="09:00-11:00"))
    assert cell(page, "10月21日") == "half own"
    assert times.current_calendar().minutes_between(*times.current_calendar().sessions(date(2026, 10, 21))[0]) == 120
    assert count(CalendarDay) == 1


def test_one_worked_weekend_day_in_an_unpublished_year_is_warned_of(town: Town) -> None:
    admin, page = admin_page(town, 2028)
    page = admin.submit(page, "/admin/calendar/day", on="2028-01-08", kind="workday")
    assert "2028 年还没有公布，请先想一想" in page.main
    page = admin.submit(admin.get("/admin/calendar?year=2028"), "/admin/calendar/day", on="2028-01-03", kind="holiday")
    assert "请先想一想" not in page.main


def test_a_whole_year_is_pasted_and_counts_as_published(town: Town) -> None:
    worked = "2028/1/8,上班,元旦补班\n2028年2月5日,班,春节补班\n2028-02-06,上班,春节补班\n2028-10-08,补班,国庆补班"
    lines = f"2028-01-01,放假,元旦\n{worked}"
    admin, page = admin_page(town, 2028)
    page = admin.submit(page, "/admin/calendar/whole-year", lines=lines)
    assert "2028 年从此算已经公布" in page.main
    page = admin.submit(page)
    assert count(CalendarDay) == 5
    assert "暂按推算" not in page.main
    assert page.url == "/admin/calendar?year=2028"


def test_a_line_that_cannot_be_read_is_named_and_nothing_is_entered(town: Town) -> None:
    admin, page = admin_page(town, 2028)
    page = admin.submit(page, "/admin/calendar/whole-year", status=422, lines="2028-01-01,放假,元旦\n2028-02-30,放假,春节")
    assert page.errors == ["第 2 行：“2028-02-30”不是日期，请写成 2027-01-01。"]
    assert "2028-02-30" in str(page.form("/admin/calendar/whole-year")["lines"])
    assert count(CalendarDay) == 0


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"on": "", "kind": "holiday"}, "请选日期。"),
        ({"on": "2026-10-21"}, "请选这一天怎么安排。"),
        ({"on": "2026-10-21", "kind": "half", "hours": "上午"}, "“上午”不是时间，请写成 09:00-12:00。"),
        ({"on": "2026-10-21", "kind": "holiday", "hours": "09:00-12:00"}, "2026-10-21 放假，不能再填上班时间。"),
        ({"on": "2026-10-21", "kind": "half", "hours": "12:00-09:00"}, "2026-10-21 的上班时间填错了"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(town: Town, typed: dict[str, str], error: str) -> None:
    admin, page = admin_page(town)
    page = admin.submit(page, "/admin/calendar/day", status=422, **typed)
    assert any(one.startswith(error) for one in page.errors)


def test_a_confirmation_counts_once(town: Town) -> None:
    admin, page = admin_page(town)
    preview = admin.submit(page, "/admin/calendar/day", on="2026-10-21", kind="holiday")
    admin.submit(preview)
    admin.submit(preview)
    assert len(db.session.scalars(select(Entry).where(Entry.stream == "settings")).all()) == 1


def test_the_head_reads_the_calendar_but_only_the_administrator_changes_it(town: Town) -> None:
    head = town.officer("office_head")
    page = head.get("/admin/calendar")
    assert page.heading == "工作日历：2026 年"
    assert not [form for form in page.all("form") if "calendar" in form["action"]]
    csrf = town.officer("office_head")
    csrf.get("/admin/calendar")
    assert csrf.client.post("/admin/calendar", data={}).status_code in {403, 404}
    town.officer("clerk").get("/admin/calendar", status=404)


def test_a_matter_that_the_administrator_must_not_know_is_not_in_the_preview(town: Town) -> None:
    number = town.matter("handling")
    person = town.world.staff["admin"].person_id

    def name() -> None:
        db.session.add(Mention(complaint_id=town.complaint(number).id, person_id=person, standing="fixed"))

    town.behind(name)
    admin, page = admin_page(town)
    page = admin.submit(page, "/admin/calendar/day", on="2026-10-21", kind="holiday")
    assert number not in page.html
    assert page.heading.endswith("没有时限会移动")


def test_lines_say_the_same_after_a_round_trip() -> None:
    rules = rules_of("2027-01-01,放假,元旦\n2027-02-05\t半天\t除夕前\t09:00-11:00 13:00-14:00")
    assert rules_of(lines_of(rules)) == rules
    assert hours_of(" ") is None
    with pytest.raises(Invalid, match="写了两次"):
        rules_of("2027-01-01,放假\n2027-01-01,上班")
