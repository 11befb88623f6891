"""What goes out on paper: invitation letters with a link of their own, and the poster of the open channel."""

from __future__ import annotations

import io
from dataclasses import dataclass

import segno
from flask import Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.auth.current import current_actor
from app.auth.doors import staff
from app.database import db
from app.errors import NotFound
from app.store.surveys import Invitation, Wave
from surveys import policy, queries
from surveys.operations import links
from surveys.promises import PROMISES
from surveys.views.office.blueprint import WAVE, survey_pages

A_PILE = 100  # letters of a page
TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@dataclass(frozen=True)
class Code:
    """A QR code as a path on a square of *size* modules."""

    size: int
    path: str


@dataclass(frozen=True)
class Letter:
    """An invitation as it is printed."""

    name: str
    url: str
    code: Code


def drawn(url: str) -> Code:
    """The QR code of *url*, one little square a module."""
    matrix = list(segno.make(url, error="m").matrix_iter(border=2))
    dark = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, module in enumerate(row) if module]
    return Code(len(matrix), "".join(dark))


def _address(path: str) -> str:
    return f"{current_app.extensions['qisheng'].base_url}{path}"


def _sent(code: str) -> Wave:
    wave = queries.found_wave(current_actor(), code)
    if wave.launched_at is None:
        raise NotFound("这一期还没有发出，没有可打印的。")
    return wave


@survey_pages.get(f"{WAVE}/letters")
@staff(*policy.MANAGERS)
def letters(wave_code: str) -> ResponseReturnValue:
    """A pile of letters, each on a sheet of its own."""
    wave = _sent(wave_code)
    if wave.secret is None:
        raise NotFound("这一期已经截止，链接都作废了，没有可打印的。")
    asked = request.args.get("pile", "1")
    pile = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    number = queries.invited(wave)
    query = select(Invitation).where(Invitation.wave_id == wave.id).options(joinedload(Invitation.enterprise))
    rows = db.session.scalars(query.order_by(Invitation.id).offset((max(1, pile) - 1) * A_PILE).limit(A_PILE))
    found = [_letter(wave, row) for row in rows]
    return render_template(
        "surveys/office/letters.html", wave=wave, version=wave.of_version, promise=PROMISES[wave.promise], letters=found,
        pile=max(1, pile), piles=-(-number // A_PILE), number=number,
    )  # fmt: skip


def _letter(wave: Wave, row: Invitation) -> Letter:
    url = _address(url_for("answer.section", token=links.token_of(wave, row)))
    return Letter(row.enterprise.name, url, drawn(url))


@survey_pages.get(f"{WAVE}/poster")
@staff(*policy.MANAGERS)
def poster(wave_code: str) -> ResponseReturnValue:
    """A sheet for the wall."""
    wave = _open(wave_code)
    url = _address(url_for("answer.start", wave_code=wave.code))
    return render_template(
        "surveys/office/poster.html", wave=wave, version=wave.of_version, promise=PROMISES[wave.promise], url=url,
        code=drawn(url),
    )  # fmt: skip


@survey_pages.get(f"{WAVE}/qr.<any(svg,png):picture>")
@staff(*policy.MANAGERS)
def code_file(wave_code: str, picture: str) -> ResponseReturnValue:
    """The code alone, for a poster of one's own."""
    wave, out = _open(wave_code), io.BytesIO()
    segno.make(_address(url_for("answer.start", wave_code=wave.code)), error="m").save(out, kind=picture, scale=12, border=4)
    answer = Response(out.getvalue(), mimetype=TYPES[picture])
    answer.headers["Content-Disposition"] = f'attachment; filename="qr-{wave.code}.{picture}"'
    return answer


def _open(code: str) -> Wave:
    wave = _sent(code)
    if not wave.has_open_channel:
        raise NotFound("这一期没有开公开二维码。")
    return wave
