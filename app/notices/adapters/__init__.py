"""The only ways outside: SMTP, a short-message gateway, and files in their place in demonstration mode."""

from __future__ import annotations

from collections.abc import Callable

from app.config import Settings
from app.mode import is_demo
from app.notices.adapters import files, mail, sms
from app.notices.adapters.outgoing import Outgoing

Deliver = Callable[[Settings, Outgoing], None]
_outside: dict[str, tuple[Deliver, Callable[[Settings], str]]] = {
    "mail": (mail.deliver, lambda settings: settings.mail_url),
    "sms": (sms.deliver, lambda settings: settings.sms_url),
}


def is_open(way: str, settings: Settings) -> bool:
    """Whether anything can leave by *way*."""
    return is_demo() or bool(_outside[way][1](settings))


def adapter(way: str, settings: Settings) -> Deliver | None:
    """How a message leaves by *way*; None where that is not set up."""
    if is_demo():
        return files.deliver
    deliver, address = _outside[way]
    return deliver if address(settings) else None
