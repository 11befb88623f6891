"""A client that checks every page it fetches, and reads it the way people do.

checked = Checked(app.test_client())
page = checked.get("/complaints/new")            # fails on any breach of tests/page_rules.py
page = checked.submit(page, text="停电三天")       # sends the page's form with what a person typed
assert "已收到" in page.text
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.markup import Node, read
from tests.page_rules import complaints_about

Typed = Mapping[str, Any]
Fields = dict[str, str | list[str]]


class Page:
    """A fetched page that kept every rule."""

    def __init__(self, html: str, url: str = "/", status: int = 200, response: TestResponse | None = None) -> None:
        self.html, self.url, self.status, self.response = html, url, status, response
        self.tree, doctype = read(html)
        assert doctype.lower() == "doctype html", f"{url}: no doctype"
        wrong = complaints_about(self.tree)
        assert not wrong, f"{url}: " + "; ".join(wrong)

    @property
    def title(self) -> str:
        return self.tree.first("title").text

    @property
    def heading(self) -> str:
        return self.tree.first("h1").text

    @property
    def text(self) -> str:
        """All that can be read in the body."""
        return self.tree.first("body").text

    @property
    def main(self) -> str:
        """What can be read without the shell around it."""
        return self.tree.first("main").text

    @property
    def links(self) -> dict[str, str]:
        """Addresses by the words of their links."""
        return {link.text: link["href"] for link in self.tree.all("a")}

    @property
    def buttons(self) -> list[str]:
        return [button.text for button in self.tree.all("button")]

    @property
    def errors(self) -> list[str]:
        """The sentences beside the fields."""
        return [node.text for node in self.tree.all(class_="error")]

    def all(self, *tags: str, **attributes: str) -> list[Node]:
        return self.tree.all(*tags, **attributes)

    def form_node(self, action: str | None = None) -> Node:
        """The form whose action ends with *action*; without one the first that posts from main."""
        forms = self.tree.first("main").all("form") if action is None else self.tree.all("form")
        for form in forms:
            if form["method"].lower() == "post" if action is None else form["action"].split("?")[0].endswith(action):
                return form
        raise AssertionError(f"{self.url}: no form to {action}; there are {[form['action'] for form in forms]}")

    def form(self, action: str | None = None) -> Fields:
        """The fields a browser would send if nobody touched the form."""
        fields: MultiDict[str, str] = MultiDict()
        for node in self.form_node(action).all("input", "select", "textarea"):
            if node["name"] and "disabled" not in node:
                for value in _values(node):
                    fields.add(node["name"], value)
        return {name: values[0] if len(values) == 1 else values for name, values in fields.lists()}

    def rows(self, table: int | str = 0) -> list[list[str]]:
        """Cells of the body of a table, chosen by place or by words of its caption."""
        tables = self.tree.all("table")
        if isinstance(table, str):
            tables = [one for one in tables if one.all("caption") and table in one.all("caption")[0].text]
            table = 0
        assert len(tables) > table, f"{self.url}: no such table"
        return [[cell.text for cell in row.all("td", "th")] for row in tables[table].first("tbody").all("tr")]


class Checked:
    """A test client whose pages are checked; redirects are followed."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def get(self, url: str, status: int = 200) -> Page:
        return self._page(self.client.get(url, follow_redirects=True), status)

    def post(self, url: str, data: Typed, status: int = 200) -> Page:
        return self._page(self.client.post(url, data=dict(data), follow_redirects=True), status)

    def submit(self, page: Page, action: str | None = None, status: int = 200, **typed: Any) -> Page:
        """Send a form of *page* as it stands, but for what was *typed*; None takes a field out."""
        form = page.form_node(action)
        merged = {**page.form(action), **typed}
        fields = {name: value for name, value in merged.items() if value is not None}
        url = urljoin(page.url, form["action"]) if form["action"] else page.url
        if form["method"].lower() == "post":
            return self.post(url, fields, status)
        return self._page(self.client.get(urlsplit(url).path, query_string=fields, follow_redirects=True), status)

    @staticmethod
    def _page(response: TestResponse, status: int) -> Page:
        url = response.request.path + (f"?{response.request.query_string.decode()}" if response.request.query_string else "")
        assert response.mimetype == "text/html", f"{url} is {response.mimetype}"
        html = response.get_data(as_text=True)
        assert response.status_code == status, f"{url} answered {response.status_code}: {html[:2000]}"
        return Page(html, url, response.status_code, response)


def _values(node: Node) -> list[str]:
    if node.tag == "textarea":
        # A browser drops the first line end of a text area.
        return [re.sub(r"\A\r?\n", "", "".join(child for child in node.children if isinstance(child, str)))]
    if node.tag == "select":
        options = node.all("option")
        chosen = [option for option in options if "selected" in option] or ([] if "multiple" in node else options[:1])
        return [option.attributes.get("value", option.text) for option in chosen]
    if node["type"] in {"radio", "checkbox"}:
        return [node.attributes.get("value", "on")] if "checked" in node else []
    return [] if node["type"] in {"submit", "button", "image", "reset", "file"} else [node["value"]]
