"""People who send forms until the machine dies under them, and send the last one again when it is back."""

from __future__ import annotations

import http.client
import itertools
import random
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from http.cookiejar import CookieJar

from tests.machinery.served import Served
from tests.markup import read

LOST = (urllib.error.URLError, ConnectionError, TimeoutError, http.client.HTTPException)
PATIENCE = 30.0
_addresses = itertools.count(1)

Fields = list[tuple[str, str]]


class _StayHere(urllib.request.HTTPRedirectHandler):
    """A redirect is the receipt; it is not followed."""

    def redirect_request(self, *_: object) -> None:
        return None


@dataclass
class Client:
    """One person at a form: `typed(n)` is what is written the n-th time; `receipts` what was acknowledged."""

    address: str
    path: str
    typed: Callable[[int], Fields]
    receipts: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    pending: bytes | None = None
    spent: bytes | None = None
    count: int = 0

    def __post_init__(self) -> None:
        self._opener = urllib.request.build_opener(_StayHere, urllib.request.HTTPCookieProcessor(CookieJar()))

    def send_next(self) -> None:
        """Open the page, write, send. What is not answered stays pending."""
        self.write_next()
        self.send_pending()

    def write_next(self) -> None:
        """Open the page and write."""
        html = self.send(None)[1]
        hidden = [(node["name"], node["value"]) for node in read(html)[0].all("input", type="hidden")]
        self.count += 1
        self.pending = urllib.parse.urlencode([*hidden, *self.typed(self.count)]).encode()

    def send_pending(self) -> None:
        """Send the form that nobody answered; the same body, the same ticket."""
        if self.pending is None:
            return
        status, receipt = self.send(self.pending)
        if status in {302, 303}:
            self.receipts.append(receipt)
            self.spent, self.pending = self.pending, None
        else:
            self.refused.append(status)
            if status < 500:
                raise AssertionError(f"{self.path} answered {status}")

    def send(self, body: bytes | None) -> tuple[int, str]:
        """Status and page, of a redirect its target. Each form comes from another address, so no limit bites."""
        number = next(_addresses)
        came_from = {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}
        request = urllib.request.Request(self.address + self.path, body, came_from)
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers.get("Location", "")


def until_killed(house: Served, clients: list[Client], seconds: float, chance: random.Random, kill: Callable[[], None]) -> None:
    """Let all *clients* send for *seconds* at most, *kill* at a random moment, start again, retry each last form."""
    stop = threading.Event()
    threads = [threading.Thread(target=_send, args=(client, stop)) for client in clients]
    for thread in threads:
        thread.start()
    time.sleep(chance.uniform(0.3, 1.0) * seconds)
    kill()
    stop.set()
    for thread in threads:
        thread.join()
    house.start()
    for client in clients:
        while client.pending is not None:
            client.send_pending()


def _send(client: Client, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            client.send_next()
        except LOST:
            time.sleep(0.05)
            if client.pending is not None:
                return
