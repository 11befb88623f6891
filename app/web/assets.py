"""Style sheets and scripts: bundled, named by their content and compressed beside themselves."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from flask import Flask
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

STATIC = Path(__file__).parent / "static"
DIST = STATIC / "dist"
PREFIX = "/static/"

_HOUSE = [
    "tokens",
    "base",
    "layout",
    "desk",
    "buttons",
    "forms",
    "choices",
    "states",
    "surfaces",
    "tables",
    "calendar",
    "record",
    "figures",
    "ledger",
    "paper",
    "print",
]
_PHONE = ["public", "home", "follow", "rating", "steward", "answer"]
_SCRIPTS = ["page", "forms", "draft", "queue"]

# What a page may ask for, and the sources it is made of, in this order.
PLOTLY = next(iter(find_spec("plotly").submodule_search_locations))  # type: ignore[union-attr,arg-type]
BUNDLES: dict[str, tuple[Path, ...]] = {
    "house.css": tuple(STATIC / "css" / f"{name}.css" for name in _HOUSE),
    "phone.css": tuple(STATIC / "css" / f"{name}.css" for name in _PHONE),
    "house.js": tuple(STATIC / "js" / f"{name}.js" for name in _SCRIPTS),
    "mark.svg": (STATIC / "mark.svg",),
    "answer.js": (STATIC / "js" / "answer.js",),
    "charts.js": (STATIC / "js" / "charts.js",),
    "plotly.js": (Path(PLOTLY, "package_data", "plotly.min.js"),),
    "plotly.css": (Path(PLOTLY, "package_data", "plotly.min.js"),),
}


def build_assets() -> dict[str, str]:
    """Write every bundle into `dist/` with its gzip copy; names asked for → names served."""
    DIST.mkdir(exist_ok=True)
    return {name: _written(name, _bundle(name)) for name in BUNDLES}


def asset_url(name: str) -> str:
    """The address of the bundle *name* ("house.css"); it changes whenever the content does."""
    return PREFIX + _served_names()[name]


def mount_assets(app: Flask, headers: Mapping[str, str]) -> None:
    """Serve `dist/` in front of *app*, each answer with *headers*, and give templates `asset_url`."""
    _served_names()

    def add_headers(answer: dict[str, str], _path: str, _url: str) -> None:
        for header, value in headers.items():
            answer[header] = value

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(DIST),
        prefix=PREFIX,
        allow_all_origins=False,
        immutable_file_test=_is_named_by_content,
        add_headers_function=add_headers,
    )
    app.jinja_env.globals["asset_url"] = asset_url


@cache
def _served_names() -> dict[str, str]:
    # Cheap when dist is complete: nothing is written again, so a read-only installation starts too.
    return build_assets()


def _is_named_by_content(_path: str, url: str) -> bool:
    return re.search(r"\.[0-9a-f]{12}\.\w+$", url) is not None


def _bundle(name: str) -> str:
    text = "\n".join(source.read_text(encoding="utf-8") for source in BUNDLES[name])
    if name in TAKEN:
        return TAKEN[name](text)
    return _slim_css(text) if name.endswith(".css") else text


def _plotly_rules(script: str) -> str:
    """The rules that plotly would write into the page, which our policy forbids: taken out of its script."""
    found = re.search(r'\{("X,X div":.*?)\};', script, flags=re.S)
    pairs = re.findall(r""""([^"]+)":(?:'([^']*)'|"([^"]*)")""", found[1]) if found else []
    if not pairs:
        raise RuntimeError("plotly keeps its rules elsewhere now")
    names = {"X": ".js-plotly-plot .plotly", "Y": ".plotly-notifier"}
    rules = ((re.sub(r"\b[XY]\b", lambda sign: names[sign[0]], where), one or other) for where, one, other in pairs)
    return "\n".join(f"{where} {{{rule}}}" for where, rule in rules)


def _without_maps(script: str) -> str:
    """Plotly without the styles of maps, which it would write into every page and our policy forbids."""
    pattern = (
        r'\(function\(\)\{if\(!document\.getElementById\("[0-9a-f]{64}"\)\)\{.*?document\.head\.appendChild\(e\)\}\}\)\(\)'
    )
    slim, found = re.subn(pattern, "", script, flags=re.S)
    if found != 1:
        raise RuntimeError("plotly keeps its maps elsewhere now")
    return slim


TAKEN = {"plotly.css": _plotly_rules, "plotly.js": _without_maps}


def _slim_css(text: str) -> str:
    # Only what is safe inside quoted text as well: comments of our own, indents, line ends.
    without_comments = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    return re.sub(r"\s*\n\s*", "", without_comments).replace(" {", "{").replace(";}", "}")


def _written(name: str, text: str) -> str:
    content = text.encode()
    stem, suffix = name.rsplit(".", 1)
    served = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
    target = DIST / served
    if not target.exists():
        _place(target, content)
    if not target.with_name(served + ".gz").exists():
        Compressor(use_brotli=False, quiet=True).compress(str(target))
    return served


def _place(target: Path, content: bytes) -> None:
    # Two processes may start at once: each writes its own copy, the last rename wins with the same bytes.
    handle, draft = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.chmod(draft, 0o644)
    os.replace(draft, target)


if __name__ == "__main__":  # `make` builds them before there is any store or key
    build_assets()
