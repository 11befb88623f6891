"""A complaint from phone to closure: five people, five browsers, one refusal, one bad reply, one 否, one rework."""

from __future__ import annotations

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.hands import choose, come_in, follow, open_matter, press, sees, tick, unfold, write
from tests.machinery.browsers import NewPerson
from tests.machinery.served import Served
from tests.machinery.trials import FULL

pytestmark = [pytest.mark.slow, pytest.mark.browser]

SAID = "比供电公司的价高出四毛，找了三次都说只能这样。希望查清该收多少，多收的退给我们。联系电话 19900001234。"
FIRST_REPLY = "经核查，园区物业已停止加价收费，按目录电价重新核算，我们会持续关注。"
BETTER_REPLY = (
    "经核查，园区物业自今年三月起每度加价四毛，依据《价格法》第四十条责令改正，多收的 8,640 元已于昨日退到贵公司账户。"
)
LAST_REPLY = "多收的 8,640 元今天上午已到账，退款凭证和新的电价公示照片已经发给您；我们下月 10 日前再复查一次。"


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_complaint_goes_from_phone_to_closure(served: Served, person: NewPerson, scripts: bool) -> None:
    if not FULL and scripts != served.is_postgres:
        pytest.skip("everyday each engine and each way is played once; FULL_TRIALS=1 plays all four")
    # A title of its own, so that two plays over one store never meet.
    title = f"园区{secrets.randbelow(10**6)}号楼物业每度收我们一块二"
    phone = person(served.address, phone=True, scripts=scripts)
    clerk, housing, market, reviewer = (person(served.address, scripts=scripts) for _ in range(4))

    number, code = _file(phone, title)
    for page, account in ((clerk, "clerk"), (housing, "liaison"), (market, "liaison2"), (reviewer, "reviewer")):
        come_in(page, account)

    _accept(clerk, title)
    _dispatch(clerk, title, "住房和城乡建设局", "企业说是园区物业，先请住建看")
    _refuse(housing, title, number)
    _agree_and_dispatch_anew(clerk, title)
    _sign_and_contact(market, title)

    _reply(market, title, FIRST_REPLY)
    _send_back(reviewer, title)
    _reply(market, title, BETTER_REPLY)
    _publish(reviewer, title)

    _look_up(phone, number, code)
    _rate(phone, "没解决", "不满意", reason="问题没解决")
    sees(phone, "复核")

    _call_back_and_rework(reviewer, title)
    _contact(market, title, "已当面核对退款凭证")
    _reply(market, title, LAST_REPLY)
    _publish(reviewer, title)

    _look_up(phone, number, code)
    _rate(phone, "解决了", "满意")
    sees(phone, "已办结")
    assert "19900001234" not in phone.content()
    _nobody_else_knows(housing, title, number)


def _file(phone: Page, title: str) -> tuple[str, str]:
    text = f"{title}，{SAID}"
    phone.goto("/")
    follow(phone, "提一件诉求|提诉求")
    tick(phone, "投诉")
    write(phone, "把事情说清楚", text)
    write(phone, "企业名称", "安澜试航电子有限公司")
    write(phone, "怎么称呼您", "陈女士")
    write(phone, "手机号", "1990000123")
    tick(phone, "我说的是真实情况")
    press(phone, "提交诉求")
    sees(phone, "手机号应为 11 位，您填了 10 位")
    expect(phone.get_by_label("把事情说清楚")).to_have_value(text)
    write(phone, "手机号", "19900001234")
    press(phone, "提交诉求")
    sees(phone, "查询码")
    body = phone.locator("main").inner_text()
    number = re.search(r"QS-\d{8}-\d{4}", body)
    code = phone.locator("#code").inner_text()
    assert number
    return number[0], code


def _accept(clerk: Page, title: str) -> None:
    open_matter(clerk, "待审查", title)
    choose(clerk, "主题", "转供电加价", within="受理这件诉求")
    tick(clerk, "普通", within="受理这件诉求")
    press(clerk, "^受理这件诉求")
    sees(clerk, "待派单")


def _dispatch(clerk: Page, title: str, unit: str, reason: str) -> None:
    open_matter(clerk, "待派单", title)
    tick(clerk, "选其他单位", within="派给")
    choose(clerk, "^其他单位", unit, within="派给")
    write(clerk, "理由", reason, within="派给")
    press(clerk, "^派给")
    sees(clerk, "待签收")


