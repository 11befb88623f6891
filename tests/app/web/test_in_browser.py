"""The look in a real browser: narrow, large, printed, without scripts; and what the scripts add."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.gallery import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PAGES = ["/", "/desk", "/follow", "/home", "/gate", "/error/503"]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ON = "[...document.querySelectorAll('[data-row]')].findIndex(row => row.classList.contains('on'))"


class Quiet(WSGIRequestHandler):
    def log_request(self, *_: object) -> None:
        """Say nothing."""


def _at_once(app: Callable[..., Any]) -> Callable[..., list[bytes]]:
    """*app*, whose answer is read and closed before it is sent: the test server leaves it open if the browser hangs up."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        parts = app(environ, start)
        try:
            return list(parts)
        finally:
            if hasattr(parts, "close"):
                parts.close()

    return answer


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, _at_once(create_app()), threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture()
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    context.close()
    assert not broken


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("size", ["normal", "large"])
def test_a_phone_never_scrolls_sideways(page: Page, url: str, size: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{url}?size={size}")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("url", PAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing(page: Page, url: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(url)
    assert [(found["id"], found["nodes"][0]["html"]) for found in Axe().run(page).response["violations"]] == []


def test_the_menu_of_a_phone_opens_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto("/desk")
    assert not page.is_visible("#side-menu")
    page.click("a.menu")
    assert page.is_visible("#side-menu")
    page.click("a.menu-close")
    assert not page.is_visible("#side-menu")
    context.close()


def test_a_draft_comes_back_but_a_phone_number_does_not(page: Page) -> None:
    page.goto("/")
    page.fill("#text", "停电三天了没有人管")
    page.fill("#tel", "19900000000")
    page.check("input[value=sealed]")
    page.goto("/home")
    page.goto("/")
    assert page.input_value("#text") == "停电三天了没有人管"
    assert page.input_value("#tel") == ""
    assert page.is_checked("input[value=sealed]")
    page.click("[data-draft-drop]")
    page.wait_for_function("document.getElementById('text').value === ''")


def test_a_rejected_form_takes_the_focus_and_wins_over_the_draft(page: Page) -> None:
    page.goto("/")
    page.fill("#text", "停电")
    page.click("text=提交诉求")
    page.wait_for_selector(".errsum:focus")
    assert page.input_value("#text") == "停电"


def test_a_second_tap_sends_nothing(page: Page) -> None:
    page.goto("/")
    page.evaluate(
        "window.seen = [];"
        "document.addEventListener('submit', e => { window.seen.push(e.defaultPrevented); e.preventDefault() })"
    )
    page.click("text=提交诉求")
    page.click("text=提交诉求")
    assert page.evaluate("window.seen") == [False, True]


def test_keys_move_through_a_queue_and_can_be_switched_off(page: Page) -> None:
    page.goto("/desk")
    page.keyboard.press("j")
    assert page.evaluate(ON) == 2
    page.keyboard.press("k")
    assert page.evaluate(ON) == 1
    page.keyboard.press("?")
    page.click("[data-keys-off]")
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    assert page.evaluate(ON) == 1


def test_letters_typed_into_a_field_are_not_commands(page: Page) -> None:
    page.goto("/desk")
    page.focus("#find")
    page.keyboard.type("jjk")
    assert page.input_value("#find") == "jjk"
    assert page.evaluate(ON) == 1


def test_print_leaves_out_what_can_be_pressed(page: Page) -> None:
    page.goto("/follow")
    page.emulate_media(media="print")
    assert not page.is_visible(".tabbar")
    assert not page.is_visible(".btn >> nth=0")
    assert page.is_visible(".now-card >> nth=0")
