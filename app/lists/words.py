"""Moments and days as a spreadsheet sorts them."""

from __future__ import annotations

from datetime import date, datetime

from app.clock import local


def stamp(at: datetime | None) -> str:
    """2026-10-15 09:30 on the city's clock; nothing where there is none."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""


def iso_day(on: date | None) -> str:
    """2026-10-15; nothing where there is none."""
    return on.isoformat() if on else ""