def _refuse(housing: Page, title: str, number: str) -> None:
    open_matter(housing, "待办诉求", title)
    follow(housing, "退单")
    tick(housing, "不属本单位职责")
    housing.get_by_role("radio", name=re.compile("housing-")).first.check(force=True)
    choose(housing, "建议承办单位", "市场监管局|市场监督管理局")
    write(housing, "事实和理由", "加价的是园区物业转供电，价格违法由市场监管部门查处，本局只管物业服务合同的备案。")
    press(housing, "提出退单")
    sees(housing, "退单审核|已提出退单|核定")
    assert number in housing.content()


def _agree_and_dispatch_anew(clerk: Page, title: str) -> None:
    open_matter(clerk, "退单审核", title)
    press(clerk, "同意退单")
    open_matter(clerk, "待派单", title)
    tick(clerk, "市场监督管理局", within="派给")
    # The machine may have put another unit first; a word of reason is never wrong.
    write(clerk, "理由", "转供电加价归市场监管", within="派给")
    unfold(clerk, "协办单位，各写一句")
    for n in (1, 2):
        clerk.get_by_role("combobox", name=re.compile(f"^协办单位 {n}")).select_option("")
    press(clerk, "^派给")
    sees(clerk, "待签收")


def _sign_and_contact(market: Page, title: str) -> None:
    open_matter(market, "待办诉求", title)
    follow(market, "签收")
    choose(market, "经办人", "钟某旻")
    press(market, "签收")
    sees(market, "办理中")
    _contact(market, title, "已和企业核对三个月的电费单")


def _contact(market: Page, title: str, said: str) -> None:
    open_matter(market, "待办诉求", title)
    follow(market, "联系")
    tick(market, "^电话|电话$")
    tick(market, "已联系上")
    write(market, "说了什么", said)
    press(market, "记下")
    sees(market, "这次联系已记下")


def _reply(market: Page, title: str, text: str) -> None:
    open_matter(market, "待办诉求", title)
    follow(market, "答复")
    tick(market, "已解决")
    write(market, "公开答复", text)
    write(market, "佐证", "退款凭证，电价公示照片")
    refunded = market.get_by_label(re.compile("清退金额"))
    if refunded.count():
        refunded.first.fill("8,640")
    waive = market.get_by_label(re.compile("写明原因"))
    if waive.count():
        waive.first.fill("已当面说明")
    press(market, "提交审核")
    sees(market, "答复审核")


def _send_back(reviewer: Page, title: str) -> None:
    open_matter(reviewer, "答复审核", title)
    unfold(reviewer, "有一项没过")
    tick(reviewer, "没有时间表")
    write(reviewer, "要改哪里", "退了多少、哪天退的，写清楚", within="退回承办单位")
    press(reviewer, "退回承办单位")
    sees(reviewer, "办理中")


def _publish(reviewer: Page, title: str) -> None:
    open_matter(reviewer, "答复审核", title)
    for words in ("答的就是企业问的事", "有依据", "下一步写了谁", "语气平和"):
        tick(reviewer, words, within="^发给企业")
    press(reviewer, "^发给企业")
    sees(reviewer, "待确认")


def _look_up(phone: Page, number: str, code: str) -> None:
    phone.goto("/")
    follow(phone, "查办理进度|查进度")
    write(phone, "编号", number)
    write(phone, "查询码", code)
    press(phone, "查这件诉求")
    sees(phone, number)


def _rate(phone: Page, solved: str, level: str, reason: str = "") -> None:
    follow(phone, "评价办理结果")
    tick(phone, f"^\\s*{solved}")
    tick(phone, f"^\\s*{level}\\s*$")
    if reason:
        tick(phone, reason)
    press(phone, "提交评价")


def _call_back_and_rework(reviewer: Page, title: str) -> None:
    open_matter(reviewer, "复核与回访", title)
    choose(reviewer, "怎么联系的", "电话", within="记下这次回访")
    tick(reviewer, "已联系上", within="记下这次回访")
    tick(reviewer, "^\\s*否\\s*$", within="记下这次回访")
    write(reviewer, "企业怎么说", "说退款还没有到账", within="记下这次回访")
    press(reviewer, "记下这次回访")
    unfold(reviewer, "没解决，退回重办")
    write(reviewer, "要重办什么", "核实退款到账，给企业凭证", within="^退回重办")
    press(reviewer, "^退回重办")
    sees(reviewer, "办理中")


def _nobody_else_knows(housing: Page, title: str, number: str) -> None:
    """The unit that refused keeps the number and nothing else."""
    housing.goto(f"/complaints/{number}")
    assert title not in housing.content()
