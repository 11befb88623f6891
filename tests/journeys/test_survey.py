"""A survey from template to result: an officer at her desk, a QR code on the wall, a phone with a pause, another phone."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from app.clock import day_of, now
from tests.journeys.hands import choose, come_in, follow, press, sees, tick, write
from tests.machinery.browsers import NewPerson
from tests.machinery.served import Served
from tests.machinery.trials import FULL, everyday

pytestmark = [pytest.mark.slow, pytest.mark.browser, *everyday("sqlite")]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_survey_goes_from_template_to_result(served: Served, person: NewPerson, scripts: bool) -> None:
    if not FULL and scripts == served.is_postgres:
        pytest.skip("everyday each engine and each way is played once; FULL_TRIALS=1 plays all four")
    title = f"第四季度问卷{secrets.randbelow(10**6)}"
    desk = person(served.address, scripts=scripts)
    phone, other = (person(served.address, phone=True, scripts=scripts) for _ in range(2))
    come_in(desk, "survey_officer")
    _publish(desk, title)
    _send_out(desk, title)

    _scan(phone, _poster(desk))
    _answer(phone, "不满意")
    press(phone, "^下一节")
    sees(phone, "第 2 节，共 5 节")
    link = phone.url

    other.goto(link.partition("?")[0])  # after a pause, on another phone
    sees(other, "第 2 节，共 5 节")
    for section in (3, 4, 5):
        _answer(other, "满意")
        press(other, "^下一节")
        sees(other, f"第 {section} 节，共 5 节")
    write(other, "请说说具体情况", "接电等了二十六天，找 19900001234 也没有回音。")
    press(other, "^提交答卷")
    sees(other, "收到了，谢谢您")
    phone.reload()
    sees(phone, "已经交过一份答卷")

    _results(desk)


def _publish(desk: Page, title: str) -> None:
    follow(desk, "^问卷$")
    follow(desk, "^新建问卷")
    choose(desk, "从哪里开始", "模板：营商环境满意度问卷")
    write(desk, "^名称", title)
    press(desk, "建好这份问卷")
    sees(desk, "发布前还差")
    until = day_of(now()) + timedelta(days=200)
    for label, text in (
        ("表号", "安营调 3 表"),
        ("制定机关", "营商办"),
        ("批准文号", "安统批〔2026〕12 号"),
        ("有效期限", until.isoformat()),
    ):
        write(desk, label, text)
    press(desk, "存审批信息")
    sees(desk, "可以发布")
    press(desk, "^发布第 1 版")
    sees(desk, "第 1 版发布了")


def _send_out(desk: Page, title: str) -> None:
    follow(desk, "^建一期$")
    write(desk, "这一期叫什么", title)
    tick(desk, "^\\s*实名")
    write(desk, "^开始", day_of(now()).isoformat())
    write(desk, "^截止", (day_of(now()) + timedelta(days=30)).isoformat())
    tick(desk, "公开二维码")
    press(desk, "建好这一期")
    press(desk, "^发出这一期")
    sees(desk, "发出了")


def _poster(desk: Page) -> str:
    follow(desk, "打印二维码海报")
    found = re.search(r"/q/\w+", desk.locator("main").inner_text())
    assert found
    desk.go_back()
    return found[0]


def _scan(phone: Page, path: str) -> None:
    phone.goto(path)
    sees(phone, "这份问卷记名")
    press(phone, "^开始填写")
    sees(phone, "第 1 节，共 5 节")


def _answer(page: Page, level: str) -> None:
    """The level on every card, or what stands second where there is no such level."""
    for number in range(page.locator("fieldset.q").count()):
        card = page.locator("fieldset.q").nth(number)
        words = card.locator("label").filter(has_text=re.compile(f"^\\s*{level}\\s*$"))
        (words if words.count() else card.locator("label").nth(1)).first.click()


def _results(desk: Page) -> None:
    follow(desk, "^看结果")
    follow(desk, "看扫码的")
    sees(desk, "有效答卷 1 份")
    sees(desk, "0/1")  # of one answer there is a count and no share
    sees(desk, "接电等了二十六天")
    assert "19900001234" not in desk.content()
