"""JSON lines for machines: route name, status, milliseconds, person id, request id. No path, no query, no body."""

from __future__ import annotations

import json
import logging
import secrets
import sys
import time
from datetime import UTC, datetime
from typing import Any

from flask import Flask, Response, g, request

access = logging.getLogger("qisheng.access")


class JsonLines(logging.Formatter):
    """One JSON object a line; an exception is told by its type and place, never by its words."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "log": record.name,
            "say": record.getMessage(),
        }
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["fault"] = _place(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def _place(error: BaseException) -> str:
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' < '.join(reversed(frames[-8:]))}"


def register_logs(app: Flask) -> None:
    """Write the house's log to standard error and one access line per request."""
    house = logging.getLogger("qisheng")
    if not house.handlers:
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(JsonLines())
        house.addHandler(handler)
        house.setLevel(logging.INFO)
        house.propagate = False
    app.log_exception = _fault  # type: ignore[method-assign]  # Flask's own would tell path and words
    app.before_request(_begin)
    app.after_request(_end)


def _fault(exc_info: Any) -> None:
    logging.getLogger("qisheng.web").error("fault on %s", request.endpoint or "-", exc_info=exc_info)


def _begin() -> None:
    g.began = time.perf_counter()
    g.request_id = secrets.token_hex(8)


def _end(answer: Response) -> Response:
    if "began" in g:
        facts = {
            "route": request.endpoint or "-",
            "status": answer.status_code,
            "ms": round((time.perf_counter() - g.began) * 1000, 1),
            "person": g.get("person_id"),
            "request": g.request_id,
        }
        access.info("request", extra={"facts": facts})
    return answer
