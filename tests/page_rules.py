"""What every page of the house must be; each rule yields the sentences of what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from tests.markup import Node

Rule = Callable[[Node], Iterator[str]]

ADDRESSES = ("src", "href", "action", "formaction", "poster", "data", "srcset", "xlink:href")
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "for")
NAMELESS = {"hidden", "submit", "button", "image", "reset"}


def one_heading_language_title(page: Node) -> Iterator[str]:
    headings = [node.text for node in page.all("h1")]
    if len(headings) != 1 or not headings[0]:
        yield f"one h1 with words is needed, found {headings}"
    if page.first("html")["lang"] != "zh-CN":
        yield "html lang is not zh-CN"
    if not page.first("head").first("title").text.removesuffix("· 企声").strip():
        yield "the title is empty"
    if len(page.all("main")) != 1:
        yield "one main is needed"


def fields_are_labelled(page: Node) -> Iterator[str]:
    labelled = {label["for"] for label in page.all("label") if label.text}
    for node in page.all("input", "select", "textarea"):
        if node["type"] in NAMELESS:
            continue
        wrapped = any(above.tag == "label" and above.text for above in node.ancestors())
        named = node["aria-label"] or node["aria-labelledby"] or (node["id"] in labelled and node["id"])
        if not wrapped and not named:
            yield f"<{node.tag} name={node['name']!r}> has no label"
    for group in page.all("fieldset"):
        if not group.all("legend") or not group.all("legend")[0].text:
            yield f"a fieldset has no legend: {group.text[:40]!r}"


def posts_are_guarded(page: Node) -> Iterator[str]:
    for form in page.all("form"):
        if form.all("form"):
            yield "a form stands inside a form"
        if form["method"].lower() != "post":
            continue
        hidden = {node["name"]: node["value"] for node in form.all("input") if node["type"] == "hidden"}
        if not hidden.get("csrf_token"):
            yield f"the form to {form['action']!r} has no csrf_token"
        if not hidden.get("ticket") and "data-no-ticket" not in form:
            yield f"the form to {form['action']!r} has no ticket"


def nothing_inline(page: Node) -> Iterator[str]:
    for node in page.walk():
        if node.tag == "style" or (node.tag == "script" and not node["src"]):
            yield f"inline <{node.tag}>"
        if "style" in node:
            yield f"<{node.tag}> has a style attribute"
        for name in node.attributes:
            if name.startswith("on"):
                yield f"<{node.tag}> has {name}"


def nothing_from_elsewhere(page: Node) -> Iterator[str]:
    for node in page.walk():
        for name in ADDRESSES:
            address = node[name].strip().lower()
            if address.startswith(("http:", "https:", "//", "data:", "javascript:", "blob:")):
                yield f"<{node.tag} {name}={node[name]!r}> leaves the house"


def ids_and_their_users(page: Node) -> Iterator[str]:
    ids = Counter(node["id"] for node in page.walk() if "id" in node)
    yield from (f"id {name!r} stands {times} times" for name, times in ids.items() if times > 1 or not name)
    for node in page.walk():
        wanted = [name for attribute in REFERENCES for name in node[attribute].split()]
        if node["href"].startswith("#"):
            wanted.append(node["href"][1:])
        yield from (f"<{node.tag}> points to #{name}, which is not here" for name in wanted if name not in ids)


def links_and_buttons_say_something(page: Node) -> Iterator[str]:
    for node in page.all("a", "button"):
        pictures = [picture["alt"] for picture in node.all("img")]
        if not node.text and not node["aria-label"] and not any(pictures):
            yield f"an empty <{node.tag}> to {node['href']!r}"
        if node.all("a", "button", "input", "select"):
            yield f"<{node.tag}> {node.text[:20]!r} holds something else to press"
        if node.tag == "a" and "href" not in node:
            yield f"a link without address: {node.text[:20]!r}"
    for node in page.all("input"):
        if node["type"] in {"submit", "button"} and not node["value"]:
            yield "a button without words"


def pictures_and_tables_are_told(page: Node) -> Iterator[str]:
    for node in page.all("img"):
        if "alt" not in node:
            yield f"<img src={node['src']!r}> has no alt"
    for node in page.all("svg"):
        if node["aria-hidden"] != "true" and not node["aria-label"]:
            yield "an svg is neither hidden nor named"
    for table in page.all("table"):
        if any(not head["scope"] for head in table.all("th")):
            yield f"a table head has no scope: {table.text[:40]!r}"


RULES: tuple[Rule, ...] = (
    one_heading_language_title,
    fields_are_labelled,
    posts_are_guarded,
    nothing_inline,
    nothing_from_elsewhere,
    ids_and_their_users,
    links_and_buttons_say_something,
    pictures_and_tables_are_told,
)


def complaints_about(page: Node) -> list[str]:
    """Everything that is wrong with *page*."""
    return [sentence for rule in RULES for sentence in rule(page)]
