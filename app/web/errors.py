"""Every refusal and every fault becomes one plain page; what was typed is shown again."""

from __future__ import annotations

import logging

from flask import Flask, Response, make_response, render_template, request
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from app.database import db
from app.errors import Denied, Unavailable, WrongState
from app.turn import BUSY
from app.web.forms import clean, sent_form

log = logging.getLogger("qisheng.web")
# Refused before its view knew the form: the commonest names of what people write.
LABELS = {
    "text": "内容", "note": "说明", "reason": "理由", "public": "给企业的答复", "internal": "内部说明", "evidence": "佐证",
    "question": "要企业补充什么", "items": "要补充的", "conclusion": "复核结论", "elsewhere": "去处", "aliases": "别名",
    "plan": "一企一策", "definition": "问卷 JSON",
}  # fmt: skip
MOST_SHOWN = 60_000  # a long questionnaire is shown whole
TOO_LARGE = 413  # a body that was not read cannot be shown again
STALE = "这件事刚刚由别人处理了，请看最新记录。"


def register_errors(app: Flask) -> None:
    """Hang the handlers."""
    app.register_error_handler(Denied, denied)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(StaleDataError, lambda _error: denied(WrongState(STALE)))
    app.register_error_handler(SQLAlchemyError, _store)
    app.register_error_handler(PoolTimeout, _store)


def denied(error: Denied) -> Response:
    """The page of a refusal, with what was typed; nothing of the request is kept."""
    db.session.rollback()
    return _page(error.status, str(error), getattr(error, "retry_words", ""))


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status in {301, 302, 303, 307, 308}:
        return make_response(error.get_response())
    return _page(status, "")


def _store(error: SQLAlchemyError) -> Response:
    """A lost, locked or full store: nothing was kept, and we say so."""
    db.session.rollback()
    if isinstance(error, DBAPIError | PoolTimeout) and _is_passing(error):
        log.error("the store does not answer: %s", type(error).__name__)
        return denied(Unavailable(BUSY))
    log.error("fault on %s", request.endpoint, exc_info=error)
    return _page(500, "")


def _is_passing(error: SQLAlchemyError) -> bool:
    names = {cls.__name__ for cls in type(error).__mro__}
    return bool(names & {"OperationalError", "InterfaceError", "TimeoutError"})


def _page(status: int, sentence: str, retry_words: str = "") -> Response:
    typed = [] if request.method == "GET" or status == TOO_LARGE else _typed()
    html = render_template("errors/error.html", status=status, sentence=sentence, typed=typed, retry_words=retry_words)
    return make_response(html, status)


def _typed() -> list[tuple[str, str]]:
    form = sent_form()
    if form is None:
        sent = request.form.items(multi=True)
        pairs = [(LABELS[name], clean(text)) for name, text in sent if name in LABELS]
    else:
        pairs = form.written()
    return [(label, text[:MOST_SHOWN]) for label, text in pairs if text]
