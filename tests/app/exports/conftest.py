"""The city of the administration's tests, and browsers in it."""

from __future__ import annotations

from tests.app.auth.conftest import city, signed_in

__all__ = ["city", "signed_in"]
