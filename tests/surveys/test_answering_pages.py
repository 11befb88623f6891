"""Answering on a phone: by section, without scripts; one link gives one response; every wrong link is explained."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock
from app.database import db, reading
from app.store.surveys import Response, ResponseDraft, SurveyCell
from app.web.assets import DIST, asset_url
from surveys.operations import waves
from tests.complaints.world import THURSDAY
from tests.pages import Checked, Page
from tests.surveys.town import Asked, asked

pytestmark = pytest.mark.pages


def opened(number: int = 1, **more: object) -> Asked:
    found = asked(number, **more)  # type: ignore[arg-type]
    db.session.commit()
    return found


def browser(house: Flask) -> Checked:
    return Checked(house.test_client())


def fives(page: Page, level: str = "4") -> dict[str, str]:
    """The same level for every question of levels that the page asks, the first answer to others."""
    found: dict[str, str] = {}
    for radio in page.form_node().all("input", type="radio"):
        if radio["name"] not in found or radio["value"] == level:
            found[radio["name"]] = radio["value"]
    return found


def counted(item: str = "", option: str = "") -> int:
    db.session.rollback()
    where = (SurveyCell.item == item, SurveyCell.option == option)
    return db.session.scalars(select(func.coalesce(func.sum(SurveyCell.n), 0)).where(*where)).one()


def test_a_phone_answers_by_section_and_another_goes_on_where_it_stopped(house: Flask) -> None:
    wave = opened(promise="named", code="overall_2026")
    url = f"/s/{wave.tokens[0]}"
    first, second = browser(house), browser(house)
    page = first.get(url)
    assert "第 1 节，共 5 节" in page.text
    missing = first.submit(page, **{"q:overall": "2"}, status=422)
    assert "还差 2 处" in missing.text
    assert missing.form()["q:overall"] == "2"  # what was typed is still there
    page = first.submit(missing, **fives(missing) | {"q:overall": "2"}, go="next")
    assert "第 2 节" in page.text

    page = second.get(url)
    assert "第 2 节" in page.text
    back = second.submit(page, go="back")
    assert back.form()["q:overall"] == "2"
    page = second.submit(back, go="next")
    for _ in range(3):
        page = second.submit(page, **fives(page), go="next")
    assert "第 5 节" in page.text
    thanks = second.submit(page, **{"q:comment": "窗口少，排队久。"}, go="next")
    assert "收到了，谢谢您" in thanks.text
    assert (counted(), counted("overall", "=2"), counted("electricity", "=4")) == (1, 1, 1)
    assert db.session.scalars(select(ResponseDraft)).all() == []


def test_a_question_that_an_answer_calls_for_is_asked_before_going_on(house: Flask) -> None:
    wave = opened(promise="named")
    phone = browser(house)
    page = phone.get(f"/s/{wave.tokens[0]}")
    assert "哪里让您不满意" not in page.text
    more = phone.submit(page, **{"q:window_rating": "1"}, go="next")
    assert "因为您这样选，这一节多了一题" in more.text
    assert "哪里让您不满意" in more.text
    changed = phone.submit(more, **{"q:window_rating": "5", "q:rating_reasons": ["too_slow"]}, go="next")
    assert "收到了" in changed.text
    assert (counted("rating_reasons", "=too_slow"), counted("rating_reasons", "-")) == (0, 1)  # hidden means unanswered


def test_a_double_tap_and_a_second_phone_give_one_response(house: Flask) -> None:
    wave = opened(promise="confidential")
    url = f"/s/{wave.tokens[0]}"
    first, second = browser(house), browser(house)
    one, other = first.get(url), second.get(url)
    for phone, page, level in ((first, one, "5"), (first, one, "5"), (second, other, "1")):
        answer = phone.submit(
            page, **{"q:window_rating": level, "shown": ["window_rating", "rating_reasons", "comment"]}, go="next"
        )
        assert "收到了" in answer.text
    assert "已经交过一份答卷" in second.get(url).text
    assert (counted(), counted("window_rating", "=5")) == (1, 1)


@pytest.mark.parametrize(("days", "words"), [(-5, "还没有开始"), (30, "已经截止")], ids=["early", "late"])
def test_an_early_and_a_late_link_say_when(house: Flask, days: int, words: str) -> None:
    wave = opened()
    clock.move_to(THURSDAY + timedelta(days=days))
    page = browser(house).get(f"/s/{wave.tokens[0]}")
    assert words in page.heading
    assert "10月" in page.text or "11月" in page.text


def test_a_foreign_link_is_explained_and_a_dead_one_is_foreign(house: Flask) -> None:
    wave = opened(6)
    token = wave.tokens[0]
    for foreign in ("aaaabbbbccccddddeeeeffffgg", f"{wave.wave.code}-{'0' * 32}", "x" * 300):
        assert "打不开问卷" in browser(house).get(f"/s/{foreign}", 404).heading
    reading.set(False)
    waves.close(wave.wave, wave.officer, THURSDAY)
    db.session.commit()
    assert "已经截止的问卷，链接也就不能用了" in browser(house).get(f"/s/{token}", 404).text


def test_the_open_channel_gives_everybody_a_link_of_his_own_and_is_counted_apart(house: Flask) -> None:
    wave = opened(1, promise="named")
    phone = browser(house)
    page = phone.submit(phone.get(f"/q/{wave.wave.code}"))
    assert page.url.startswith(f"/s/{wave.wave.code}-")
    assert "收到了" in phone.submit(page, **{"q:window_rating": "3"}, go="next").text
    db.session.rollback()
    response = db.session.scalars(select(Response)).one()
    assert (response.channel, response.enterprise_id, response.area) == ("open", None, "")


def test_an_answer_of_the_script_is_kept_and_called_for_questions_come_back(house: Flask) -> None:
    wave = opened(promise="named")
    phone = browser(house)
    page = phone.get(f"/s/{wave.tokens[0]}")
    kept = phone.submit(page, **{"q:window_rating": "2"}, go="keep")
    assert "哪里让您不满意" in kept.text
    assert browser(house).get(page.url).form()["q:window_rating"] == "2"


def test_a_page_of_a_survey_weighs_little(house: Flask) -> None:
    wave = opened(promise="named", code="overall_2026")
    page = browser(house).get(f"/s/{wave.tokens[0]}")
    scripts = [
        (DIST / asset_url(name).rpartition("/")[2]).read_bytes() for name in ("house.css", "phone.css", "house.js", "answer.js")
    ]
    assert sum(len(gzip.compress(part)) for part in (page.html.encode(), *scripts)) < 30_000
