"""People keep a list as they ask for it; a view is its post's own."""

from __future__ import annotations

from sqlalchemy import select

from app.database import db
from app.saved.operations import MOST
from app.store.lists import SavedView
from tests.app.auth.conftest import SignedIn


def test_a_view_is_kept_opened_and_forgotten(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    page = admin.submit(admin.get("/admin/people?unit=market&sort=name_down"), "/views", name="市场局的人")
    assert "已存为“市场局的人”" in page.text
    assert page.url.endswith("?unit=market&sort=name_down")
    elsewhere = admin.get("/admin/people")
    assert elsewhere.links["市场局的人"] == "/admin/people?unit=market&sort=name_down"
    assert "市场局的人" not in admin.get("/admin/units").links
    there = admin.get(elsewhere.links["市场局的人"])
    assert len(there.rows()) == 2
    admin.submit(there, "/forget")
    assert "市场局的人" not in admin.get("/admin/people").links


def test_a_list_as_it_always_is_needs_no_name_and_a_name_is_needed(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    assert "存下筛选" not in admin.get("/admin/people").buttons
    page = admin.get("/admin/people?role=clerk")
    again = admin.submit(page, "/views", name="", status=422)
    assert again.errors == ["请起个名字"]
    again = admin.submit(again, name="审" * 21, status=422)
    assert again.form()["name"] == "审" * 21
    assert admin.submit(again, name="派单的").heading == "人员和岗位"


def test_the_same_name_is_replaced_and_nobody_keeps_without_end(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    admin.submit(admin.get("/admin/people?role=clerk"), "/views", name="第0个")
    first = db.session.scalars(select(SavedView)).one()
    more = [SavedView(post_id=first.post_id, list=first.list, name=f"第{n}个", query="", at=first.at) for n in range(1, MOST)]
    db.session.add_all(more)
    db.session.commit()
    page = admin.submit(admin.get("/admin/people?unit=market"), "/views", name="再一个", status=422)
    assert page.errors == [f"一个清单最多存 {MOST} 个，请先删掉一个。"]
    admin.submit(page, name="第0个")
    assert db.session.scalars(select(SavedView.query).where(SavedView.name == "第0个")).one() == "unit=market"


def test_what_one_keeps_no_other_finds(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    admin.submit(admin.get("/admin/people?unit=market"), "/views", name="市场局的人")
    view = db.session.scalars(select(SavedView)).one()
    clerk = signed_in("clerk")
    fields = clerk.get("/office/accounts?state=closed").form("/views")
    assert clerk.client.post(f"/views/{view.id}/forget", data=fields).status_code == 404
    assert clerk.client.post("/views", data={**fields, "list": "admin.people", "name": "x"}).status_code == 404


def test_only_what_the_list_understands_is_kept(signed_in: SignedIn) -> None:
    admin = signed_in("admin")
    fields = admin.get("/admin/people?unit=market").form("/views")
    admin.post("/views", {**fields, "name": "怪的", "query": "unit=nowhere&role=clerk&evil=//x&after=abc"})
    assert db.session.scalars(select(SavedView.query)).one() == "role=clerk"
