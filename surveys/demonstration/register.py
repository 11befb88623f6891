"""Invented enterprises beside those that have stories, enough of them to be sampled."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

from sqlalchemy import insert

from analytics.text.numbers import credit_code_holds
from app import taxonomy
from app.database import db
from app.store.enterprises import Enterprise

NUMBER = 780
FIRST = "澄景穗岚沐禾钧璟翎阔朗砚青霁泊栩榆汐"
SECOND = "和源达信拓远泽航卓嘉盈宏"
TRADES = {
    "食品制造": ("食品", 3), "通用设备制造": ("机械", 4), "电子元件制造": ("电子", 3), "服装制造": ("服饰", 2),
    "家具制造": ("家居", 2),
    "房屋建筑工程": ("建设", 2), "装修工程": ("装饰", 2), "道路货运": ("物流", 2), "仓储": ("仓储", 1), "软件开发": ("软件", 2),
    "互联网服务": ("网络", 1), "日用品零售": ("商贸", 4), "餐饮": ("餐饮", 3), "住宿": ("酒店管理", 1), "蔬菜种植": ("农业", 2),
    "广告": ("文化传媒", 1), "家政": ("家政服务", 1), "汽车修理": ("汽车服务", 1),
}  # fmt: skip
SIZES = {"micro": 40, "small": 34, "individual": 12, "medium": 11, "large": 3}
REGION, ALPHABET = "91999999", "0123456789ABCDEFGHJKLMNPQRTUWXY"


def add_enterprises(dice: Random) -> None:
    """Write them, the same ones for the same dice."""
    names = [first + second for first in FIRST for second in SECOND]
    areas = {row["code"]: row["enterprises"] for row in taxonomy.city()["areas"]}
    rows = [_row(dice, names[n % len(names)], n, areas) for n in range(NUMBER)]
    unique = {row["name"]: row for row in rows}
    db.session.execute(insert(Enterprise), list(unique.values()))


def _row(dice: Random, name: str, number: int, areas: dict[str, int]) -> dict[str, Any]:
    trade = dice.choices(list(TRADES), [weight for _, weight in TRADES.values()])[0]
    return {
        "name": f"安澜{name}{TRADES[trade][0]}有限公司",
        "credit_code": _code(number),
        "area": dice.choices(list(areas), list(areas.values()))[0],
        "trade": trade,
        "size": dice.choices(list(SIZES), list(SIZES.values()))[0],
        "founded_on": date(dice.randint(1998, 2024), 1, 1),
        "version": 1,
    }


def _code(number: int) -> str:
    """A unified credit code of a region that does not exist, with its check digit."""
    body = f"{REGION}MADEM{number:04d}"
    return next(body + digit for digit in ALPHABET if credit_code_holds(body + digit))
