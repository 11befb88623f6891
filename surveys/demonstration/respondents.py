"""What invented enterprises answer: a mood of their own, sectors and questions that differ, and now and then a sentence."""

from __future__ import annotations

from random import Random

from surveys.definition import WRITTEN, Answer, Item, ItemType, Questionnaire
from surveys.strata import Stratum

LEAN = {"chengdong": 0.25, "jingkai": 0.35, "linhu": 0.1, "beiling": -0.3, "qinghe": -0.15, "shiqiao": -0.1}
HARD = {"electricity": -0.5, "credit": -0.35, "arrears": -0.4, "service": 0.5, "online": 0.35, "premises": -0.2}
APART, WRITES, SILENT = 0.12, 0.16, 0.05
SAID = (
    "接电从申请到送电等了二十六天，中间没有人说一声排到哪了。",
    "窗口的同志很耐心，一次说清了要带什么，比去年好。",
    "奖补批下来半年了还没到账，希望给个准日子。",
    "一个月来了五拨检查，能不能合在一起来。",
    "贷款要抵押，小企业没有厂房可抵，希望有担保。",
    "网上能办的都办了，只有盖章还要再跑一趟。",
    "招工难，培训班要是能开到园区里就好了。",
    "政策看不懂，也不知道够不够格，希望有人上门讲一讲。",
    "项目验收几家说法不一样，改了三次还没过。",
    "园区晚上停电没有通知，冷库坏了一批货。",
    "税务办得快，十分钟就好。",
    "工程款拖了一年，希望有人管一管。",
    "路口的货车限行时间能不能错开，下午两点送不进去。",
    "专员每个月都来，问题能当场记下来，很好。",
)


def answers_of(questionnaire: Questionnaire, stratum: Stratum, dice: Random) -> dict[str, Answer]:
    """All answers of one respondent; what is not shown is dropped when they are taken in."""
    mood = dice.gauss(0.0, 0.8) + LEAN.get(stratum.area, 0.0)
    found: dict[str, Answer] = {}
    for item in questionnaire.by_name.values():
        answer = _answer(item, mood + HARD.get(item.name, 0.0), dice)
        if answer not in ("", []):
            found[item.name] = answer
    return found


def _answer(item: Item, mood: float, dice: Random) -> Answer:
    if item.type in WRITTEN:
        return dice.choice(SAID) if item.type == ItemType.COMMENT and dice.random() < WRITES else ""
    if item.type == ItemType.CHECKBOX:
        codes = [choice.value for choice in item.choices]
        return [] if dice.random() < SILENT else dice.sample(codes, dice.randint(1, min(len(codes), item.max_selected or 2)))
    if item.type == ItemType.BOOLEAN:
        return dice.random() < 0.2
    levels = sorted(
        (choice for choice in item.options if item.binding.score(choice.value) is not None),
        key=lambda choice: item.binding.score(choice.value) or 0.0,
    )
    apart = [choice for choice in item.options if choice not in levels]
    if not levels or (apart and dice.random() < APART):
        return dice.choice(apart or list(item.options)).value
    place = (len(levels) - 1) * 0.72 + mood + dice.gauss(0.0, 0.75)
    return levels[max(0, min(len(levels) - 1, round(place)))].value
