"""The door of the gate: asks the child, and says in Chinese why a file does not pass."""

from __future__ import annotations

import json
import logging
import math
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from app.errors import Invalid, Unavailable
from app.gate import names
from app.gate.kinds import KINDS, Refused, by_name
from app.gate.sentences import SENTENCES

SECONDS = 20
MB = 1024 * 1024
OUT_OF_TIME = {-signal.SIGXCPU, -signal.SIGKILL}
HOME = Path(__file__).parents[2]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Passed:
    """A file that may be kept: `clean` is the picture drawn anew, None where the original is kept."""

    kind: str
    mime: str
    clean: bytes | None
    name: str


def check(content: bytes, name: str, *, max_mb: int) -> Passed:
    """Let *content* pass or raise Invalid with the sentence that names the file."""
    shown = names.clean_name(name)
    try:
        return _examine(content, shown, max_mb)
    except Refused as refused:
        mb = math.ceil(len(content) / MB)
        raise Invalid(SENTENCES[refused.code].format(name=shown, mb=mb, max_mb=max_mb)) from None


def _examine(content: bytes, name: str, max_mb: int) -> Passed:
    if not content:
        raise Refused("empty")
    if len(content) > max_mb * MB:
        raise Refused("size")
    extension = names.extension_of(name)
    by_name(extension)
    code, clean = _ask_child(content, extension)
    kind = KINDS[code]
    return Passed(code, kind.mime, clean, names.with_extension(name, kind.extensions))


def _ask_child(content: bytes, extension: str) -> tuple[str, bytes | None]:
    try:
        child = subprocess.run(  # noqa: S603  the extension is one of our own list
            [sys.executable, "-E", "-s", "-B", "-m", "app.gate.child", extension],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            cwd=HOME,
            env={"LANG": "C.UTF-8"},  # nothing of ours: neither keys nor the store's address
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused("hard") from None
    except OSError as error:
        raise Unavailable("文件暂时检查不了，您填写的内容都还在，请再试一次。") from error
    if child.returncode:
        log.warning("gate: the child ended with %d", child.returncode)
        raise Refused("hard" if child.returncode in OUT_OF_TIME else "damaged")
    return _answer(child.stdout)


def _answer(output: bytes) -> tuple[str, bytes | None]:
    head, _, clean = output.partition(b"\n")
    try:
        said = json.loads(head)
    except ValueError:  # whoever took the child over is not believed
        said = {}
    if said.get("kind") in KINDS:
        return said["kind"], clean if said.get("clean") else None
    raise Refused(said["refused"] if said.get("refused") in SENTENCES else "damaged")
