"""What every page of the house shares: words, the size of type, who we are."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, request

from app import clock, taxonomy
from app.web.labels import register_filters

_YEAR = 365 * 24 * 3600
_SIZES = ("large", "normal")


def register_look(app: Flask) -> None:
    """Filters, and the context and cookie that all layouts need."""
    register_filters(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_shared)
    app.after_request(_remember_size)


def _shared() -> dict[str, Any]:
    return {"site": taxonomy.site(), "type_size": _size(), "now": clock.now()}


def _size() -> str:
    asked = request.args.get("size", request.cookies.get("size", "")) if request else ""
    return asked if asked in _SIZES else "normal"


def _remember_size(answer: Response) -> Response:
    # 大字 is a link, so that it works without scripts; the choice outlives the page.
    if request.args.get("size") in _SIZES:
        secure = request.is_secure
        answer.set_cookie("size", request.args["size"], max_age=_YEAR, secure=secure, samesite="Lax", path="/")
    return answer
