"""The child that opens what strangers send: alone, with little memory and little time.

Content comes on stdin, the extension as argument; the answer is one line of JSON, then the clean bytes if there are any.
"""

from __future__ import annotations

import json
import resource
import sys

from app.gate.kinds import Refused, by_content, by_name

MEMORY = 512 * 1024 * 1024
SECONDS = 20


def main() -> None:
    """Examine stdin and answer on stdout."""
    _give_up_rights()
    try:
        kind, clean = examine(sys.stdin.buffer.read(), sys.argv[1])
    except Refused as refused:
        _say({"refused": refused.code})
    except MemoryError:
        _say({"refused": "hard"})
    else:
        _say({"kind": kind, "clean": clean is not None}, clean or b"")


def examine(content: bytes, extension: str) -> tuple[str, bytes | None]:
    """The code of the kind and, for a picture, its clean bytes; raises Refused."""
    kind = by_content(content, by_name(extension))
    if kind.family == "image":
        from app.gate import pictures

        return kind.code, pictures.redraw(content, kind)
    if kind.family == "pdf":
        from app.gate import pdf

        pdf.examine(content)
    else:
        from app.gate import office

        office.examine(content, kind)
    return kind.code, None


def _give_up_rights() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),  # it writes no file
        (resource.RLIMIT_CORE, 0),  # and leaves none behind when it dies
    ):
        resource.setrlimit(what, (most, most))


def _say(answer: dict[str, str | bool], clean: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + clean)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
