"""What names a person is hidden before anything is stored; what only looks like it stays."""

from __future__ import annotations

import sys
from subprocess import run

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.text.masking import LABELS, mask

LEAKS = (
    ("我叫张三，电话13800138000", ("张三", "13800138000")),
    ("联系人：王建国 138-0013-8000", ("王建国", "0013")),
    ("联系人李明电话:0571-87654321", ("李明", "87654321")),
    ("１３８００１３８０００请回电", ("１３８００１３８０００",)),
    ("请打幺三八零零一三八零零零找我", ("幺三八",)),
    ("号码是138零零13八000", ("138零零13八000",)),
    ("1 3 8 0 0 1 3 8 0 0 0 随时可打", ("8 0 0 1",)),
    ("138.0013.8000 或 +8613900139000", ("0013", "13900139000")),
    ("座机 8765-4321 转 801", ("8765-4321",)),
    ("QQ：123456789，邮箱zhang.san@qq.com", ("123456789", "zhang.san")),
    ("加我微信abc_12345", ("abc_12345",)),
    ("微信同号：wang1988x", ("wang1988x",)),
    ("身份证号码11010519491231002X", ("11010519491231002X",)),
    ("身份证 110105491231002", ("110105491231002",)),
    ("护照号E12345678", ("E12345678",)),
    ("车牌京A·D12345被拖走", ("A·D12345",)),
    ("卡号6222020200112233445", ("6222020200112233445",)),
    ("信用代码91999999302601370X", ("91999999302601370X",)),
    ("我家住城东区建设路12号3栋502室", ("建设路12号", "502")),
    ("投诉人：欧阳修远", ("欧阳修远",)),
    ("张局长说不行，王科长也不管，唐副局长在场", ("张局", "王科", "唐副")),
    ("法人代表杨中华商谈过，后来杨中华不认", ("杨中华",)),
    ("窗口小王态度很好", ("小王",)),
    ("材料交了。\n刘大柱\n2026年3月", ("刘大柱",)),
    ("张建国 13912345678", ("张建国",)),
)
KEPT = (
    "高新区科长很忙",
    "总经理说项目经理不在",
    "对方经理与我方经理",
    "关于经理人制度",
    "客户经理没回话",
    "法人变更很慢",
    "负责人常年不在",
    "1986.2-1991.11在厂里",
    "合同额13800000000元",
    "订单号：20241380013800012",
    "发票号码13800138000",
    "QQ群123456789",
    "微信公众号anlan_tax",
    "微信支付收款",
    "12345热线和95598",
    "拨400-800-1234",
    "国办发〔2020〕53号文件",
    "许可证编号JY13301020012345",
    "2024年11月25日9:30",
    "欠款8765432元",
    "厂在经开区创业路8号",
    "户名：安澜栖梧精工科技有限公司",
    "账号被冻结",
    "任课老师与时任主管",
    "法定代表人变更了",
    "QS-20261124-0001",
    "面积1234.56平方米",
    "施工，不符合设计",
)


@pytest.mark.parametrize(("text", "secrets"), LEAKS)
def test_what_names_a_person_is_hidden(text: str, secrets: tuple[str, ...]) -> None:
    masked = mask(text).text
    assert not [secret for secret in secrets if secret in masked]
    assert any(label in masked for label in LABELS.values())


@pytest.mark.parametrize("text", KEPT)
def test_what_only_looks_personal_stays(text: str) -> None:
    assert mask(text).text == text


def test_the_enterprises_own_names_are_hidden_where_its_party_must_not_show() -> None:
    masked = mask("我们栖梧精工（安澜栖梧精工科技有限公司）在经开区", ["安澜栖梧精工科技有限公司"]).text
    assert masked == "我们［企业］（［企业］）在经开区"


def test_spans_point_into_the_original() -> None:
    text = "我叫张三丰，手机１３８００１３８０００。"
    assert [(span.kind, text[span.start : span.end]) for span in mask(text).spans] == [
        ("name", "张三丰"),
        ("phone", "１３８００１３８０００"),
    ]


_PIECES = st.sampled_from(
    [text[a:b] for text, _ in LEAKS for a, b in ((0, None), (0, 6), (3, 9), (-5, None))]
    + [*KEPT, *LABELS.values(), "联系人", "电话", "：", " ", "\ufffc", "经理"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=6)), max_size=10).map("".join))
def test_masking_what_is_masked_changes_nothing(text: str) -> None:
    masked = mask(text).text
    assert mask(masked).text == masked


@pytest.mark.parametrize("piece", ["13800138000 ", "联系人张三丰", "a", "1", "1-", "王建国经理", "家住", "\ud800", "\x00"])
def test_a_hundred_thousand_characters_are_no_trouble(piece: str) -> None:
    assert mask((piece * 100_000)[:100_000]).text


def test_masking_loads_nothing_heavy() -> None:
    check = "import sys, analytics.text.masking, analytics.text; print({'numpy', 'jieba', 'snownlp'} & set(sys.modules))"
    assert run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout.strip() == "set()"
