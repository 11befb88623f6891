"""One character for one: full width to half, odd digits to plain ones, so that offsets stay valid."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPOKEN = dict(zip("零〇洞一幺二两三四五六七八九拐", "000112234567897", strict=True))
_SPOKEN_RUN = re.compile(f"[0-9{''.join(_SPOKEN)}]{{8,}}")
_WRITTEN = re.compile(r"[0-9]{7}")
_KEPT_WIDE = frozenset("，！？：；（）～｜［］")

# Traditional characters that business letters use most; what is missing is read as it stands.
_TRADITIONAL = str.maketrans(
    "們個來時為國這會對說過還沒麼開間關問題門長東車電話號碼場廠處務業產經營總產員證書請業讓給罰款稅費環評審"
    "設備項園區縣鄉鎮單據從無與後發現實際應該辦法條規則標準認識計劃訂購買賣貨運輸進出價錢銀行貸質檢驗查報"
    "監督執訴訟調解決議見聽講談話語論誰讀寫點線網絡機構圖層樓頂險傷亡壓氣熱暖燈煙塵噪聲響雨雪風災難幫"
    "優惠獎補貼兌現許諾約賠償欠薪資勞動養醫療藥學校師學歷戶籍遷遠近裡邊東側橋樑隧顯顧談親戚紅禮舉",
    "们个来时为国这会对说过还没么开间关问题门长东车电话号码场厂处务业产经营总产员证书请业让给罚款税费环评审"
    "设备项园区县乡镇单据从无与后发现实际应该办法条规则标准认识计划订购买卖货运输进出价钱银行贷质检验查报"
    "监督执诉讼调解决议见听讲谈话语论谁读写点线网络机构图层楼顶险伤亡压气热暖灯烟尘噪声响雨雪风灾难帮"
    "优惠奖补贴兑现许诺约赔偿欠薪资劳动养医疗药学校师学历户籍迁远近里边东侧桥梁隧显顾谈亲戚红礼举",
)


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    number = unicodedata.decimal(char, None)
    if number is not None:
        return str(number)
    if "！" <= char <= "～" and char not in _KEPT_WIDE:
        return chr(ord(char) - 0xFEE0)
    if char == "\n":
        return char
    return " " if unicodedata.category(char)[0] in "CZ" else char


def _spoken(match: re.Match[str]) -> str:
    if _WRITTEN.search(match.group()):  # 张三138…: the number is written out, 三 is a name
        return match.group()
    return "".join(_SPOKEN.get(char, char) for char in match.group())


def normalise(text: str) -> str:
    """*text* for the machine's eyes, of the same length."""
    plain = "".join(char if "!" <= char <= "~" or "一" <= char <= "龥" else _plain(char) for char in text)
    return _SPOKEN_RUN.sub(_spoken, plain.translate(_TRADITIONAL))
