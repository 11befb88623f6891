"""The look keeps its promises: nothing from elsewhere, nothing inline, readable colours, files one can read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted(
    path for package in ("app", "complaints", "surveys", "analytics") for path in ROOT.glob(f"{package}/**/*.html")
)
STYLES = sorted((ROOT / "app/web/static/css").glob("*.css"))
SCRIPTS = sorted((ROOT / "app/web/static/js").glob("*.js"))
TOKENS = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", (ROOT / "app/web/static/css/tokens.css").read_text(encoding="utf-8")))

AA_TEXT = 4.5
AA_SHAPE = 3.0

# What is written on what.
WRITTEN = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("page", "card")],
    *[(ink, "sunk") for ink in ("ink", "ink-2")],
    *[(ink, ground) for ink in ("brand", "brand-2", "late-ink", "warn-ink", "note", "hold") for ground in ("page", "card")],
    *[("card", ground) for ground in ("brand", "brand-2", "late", "deep")],
    ("ink", "brand-1"),
    ("ink-2", "brand-1"),
    ("brand-2", "brand-1"),
    ("brand", "brand-1"),
    ("warn-ink", "warn-1"),
    ("late-ink", "late-1"),
    ("late-ink", "brand-1"),
    ("note", "note-1"),
    ("ink", "mark"),
    ("deep-ink", "deep"),
    ("deep-dim", "deep"),
    ("sun-ink", "sun"),
    ("sun-ink", "sun-1"),
    ("deep", "card"),
]
# Edges of fields, rings of focus, parts of bars: shapes one must see.
SHAPES = [
    ("edge", "card"),
    ("edge", "page"),
    ("focus", "card"),
    ("focus", "page"),
    ("focus-deep", "deep"),
    ("brand", "brand-1"),
]


def contrast(one: str, other: str) -> float:
    """The WCAG contrast of two tokens."""
    lights = sorted((_light(TOKENS[f"--{one}"]), _light(TOKENS[f"--{other}"])), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def _light(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("ink", "ground"), WRITTEN)
def test_what_is_written_can_be_read(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= AA_TEXT


@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_what_has_an_edge_can_be_seen(shape: str, ground: str) -> None:
    assert contrast(shape, ground) >= AA_SHAPE


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_asks_nothing_of_another_host_and_runs_nothing_inline(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"https?://|[\"'(]//", text)
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\|\s*safe\b|autoescape|Markup\(", text), "what people typed must stay text"


@pytest.mark.parametrize("path", STYLES + SCRIPTS, ids=lambda path: path.name)
def test_styles_and_scripts_ask_nothing_of_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"https?:|url\(|@import|data:", text.replace("--data:", ""))
    assert not re.search(r"\beval\(|innerHTML|document\.write|new Function", text)


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_colours_are_named_in_the_tokens_only(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.name != "tokens.css":
        assert not re.search(r"#[0-9a-f]{6}\b", text)
    used = set(re.findall(r"var\((--[\w-]+)\)", text))
    known = set(re.findall(r"(--[\w-]+):", (ROOT / "app/web/static/css/tokens.css").read_text(encoding="utf-8")))
    assert used <= known


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_old_browsers_of_offices_understand_the_styles(path: Path) -> None:
    """Chromium 88 knows none of these."""
    assert not re.search(r":has\(|@layer|@container|color-mix|^\s+&", path.read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("path", TEMPLATES + STYLES + SCRIPTS, ids=lambda path: path.name)
def test_a_file_can_be_read_in_one_sitting(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_one_declaration_a_line(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        assert line.count(";") <= 1
