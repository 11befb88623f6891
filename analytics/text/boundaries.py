"""Which boundary rules a text touches: each needs a word of every group of its matter."""

from __future__ import annotations

import re
from functools import cache

from app import taxonomy

# For each rule of boundary.toml: groups of words, all of which must occur.
WORDS: dict[str, tuple[str, ...]] = {
    "permit_or_supervision": ("审批局|许可|发证", "整改|监管|检查", "又|标准不一|不认|互推"),
    "fire_acceptance": ("消防", "验收|备案|审查|手续", "住建|互推|两头推|踢皮球|推来推去"),
    "fire_hazard_neighbour": ("易燃|通道|堆放|出口|酒精|油漆", "堵|隔壁|楼上|楼下|邻居|堆", "火|逃|消防"),
    "road_opening_for_power": ("电力|供电|外线|电缆|报装|增容", "挖|占道|开挖|破路|绿化", "城管|审批|许可|批"),
    "power_resale": ("物业|园区|房东|商场|市场方", "电费|电价|一度电|每度", "加价|转供|高于|总表|线损|公摊"),
    "charge_which_office": ("收费|管理费", "发改|财政|工信|市场监管", "互推|踢皮球|推|谁管"),
    "arrears_chain": ("总包|甲方|业主|平台公司", "财政没拨|财政未拨|没付|没拨款|拨款", "工程款|货款|欠"),
    "wages_or_arrears": ("工人|农民工|民工|工资", "工程款|总包|甲方", "欠|拖"),
    "seizure_by_other_city": ("外地|外省|异地|跨省", "冻结|扣押|查封|带走|划走"),
    "noise_of_neighbour": ("噪声|噪音|油烟|扬尘|灰尘|臭味", "隔壁|周边|工地|对面|楼下|旁边"),
    "heavy_pollution_halt": ("全行业|一律|一刀切|通通|所有企业", "停产|停工|限产|关停"),
    "overload_or_ticket": ("货车|卡车|拉货|司机", "超限|超载|过磅|磅", "闯禁行|限行|罚|记分"),
    "pothole_owner": ("厂门口|门口|村道|县道", "坑|破损|塌陷|烂路|坑洼", "谁管|说不清|推|管养|归"),
    "drain_ownership": ("管网|排水|污水|内涝|下水", "移交|没人管|归谁|无人管|推"),
    "legacy_title": ("厂房|房产|房子|土地", "无证|没有证|房产证|没办证|办不了证|历史遗留", "早年|九十年代|老厂|遗留|当年|年代"),
    "land_delivery": ("摘牌|拍下|拿地|竞得|出让", "交地|净地|清表|坟|杆线|没交付"),
    "promise_vs_cleanup": ("承诺|协议|招商", "清理|规范|新规|不合规|违规补贴|公平竞争"),
    "merged_unit": ("撤并|合并|撤销|机构改革|划转", "没人认|不认|找不到|职责|单位"),
    "social_security_payment": ("社保", "税务", "人社|社保局|多扣|少记|对不上"),
    "blacklist_platforms": ("修复|撤下|移出", "信用中国|公示|网站|平台", "还在|没撤|不同步|还挂"),
    "criminal_or_civil": ("报案|公安|派出所|经侦", "经济纠纷|不立案|去起诉|打官司"),
    "ip_theft": ("离职|跳槽|前员工|技术员", "图纸|技术|配方|客户资料|商业秘密"),
    "bid_complaint": ("评标|招标|投标|中标", "发改|住建|交易中心|招标人", "推|互推|不管|让我找"),
    "broadband_building": ("宽带|光纤|网络|运营商", "物业|楼宇|写字楼|园区", "独家|垄断|进场费|只能"),
    "system_fault": ("系统|平台|网办|小程序", "省里|市里|省级|省平台|上级", "打不开|崩|故障|报错|卡"),
    "conduct_in_matter": (),
}  # fmt: skip
_SHORTEST = 8


def touched(text: str) -> list[taxonomy.Dispute]:
    """The boundary rules whose matter *text* speaks of."""
    if len(text) < _SHORTEST:
        return []
    return [rule for code, rule in taxonomy.disputes().items() if (ps := _patterns(code)) and all(p.search(text) for p in ps)]


@cache
def _patterns(code: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(group) for group in WORDS.get(code, ()))
