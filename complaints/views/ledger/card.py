"""服务卡: what the enterprise gets on paper: who carries it, which unit leads, whom to call, and a code to file by."""

from __future__ import annotations

import io

import segno
from flask import Response, current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from app.auth.posts import is_living
from app.clock import day_of, now
from app.errors import NotFound
from app.store.stewardships import Stewardship
from complaints.views.ledger.acts import found
from complaints.views.ledger.blueprint import STEWARDSHIP, ledger_pages, readers


def _living(stewardship_id: int) -> Stewardship:
    """A card names a leader who is in office; raises NotFound."""
    row = found(stewardship_id)
    if row.to_on is not None or not is_living(row.post, day_of(now())):
        raise NotFound
    return row


@ledger_pages.get(f"/office/stewardships/{STEWARDSHIP}/card")
@readers
def card(stewardship_id: int) -> ResponseReturnValue:
    """To be printed."""
    row = _living(stewardship_id)
    return render_template("complaints/ledger/card.html", row=row, address=_address())


def _address() -> str:
    return str(current_app.extensions["qisheng"].base_url) + url_for("public.file")


@ledger_pages.get(f"/office/stewardships/{STEWARDSHIP}/card.svg")
@readers
def card_code(stewardship_id: int) -> ResponseReturnValue:
    """The way to the form for filing, as a square code."""
    _living(stewardship_id)
    out = io.BytesIO()
    segno.make(_address(), error="m").save(
        out, kind="svg", scale=4, border=2, xmldecl=False, svgclass=None, lineclass=None, title="扫码提诉求"
    )
    return Response(out.getvalue(), mimetype="image/svg+xml")
