"""Persons' names in a normalised text: only beside a title, a telephone number or after a word that announces one."""

from __future__ import annotations

import re
from collections.abc import Iterator

Found = tuple[str, int, int]

_COMMON = (
    "王李张刘陈杨赵黄周吴徐孙朱胡郭何罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶余潘杜戴夏钟汪田姜范谭廖邹熊陆郝孔崔邱侯邵孟"
)
_OTHER = (
    "林高马程任金石方姚白康毛秦江史顾龙万段雷钱汤尹黎易常武乔贺赖龚文于洪施陶翁严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐梅莫庄辛管祝左涂谷祁时舒耿牟卜"
    "詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翟隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边"
)
_DOUBLE = "欧阳|上官|司马|诸葛|司徒|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯|端木"
_SURNAME = f"(?:{_DOUBLE}|[{_COMMON}{_OTHER}])"
_TOP = f"(?:{_DOUBLE}|[{_COMMON}])"
_TITLE = (
    r"(?:先生|女士|小姐|师傅|老师|同志|经理|总经理|副总|主任|科长|副科长|局长|副局长|处长|所长|副所长|队长|站长|股长|组长|"
    r"书记|会计|律师|法官|警官|民警|庭长|院长|厂长|店长|校长|老板|科员|主管|专员|总(?!共|是|算|部|公司|站|局|量|额|的))"
)
_ANNOUNCED = (
    r"(?:联系人|联络人|经办人|我叫|我名叫|本人叫|名叫|户名|姓名|法定代表人|法人代表|投诉人|举报人|反映人|申请人|收件人|收款人|"
    r"委托人|代理人|持卡人|署名|落款|此致敬礼)(?:姓名)?(?:是|为|叫|[:：\s,，])*"
)
_ROLE_COLON = r"(?:负责人|法人|股东|会计|老板|厂长|经理|店主|业主|代表|本人|窗口|工作人员|项目经理)\s*[:：]\s*"
# No given name holds these: they make offices, places and things of what would look like a name.
_NOT_GIVEN = (
    "姓副某的了区县市局科处部厂司所院队室组办站店会委员们第级位个家公和与及或在是有不没说把被给"
    "就也都还要去来让请问新目园业商车路电话机手证件工地人年月日号间里"
)
_GIVEN = f"(?:(?![{_NOT_GIVEN}])[一-龥])"
_FULL = rf"{_SURNAME}{_GIVEN}{{1,2}}"
_WORDS = re.compile(
    r"^(?:项目|高级|高速|高新|施工|安全|金融|房管|房产|文旅|文化|江苏|江西|万达|任何|华东|华南|华北|景区|成品|成都|车间|路政|管理|"
    r"关系|关于|关键|方面|方案|包装|石材|石油|单位|单独|时间|金属|马上|白天|白酒|高中|高温|高层|常务|常委|程序|向上|毛坯|黄金|"
    r"解决|解释|强制|强行|查封|查处|查验|费用|位于|成立|盛大|曲折|边上|卫生|华为|宁可|宁愿|桂花|柴油|甘肃|黎明|左右|章程|"
    r"童装|童车|温州|温室|严重|严格|申报|申请|时候|时效|时任|任课|任职|文件|文书|易燃|钱款|万元|万一|雷达|段时|史上|秦皇|康养|方便|路上|余额|"
    r"姚某|万科|方经理|周主任务|常主任免|王姓|许可|许多|何时|何况|周边|周期|周转|田地|叶片|范围|夏天|陆续|张贴|张口|孔板|曾经|曾任|谢谢|宋体|唐突|黄河|吴江|"
    r"顾客|顾问|司法|司机|房东|房租|房屋|车辆|车牌|单据|包括|包含|管网|管道|管线|管委|景观|成本|成员|阳光|阳台|项下|欧美)"
)
_BEFORE_SHORT = r"(?:(?<![一-龥])|(?<=[找是由叫向跟和与被让给请问位名个的谢局所队厅处室院站会委厂行口司]))"
_STOP = (
    r"(?=[^一-龥]|$|电话|手机|微信|联系|先生|女士|同志|身份|"
    r"说|是|的|在|来|为|于|和|与|及|向|让|从|现|拨|办|签|收|负|住|账|号|开|以)"
)
_NICK_STOP = (
    r"(?=[^一-龥]|$|态度|真|很|特别|主动|热情|耐心|说|给|把|帮|就|也|还|在|来|去|是|的|让|叫|那|科长|经理|主任|师傅|警官|同志)"
)

