"""双包一解: a leader is given two enterprises and a project, is told, instructs, countersigns, visits, hands over."""

from __future__ import annotations

import re
import secrets

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.hands import choose, come_in, follow, open_matter, press, sees, tick, unfold, write
from tests.machinery.browsers import NewPerson
from tests.machinery.served import Served
from tests.machinery.trials import everyday

pytestmark = [pytest.mark.slow, pytest.mark.browser, *everyday("postgresql")]

SAID = "图上规划了，地也空着，货车每天绕行四公里。能修给个日子，不能修先铺一条便道。"
UNABLE = (
    "经核查，规划路已在2025年调整为远期，三年内没有建设计划，依据《城乡规划法》第四十七条。已书面上报，12月20日前告诉您结果。"
)
BETTER = "规划路三年内不建。经开区先铺 300 米临时便道，12月10日前通车，依据《城乡规划法》第四十七条；长远方案已书面上报。"
WORD = "请住建局本周五前到现场看一次，拿出临时便道的方案。"
ANSWER = "周五上午已到现场，便道走向和费用当天测好，12月10日前通车。"
PASSWORD = "baozhua-2026-anlan"


def test_a_leader_carries_two_enterprises_and_a_project(served: Served, person: NewPerson) -> None:
    n = secrets.randbelow(10**5)  # names of its own, so that two plays over one store never meet
    firms = (f"安澜{n}号纺织有限公司", f"安澜{n}号铸造有限公司")
    tag = "".join(secrets.choice("甲乙丙丁戊己庚辛壬癸") for _ in range(4))
    title, hidden, opened = f"{tag}路一直没修通", f"{tag}车间的事不想让人知道", f"{tag}车间的事请领导也看"
    code = served.told("people", "add", "珩某", f"heir{n}", "office", "steward")["code"]
    scripts = not served.is_postgres
    phone, leader, heir = (person(served.address, phone=True, scripts=scripts) for _ in range(3))
    clerk, housing, reviewer, admin = (person(served.address, scripts=scripts) for _ in range(4))
    for page, account in ((clerk, "clerk"), (housing, "liaison"), (reviewer, "reviewer"), (admin, "admin")):
        come_in(page, account)
    come_in(leader, "steward")

    for place, firm in enumerate(firms):
        _register(clerk, firm, f"1990{n:05d}{place:02d}", place)
        _give(clerk, "企业", firm)
    _give(clerk, "项目", f"{n}号厂房二期", owner=firms[0])
    leader.goto("/steward")
    sees(leader, "包抓 2 家企业、1 个项目")

    for said, mode, is_opened in ((title, "实名", False), (hidden, "保密", False), (opened, "保密", True)):
        _file(phone, firms[0], said, mode, is_opened=is_opened)
        _accept(clerk, said, mode)
    leader.goto("/steward")
    sees(leader, title)
    sees(leader, opened)
    expect(leader.locator("body")).not_to_contain_text(hidden)

    _dispatch(clerk, title)
    _instruct(leader, title)
    _work(housing, title)
    leader.goto("/steward")
    follow(leader, title)
    sees(leader, ANSWER)

    _reply(housing, title, UNABLE)
    _ask_countersign(reviewer, title)
    _sign(leader, title, "不同意", "请先把临时便道修通，再谈办结。")
    _send_back(reviewer, title)
    _reply(housing, title, BETTER)
    _ask_countersign(reviewer, title)
    _sign(leader, title, "同意")
    _publish(reviewer, title)

    issue = f"{tag}车间用电增容两个月没有通电"
    _visit(leader, firms[1], f"{issue}，天天催。")
    open_matter(clerk, "待审查", issue)
    sees(clerk, "包抓领导走访")

    _end_post(admin, firms)
    _first_sign_in(heir, f"heir{n}", code)
    sees(heir, "包抓 2 家企业、1 个项目")
    follow(heir, firms[0])
    sees(heir, title)
    leader.goto("/steward")
    expect(leader.locator("body")).not_to_contain_text(title)
    assert hidden not in heir.content()


def _register(clerk: Page, firm: str, phone: str, place: int) -> None:
    """The register grows with an enterprise's account."""
    clerk.goto("/office/accounts/open")
    write(clerk, "企业名称", firm)
    write(clerk, "统一社会信用代码", _credit_code())
    write(clerk, "联系人", "古先生")
    write(clerk, "手机号", phone)
    tick(clerk, "营业执照和授权书")
    press(clerk, "开账号")
    sees(clerk, firm)


def _credit_code() -> str:
    """A code with a fitting check digit."""
    signs = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    body = "91610000" + "".join(secrets.choice(signs) for _ in range(9))
    rest = sum(signs.index(sign) * pow(3, place, 31) for place, sign in enumerate(body)) % 31
    return body + signs[(31 - rest) % 31]


def _give(clerk: Page, thing: str, name: str, owner: str = "") -> None:
    clerk.goto("/office/stewardships")
    follow(clerk, "新增包抓")
    tick(clerk, f"^\\s*{thing}\\s*$")
    write(clerk, "^名称", name)
    if owner:
        write(clerk, "项目是哪家企业的", owner)
    choose(clerk, "包抓领导", "潋某")
    choose(clerk, "牵头部门", "住房和城乡建设局|住建局")
    press(clerk, "登记包抓")
    sees(clerk, f"潋某包抓{name}")


