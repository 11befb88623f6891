"""What an export of the office's lists holds: what the page says, in the same words."""

from __future__ import annotations

from app import taxonomy
from app.lists.spec import Column
from app.lists.words import stamp
from complaints.views.office.rows import MIDDLES, Line
from complaints.views.queues import Queue

_FIRST = (
    Column("number", "编号", lambda line: line.complaint.number),
    Column("title", "标题", lambda line: line.complaint.title),
    Column("party", "企业", lambda line: line.party),
    Column("area", "区县", lambda line: line.place),
    Column("topic", "主题", lambda line: line.topic),
    Column("kind", "类型", lambda line: taxonomy.label("kinds", line.complaint.kind)),
    Column("urgency", "紧急程度", lambda line: taxonomy.label("urgency", line.complaint.urgency)),
    Column("mode", "身份", lambda line: taxonomy.label("identity_modes", line.complaint.mode)),
    Column("state", "状态", lambda line: taxonomy.label("states", line.complaint.state)),
    Column("submitted", "提交", lambda line: stamp(line.complaint.submitted_at)),
)
_LAST = (Column("clock", "时限", lambda line: line.clock),)


def columns_of(queue: Queue) -> tuple[Column, ...]:
    """The columns of *queue*: of every one the same, and between them what it is about."""
    says = Column("says", MIDDLES[queue.name], said_of)
    closed = (Column("closed", "办结", lambda line: stamp(line.complaint.closed_at)),) if queue.name == "all" else ()
    return (*_FIRST, says, Column("more", "说明", lambda line: line.more), *_LAST, *closed)


def said_of(line: Line) -> str:
    """What the queue is about; of the machine's proposal the first unit and how sure it is."""
    if line.proposed is None:
        return line.says
    candidates = line.proposed.proposal.candidates
    if not candidates:
        return "没有建议"
    return f"{taxonomy.units()[candidates[0].unit].name} {candidates[0].p:.2f}"
