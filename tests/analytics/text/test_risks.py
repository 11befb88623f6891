"""A risk cue always fires, but not where its clause denies it; a large sum is found by its figure."""

from __future__ import annotations

import pytest

from analytics.text.amounts import amounts
from analytics.text.intensity import intensity
from analytics.text.risks import risks
from analytics.text.urgency import urgency


def raised(text: str) -> set[str]:
    return set(risks(text, tuple(amounts(text))))


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("楼下仓库冒烟，怕着火", "safety"),
        ("生产线停产三天了", "stoppage"),
        ("工人明天要堵门", "crowd"),
        ("暗示要给好处费", "integrity"),
        ("再不管就找媒体曝光", "publicity"),
        ("投诉后他们专门查我", "retaliation"),
        ("许可证下周到期", "deadline"),
        ("欠我们一百八十六万工程款", "large_sum"),
    ],
)
def test_a_cue_raises_its_tag(text: str, tag: str) -> None:
    assert tag in raised(text)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("办安全生产许可证怎么防爆炸演练", "safety"),
        ("计划检修停机两天", "stoppage"),
        ("我们是村集体企业", "crowd"),
        ("他从不收红包", "integrity"),
        ("没有停产，只是慢", "stoppage"),
        ("注册资本五百万元", "large_sum"),
        ("欠三万元", "large_sum"),
    ],
)
def test_a_denied_cue_is_silent(text: str, tag: str) -> None:
    assert tag not in raised(text)


def test_a_denial_counts_for_its_own_clause_only() -> None:
    assert "stoppage" in raised("上个月没有停产，今天停产了")


def test_harm_that_happens_now_is_urgent_and_a_date_that_cannot_be_missed_is_priority() -> None:
    assert urgency("正在冒烟，快来人", "grievance", "enf_fire", {"safety"}) == "urgent"
    assert urgency("标书后天截止", "help", "bid_platform", {"deadline"}) == "priority"
    assert urgency("请问怎么申请", "enquiry", "policy_apply", ()) == "simple"
    assert urgency("一直拖着不办", "grievance", "service_delay", ()) == "normal"


def test_heat_is_told_by_words_and_marks_not_by_greetings() -> None:
    assert intensity("尊敬的领导！您好！请问怎么办理", "enquiry") == "calm"
    assert intensity("跑了三趟还没办下来，互相推诿", "grievance") == "dissatisfied"
    assert intensity("凭什么罚我？！简直是强盗，逼我们关门", "grievance") == "angry"
