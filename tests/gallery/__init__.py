"""The parts of the look on sample pages: for tests, and for eyes (`flask --app tests.gallery run`)."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, abort, render_template, request
from jinja2 import FileSystemLoader
from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    validators,
)
from wtforms.widgets import CheckboxInput, ListWidget

import app.web
from app import clock
from app.officetime import OfficeCalendar
from app.web.assets import mount_assets
from app.web.days import day_cells
from app.web.look import register_look

TEMPLATES = Path(app.web.__file__).parents[1] / "templates"
THURSDAY = clock.at_local(date(2026, 10, 15), "9:40")


def options(pairs: list[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class SampleForm(Form):
    csrf_token = HiddenField(default="token")
    ticket = HiddenField(default="ticket")
    kind = RadioField(
        "您想要什么？",
        choices=options([("help", "求助"), ("grievance", "投诉"), ("enquiry", "咨询"), ("tip_off", "举报")]),
        default="help",
        description="选最接近的，选错了我们会改。",
    )
    text = TextAreaField(
        "把事情说清楚",
        [validators.Length(min=10, message="请写 10 个字以上，您写了 3 个字")],
        description="什么时候、找过谁、卡在哪里、希望怎么解决。10 个字以上就行。",
    )
    name = StringField("企业名称")
    tel = StringField("手机号", [validators.Length(min=11, max=11, message="手机号应为 11 位，您填了 10 位")])
    area = SelectField("所在区县", choices=options([("", "请选择"), ("linhu", "临湖区"), ("jingkai", "经开区")]))
    mode = RadioField(
        "谁能看到您是谁？", choices=options([("named", "实名"), ("sealed", "保密"), ("anonymous", "匿名")]), default="named"
    )
    level = RadioField(
        "您对办理满意吗？",
        choices=options([("5", "非常满意"), ("4", "满意"), ("3", "基本满意"), ("2", "不满意"), ("1", "非常不满意")]),
        description="快不快、态度好不好、话说得清不清楚。",
    )
    sure = RadioField("把握程度", choices=options([("", "全部"), ("clear", "明确"), ("open", "要判断")]), default="")
    why = SelectMultipleField(
        "哪里可以更好？",
        choices=options([("slow", "用的时间太长"), ("pushed", "多个单位来回推")]),
        option_widget=CheckboxInput(),
        widget=ListWidget(),
    )
    files = MultipleFileField("照片或文件")
    agreed = BooleanField("我说的是真实情况。")


def create_app() -> Flask:
    """A small house that shows the parts."""
    house = Flask("gallery")
    house.secret_key = "gallery"
    register_look(house)
    mount_assets(house, {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"})
    house.jinja_loader = FileSystemLoader([str(TEMPLATES), str(Path(__file__).parent)])
    house.context_processor(_shell)
    house.add_url_rule("/", view_func=_fields, methods=["GET", "POST"])
    house.add_url_rule("/<any(desk,follow,home,gate):page>", view_func=_page)
    house.add_url_rule("/error/<int:status>", view_func=_error)
    return house


def _shell() -> dict[str, Any]:
    places = [("首页", "/home", "home"), ("提诉求", "/", "write"), ("查进度", "/follow", "search")]
    queues = [("待审查", 12, ""), ("待派单", 23, "hot"), ("退单审核", 3, ""), ("裁定中", 1, ""), ("临期与超期", 14, "burn")]
    return {
        "now": THURSDAY,
        "public_navigation": [{"label": a, "url": u, "icon": i, "current": u == request.path} for a, u, i in places],
        "foot_links": [{"label": "您的信息怎么保护", "url": "/home"}, {"label": "工作人员登录", "url": "/gate"}],
        "navigation": [
            {
                "label": "诉求",
                "items": [
                    {"label": a, "url": "/desk", "count": n, "hot": hot, "current": a == "待派单"} for a, n, hot in queues
                ],
            },
            {"label": "看全局", "items": [{"label": "全部诉求", "url": "/desk", "count": 0}]},
        ],
        "who": {"name": "何某", "post": "派单岗", "unit": "营商办", "url": "/desk"},
        "search_box": {"url": "/desk", "words": ""},
        "working_day": True,
        "sign_out_url": "/gate",
        "csrf_token": lambda: "token",
    }


def _fields() -> str:
    form = SampleForm(request.form if request.method == "POST" else None)
    if request.method == "POST":
        form.validate()
    return render_template("fields_page.html", form=form, kept=[{"key": "a1", "name": "验收申请受理通知.jpg", "size": 1258291}])


def _page(page: str) -> str:
    calendar = OfficeCalendar.build()
    cells = day_cells(calendar.day, date(2026, 9, 22), date(2026, 10, 20), date(2026, 10, 15))
    form = SampleForm()
    return render_template(f"{page}_page.html", cells=cells, at=lambda days: THURSDAY - timedelta(days=days), form=form)


def _error(status: int) -> tuple[str, int]:
    if status not in {403, 404, 405, 409, 413, 422, 429, 500, 503}:
        abort(404)
    typed = [("把事情说清楚", "我公司二期厂房7月28日提交消防验收申请。")] if status in {409, 503} else []
    return render_template(
        "errors/error.html", status=status, sentence="", typed=typed, retry_words="10 分钟后", back_url=""
    ), status