RULES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_ANNOUNCED}({_FULL}){_STOP}",
        rf"{_ANNOUNCED}({_SURNAME}{_GIVEN}{{2}}|{_SURNAME}{_GIVEN})",
        rf"{_ROLE_COLON}({_FULL}){_STOP}",
        rf"(?:我是|我姓名|叫做)({_TOP}{_GIVEN}{{1,2}})(?=[，,。；;\s(（]|$)",
        rf"({_TOP}{_GIVEN}{{1,2}}){_TITLE}",
        rf"{_BEFORE_SHORT}({_FULL}){_TITLE}",
        rf"{_BEFORE_SHORT}({_SURNAME})副?{_TITLE}",
        rf"{_BEFORE_SHORT}({_TOP})(?:科|局|处|所|工)(?=[，。、：:；\s])",
        rf"(?:科长|主任|局长|所长|队长|经理|法官|警官|老板|先生|女士|民警|师傅|同志)({_TOP}{_GIVEN}{{2}}|{_TOP}{_GIVEN}){_STOP}",
        rf"(?<![一-龥])({_FULL})(?=[\s,，:：(（、]{{0,3}}(?:(?:联系)?电话|手机号?|微信)?[:：\s]{{0,2}}[\ufffc]{{7,}})",
        rf"(?<=[\ufffc])[\s,，:：(（、]{{0,3}}({_FULL})(?=[)）\s，,。；;]|$)",
        rf"(?:窗口|大厅|那个|叫)的?([小老阿]{_TOP}){_NICK_STOP}",
        rf"(?m:^)\s*({_TOP}{_GIVEN}{{1,2}})\s*(?:敬上|谨启|拜上|\d{{4}}年.*)?(?m:$)",
    )
)
_MANY = 60  # so that a hostile text of ten thousand names does not cost their square
_FIRM = re.compile(r"[^，,。；;！？\s\ufffc]{0,20}?(?:公司|厂|商店|中心|合作社|银行|事务所|商行|门市|超市|支行)")
_SIDE = re.compile(
    r"[感谢多致]谢$|[对我甲乙警校院双资厂店官地某]方$|[每上下本这一两]周$|[现前主责信委]任$|[基鉴至由关对]于$|[日天]常$"
)


def find(plain: str) -> Iterator[Found]:
    """("name", start, end) of each name that stands where names are expected."""
    known: set[str] = set()
    for rule in RULES:
        for match in rule.finditer(plain):
            start, end = match.span(1)
            if _is_name(plain, start, end):
                known.add(plain[start:end])
                yield "name", start, end
    for name in sorted(known)[:_MANY]:
        yield from _again(plain, name)


def _again(plain: str, name: str) -> Iterator[Found]:
    """Once known, a name is hidden wherever it stands."""
    if len(name) >= 3 or re.fullmatch(f"{_TOP}[一-龥]", name):
        yield from (("name", match.start(), match.end()) for match in re.finditer(re.escape(name), plain))


def _is_name(plain: str, start: int, end: int) -> bool:
    name = plain[start:end]
    if _WORDS.match(plain[start : start + 4]) or _SIDE.search(plain[max(0, start - 1) : start + 1]):
        return False
    return not (len(name) > 1 and _FIRM.match(plain, start))
