"""Demonstration: each message becomes a file of its own in the data folder, and nothing leaves the house.

No address stands in it in clear: the data folder holds none.
"""

from __future__ import annotations

import json
import os
import secrets

from app.clock import local, now
from app.config import Settings
from app.notices.adapters.outgoing import Outgoing, hidden_address

FOLDER = "outgoing"


def deliver(settings: Settings, message: Outgoing) -> None:
    """Write the file; a message that left twice would be two files."""
    folder = settings.folder / FOLDER
    folder.mkdir(exist_ok=True, mode=0o700)
    at = local(now())
    words = {
        "way": message.way, "to": hidden_address(message.way, message.to), "subject": message.subject, "text": message.text,
        "message_id": message.message_id, "at": at.isoformat(timespec="seconds"),
    }  # fmt: skip
    name = f"{at:%Y%m%d-%H%M%S}-{message.way}-{secrets.token_hex(6)}.json"
    with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(words, file, ensure_ascii=False, indent=1)
