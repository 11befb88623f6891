"""Pictures are drawn anew: upright, and without a word of where and with what they were taken."""

from __future__ import annotations

import io
import struct
import warnings

from PIL import Image, UnidentifiedImageError

from app.gate.kinds import JPEG, PNG, Kind, Refused

ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
MOST_PIXELS = 40_000_000
SAVE: dict[str, dict[str, int]] = {"jpeg": {"quality": 90}, "png": {"compress_level": 6}, "webp": {"quality": 88, "method": 2}}
AS_IT_IS = {"jpeg": {"L", "RGB"}, "png": {"1", "L", "RGB", "RGBA", "I;16"}, "webp": {"RGB", "RGBA"}}


def redraw(content: bytes, kind: Kind) -> bytes:
    """*content* as a new file of the same kind that holds nothing but the picture."""
    Image.MAX_IMAGE_PIXELS = None  # `_load` counts for itself
    warnings.simplefilter("ignore")  # damage in metadata that is thrown away
    try:
        picture = _plain(_upright(_load(content, kind)), kind)
        clean = io.BytesIO()
        picture.save(clean, kind.code, **SAVE[kind.code])
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow raises for broken files
        raise Refused("damaged") from error
    return clean.getvalue()


def _load(content: bytes, kind: Kind) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content), formats=[kind.code])
    except UnidentifiedImageError as error:
        raise Refused("damaged") from error
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused("pixels")
    picture.load()
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    try:
        turn = TURNS.get(picture.getexif().get(ORIENTATION, 1))
    except (OSError, SyntaxError, ValueError, KeyError, TypeError, struct.error):
        return picture  # broken metadata is no fault of the picture
    return picture if turn is None else picture.transpose(turn)


def _plain(picture: Image.Image, kind: Kind) -> Image.Image:
    if picture.mode not in AS_IT_IS[kind.code]:
        picture = picture.convert("RGBA" if kind is not JPEG and picture.has_transparency_data else "RGB")
    elif kind is PNG and "transparency" in picture.info:
        picture = picture.convert("RGBA")
    picture.info.clear()  # comments, profiles and text would be saved along
    return picture
