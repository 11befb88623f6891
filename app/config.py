"""Settings, read once from the environment (`QISHENG_…`); a wrong or missing one stops the start and says which."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
DEMO_DUTY_PHONE = "19900000110"  # of a range that nobody is given
TELEPHONE = re.compile(r"\+?[0-9][0-9-]{4,19}")


class BadSetting(Exception):
    """A setting is missing or contradicts another; the sentence names it."""


@dataclass(frozen=True)
class Settings:
    """Everything the environment decides. Paths are absolute."""

    folder: Path
    database_url: str
    keys: str | None
    demo: bool
    at: datetime | None
    queue: Path
    web_threads: int
    base_url: str
    uploads: Path
    max_upload_mb: int
    proxies: int
    port: int
    mail_url: str
    sms_url: str
    duty_phone: str
    metrics_token: str

    @property
    def is_postgres(self) -> bool:
        return self.database_url.startswith("postgresql")

    @property
    def is_https(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def hosts(self) -> tuple[str, ...]:
        """Host names that may be asked for."""
        name = urlsplit(self.base_url).hostname or "127.0.0.1"
        return (name, "127.0.0.1", "localhost", "::1")


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from *environment* (default: the process's).

    Raises BadSetting with a sentence that names the setting.
    """
    env = os.environ if environment is None else environment
    folder = Path(env.get("QISHENG_DATA", "instance")).absolute()
    port = _number(env, "PORT", 8000, prefix="")
    url = _database_url(env.get("QISHENG_DATABASE_URL", ""), folder)
    demo = env.get("QISHENG_DEMO", "") == "1"
    base_url = env.get("QISHENG_BASE_URL", f"http://127.0.0.1:{port}").rstrip("/")
    _check_base_url(base_url)
    return Settings(
        folder=folder,
        database_url=url,
        keys=env.get("QISHENG_KEYS") or None,
        demo=demo,
        at=_moment(env.get("QISHENG_AT", "")),
        queue=Path(env.get("QISHENG_QUEUE", str(folder / "queue.db"))).absolute(),
        web_threads=_number(env, "WEB_THREADS", 4),
        base_url=base_url,
        uploads=Path(env.get("QISHENG_UPLOADS", str(folder / "uploads"))).absolute(),
        max_upload_mb=_number(env, "MAX_UPLOAD_MB", 20),
        proxies=_number(env, "PROXIES", 0),
        port=port,
        mail_url=_outside(env, "MAIL_URL", "smtps", "smtp"),
        sms_url=_outside(env, "SMS_URL", "https", "http"),
        metrics_token=env.get("QISHENG_METRICS_TOKEN", ""),
        duty_phone=_telephone(env, "DUTY_PHONE", DEMO_DUTY_PHONE if demo else ""),
    )


def _number(env: Mapping[str, str], name: str, default: int, prefix: str = "QISHENG_") -> int:
    text = env.get(prefix + name, str(default))
    if not text.isdecimal():
        raise BadSetting(f"{prefix}{name} must be a whole number, not {text!r}")
    return int(text)


def _outside(env: Mapping[str, str], name: str, *schemes: str) -> str:
    """Where messages leave; the sentence never repeats the address, for a password may stand in it."""
    url = env.get(f"QISHENG_{name}", "")
    try:
        parts = urlsplit(url)
        fits = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
        fits = fits and (parts.scheme != "http" or parts.hostname in LOOPBACK)
    except ValueError:
        fits = False
    if url and not fits:
        raise BadSetting(f"QISHENG_{name} must be an address like {schemes[0]}://host or {schemes[1]}://host")
    return url


def _telephone(env: Mapping[str, str], name: str, default: str) -> str:
    number = env.get(f"QISHENG_{name}", default)
    if number and not TELEPHONE.fullmatch(number):
        raise BadSetting(f"QISHENG_{name} must be a telephone number: digits, with - between them or + before")
    return number


def _database_url(text: str, folder: Path) -> str:
    if not text:
        return f"sqlite:///{folder / 'qisheng.db'}"
    if text.startswith("postgres"):
        return "postgresql+psycopg://" + text.split("://", 1)[1]
    if text.startswith("sqlite:///"):
        return text
    raise BadSetting("QISHENG_DATABASE_URL must begin with sqlite:/// or postgresql://")


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise BadSetting("QISHENG_AT must be a time like 2026-10-15T09:40+08:00") from error
    if at.tzinfo is None:
        raise BadSetting("QISHENG_AT needs its time zone, like 2026-10-15T09:40+08:00")
    return at


def _check_base_url(base_url: str) -> None:
    parts = urlsplit(base_url)
    loopback = parts.hostname in LOOPBACK
    if parts.scheme != "https" and not loopback:
        raise BadSetting("QISHENG_BASE_URL must be https; plain http is for this machine alone")
