"""The key ring: which key seals, looks up, chains and signs; old keys keep opening what they closed."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
import stat
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Self, get_args

from app import clock
from app.config import BadSetting, Settings
from app.disk import write_whole

Purpose = Literal["seal", "lookup", "chain", "token", "checkpoint"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
FORMAT = "qisheng-keys-1"
SECRET_BYTES = 32


class UnknownKey(Exception):
    """The ring holds no such key."""


@dataclass(frozen=True)
class Key:
    """One secret, good for one purpose."""

    kid: int
    purpose: Purpose
    made_at: datetime
    secret: bytes = field(repr=False)


@dataclass(frozen=True, repr=False)
class KeyRing:
    """All keys, oldest first within a purpose; the last of each purpose is the current one."""

    keys: tuple[Key, ...]

    def __repr__(self) -> str:
        return "KeyRing(***)"

    @classmethod
    def new(cls) -> Self:
        """A ring with one fresh key per purpose."""
        ring = cls(())
        for purpose in PURPOSES:
            ring = ring.add(purpose)
        return ring

    @classmethod
    def load(cls, settings: Settings, demo: bool) -> Self:
        """The ring that *settings* name; raises BadSetting with a sentence that says what is wrong."""
        text = settings.keys
        if text is None and not demo:
            raise BadSetting("QISHENG_KEYS is missing: name the key ring file (mode 0600, outside the data folder)")
        if text is not None and text.lstrip().startswith("{"):
            return cls.parse(text, "QISHENG_KEYS")
        path = Path(text).absolute() if text else settings.folder / "keys.json"
        if not demo:
            _check_place(path, settings)
        elif not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, cls.new().dump().encode(), replace=False)
        return cls.read(path)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The ring in the file *path*, which nobody but its owner may read."""
        try:
            mode, text = path.stat().st_mode, path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadSetting(f"the key ring {path} cannot be read: {error.__class__.__name__}") from error
        if stat.S_IMODE(mode) & 0o177:
            raise BadSetting(f"the key ring {path} has mode {stat.S_IMODE(mode):04o}; it must be 0600 (chmod 600)")
        return cls.parse(text, str(path))

    @classmethod
    def parse(cls, text: str, source: str) -> Self:
        """The ring written as JSON in *text*; *source* names it in refusals."""
        try:
            document = json.loads(text)
            current = document["current"]
            keys = tuple(sorted(map(_key, document["keys"]), key=lambda key: (current[key.purpose] == key.kid, key.made_at)))
            known = document["format"] == FORMAT
        except (ValueError, KeyError, TypeError):
            raise BadSetting(f"the key ring in {source} is not a key ring written by `flask keys add`") from None
        if not known or len({key.kid for key in keys}) < len(keys):
            raise BadSetting(f"the key ring in {source} has another format or the same key id twice")
        if missing := set(PURPOSES) - {key.purpose for key in keys if current[key.purpose] == key.kid}:
            raise BadSetting(f"the key ring in {source} has no current key for: {', '.join(sorted(missing))}")
        return cls(keys)

    def add(self, purpose: Purpose) -> Self:
        """A ring with a fresh current key for *purpose*; the others stay."""
        taken = {key.kid for key in self.keys}
        kid = 0
        while kid == 0 or kid in taken:
            kid = secrets.randbits(32)  # random: another ring's key is "unknown", never mistaken for ours
        key = Key(kid, purpose, clock.now(), secrets.token_bytes(SECRET_BYTES))
        return type(self)((*self.keys, key))

    def current(self, purpose: Purpose) -> Key:
        """The key that *purpose* uses today."""
        return self._all(purpose)[0]

    def key(self, kid: int, purpose: Purpose) -> Key:
        """The key *kid*, if it is one for *purpose*; raises UnknownKey."""
        for key in self._all(purpose):
            if key.kid == kid:
                return key
        raise UnknownKey(f"the key ring has no {purpose} key {kid}")

    def mac(self, purpose: Purpose, *parts: bytes | str, kid: int | None = None) -> bytes:
        """HMAC-SHA-256 over *parts* under the current key, or under *kid*."""
        key = self.current(purpose) if kid is None else self.key(kid, purpose)
        return _mac(key, parts)

    def macs(self, purpose: Purpose, *parts: bytes | str) -> list[bytes]:
        """The same under every key of *purpose*, current first: to find what was written before a change of keys."""
        return [_mac(key, parts) for key in self._all(purpose)]

    def dump(self) -> str:
        """The ring as JSON, secrets included."""
        return json.dumps(
            {
                "format": FORMAT,
                "current": {purpose: self.current(purpose).kid for purpose in PURPOSES},
                "keys": [
                    {
                        "kid": key.kid,
                        "purpose": key.purpose,
                        "made_at": key.made_at.isoformat(),
                        "secret": base64.b64encode(key.secret).decode(),
                    }
                    for key in self.keys
                ],
            },
            indent=1,
        )

    def write(self, path: Path) -> None:
        """Put the ring in the place of *path* in one step, readable by its owner only."""
        write_whole(path, self.dump().encode())

    def _all(self, purpose: Purpose) -> list[Key]:
        return [key for key in reversed(self.keys) if key.purpose == purpose]


def _check_place(path: Path, settings: Settings) -> None:
    real = path.resolve()
    for folder in (settings.folder, settings.uploads):
        if real.is_relative_to(folder.resolve()):
            raise BadSetting(f"the key ring {path} lies in {folder}: whoever takes the store must not get the keys with it")


def _key(row: dict[str, Any]) -> Key:
    try:
        secret = base64.b64decode(row["secret"], validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    fits = row["purpose"] in PURPOSES and isinstance(row["kid"], int) and 0 < row["kid"] < 2**32
    if not fits or len(secret) != SECRET_BYTES:
        raise ValueError("not a key")
    return Key(row["kid"], row["purpose"], datetime.fromisoformat(row["made_at"]), secret)


def _mac(key: Key, parts: tuple[bytes | str, ...]) -> bytes:
    state = hmac.new(key.secret, digestmod=hashlib.sha256)
    for part in parts:
        # surrogatepass: a stray half character typed by a visitor gets a key like any other text
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        state.update(len(content).to_bytes(8, "big") + content)
    return state.digest()


_in_force: KeyRing | None = None


def use_ring(ring: KeyRing) -> None:
    """Let *ring* seal and open from now on in this process."""
    global _in_force
    _in_force = ring


def ring_in_force() -> KeyRing:
    """The ring of this process, set once at the start."""
    if _in_force is None:
        raise RuntimeError("no key ring in force: call use_ring at the start")
    return _in_force
