"""Keeping a view of a list and forgetting it; opening one is a link."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict
from wtforms import HiddenField
from wtforms.validators import InputRequired, Length

from app.actor import Actor
from app.auth.current import current_actor
from app.auth.doors import staff
from app.auth.forms import ActForm
from app.clock import now
from app.errors import NotFound
from app.lists.asking import asked_of
from app.lists.page import ListPage, address_of
from app.lists.registry import lists
from app.lists.spec import ListSpec, Reader
from app.saved import operations
from app.web.forms import TOO_OLD, HouseForm, TextField
from app.web.once import once

VIEW = "<int(max=9007199254740991):view_id>"
saved_pages = Blueprint("saved", __name__, url_prefix="/views")


class SaveForm(HouseForm):
    """A name for what the list is asked now."""

    list = HiddenField()
    query = HiddenField()
    name = TextField("给这组筛选起个名字", [InputRequired("请起个名字"), Length(max=20, message="名字最多 20 个字")])


@dataclass(frozen=True)
class Kept:
    """A view as the bar shows it."""

    id: int
    name: str
    url: str
    current: bool


@dataclass(frozen=True)
class Shelf:
    """What the bar of a list shows: the views, and the form that keeps another."""

    views: list[Kept]
    form: SaveForm
    act: ActForm
    is_new: bool


@saved_pages.app_template_global()
def saved_views(page: ListPage) -> Shelf | None:
    """The views of *page*'s reader; none for whoever has no post."""
    spec, actor = page.spec, page.reader.actor
    if not actor.is_staff or not spec.filters:
        return None
    query = page.asked.address(spec, page.reader)
    rows = operations.views_of(actor, spec.name)
    views = [Kept(row.id, row.name, address_of(spec, row.query), row.query == query) for row in rows]
    form = SaveForm(MultiDict({"list": spec.name, "query": query}))
    form.name.id = "saved-name"
    return Shelf(views, form, ActForm(MultiDict()), bool(query) and not any(view.current for view in views))


@saved_pages.post("")
@staff()
def keep() -> ResponseReturnValue:
    """Keep what the list is asked under a name."""
    actor, form = current_actor(), SaveForm()
    spec = _spec(form.list.data or "", actor)
    query = _clean(spec, actor, form.query.data or "")

    def act() -> str:
        row = operations.keep(actor, spec.name, form.name.data, query, now())
        flash(f"已存为“{row.name}”，下次在清单上方点它就行。")
        return address_of(spec, row.query)

    answer = once(form, act)
    return answer or (render_template("saved/keep.html", form=form, spec=spec, back=address_of(spec, query)), 422)


def _spec(name: str, actor: Actor) -> ListSpec:
    spec = lists().get(name)
    if spec is None or not spec.opens(actor):
        raise NotFound
    return spec


def _clean(spec: ListSpec, actor: Actor, query: str) -> str:
    """The address in our own words, so that nothing foreign is kept."""
    reader = Reader(actor, now())
    return asked_of(spec, reader, dict(parse_qsl(query))).address(spec, reader)


@saved_pages.post(f"/{VIEW}/forget")
@staff()
def forget(view_id: int) -> ResponseReturnValue:
    """Forget one of one's own."""
    actor = current_actor()
    row = operations.own(actor, view_id)
    location = address_of(_spec(row.list, actor), "")

    def act() -> str:
        name = row.name
        operations.forget(row)
        flash(f"已删掉“{name}”。")
        return location

    answer = once(ActForm(), act)
    if answer is None:
        flash(TOO_OLD, "near")
    return answer or redirect(location, 303)
