"""What the enterprise reads of each state and act: plain status, no internal names, no unit blamed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class StateWords:
    """Who has it (`{office}`, `{lead}` or 您), what he does, what comes next, and the clock of the promised day."""

    who: str
    doing: str
    next: str
    then: str = ""
    clock: str = ""


STATES = {
    "received": StateWords(
        "{office}", "正在看是否受理", "告诉您是否受理", "缺材料会一次说全；不受理会写明理由、依据和该找谁。", "C1"
    ),
    "amending": StateWords(
        "您", "在等您补充材料", "请补充材料", "补上以后接着算时间；到期没补会先停下，30 天内可以恢复。", "C7"
    ),
    "accepted": StateWords("{office}", "正在定由哪个单位牵头", "转给承办单位", "定下来就写在下面的记录里。", "C4"),
    "dispatched": StateWords("{lead}", "牵头，等待签收", "签收并联系您", "", "C4"),
    "refused": StateWords("{office}", "正在核定承办单位", "定下由哪个单位牵头", "总时限不变。", "C4"),
    "ruling": StateWords("{office}", "正在会商由谁来办", "定下由哪个单位牵头", "总时限不变。", "C4"),
    "handling": StateWords("{lead}", "牵头办理", "给您办理结果", "没解决可以要求复核。", "C4"),
    "asking": StateWords("您", "{lead}在等您补充", "请回复要补充的内容", "等您回复的这段时间不计入办理时限。"),
    "deferred": StateWords("{lead}", "条件成熟后接着办", "到下一节点再告诉您"),
    "replied": StateWords("{office}", "正在核对办理结果", "把结果发给您", "核对的人不是写答复的人。", "C4"),
    "published": StateWords("您", "办理结果已出，等您确认", "请评价办理结果", "到期不评，按“未评价”办结，不会当作满意。", "C8"),
    "reviewing": StateWords(
        "{office}", "复核中，复核的人不是原承办单位", "联系您核实", "核实以后，退回重办或者写明结论和依据。", "C9"
    ),
    "closed": StateWords("已经办结", "", "不用您做什么"),
    "declined": StateWords("不予受理", "", "理由和可以找谁，写在下面的记录里"),
    "ended": StateWords("已经停下", "", "不用您做什么"),
}

ACTS = {
    "T1": "您提交了诉求",
    "T2": "请您补充材料",
    "T3": "收到您的补充",
    "T4": "没有收到补充，先停下",
    "T5": "不予受理",
    "T6": "已受理",
    "T7": "转给承办单位",
    "T8": "承办单位已签收",
    "T9": "承办单位已签收",
    "T10": "核定承办单位",
    "T11": "正在改派",
    "T12": "承办单位已核定",
    "T13": "会商由谁来办",
    "T14": "承办单位已明确",
    "T15": "需要您补充",
    "T16": "继续办理",
    "T21": "核对办理结果",
    "T22": "进一步办理",
    "T23": "办理结果已出",
    "T24": "已办结",
    "T25": "转复核",
    "T26": "转复核",
    "T27": "退回重办",
    "T28": "复核办结",
    "T30": "已撤回",
    "T33": "正在改派",
    "T34": "日期有变动",
    "T37": "已恢复",
    "hidden": "身份改为保密",
    "code_renewed": "查询码已更换",
}
ACT_ELSE = "有新进展"
AMONG_MESSAGES = {"reminder": "系统提醒"}
