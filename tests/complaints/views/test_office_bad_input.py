"""Whatever is typed into a form of the office: a Chinese sentence, what was typed is still there, never a fault."""

from __future__ import annotations

import pytest

from tests.complaints.town import Town
from tests.pages import Checked, Page

HIDDEN = {"csrf_token", "ticket", "version", "sure"}
JUNK = {
    "empty": "",
    "long": "字" * 100_000,
    "digits": "9" * 40,
    "controls": "\x00\x07\u202e字",
    "surrogate": "\ud800字",
    "emoji": "🏭👩‍🏭",
    "script": "<script>alert(1)</script>",
    "foreign": "1' OR '1'='1",
}
DESKS = {
    "received": "clerk", "accepted": "clerk", "dispatched": "clerk", "refused": "clerk", "ruling": "office_head",
    "replied": "reviewer", "reviewing": "reviewer",
}  # fmt: skip


def forms_of(page: Page) -> list[str]:
    """Addresses of the forms in the working ground that do something."""
    forms = page.tree.first("main").all("form")
    return [form["action"].split("?")[0] for form in forms if form["method"].lower() == "post"]


@pytest.mark.slow
@pytest.mark.parametrize("state", DESKS)
@pytest.mark.parametrize("kind", JUNK)
def test_no_form_breaks_whatever_is_typed(town: Town, state: str, kind: str) -> None:
    number = town.matter(state, mode="confidential" if state == "received" else "named")
    officer = town.officer(DESKS[state])
    for action in forms_of(officer.get(f"/complaints/{number}")):
        page = officer.get(f"/complaints/{number}")
        if action in forms_of(page):
            _send(officer, page, action, JUNK[kind])


def _send(officer: Checked, page: Page, action: str, junk: str) -> None:
    fields = {name: value if name in HIDDEN else junk for name, value in page.form(action).items()}
    fields |= {
        node["name"]: junk for node in page.form_node(action).all("textarea", "input", "select") if node["name"] not in HIDDEN
    }
    answer = officer.client.post(action, data=_sendable(fields), follow_redirects=True)
    assert answer.status_code in {200, 403, 404, 409, 413, 422}, f"{action}: {answer.status_code}"
    shown = Page(answer.get_data(as_text=True), action, answer.status_code, answer)
    assert "<script>alert" not in shown.html
    if answer.status_code == 422 and junk == JUNK["emoji"]:
        typed = [node.text for node in shown.all("textarea")] + [node["value"] for node in shown.all("input")]
        has_text = any(
            node.tag == "textarea" or node["type"] == "text" for node in page.form_node(action).all("textarea", "input")
        )
        assert not has_text or junk in typed, action


def _sendable(fields: dict[str, object]) -> dict[str, object]:
    """Lone surrogates as the raw bytes that somebody may send."""
    return {name: value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value for name, value in fields.items()}


@pytest.mark.parametrize("field", ["version", "ticket", "csrf_token"])
@pytest.mark.parametrize("value", ["", "9" * 40, "x", "\x00"])
def test_a_hidden_field_that_was_tampered_with_asks_to_press_again(town: Town, field: str, value: str) -> None:
    number = town.matter("dispatched")
    clerk = town.officer("clerk")
    page = clerk.get(f"/complaints/{number}")
    answer = clerk.submit(page, "/recall", status=200 if field == "version" else 422, reason="派错了。", **{field: value})
    assert (town.complaint(number).state == "accepted") == (field == "version")
    assert field == "version" or "请再点一次" in answer.main


def test_a_page_drawn_before_somebody_else_acted_moves_nothing(town: Town) -> None:
    number = town.matter("replied")
    reviewer = town.officer("reviewer")
    page = reviewer.get(f"/complaints/{number}")
    town.play(number, "T22")
    town.play(number, "T21")
    answer = reviewer.submit(page, "/send-back", status=409, reason_code="no_date", reason="请写明哪一天。")
    assert "请写明哪一天。" in answer.main
    assert town.complaint(number).state == "replied"


@pytest.mark.parametrize(
    "query", ["after=%00~1", "after=9e9~x", "before=99999999999999999999~1", "sort=due&after=abc~1", "word=%00", "page=-1"]
)
def test_an_address_that_somebody_wrote_himself_begins_at_the_beginning(town: Town, query: str) -> None:
    number = town.matter("received")
    assert number in town.officer("clerk").get(f"/office/received?{query}").main


def test_a_number_that_is_none_is_not_found(town: Town) -> None:
    clerk = town.officer("clerk")
    for path in ("%00", "QS-%0020261015-0001", "诉求", "x" * 60):
        clerk.get(f"/complaints/{path}", status=404)
    number = town.matter("received")
    clerk.get(f"/complaints/{number}/clocks/%00/1", status=404)
