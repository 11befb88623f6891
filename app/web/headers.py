"""One set of headers for every answer, errors and static files included."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from flask import Flask, Response, abort, request

from app.config import Settings
from app.errors import NotAllowed, NotFound

CSP = "; ".join(
    [
        *(f"{name} 'none'" for name in ("default-src", "object-src", "base-uri", "frame-ancestors")),
        *(f"{name} 'self'" for name in ("script-src", "style-src", "img-src", "font-src", "connect-src", "form-action")),
    ]
)
ALWAYS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
}
MOST_TEXT = 4 * 1024 * 1024
FOREIGN = "这一次提交不是从本站的页面来的，没有收。请回到本站的页面再做一次。"


def register_headers(app: Flask, settings: Settings) -> None:
    """Add the headers, refuse hosts that are not ours and forms that come from elsewhere."""

    @app.after_request
    def add(answer: Response) -> Response:
        for name, value in ALWAYS.items():
            answer.headers.setdefault(name, value)
        answer.headers.setdefault("Cache-Control", "no-store")
        if settings.is_https:
            answer.headers["Strict-Transport-Security"] = "max-age=31536000"
        return answer

    @app.before_request
    def refuse_strangers() -> None:
        if _host() not in settings.hosts:
            raise NotFound("没有这个网址。")
        if request.mimetype != "multipart/form-data":
            request.max_content_length = MOST_TEXT  # files come as parts, which have limits of their own
        if request.method not in {"GET", "HEAD", "OPTIONS"} and _is_foreign():
            raise NotAllowed(FOREIGN)


def _host() -> str | None:
    if not request.host:  # what cannot be a name is handed to us as none
        abort(400)
    return _parts(f"//{request.host}").hostname


def _is_foreign() -> bool:
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin")
    if site not in {"same-origin", "none"}:
        return True
    return origin is not None and _parts(origin).netloc != request.host


def _parts(address: str) -> SplitResult:
    """An address out of a header; one that no browser sends is a bad request."""
    try:
        return urlsplit(address)
    except ValueError:
        abort(400)
