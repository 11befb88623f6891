"""Pictures of every make come out plain."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from app.gate.kinds import JPEG, PNG, WEBP, Kind, Refused
from app.gate.pictures import redraw
from tests.app.gate.samples import picture


@pytest.mark.parametrize(
    ("kind", "mode", "becomes"),
    [
        (JPEG, "L", "L"),
        (JPEG, "CMYK", "RGB"),
        (PNG, "1", "1"),
        (PNG, "P", "RGB"),
        (PNG, "LA", "RGBA"),
        (PNG, "RGBA", "RGBA"),
        (PNG, "I;16", "I;16"),
        (WEBP, "RGBA", "RGBA"),
    ],
)
def test_every_make_of_picture_is_redrawn(kind: Kind, mode: str, becomes: str) -> None:
    content = picture(kind.code, mode=mode, **({"lossless": True, "exact": True} if kind is WEBP else {}))
    assert Image.open(io.BytesIO(redraw(content, kind))).mode == becomes


def test_words_inside_a_png_are_gone() -> None:
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "CANARY")
    words.add_itxt("XML:com.adobe.xmp", "CANARY")
    content = picture("png", pnginfo=words, icc_profile=b"CANARY", exif=b"Exif\0\0CANARY", dpi=(72, 72))
    assert b"CANARY" in content
    clean = redraw(content, PNG)
    assert Image.open(io.BytesIO(clean)).info == {}
    assert b"CANARY" not in clean


def test_clear_parts_of_a_palette_stay_clear() -> None:
    drawing, file = Image.new("P", (9, 9), 1), io.BytesIO()
    drawing.putpalette([0, 0, 0, 255, 0, 0])
    drawing.save(file, "png", transparency=1)
    clean = Image.open(io.BytesIO(redraw(file.getvalue(), PNG)))
    assert clean.convert("RGBA").getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_only_the_first_of_moving_pictures_stays() -> None:
    content = picture("webp", save_all=True, append_images=[Image.new("RGB", (60, 40), "red")])
    assert getattr(Image.open(io.BytesIO(content)), "n_frames", 1) == 2
    assert getattr(Image.open(io.BytesIO(redraw(content, WEBP))), "n_frames", 1) == 1


def test_broken_metadata_does_not_cost_the_picture() -> None:
    content = picture("jpeg", exif=b"Exif\0\0no metadata at all")
    assert redraw(content, JPEG)


@given(st.integers(0, 600), st.integers(1, 255))
def test_a_spoiled_picture_is_redrawn_or_refused(at: int, change: int) -> None:
    content = bytearray(picture("png", (30, 20)))
    content[at % len(content)] ^= change
    try:
        assert redraw(bytes(content), PNG).startswith(b"\x89PNG")
    except Refused as refused:
        assert refused.code in {"damaged", "pixels"}
