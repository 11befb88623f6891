"""How a person's hands work a page: by the words that are read there, never by what the project calls things."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect


def follow(page: Page, words: str) -> None:
    """Follow the first link with *words*."""
    page.get_by_role("link", name=re.compile(words)).first.click()


def press(page: Page, words: str) -> None:
    """Press the button with *words*."""
    page.get_by_role("button", name=re.compile(words)).first.click()


def field(page: Page, label: str, within: str = "") -> Locator:
    """The field with *label* (in the form that has a button *within*)."""
    place: Any = page
    if within:
        place = page.locator("form").filter(has=page.get_by_role("button", name=re.compile(within))).first
    return place.get_by_label(re.compile(label)).first


def write(page: Page, label: str, text: str, within: str = "") -> None:
    """Write *text* into the field with *label*."""
    field(page, label, within).fill(text)


def choose(page: Page, label: str, option: str, within: str = "") -> None:
    """Choose the option whose words contain *option* from a list."""
    box = field(page, label, within)
    value = box.locator("option").filter(has_text=re.compile(option)).first.get_attribute("value")
    box.select_option(value)


def tick(page: Page, words: str, within: str = "") -> None:
    """Tick the box or choice with *words*, by pressing its words as a finger does."""
    place: Any = page
    if within:
        place = page.locator("form").filter(has=page.get_by_role("button", name=re.compile(within))).first
    place.locator("label").filter(has_text=re.compile(words)).first.click()


def unfold(page: Page, words: str) -> None:
    """Open the fold with *words*, unless it is open."""
    fold = page.locator("details").filter(has=page.locator("summary", has_text=re.compile(words))).last
    if fold.get_attribute("open") is None:
        fold.locator("summary").first.click()


def sees(page: Page, words: str) -> None:
    """*words* stand on the page."""
    expect(page.locator("body")).to_contain_text(re.compile(words))


def come_in(page: Page, account: str) -> None:
    """From the home page to one's desk, with the password that the demonstration shows."""
    page.goto("/")
    follow(page, "登录")
    password = re.search(r"密码都是\s*(\S+?)，", page.locator("body").inner_text())
    assert password
    write(page, "账号", account)
    write(page, "^密码", password[1])
    page.get_by_role("button", name="登录", exact=True).click()


def open_matter(page: Page, place: str, title: str) -> None:
    """From the desk's navigation to the matter with *title*."""
    if page.locator(".menu").first.is_visible():
        page.locator(".menu").first.click()
    page.get_by_role("navigation", name="工作导航").get_by_role("link", name=re.compile(place)).click()
    page.get_by_role("link", name=re.compile(title)).first.click()
