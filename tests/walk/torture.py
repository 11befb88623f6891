"""What people, their telephones and those who mean harm put into fields; and how it goes over the wire."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from urllib.parse import quote_plus

Typed = Mapping[str, str | Sequence[str]]

VALUES: dict[str, str] = {
    "empty": "",
    "blanks": " \u3000\t ",
    "one sign": "停",
    "emoji": "😀👨‍👩‍👧‍👦🇨🇳 仓库空着",
    "control characters": "停\x01电\x1b[31m三\x7f天\x08了还没有来电的消息",
    "nul": "停电\x00三天了，一直没有人来修",
    "surrogate": "停电\ud83d三天了，一直没有人来修\udc00",
    "other side": "\u202e停电三天了\u2066，没有人来修",
    "line ends": "停电\r\n三天\r没有\u2028人来\n修理一下",
    "markup": "<script>alert(1)</script><b>停电三天了</b>&amp;\"'",
    "template": "{{7*7}}${7*7}{% raw %}停电三天了没人修",
    "query": "停电三天' OR 1=1; DROP TABLE complaint;--",
    "forty digits": "9" * 40,
    "below zero": "-1",
    "zero": "0",
    "sixty-three bits": str(2**63),
    "fraction": "1e309",
    "no number": "NaN",
    "wide digits": "２０２６－１０－１５",
    "other digits": "٣٤²½",
    "wrong day": "2026-02-30",
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "list": "[]",
    "object": '{"a": null}',
    "way up": "../../../../etc/passwd",
    "elsewhere": "https://example.com/\\@evil",
    "foreign code": "none_of_ours",
    "foreign unit": "housing",
    "foreign row": "1",
    "percent": "%00%n%s%%",
    "five thousand": "电" * 5000,
}
ENDLESS = "停电三天，没人修。" * 11_112  # 100 008 characters

# What a web address must stand, without the long ones.
IN_ADDRESS = {name: value for name, value in VALUES.items() if len(value) < 100}


def encoded(fields: Typed) -> bytes:
    """The body of a form; lone surrogates go out as the bytes that a broken telephone sends."""
    pairs = [(name, one) for name, value in fields.items() for one in ([value] if isinstance(value, str) else value)]
    return "&".join(f"{_sent(name)}={_sent(one)}" for name, one in pairs).encode()


def _sent(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogatepass"))


def multipart(fields: Typed) -> tuple[bytes, str]:
    """The same as a form with files sends it, and its content type."""
    mark = secrets.token_hex(12)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{one}\r\n'
        for name, value in fields.items()
        for one in ([value] if isinstance(value, str) else value)
    ]
    body = ("".join(parts) + f"--{mark}--\r\n").encode("utf-8", "surrogatepass")
    return body, f"multipart/form-data; boundary={mark}"
