"""A real Chromium for the tests; each person has a context, that is cookies and a screen, of his own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = int(os.environ.get("PATIENCE", "60000"))  # milliseconds: the machine may be busy with other tests
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}

NewPerson = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for the tests of a file."""
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def person(browser: Browser) -> Iterator[NewPerson]:
    """Lets a person sit down: `person(address, phone=True, scripts=False)`. Script errors fail the test."""
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    def sit_down(address: str, *, phone: bool = False, scripts: bool = True) -> Page:
        size = PHONE if phone else DESK
        context = browser.new_context(base_url=address, viewport=size, java_script_enabled=scripts, locale="zh-CN")
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        return page

    yield sit_down
    for context in contexts:
        context.close()
    assert not broken
