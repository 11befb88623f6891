"""Whether two texts tell of the same matter: other words do, the same template does not."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from analytics.text import SAME, near_keys, same_p, store
from analytics.text.commands import text_group
from analytics.text.model import Model

SAME_MATTER = [
    ("市场监管所来查价签，当场要罚五千，也不给看依据，我们小超市受不了。",
     "小超市因为价签被市场监管所罚款五千块，问依据是哪条，执法的人说回去等通知。"),
    ("工程款拖了三年还没给，业主是区教育局，小学的操场是我们做的。", "我们给区教育局做的小学操场，三年了尾款一分没结。"),
    ("公积金网上缴存系统一直报错，已经三天交不进去，怕算逾期。", "公积金系统这三天总出错，员工的缴存办不了，逾期怎么算？"),
    ("污水管网没接到我们厂。环保又要求达标排放，自己拉车运走一个月两万。希望把管网接过来。",
     "自己拉车运走一个月两万。污水管网没接到我们厂。"),
]  # fmt: skip
TEMPLATE = "您好，我是一名企业负责人，我们公司在办理业务过程中遇到困难，希望有关部门能够重视并答复。"
ANOTHER_MATTER = [
    (TEMPLATE + "我们厂门口的路灯坏了。", TEMPLATE + "员工社保转移一直没办下来。"),
    ("尊敬的领导，我公司申请的稳岗补贴至今没有到账，请核实。", "尊敬的领导，我公司申请的高企奖励至今没有到账，请核实。"),
    ("我是鹭屿花园的商户，物业上个月起停水，多次反映没有人管。", "我是白榆花园的商户，物业上个月起停水，多次反映没有人管。"),
    ("招标文件要求必须有本市三年业绩，外地企业等于被排除。", "中标公示期间有人举报，结果迟迟不出，合同签不了。"),
    ("", "停水三天"), ("！？", "！？"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def living(small_model: Model) -> None:
    store.save(small_model, store.folder())
    store.activate(small_model.version)


def test_other_words_for_the_same_matter_are_proposed_and_templates_are_not() -> None:
    for first, second in SAME_MATTER:
        assert same_p(first, second) >= SAME, (first, second)
        assert len(set(near_keys(first)) & set(near_keys(second))) >= 2, first
    for first, second in ANOTHER_MATTER:
        assert same_p(first, second) < SAME, (first, second)


def test_it_is_the_same_both_ways_and_every_time() -> None:
    for first, second in [*SAME_MATTER, *ANOTHER_MATTER]:
        assert same_p(first, second) == same_p(second, first) == same_p(first, second)


def test_keys_know_nothing_of_what_is_masked() -> None:
    assert near_keys("消防大队复查不来，电话13812345678，张三先生") == near_keys("消防大队复查不来，电话13900001111，李四先生")
    assert len(near_keys(TEMPLATE * 3)) <= 16


def test_the_command_answers_line_by_line_and_names_bad_ones() -> None:
    first, second = SAME_MATTER[1]
    good = [{"id": 1, "a": first, "b": second}, {"id": 2, "a": first, "b": "法人变更材料退了三次。"}]
    lines = [*(json.dumps(row) for row in good), "no", '{"a": 1, "b": ""}', "[]", '{"id": 3, "a": "\\ud800", "b": ""}']
    done = CliRunner().invoke(text_group, ["same"], input="\n".join(lines))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.exit_code == 1
    assert [row.get("same", row.get("line")) for row in found] == [True, False, 3, 4, 5, False]
    assert set(found[0]) == {"id", "same", "p"}
