"""Style sheets and scripts are named by their content, small, and served without asking anyone else."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.web import assets
from tests.gallery import create_app


@pytest.fixture(autouse=True)
def empty_dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setattr(assets, "DIST", tmp_path / "dist")
    assets._served_names.cache_clear()
    yield tmp_path / "dist"
    assets._served_names.cache_clear()


def test_a_checkout_without_dist_serves_its_styles_at_the_first_request() -> None:
    client = create_app().test_client()
    with client.get(assets.asset_url("house.css")) as answer:
        assert answer.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert b"--brand:" in answer.data


def test_the_name_follows_the_content(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = tmp_path / "a.css"
    monkeypatch.setattr(assets, "BUNDLES", {"a.css": (source,)})
    names = set()
    for colour in ("red", "blue", "red"):
        source.write_text(f"a {{\n  color: {colour};\n}}\n")
        names.add(assets.build_assets()["a.css"])
    assert len(names) == 2


def test_building_twice_writes_nothing_again(empty_dist: Path) -> None:
    assets.build_assets()
    before = {path: path.stat().st_mtime_ns for path in empty_dist.iterdir()}
    assert assets.build_assets()
    assert {path: path.stat().st_mtime_ns for path in empty_dist.iterdir()} == before


def test_styles_and_scripts_stay_small_and_lie_compressed(empty_dist: Path) -> None:
    served = assets.build_assets()
    sizes = {name: len((empty_dist / f"{served[name]}.gz").read_bytes()) for name in ("house.css", "phone.css", "house.js")}
    assert sum(sizes.values()) < 13_000, sizes
    script = gzip.decompress((empty_dist / f"{served['house.js']}.gz").read_bytes())
    assert len(script) < 9_000


def test_slimming_keeps_what_stands_in_quotes() -> None:
    slim = assets._slim_css('/* why */\na::before {\n  content: "/";\n  color: red;\n}\n')
    assert slim == 'a::before{content: "/";color: red}'
