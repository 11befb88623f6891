"""The sentence that a desk begins with."""

from __future__ import annotations

from datetime import datetime

from app.web.labels import due


def headline(counts: dict[str, int], first_sign: datetime | None, *, mine: bool) -> tuple[str, str]:
    """Heading and the sentence below it."""
    if counts["urgent"]:
        return f"今天先办这 {counts['urgent']} 件", _parts(counts, first_sign)
    if counts["sign"]:
        return f"有 {counts['sign']} 件等您签收", f"最早的一件，{due(first_sign)}。" if first_sign else ""
    if counts["late"]:
        return f"有 {counts['late']} 件已超期", "都在等别人：审核、裁定或企业补充。超期已记入办理记录。"
    if counts["all"]:
        return "今天没有要赶的", f"在办 {counts['all']} 件，最近 3 个工作日内没有到期的。"
    return ("您手上都办完了", "没有在办的诉求。") if mine else ("本单位都办完了", "没有在办的诉求。")


def _parts(counts: dict[str, int], first_sign: datetime | None) -> str:
    late = f"{counts['late']} 件已超期" if counts["late"] else ""
    near = f"{counts['near']} 件 3 个工作日内到期" if counts["near"] else ""
    text = "，".join(part for part in (late, near) if part) + "。"
    if counts["sign"] and first_sign:
        text += f"另有 {counts['sign']} 件等您签收，最早的 {due(first_sign)}。"
    return text
