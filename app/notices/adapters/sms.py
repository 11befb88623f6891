"""Short messages: a POST of JSON to the gateway, `https://:TOKEN@host/path`; the token goes into the Authorization head.

The body is `{"to": "19900000001", "text": "…", "id": "…"}`; any 2xx means that the gateway has it.
"""

from __future__ import annotations

import http.client
import json
import ssl
from urllib.parse import unquote, urlsplit

from app.config import Settings
from app.notices.adapters.outgoing import InDoubt, NotSent, Outgoing, Refused

SECONDS = 10
LATER = {408, 425, 429, 503}


def deliver(settings: Settings, message: Outgoing) -> None:
    """Hand *message* to the gateway; raises NotSent, Refused or InDoubt, none of which names a number."""
    connection = _connected(settings.sms_url)
    try:
        _judge(_answer(connection, settings.sms_url, message))
    finally:
        connection.close()


def _connected(url: str) -> http.client.HTTPConnection:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(host, parts.port, timeout=SECONDS, context=context)
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=SECONDS)
    try:
        connection.connect()
    except OSError as error:
        raise NotSent(type(error).__name__) from None
    return connection


def _answer(connection: http.client.HTTPConnection, url: str, message: Outgoing) -> int:
    parts = urlsplit(url)
    body = json.dumps({"to": message.to, "text": message.text, "id": message.message_id}, ensure_ascii=False).encode()
    heads = {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": message.message_id}
    if parts.password:
        heads["Authorization"] = f"Bearer {unquote(parts.password)}"
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    try:
        connection.request("POST", path, body, heads)
        answer = connection.getresponse()
        answer.read(1024)
    except (http.client.HTTPException, OSError) as error:
        raise InDoubt(type(error).__name__) from None
    return answer.status


def _judge(status: int) -> None:
    if 200 <= status < 300:
        return
    if status in LATER:
        raise NotSent(f"HTTP {status}")
    if status < 500:
        raise Refused(f"HTTP {status}")
    raise InDoubt(f"HTTP {status}")
