"""Plant each known wrong into a copy of the house and run its test: `python -m tests.wrongs [part of a name …]`."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.wrongs.known import WRONGS, Wrong

HOUSE = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "instance", "wheels", "__pycache__", ".*_cache", ".hypothesis")
FAILED = 1  # pytest's answer where a test has failed; every other one is no judgement


def spoilt(wrong: Wrong, house: Path) -> str | None:
    """The text of its file with the wrong in it; None where it cannot be done any more."""
    text = (house / wrong.path).read_text(encoding="utf-8")
    for old, new in wrong.edits:
        if text.count(old) != 1:
            return None
        text = text.replace(old, new)
    return text


def is_noticed(wrong: Wrong, house: Path) -> tuple[bool, str]:
    """Whether its test fails in *house* with the wrong, and the last line that pytest said."""
    before, after = (house / wrong.path).read_text(encoding="utf-8"), spoilt(wrong, house)
    if after is None:
        return False, "it does not fit the house any more"
    try:
        (house / wrong.path).write_text(after, encoding="utf-8")
        words = ["-x", "-q", "--no-header", "-p", "no:cacheprovider", "--show-capture=no", "--tb=no", wrong.test]
        done = subprocess.run([sys.executable, "-m", "pytest", *words], cwd=house, capture_output=True, text=True, check=False)
    finally:
        (house / wrong.path).write_text(before, encoding="utf-8")
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return done.returncode == FAILED, said[-1] if said else ""


def main(sought: list[str]) -> int:
    """Print a line for each of which a part of the name is *sought*, or for all; how many nobody noticed."""
    missed = 0
    with tempfile.TemporaryDirectory(prefix="qs-wrongs-") as folder:
        house = Path(folder) / "house"
        shutil.copytree(HOUSE, house, ignore=LEFT_OUT)
        for wrong in (one for one in WRONGS if not sought or any(part in one.name for part in sought)):
            start = time.monotonic()
            noticed, said = is_noticed(wrong, house)
            missed += not noticed
            mark = "noticed" if noticed else "MISSED "
            print(
                f"{mark}  {time.monotonic() - start:5.1f} s  {wrong.name}  [{wrong.test}]  {'' if noticed else said}",
                flush=True,
            )
    print(f"{missed} missed" if missed else "every wrong was noticed")
    return missed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]) > 0)
