"""The page checker notices each wrong it promises to notice, and reads forms as a browser would."""

from __future__ import annotations

import pytest

from tests.markup import BadMarkup
from tests.pages import Page

SHELL = '<!doctype html><html lang="zh-CN"><head><title>页 · 企声</title></head><body><main><h1>页</h1>{}</main></body></html>'
POST = '<form method="post" action="/a">{}<button>存草稿</button></form>'
KEYS = '<input type="hidden" name="csrf_token" value="t"><input type="hidden" name="ticket" value="t">'


def page(main: str) -> Page:
    return Page(SHELL.format(main))


@pytest.mark.parametrize(
    ("main", "sentence"),
    [
        ("<h1>又一个</h1>", "one h1"),
        ('<input name="a">', "has no label"),
        ('<label for="b">标签</label><select name="a" id="c"></select>', "has no label"),
        ("<fieldset><input type=hidden></fieldset>", "no legend"),
        (POST.format(""), "no csrf_token"),
        (POST.format('<input type="hidden" name="csrf_token" value="t">'), "no ticket"),
        (f"<form>{POST.format(KEYS)}</form>", "inside a form"),
        ("<script>1</script>", "inline <script>"),
        ("<style>a{}</style>", "inline <style>"),
        ('<p style="color:red">字</p>', "style attribute"),
        ('<p onclick="a()">字</p>', "onclick"),
        ('<img alt="" src="https://elsewhere.example/a.png">', "leaves the house"),
        ('<a href="//elsewhere.example">走</a>', "leaves the house"),
        ('<a href="javascript:a()">走</a>', "leaves the house"),
        ('<p id="a"></p><p id="a"></p>', "2 times"),
        ('<p aria-describedby="gone">字</p>', "#gone"),
        ('<a href="#gone">走</a>', "#gone"),
        ('<a href="/a"></a>', "empty <a>"),
        ("<button></button>", "empty <button>"),
        ('<a href="/a"><button>存</button></a>', "something else to press"),
        ('<img src="/a.png">', "no alt"),
        ("<svg></svg>", "neither hidden nor named"),
        ("<table><tr><th>头</th></tr></table>", "no scope"),
    ],
)
def test_a_wrong_is_noticed(main: str, sentence: str) -> None:
    with pytest.raises(AssertionError, match=sentence):
        page(main)


@pytest.mark.parametrize("main", ["<p><b>字</p></b>", "<div>", "</div>", '<p id="a" id="b"></p>'])
def test_bad_nesting_is_noticed(main: str) -> None:
    with pytest.raises(BadMarkup):
        page(main)


def test_a_page_without_language_or_doctype_is_noticed() -> None:
    with pytest.raises(AssertionError, match="zh-CN"):
        Page(SHELL.format("").replace("zh-CN", "en"))
    with pytest.raises(AssertionError, match="doctype"):
        Page(SHELL.format("").removeprefix("<!doctype html>"))


def test_a_form_marked_so_may_go_without_a_ticket() -> None:
    unticketed = POST.replace("<form", "<form data-no-ticket").format('<input type="hidden" name="csrf_token" value="t">')
    assert page(unticketed).form() == {"csrf_token": "t"}


def test_a_form_is_read_as_a_browser_would_send_it() -> None:
    fields = """
        <label>名<input name="name" value="甲"></label><label>文<textarea name="text">
 两行
字</textarea></label>
        <label>是<input type="radio" name="kind" value="yes"></label>
        <label>否<input type="radio" name="kind" value="" checked></label>
        <label>一<input type="checkbox" name="pick" value="1" checked></label>
        <label>二<input type="checkbox" name="pick" checked></label>
        <label>区<select name="area"><option value="">全部</option><option selected>临湖区</option></select></label>
        <label>关<input name="off" value="1" disabled></label><label>件<input type="file" name="files"></label>"""
    assert page(POST.format(KEYS + fields)).form("/a") == {
        "csrf_token": "t",
        "ticket": "t",
        "name": "甲",
        "text": " 两行\n字",
        "kind": "",
        "pick": ["1", "on"],
        "area": "临湖区",
    }


def test_text_links_and_rows_are_read() -> None:
    shown = page(
        '<p>有<b>两</b>件</p><p><a href="/b">看 全部</a></p><table><caption>诉求</caption>'
        '<thead><tr><th scope="col">号</th></tr></thead><tbody><tr><td>1</td><td>甲 <small>乙</small></td></tr></tbody></table>'
    )
    assert "有两件" in shown.text
    assert shown.links == {"看 全部": "/b"}
    assert shown.rows("诉求") == [["1", "甲 乙"]]
