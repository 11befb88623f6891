"""The outside in a test: a mail server and a short-message gateway on this machine, which can also misbehave."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

GREETING, FINE, GO_ON, BYE = "220 outside", "250 fine", "354 go on", "221 bye"


@dataclass
class Outside:
    """What arrived. `mail_answers` and `sms_answers` say what is answered instead; "" hangs up."""

    mail_url: str = ""
    sms_url: str = ""
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    messages: list[dict[str, str]] = field(default_factory=list)
    heads: list[dict[str, str]] = field(default_factory=list)
    mail_answers: dict[str, str] = field(default_factory=dict)
    sms_answers: list[int] = field(default_factory=list)

    def letters(self, to: str = "") -> list[EmailMessage]:
        """The mails as they are read, of one address or of all."""
        found = [(who, message_from_bytes(raw, policy=policy.default)) for who, raw in self.mails]
        return [letter for who, letter in found if to in {"", who} and isinstance(letter, EmailMessage)]

    def texts(self) -> list[str]:
        """Every word that anybody outside can read."""
        read = [f"{letter['subject']}\n{letter['from']}\n{letter.get_content()}" for letter in self.letters()]
        return [*read, *(message["text"] for message in self.messages)]


class _Mail(socketserver.StreamRequestHandler):
    server: _MailServer

    def handle(self) -> None:
        outside, to = self.server.outside, ""
        if not self._say(outside.mail_answers.get("HELLO", GREETING)):
            return
        while line := self.rfile.readline().decode().strip():
            word = line.split()[0].upper()
            outside.said.append(word)
            if word == "RCPT":
                to = line[line.index("<") + 1 : line.index(">")]
            usual = {"DATA": GO_ON, "QUIT": BYE}.get(word, FINE)
            if not self._say(outside.mail_answers.get(word, usual)):
                return
            if word == "DATA" and "DATA" not in outside.mail_answers and not self._take(to):
                return

    def _take(self, to: str) -> bool:
        raw = b""
        while not raw.endswith(b"\r\n.\r\n"):
            raw += self.rfile.readline()
        answer = self.server.outside.mail_answers.get("END", FINE)
        if answer[:1] in {"2", ""}:
            self.server.outside.mails.append((to, raw[:-3]))
        return self._say(answer)

    def _say(self, answer: str) -> bool:
        if answer:
            self.wfile.write(f"{answer}\r\n".encode())
        return bool(answer)


class _MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        super().__init__(("127.0.0.1", 0), _Mail)


class _Gateway(BaseHTTPRequestHandler):
    server: _GatewayServer

    def do_POST(self) -> None:
        outside = self.server.outside
        body: dict[str, str] = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        outside.heads.append(dict(self.headers))
        status = outside.sms_answers.pop(0) if outside.sms_answers else 200
        if status in {0, 200, 500}:
            outside.messages.append(body)
        if status:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing."""


class _GatewayServer(HTTPServer):
    def __init__(self, outside: Outside) -> None:
        self.outside = outside
        super().__init__(("127.0.0.1", 0), _Gateway)


@contextmanager
def _running(server: socketserver.BaseServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def outside() -> Iterator[Outside]:
    """Both, running."""
    found = Outside()
    with _running(_MailServer(found)) as mail, _running(_GatewayServer(found)) as gateway:
        found.mail_url = f"smtp://127.0.0.1:{mail}?from=office@anlan.example"
        found.sms_url = f"http://:secret-token@127.0.0.1:{gateway}/send"
        yield found
