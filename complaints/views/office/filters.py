"""Filters of a queue: they stay in the address, and what SQL can answer is asked of SQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, or_
from werkzeug.datastructures import MultiDict
from wtforms import Form, RadioField, SelectField, StringField

from app import taxonomy
from app.store.complaints import Complaint
from app.web.forms import clean
from complaints.forms.steps import area_choices
from complaints.routing import Proposal

EVERY = "全部"
LONGEST_WORD = 40
SIZES = (20, 50)


def _with_all(table: dict[str, str]) -> dict[str, str]:
    return {"": EVERY, **table}


def _labels(table: str) -> dict[str, str]:
    return _with_all({code: row.label for code, row in taxonomy.codes(table).items()})


class FilterForm(Form):  # type: ignore[misc]
    """What can be asked of every queue."""

    word = StringField("关键词", render_kw={"placeholder": "如 停电", "size": 10})
    group = SelectField("类别", choices=_with_all(taxonomy.topic_groups()))
    area = SelectField("区县", choices=area_choices(EVERY))
    unit = SelectField("单位")
    clarity = RadioField("把握程度", choices={"": EVERY, "clear": "明确", "open": "要判断"}, default="")
    kind = SelectField("类型", choices=_labels("kinds"))
    urgency = SelectField("紧急程度", choices=_labels("urgency"))
    mode = SelectField("身份", choices=_labels("identity_modes"))
    state = SelectField("状态", choices=_labels("states"))

    def __init__(self, args: MultiDict[str, str], *, is_read: bool, is_all: bool) -> None:
        super().__init__(args)
        self.is_read = is_read
        self.unit.label.text = "建议单位" if is_read else "牵头单位"
        if not is_read:
            del self.clarity
        if not is_all:
            del self.state
        self.unit.choices = _with_all({code: unit.short for code, unit in taxonomy.units().items()})
        self.word.data = clean(self.word.data)[:LONGEST_WORD]
        for field in self:  # an address that somebody wrote himself asks for nothing that is not there
            if field is not self.word and field.data not in {choice.value for choice in field.iter_choices()}:
                field.data = ""

    def narrow(self, query: Select[Complaint]) -> Select[Complaint]:
        """The part of the filters that SQL answers."""
        for column in (Complaint.kind, Complaint.area, Complaint.urgency, Complaint.mode):
            wanted = self[column.key].data
            query = query.where(column == wanted) if wanted else query
        if self.group.data:
            topics = [code for code, topic in taxonomy.topics().items() if topic.group == self.group.data]
            about = Complaint.topic.in_(topics)
            # Before it is taken on, only the reading says what it is about.
            query = query.where(or_(about, Complaint.topic.is_(None)) if self.is_read else about)
        if "state" in self and self.state.data:
            query = query.where(Complaint.state == self.state.data)
        if self.unit.data and not self.is_read:
            query = query.where(Complaint.lead == self.unit.data)
        return query.where(_says(self.word.data)) if self.word.data else query

    def asks_the_machine(self) -> bool:
        """Whether something is asked that only reading and proposal can answer."""
        return self.is_read and bool(self.unit.data or self.clarity.data or self.group.data)

    def fits(self, topic: str | None, proposal: Proposal) -> bool:
        """Whether topic and proposal are for the group, for the unit and as clear as asked."""
        lead = proposal.candidates[0].unit if proposal.candidates else ""
        known = taxonomy.topics().get(topic or "")
        right_group = not self.group.data or (known is not None and known.group == self.group.data)
        right_unit = not self.unit.data or self.unit.data == lead
        right_clarity = not self.clarity.data or proposal.is_clear == (self.clarity.data == "clear")
        return right_group and right_unit and right_clarity

    def is_used(self) -> bool:
        """Whether anything is asked."""
        return any(field.data for field in self)


def _says(word: str) -> Any:
    """In number, title or, of a named matter, the enterprise's name."""
    named = Complaint.enterprise_name.contains(word, autoescape=True) & (Complaint.mode == "named")
    return or_(Complaint.number.contains(word, autoescape=True), Complaint.title.contains(word, autoescape=True), named)
