"""Words on their way into the store: masked twins, titles, keys and query codes."""

from __future__ import annotations

import json
import re

from analytics.text.masking import mask
from app.keys import ring_in_force
from app.sealing import Look, lookup_key, lookup_keys, normalise_phone
from app.store.complaints import Complaint

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXY"  # 31 characters, none that looks like another
CODE_LENGTH = 10
TITLE_LENGTH = 30
MASKING = Look("masking", "house")  # what is opened here is only used to be blanked out
_BREAK = re.compile(r"[。！？!?\n；;]")
_GREETING = re.compile(r"^(您好|你好|尊敬的[^，,：:]{0,12}[，,：:]|领导好?|各位领导|请问一下)[，,。！!：:\s]*")


def masked(text: str, own: tuple[str, ...] = ()) -> str:
    """*text* with phones, numbers, names and the words in *own* blanked out."""
    return mask(text, [name for name in own if name]).text


def veiled(complaint: Complaint, text: str) -> str:
    """*text* masked as a word about *complaint*: its contact's name too, and its enterprise where that is hidden."""
    return masked(text, _own(complaint)) if text else ""


def in_sentence(complaint: Complaint, text: str) -> str:
    """*text* veiled and without its last stop, to stand within a sentence of ours."""
    return veiled(complaint, text).rstrip("。；;，, \n")


def _own(complaint: Complaint) -> tuple[str, ...]:
    name = complaint.contact_name.open(MASKING) if complaint.contact_name else ""
    party = json.loads(complaint.party.open(MASKING))["name"] if complaint.party else ""
    return (name, party)


def title_of(masked_text: str) -> str:
    """A title cut from masked text: its first sentence, at most 30 characters."""
    plain = _GREETING.sub("", " ".join(masked_text.split()))
    first = next((part.strip() for part in _BREAK.split(plain) if len(part.strip()) >= 4), plain)
    return first if len(first) <= TITLE_LENGTH else first[: TITLE_LENGTH - 1] + "…"


def code_of(ticket: str) -> str:
    """The query code of the complaint that was filed with *ticket*: the same at every retry (49 bits)."""
    number = int.from_bytes(ring_in_force().mac("token", "query_code", ticket)[:16], "big")
    letters = []
    for _ in range(CODE_LENGTH):
        number, at = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[at])
    return "".join(letters)


def code_hash(number: str, code: str) -> str:
    """What the store keeps of a query code."""
    return lookup_key(ring_in_force(), "query_code", f"{number}|{normal_code(code)}")


def code_fits(complaint: Complaint, code: str) -> bool:
    """Whether *code*, in whatever spelling, opens *complaint*."""
    return complaint.code_hash in lookup_keys(ring_in_force(), "query_code", f"{complaint.number}|{normal_code(code)}")


def normal_code(code: str) -> str:
    """A code as it was given out: capitals, no blanks or dashes."""
    return "".join(ch for ch in code.upper() if ch.isascii() and ch.isalnum())


def phone_tag(phone: str) -> str:
    """The keyed hash by which an officer finds matters of a phone number."""
    return lookup_key(ring_in_force(), "phone", normalise_phone(phone))


def owner_tag(contact_id: int) -> str:
    """The keyed hash of the account that filed a matter."""
    return lookup_key(ring_in_force(), "owner", str(contact_id))


def party_tag(name: str, credit_code: str) -> str:
    """The keyed hash of an enterprise behind a confidential matter: by credit code, else by name."""
    return lookup_key(ring_in_force(), "party", credit_code or "".join(name.split()))
