"""Any text is read, nothing personal leaves the reading, and offsets point at what was given."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.text import Reading, read
from analytics.text.model import Model
from app import taxonomy

MESSAGE = "联系人张三，13812345678。办税厅的窗口开不了发票，临湖区供电公司还没给我们接电，欠工程款一百八十六万！"


def test_a_message_is_read_with_topic_kind_and_what_it_names(small_model: Model) -> None:
    reading = read(MESSAGE, model=small_model)
    assert reading.topic in {"tax_service", "util_power_connect", "capital_arrears_public"}
    assert reading.model == small_model.version
    assert {(entity.type, entity.text) for entity in reading.entities} >= {
        ("area", "临湖区"),
        ("unit", "供电公司"),
        ("amount", "一百八十六万"),
    }
    assert "large_sum" in reading.risks


def test_nothing_masked_is_a_reason_or_an_entity(small_model: Model) -> None:
    reading = read(MESSAGE, model=small_model)
    assert "张三" not in reading.masked
    kept = json.dumps(reading.as_json(), ensure_ascii=False)
    assert "张三" not in kept
    assert "13812345678" not in kept


def test_a_text_that_is_masked_already_gives_no_reason_from_its_masks(small_model: Model) -> None:
    reading = read("［姓名］［电话］［企业］电话联系不上，拖欠工程款", model=small_model)
    starts = [entity.start for entity in (*reading.entities, *reading.reasons)]
    assert all(start >= len("［姓名］［电话］［企业］") for start in starts)


def test_offsets_count_from_the_title(small_model: Model) -> None:
    title, text = "供电公司报装慢", "临湖区的厂子等接电三个月"
    whole = f"{title}\n{text}"
    reading = read(text, title=title, model=small_model)
    found = [*reading.entities, *reading.reasons]
    assert found
    assert all(whole[piece.start : piece.end] == piece.text for piece in found)


def test_the_own_enterprise_is_masked_when_named(small_model: Model) -> None:
    assert "宏大" not in read("宏大食品开不了发票", own=["安澜宏大食品有限公司"], model=small_model).masked


def test_a_reading_survives_storing(small_model: Model) -> None:
    reading = read(MESSAGE, model=small_model)
    assert Reading.from_json(json.loads(json.dumps(reading.as_json()))) == reading


def test_the_same_text_is_read_the_same(small_model: Model) -> None:
    assert read(MESSAGE, model=small_model) == read(MESSAGE, model=small_model)


def test_without_a_model_the_rules_read_alone() -> None:
    reading = read("请问用电报装怎么申请增容，变压器要自己买吗")
    assert (reading.model, reading.topic, reading.kind) == ("rules", "util_power_connect", "enquiry")
    assert reading.reasons[0].text in taxonomy.topics()["util_power_connect"].cues


ODD = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("投诉税务局態度惡劣，。！？\n\x00\ud800\udfff😀［电话］13812345678一二三万元亿百《》〔〕2026年 abcXYZ"),
    ),
    max_size=120,
)


@given(text=ODD)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_read(text: str, small_model: Model) -> None:
    for reading in (read(text, model=small_model), read(text, title=text)):
        json.dumps(reading.as_json(), ensure_ascii=False).encode()
        assert reading.kind in taxonomy.codes("kinds")
        assert reading.topic in taxonomy.topics()
        assert reading.urgency in taxonomy.urgencies()
        assert reading.intensity in {"calm", "dissatisfied", "angry"}


@pytest.mark.parametrize(
    "unit", ["", "张", "税务局窗口态度差，", "13812345678 ", "a", "😀", "\x00", "一百万元", "《", "公司", "1"]
)
def test_a_hundred_thousand_characters_are_read(unit: str, small_model: Model) -> None:
    assert read((unit * 100_000)[:100_000], model=small_model).topic


def test_traditional_characters_are_read_like_simplified_ones(small_model: Model) -> None:
    assert (
        read("稅務局窗口開票系統進不去", model=small_model).topic == read("税务局窗口开票系统进不去", model=small_model).topic
    )
