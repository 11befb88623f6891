"""The five lists of the ledger: by leader, enterprise, project, difficulty, visit."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from app import taxonomy
from app.actor import Role
from app.auth.current import current_actor
from app.auth.posts import living
from app.clock import at_local, day_of
from app.database import db
from app.lists.filters import Filter
from app.lists.page import ListPage, render_list
from app.lists.registry import register
from app.lists.sorting import Key, both_ways
from app.lists.spec import Column, Head, ListSpec, Query, Reader
from app.lists.words import iso_day, stamp
from app.store.complaints import Complaint
from app.store.enterprises import Enterprise
from app.store.people import Person, Post
from app.store.stewardships import Project, Stewardship, Visit
from complaints import queries, stewardship, workflow
from complaints.forms.steward import way_label
from complaints.views.carried import difficulty, is_late
from complaints.views.ledger import conditions
from complaints.views.ledger.blueprint import ledger_pages, readers
from complaints.views.ledger.conditions import ONLY, ONLY_LEADERS
from complaints.views.ledger.figures import figures, lacking, word_is_late
from complaints.views.ledger.rows import difficulty_lines, leader_lines, target_lines
from complaints.views.office.filters import area_options, says
from complaints.views.visit_rows import VISIT_COLUMNS, visit_lines, visit_sorts

opens = stewardship.may_read_ledger
HARDEST = 3
TABS = (
    ("stewards", "按领导"), ("enterprises", "按企业"), ("projects", "按项目"), ("difficulties", "难题清单"),
    ("visits", "走访记录"),
)  # fmt: skip


def _context(page: ListPage) -> dict[str, Any]:
    here = page.spec.name.partition(".")[2]
    return {
        "tabs": [
            {"label": words, "url": url_for(f"ledger.{name}"), "current": name == here,
             "count": page.total if name == here else None}
            for name, words in TABS
        ],
        "figures": figures(page.reader),
        "left": lacking(page.reader, "left"),
        "may_keep": stewardship.may_keep_ledger(page.reader.actor),
    }  # fmt: skip


def _with_hardest(page: ListPage) -> dict[str, Any]:
    """By leader: also the matters that have been late longest."""
    late = (difficulty(), conditions.carried_matters(), Complaint.state.in_(workflow.OPEN), is_late(page.reader.at))
    query = queries.listed(page.reader.actor).where(*late).options(joinedload(Complaint.lead_unit))
    rows = db.session.scalars(query.order_by(Complaint.submitted_at, Complaint.id).limit(HARDEST)).all()
    return _context(page) | {"hardest": difficulty_lines(page.reader, rows)}


def _leaders(reader: Reader) -> Query:
    """Posts that carry something, or could."""
    carries = select(Stewardship.id).where(Stewardship.post_id == Post.id, conditions.open_row()).exists()
    return select(Post).join(Person, Person.id == Post.person_id).where(
        Post.role == Role.STEWARD, or_(carries, living(day_of(reader.at)))
    )  # fmt: skip


def _only(table: Any, reader: Reader, name: str) -> ColumnElement[bool]:
    return conditions.of_leader(name, reader) if table is Post else conditions.of_target(table, name, reader)


STEWARDS = register(
    ListSpec(
        name="ledger.stewards",
        title="双包一解台账",
        endpoint="ledger.stewards",
        template="complaints/ledger/stewards.html",
        opens=opens,
        query=_leaders,
        id=Post.id.expression,
        options=(joinedload(Post.person), joinedload(Post.of_unit)),
        lines=leader_lines,
        columns=(
            Column("name", "包抓领导", lambda line: line.post.person.name),
            Column("unit", "单位", lambda line: line.post.of_unit.short),
            Column("enterprises", "企业", lambda line: line.enterprises),
            Column("projects", "项目", lambda line: line.projects),
            Column("found", "难题", lambda line: line.stand.found),
            Column("open", "在办难题", lambda line: line.stand.open),
            Column("late", "超期", lambda line: line.stand.late),
            Column("contacted", "本周联系", lambda line: f"{line.contacted}/{len(line.rows)}"),
            Column("visited", "本月走访", lambda line: f"{line.visited}/{len(line.rows)}"),
            Column("solved", "企业说已解决", lambda line: f"{line.stand.solved}/{line.stand.rated}"),
            Column("state", "在岗", lambda line: "在岗" if line.is_living else "岗位已停用，待交接"),
        ),
        heads=(
            Head("包抓领导", ("order", "back")),
            Head("企业", css="num"),
            Head("项目", css="num"),
            Head("在办难题", css="num"),
            Head("超期", css="num"),
            Head("本周联系", css="num"),
            Head("本月走访", css="num"),
            Head("已解决", css="num"),
            Head("解决率和 95% 区间"),
        ),
        sorts=lambda _reader: both_ways(
            ("order", "back"), ("先到任的在前", "后到任的在前"), Key(Post.from_on.expression, "day")
        ),
        filters=(
            Filter("q", "姓名", lambda _reader, word: Person.name.contains(word, autoescape=True), "text"),
            Filter("only", "只看", partial(_only, Post), options=lambda _reader: ONLY_LEADERS),
        ),
        context=_with_hardest,
        exports=opens,
        noun="包抓领导",
        unit="位",
        empty=("还没有包抓领导", "管理员在“人员和岗位”里加上包抓领导岗位，这里再登记包抓谁。"),
    )
)


def _targets(name: str, title: str, table: type[Enterprise | Project], unit: str) -> ListSpec:
    return register(
        ListSpec(
            name=f"ledger.{name}",
            title=f"双包一解台账：{title}",
            endpoint=f"ledger.{name}",
            template="complaints/ledger/targets.html",
            opens=opens,
            query=lambda _reader: select(table),
            id=table.id.expression,
            options=(joinedload(Project.enterprise),) if table is Project else (),
            lines=target_lines,
            columns=(
                Column("name", title.removeprefix("按"), lambda line: line.thing.name),
                Column("area", "区县", lambda line: line.area),
                Column("steward", "包抓领导", lambda line: line.steward),
                Column("state", "包抓", lambda line: line.state),
                Column("lead", "牵头部门", lambda line: line.lead),
                Column("since", "包抓起", lambda line: iso_day(line.days[0])),
                Column("contact", "本周联系", lambda line: iso_day(line.days[1])),
                Column("visit", "本月走访", lambda line: iso_day(line.days[2])),
                Column("found", "难题", lambda line: line.stand.found),
                Column("open", "在办", lambda line: line.stand.open),
                Column("late", "超期", lambda line: line.stand.late),
                Column("plan", "一企一策", lambda line: line.plan),
            ),
            heads=(
                Head(title.removeprefix("按"), ("name", "back")), Head("包抓领导"), Head("本周联系"), Head("本月走访"),
                Head("在办", css="num"), Head("超期", css="num"), Head("处理", is_hidden=True),
            ),
            sorts=lambda _reader: both_ways(
                ("name", "back"), ("先登记的在前", "后登记的在前"), Key(table.id.expression, "number")
            ),
            filters=(
                Filter("q", "名称", lambda _reader, word: table.name.contains(word, autoescape=True), "text"),
                Filter("area", "区县", lambda _reader, area: table.area == area, options=area_options),
                Filter("steward", "包抓领导", lambda _reader, post: conditions.carried_by(table, post),
                       options=conditions.leaders),
                Filter("only", "只看", partial(_only, table), options=lambda _reader: ONLY),
            ),
            context=_context,
            exports=opens,
            noun=title.removeprefix("按"),
            unit=unit,
            empty=("这里还没有", "登记或导入以后会出现在这里。"),
        )
    )  # fmt: skip


ENTERPRISES = _targets("enterprises", "按企业", Enterprise, "家")
PROJECTS = _targets("projects", "按项目", Project, "个")


def _stands(reader: Reader, name: str) -> ColumnElement[bool]:
    if name == "word_late":
        word: ColumnElement[bool] = word_is_late(reader)
        return word
    is_open = Complaint.state.in_(workflow.OPEN)
    return is_open if name == "open" else is_open & is_late(reader.at) if name == "late" else Complaint.state == "closed"


def _in_year(reader: Reader, year: str) -> ColumnElement[bool]:
    first = day_of(reader.at).replace(year=int(year), month=1, day=1)
    begins, ends = at_local(first, "00:00"), at_local(first.replace(year=first.year + 1), "00:00")
    return (Complaint.submitted_at >= begins) & (Complaint.submitted_at < ends)


def _years(reader: Reader) -> dict[str, str]:
    year = day_of(reader.at).year
    return {str(one): f"{one} 年" for one in range(year, year - 4, -1)}


DIFFICULTIES = register(
    ListSpec(
        name="ledger.difficulties",
        title="双包一解台账：难题清单",
        endpoint="ledger.difficulties",
        template="complaints/ledger/difficulties.html",
        opens=opens,
        query=lambda reader: queries.listed(reader.actor).where(difficulty(), conditions.carried_matters()),
        id=Complaint.id.expression,
        options=(joinedload(Complaint.lead_unit),),
        lines=difficulty_lines,
        columns=(
            Column("number", "编号", lambda line: line.complaint.number),
            Column("title", "难题", lambda line: line.complaint.title),
            Column("party", "企业", lambda line: line.complaint.enterprise_name or ""),
            Column("steward", "包抓领导", lambda line: line.steward),
            Column("lead", "牵头单位", lambda line: line.complaint.lead_unit.short if line.complaint.lead_unit else ""),
            Column("state", "状态", lambda line: taxonomy.label("states", line.complaint.state)),
            Column("due", "时限", lambda line: line.words),
            Column("submitted", "提交", lambda line: stamp(line.complaint.submitted_at)),
        ),
        heads=(Head("难题", ("new", "old")), Head("包抓领导"), Head("牵头单位"), Head("状态"), Head("时限")),
        sorts=lambda _reader: both_ways(
            ("new", "old"), ("新的在前", "旧的在前"), Key(Complaint.submitted_at.expression, "moment", is_falling=True)
        ),
        filters=(
            Filter("q", "编号、标题、企业", lambda _reader, word: says(word), "text"),
            Filter("steward", "包抓领导", lambda _reader, post: conditions.matters_of(post), options=conditions.leaders),
            Filter("only", "只看", _stands,
                   options=lambda _reader: {"open": "在办", "late": "超期", "closed": "已办结", "word_late": "批示答复超时"}),
            Filter("year", "年度", _in_year, options=_years),
        ),
        context=_context,
        exports=opens,
        noun="难题",
        unit="个",
        empty=("没有提出过难题", "包抓企业的实名诉求受理以后，会出现在这里。"),
    )
)  # fmt: skip
VISITS = register(
    ListSpec(
        name="ledger.visits",
        title="双包一解台账：走访记录",
        endpoint="ledger.visits",
        template="complaints/ledger/visits.html",
        opens=opens,
        query=lambda _reader: select(Visit).join(Stewardship, Stewardship.id == Visit.stewardship_id),
        id=Visit.id.expression,
        options=(
            joinedload(Visit.stewardship).joinedload(Stewardship.enterprise),
            joinedload(Visit.stewardship).joinedload(Stewardship.project).joinedload(Project.enterprise),
        ),
        lines=visit_lines,
        columns=VISIT_COLUMNS,
        heads=(Head("企业或项目"), Head("日期", ("new", "old")), Head("方式"), Head("情况"), Head("转成诉求")),
        sorts=visit_sorts,
        filters=(
            Filter("steward", "包抓领导", lambda _reader, post: Stewardship.post_id == int(post), options=conditions.leaders),
            Filter("way", "方式", lambda _reader, way: Visit.way == way,
                   options=lambda _reader: {way: way_label(way) for way in stewardship.WAYS}),
            Filter("since", "从哪天起", lambda _reader, since: Visit.on >= since, "day"),
        ),
        context=_context,
        exports=opens,
        noun="走访",
        unit="次",
        empty=("还没有走访记录", "领导或联络员在手机上记，一分钟一次。"),
    )
)  # fmt: skip


def _door(spec: ListSpec) -> str:
    return render_list(spec, current_actor())


@ledger_pages.get("/office/stewardships")
@readers
def stewards() -> str:
    """By leader."""
    return _door(STEWARDS)


@ledger_pages.get("/office/stewardships/enterprises")
@readers
def enterprises() -> str:
    """By enterprise."""
    return _door(ENTERPRISES)


@ledger_pages.get("/office/stewardships/projects")
@readers
def projects() -> str:
    """By project."""
    return _door(PROJECTS)


@ledger_pages.get("/office/stewardships/difficulties")
@readers
def difficulties() -> str:
    """Matters of what is carried."""
    return _door(DIFFICULTIES)


@ledger_pages.get("/office/stewardships/visits")
@readers
def visits() -> str:
    """What was logged."""
    return _door(VISITS)
