"""Refusals that a visitor reads: each carries its Chinese sentence and its HTTP status."""

from __future__ import annotations


class Denied(Exception):
    """Something may not be done; `str(error)` is the sentence the visitor reads."""

    status = 403


class NotFound(Denied):
    """It does not exist, or this actor may not know that it does."""

    status = 404

    def __init__(self, message: str = "没有找到这一页，或者您不能看。") -> None:
        super().__init__(message)


class NotAllowed(Denied):
    """It may be seen but not done."""

    status = 403


class WrongState(Denied):
    """Somebody was quicker, or the matter is not where this step begins."""

    status = 409


class Invalid(Denied):
    """What was typed cannot stand; `fields` names the places and their sentences."""

    status = 422

    def __init__(self, message: str, **fields: str) -> None:
        super().__init__(message)
        self.fields = fields


class Unavailable(Denied):
    """The store does not answer just now; nothing was kept, trying again is safe."""

    status = 503