def _file(phone: Page, firm: str, title: str, mode: str, *, is_opened: bool) -> None:
    phone.goto("/file")
    tick(phone, "求助")
    write(phone, "把事情说清楚", f"{title}，{SAID}")
    write(phone, "企业名称", firm)
    write(phone, "怎么称呼您", "古先生")
    write(phone, "手机号", "19900001234")
    tick(phone, f"^\\s*{mode}")
    if is_opened:
        unfold(phone, "补充几句")
        tick(phone, "请联系我企业的包抓领导")
    tick(phone, "我说的是真实情况")
    press(phone, "提交诉求")
    sees(phone, "查询码")


def _accept(clerk: Page, title: str, mode: str) -> None:
    open_matter(clerk, "待审查", title)
    choose(clerk, "主题", "道路交通与围挡影响", within="受理这件诉求")
    tick(clerk, "普通", within="受理这件诉求")
    if mode == "保密":
        tick(clerk, "遮盖", within="受理这件诉求")
    press(clerk, "^受理这件诉求")
    sees(clerk, "待派单")


def _dispatch(clerk: Page, title: str) -> None:
    open_matter(clerk, "待派单", title)
    tick(clerk, "选其他单位", within="派给")
    choose(clerk, "^其他单位", "住房和城乡建设局", within="派给")
    write(clerk, "理由", "厂区门口的路先请住建看", within="派给")
    unfold(clerk, "协办单位，各写一句")
    for place in (1, 2):
        clerk.get_by_role("combobox", name=re.compile(f"^协办单位 {place}")).select_option("")
    press(clerk, "^派给")
    sees(clerk, "待签收")


def _instruct(leader: Page, title: str) -> None:
    leader.goto("/steward")
    follow(leader, title)
    write(leader, "^批示", WORD, within="发出批示")
    press(leader, "发出批示")
    sees(leader, "批示已发给牵头单位")


def _work(housing: Page, title: str) -> None:
    """Signed, called, and the leader's word answered."""
    open_matter(housing, "待办诉求", title)
    follow(housing, "签收")
    choose(housing, "经办人", "薄某栩")
    press(housing, "签收")
    sees(housing, "办理中")
    open_matter(housing, "待办诉求", title)
    follow(housing, "记一次联系")
    tick(housing, "^电话|电话$")
    tick(housing, "已联系上")
    write(housing, "说了什么", "和企业约好周五到现场")
    press(housing, "记下")
    sees(housing, "这次联系已记下")
    open_matter(housing, "待办诉求", title)
    sees(housing, WORD)
    follow(housing, "答复批示")
    write(housing, "答复批示", ANSWER)
    press(housing, "交答复")
    sees(housing, "答复已交给包抓领导")


def _reply(housing: Page, title: str, text: str) -> None:
    open_matter(housing, "待办诉求", title)
    follow(housing, "写答复|改答复")
    tick(housing, "无法解决")
    write(housing, "公开答复", text)
    write(housing, "佐证", "规划调整批复，上报件")
    waive = housing.get_by_label(re.compile("写明原因"))
    if waive.count():
        waive.first.fill("已当面说明")
    press(housing, "提交审核")
    sees(housing, "答复审核")


def _ask_countersign(reviewer: Page, title: str) -> None:
    open_matter(reviewer, "答复审核", title)
    press(reviewer, "请包抓领导潋某会签")
    sees(reviewer, "等包抓领导潋某会签")


def _sign(leader: Page, title: str, verdict: str, why: str = "") -> None:
    leader.goto("/steward")
    card = leader.locator("article.matter").filter(has_text=title).filter(has=leader.get_by_role("button", name="不同意"))
    if why:
        card.get_by_label(re.compile("我的意见")).fill(why)
    card.get_by_role("button", name=re.compile(f"^{verdict}")).click()
    sees(leader, "会签意见已记下")


def _send_back(reviewer: Page, title: str) -> None:
    open_matter(reviewer, "答复审核", title)
    unfold(reviewer, "有一项没过")
    tick(reviewer, "没有时间表")
    write(reviewer, "要改哪里", "包抓领导不同意，先修便道", within="退回承办单位")
    press(reviewer, "退回承办单位")
    sees(reviewer, "办理中")


def _publish(reviewer: Page, title: str) -> None:
    open_matter(reviewer, "答复审核", title)
    for words in ("答的就是企业问的事", "有依据", "下一步写了谁", "语气平和"):
        tick(reviewer, words, within="^发给企业")
    press(reviewer, "^发给企业")
    sees(reviewer, "待确认")


def _visit(leader: Page, firm: str, said: str) -> None:
    leader.goto("/steward")
    choose(leader, "去了哪家", firm)
    write(leader, "企业提了什么", said)
    press(leader, "^记下")
    sees(leader, "转成 1 件诉求")
    sees(leader, "查询码")


def _end_post(admin: Page, firms: tuple[str, str]) -> None:
    """What is open stands on the page, and goes to whoever is chosen."""
    admin.goto("/admin/people?q=潋某&word=潋某")
    follow(admin, "潋某")
    follow(admin, "停用岗位")
    sees(admin, "包抓的企业和项目 3")
    sees(admin, firms[0])
    choose(admin, "没办完的交给谁", "珩某")
    press(admin, "停用岗位并交接")
    sees(admin, "岗位停用日期已记下")


def _first_sign_in(heir: Page, login: str, code: str) -> None:
    heir.goto("/sign-in")
    write(heir, "账号", login)
    write(heir, "^密码", code)
    heir.get_by_role("button", name="登录", exact=True).click()
    write(heir, "^新密码|密码", PASSWORD)
    write(heir, "再填一次", PASSWORD)
    press(heir, "设好密码并登录")
    heir.goto("/steward")
