"""Strata: area, size and sector of those who are asked; and which of them are too small to stand alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

FEWEST = 5
SIZES = {"large": "大型", "medium": "中型", "small": "小型", "micro": "微型", "individual": "个体工商户"}
# The first row that has a word of the trade; a trade of no row is a service.
SECTORS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("farming", "农林牧渔", ("种植", "养殖", "种子", "林业", "渔业", "农业")),
    ("building", "建筑和房地产", ("建筑", "工程", "房产", "房地产", "物业", "装修")),
    ("transport", "运输和仓储", ("货运", "客运", "仓储", "配送", "物流", "运输", "港口")),
    ("digital", "信息和科技", ("软件", "互联网", "信息", "电商", "研发", "科技", "检测")),
    ("retail", "批零和住餐", ("零售", "批发", "住宿", "餐饮", "代理", "贸易", "发行")),
    (
        "making",
        "制造业",
        (
            "制造", "加工", "组件", "制药", "制鞋", "材料", "服装", "零部件", "医药", "元件", "骨料", "印染", "印刷", "配件",
            "豆制品", "设备", "铸造", "钢结构", "封装", "水处理",
        ),
    ),
)  # fmt: skip
SERVICES = "services"
SECTOR_LABELS = {code: label for code, label, _ in SECTORS} | {SERVICES: "其他服务业"}


class Stratum(NamedTuple):
    """Where an answer belongs; "" is unknown, or merged with others."""

    area: str = ""
    size: str = ""
    trade: str = ""


def sector_of(trade: str) -> str:
    """The sector of a trade as the register writes it."""
    if not trade:
        return ""
    return next((code for code, _, words in SECTORS if any(word in trade for word in words)), SERVICES)


def merged(strata: Sequence[Stratum]) -> list[Stratum]:
    """The same with those of fewer than five merged: first over sectors, then sizes, then areas."""
    found = list(strata)
    for blank in ({"trade": ""}, {"size": ""}, {"area": ""}):
        counts = Counter(found)
        found = [one if counts[one] >= FEWEST else one._replace(**blank) for one in found]
    return found
