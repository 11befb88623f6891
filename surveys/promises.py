"""What a wave promises to those who answer, and what follows from it."""

from __future__ import annotations

from dataclasses import dataclass

NAMED, CONFIDENTIAL, ANONYMOUS = "named", "confidential", "anonymous"


@dataclass(frozen=True)
class Promise:
    """`said` stands on every page of the answering; `hides`: figures keep silent about fewer than five."""

    code: str
    label: str
    said: str
    hides: bool


PROMISES = {
    one.code: one
    for one in (
        Promise(NAMED, "实名", "这份问卷记名：答卷和贵企业的名称存在一起，只给营商办看。", False),
        Promise(
            CONFIDENTIAL,
            "保密",
            "这份问卷为您保密：企业名称加密存放，营商办要写明理由才能看。结果满 5 家才合并公布。",
            True,
        ),
        Promise(
            ANONYMOUS,
            "匿名",
            "这份问卷不记名：答卷和邀请分开存放，谁也对不上人。结果满 5 家才合并公布，每天夜里合并一次。",
            True,
        ),
    )
}
