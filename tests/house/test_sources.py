"""The promises that STYLE makes about every source file."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("app", "surveys", "complaints", "analytics", "migrations", "tests")
MOST_LINES = 400
KINDS = {".py", ".js", ".html", ".css"}

SOURCES = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*")
    if path.suffix in KINDS and not {"dist", "__pycache__"} & set(path.parts)
)
MODULES = [ROOT / "wsgi.py", *(path for path in SOURCES if path.suffix == ".py")]
PRODUCT = [path for path in MODULES if path.relative_to(ROOT).parts[0] not in {"tests", "migrations"}]

# Views, jobs and commands commit what operations did; besides them only these.
COMMITTERS = {
    "app/outbox.py",  # claims, marks done
    "app/jobs.py",
    "app/housekeeping.py",
    "app/backup/making.py",  # the checkpoint before the copy
    "app/backup/restoring.py",  # a command's own work, whole
    "app/web/once.py",  # the one end of every form's act
}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_every_file_can_be_read_in_one_sitting() -> None:
    long = {_name(path): lines for path in SOURCES if (lines := len(path.read_text("utf-8").splitlines())) > MOST_LINES}
    assert long == {}


def test_every_module_says_what_it_is_for() -> None:
    assert [_name(path) for path in MODULES if not ast.get_docstring(_tree(path))] == []


def test_there_is_no_drawer_for_everything() -> None:
    drawers = {"utils", "util", "helpers", "helper", "common", "misc"}
    assert [_name(path) for path in SOURCES if path.stem in drawers] == []


def test_only_the_shell_commits() -> None:
    assert [place for path in PRODUCT if not _may_commit(path) for place in _commits(path)] == []


def test_the_list_of_committers_is_no_longer_than_needed() -> None:
    assert [name for name in COMMITTERS if not (ROOT / name).exists() or not _commits(ROOT / name)] == []


def _may_commit(path: Path) -> bool:
    shell = {"views", "commands"} & set(path.parts) or path.stem in {"views", "jobs", "commands"}
    return bool(shell) or _name(path) in COMMITTERS


def _commits(path: Path) -> list[str]:
    calls = [node.func for node in ast.walk(_tree(path)) if isinstance(node, ast.Call)]
    return [f"{_name(path)}:{call.lineno}" for call in calls if isinstance(call, ast.Attribute) and call.attr == "commit"]


def test_a_fault_is_never_swallowed() -> None:
    """Only the outbox, the worker's outermost loop, keeps any fault for later; the gate's child has its own net."""
    allowed = {"app/outbox.py", "app/gate/child.py"}
    assert [_name(path) for path in PRODUCT if _name(path) not in allowed and any(map(_is_broad, ast.walk(_tree(path))))] == []


def _is_broad(node: ast.AST) -> bool:
    if not isinstance(node, ast.ExceptHandler):
        return False
    return node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"})


def test_imports_only_go_down() -> None:
    done = subprocess.run([Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("package", ["app", "complaints", "surveys"])
def test_every_file_has_been_given_a_floor(package: str) -> None:
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    contracts = settings.split("[[tool.importlinter.contracts]]")
    floors = next(part for part in contracts if f'containers = ["{package}"]' in part)
    assert "exhaustive = true" in floors


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_what_is_installed_is_the_same_everywhere(name: str) -> None:
    lines = [line.split("#")[0].strip() for line in (ROOT / name).read_text(encoding="utf-8").splitlines()]
    wanted = [line for line in lines if line and not line.startswith("-r ")]
    assert wanted
    assert not [
        line for line in wanted if not re.fullmatch(r"[\w.-]+(\[\w+\])?==[\w.]+(; python_version [<>=]+ \"3\.\d+\")?", line)
    ]
