"""`flask doctor`: what is weak in this installation, a line each, red where it must not stay so."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import click
from flask import current_app
from flask.cli import with_appcontext

from app.clock import now
from app.commands.doctor_store import store_findings
from app.commands.findings import COLOURS, SIGNS, Finding, judge
from app.commands.keys import ring_path
from app.config import Settings
from app.database import reading
from app.housekeeping import backups
from app.notices.adapters.mail import is_private

OLD_BACKUP = timedelta(hours=26)
LITTLE_SPACE = 2 * 1024**3


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Look over settings, keys, store, worker, backups and disk. A line each; exit 1 if any is red."""
    reading.set(True)
    settings: Settings = current_app.extensions["qisheng"]
    findings = [*_setting_findings(settings), *_disk_findings(settings), *store_findings(now())]
    for finding in findings:
        click.secho(f"{SIGNS[finding.grade]} {finding.text}", fg=COLOURS[finding.grade])
    if any(finding.grade == "bad" for finding in findings):
        raise SystemExit(1)


def _setting_findings(settings: Settings) -> Iterator[Finding]:
    yield _ring(settings)
    yield judge(settings.is_https, f"pages are served as {settings.base_url}", "QISHENG_BASE_URL is not https")
    yield from _outside_findings(settings)


def _outside_findings(settings: Settings) -> Iterator[Finding]:
    """How people are told outside; without any of it the bell tells them inside."""
    if settings.mail_url:
        yield judge(
            is_private(settings.mail_url), "mail leaves under TLS", "QISHENG_MAIL_URL says tls=none: others can read on"
        )
    else:
        yield Finding("mind", "QISHENG_MAIL_URL is not set: no mail is sent")
    if not settings.sms_url:
        yield Finding("mind", "QISHENG_SMS_URL is not set: no short message is sent, the duty phone does not ring")
    elif not settings.duty_phone:
        yield Finding("bad", "QISHENG_DUTY_PHONE is not set: nobody is rung for a danger to life")


def _ring(settings: Settings) -> Finding:
    path = ring_path(settings)
    if path is None:
        return Finding("mind", "the key ring stands in the environment: keep it out of unit files that others can read")
    if path.resolve().is_relative_to(settings.folder.resolve()):
        return Finding("bad", f"the key ring {path} lies in the data folder: whoever takes the store gets the keys with it")
    mode = stat.S_IMODE(path.stat().st_mode)
    return judge(mode & 0o177 == 0, f"the key ring {path} has mode {mode:04o}", f"the key ring {path} has mode {mode:04o}")


def _disk_findings(settings: Settings) -> Iterator[Finding]:
    free = shutil.disk_usage(settings.folder).free
    yield judge(free > LITTLE_SPACE, f"{free // 1024**2} MB are free", f"only {free // 1024**2} MB are free")
    mode = stat.S_IMODE(settings.folder.stat().st_mode)
    yield judge(mode & 0o077 == 0, "the data folder is closed to others", f"the data folder has mode {mode:04o}; chmod 700 it")
    made = backups(settings)
    if not made:
        yield Finding("bad", "there is no daily backup")
        return
    at = datetime.fromtimestamp(made[-1].stat().st_mtime, UTC)
    yield judge(datetime.now(UTC) - at < OLD_BACKUP, f"last backup {at:%F %T} UTC", f"the last backup is of {at:%F %T} UTC")
