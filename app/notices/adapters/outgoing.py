"""A message on its way outside, and the three things that can become of it other than arriving."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outgoing:
    """`to` shows nowhere but at its destination; `message_id` was recorded before."""

    way: str
    to: str
    subject: str
    text: str
    message_id: str

    def __repr__(self) -> str:
        return f"Outgoing({self.way}, {self.message_id})"


def hidden_address(way: str, address: str) -> str:
    """An address as it is shown: enough to know it again."""
    if not address:
        return ""
    if way == "sms":
        return f"{address[:3]}****{address[-4:]}"
    name, _, host = address.partition("@")
    return f"{name[:1]}***@{host}"


class NotSent(Exception):
    """It surely did not leave: it may be tried again. The text names no address."""


class Refused(Exception):
    """The other side will never take it."""


class InDoubt(Exception):
    """It may have left: trying again could send it twice."""
