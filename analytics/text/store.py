"""Models on the disk: `<version>/model.npz` and `model.json`, and a pointer to the active one."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from analytics.text.features import Vocabulary
from analytics.text.model import Head, Model
from app import config, taxonomy
from app.disk import write_whole

FORMAT = 1
POINTER = "active"
_TELLING = re.compile(r"\d{4}|[A-Za-z]{4}")  # no entry may be able to hold a number or an address
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z.-]{0,60}")


class BadModel(Exception):
    """A model file that must not be used; the sentence says why."""


def folder() -> Path:
    """Where models live."""
    return config.read().folder / "models"


def save(model: Model, under: Path) -> Path:
    """Write *model* into its own folder under *under*; both files whole or not at all."""
    place = under / model.version
    place.mkdir(parents=True, exist_ok=True)
    arrays: dict[str, Any] = {"idf": model.vocabulary.idf.astype(np.float32)}
    for name, head in model.heads.items():
        arrays[f"{name}_weights"] = head.weights.astype(np.float16)
        arrays[f"{name}_bias"] = head.bias
    packed = io.BytesIO()
    np.savez_compressed(packed, **arrays)
    content = packed.getvalue()
    about = {
        "format": FORMAT,
        "version": model.version,
        "taxonomy": model.taxonomy,
        "sha256": hashlib.sha256(content).hexdigest(),
        "heads": {name: {"classes": head.classes, "temperature": head.temperature} for name, head in model.heads.items()},
        "vocabulary": list(model.vocabulary.columns),
    }
    write_whole(place / "model.npz", content)
    write_whole(place / "model.json", json.dumps(about, ensure_ascii=False).encode())
    return place


def load(place: Path) -> Model:
    """The model in folder *place*.

    Raises BadModel if a file is missing, changed, of other shape, or made for another taxonomy.
    """
    try:
        about = json.loads((place / "model.json").read_bytes())
        content = (place / "model.npz").read_bytes()
        model = _checked(about, content)
        if model.version != place.name:
            raise BadModel(f"{place.name} calls itself {model.version}")
        return model
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise BadModel(f"{place.name} cannot be read: {error}") from error


def activate(name: str, under: Path | None = None) -> Model:
    """Let the model *name* be the one that reads; it is checked first."""
    under = under or folder()
    if not _NAME.fullmatch(name):
        raise BadModel(f"{name!r} is no name of a model")
    model = load(under / name)
    write_whole(under / POINTER, name.encode())
    return model


def pointed(under: Path | None = None) -> str | None:
    """The name of the active model, if there is one."""
    try:
        name = ((under or folder()) / POINTER).read_text("ascii").strip()
    except (OSError, ValueError):
        return None
    return name if _NAME.fullmatch(name) else None


def living(under: Path | None = None) -> str | None:
    """The name of the active model if it can read."""
    name = pointed(under)
    try:
        return load((under or folder()) / name).version if name else None
    except BadModel:
        return None


def adopt(place: Path) -> str:
    """Bring the model in folder *place* home and return its name."""
    model = load(place)
    if place.parent.absolute() != folder().absolute():
        save(model, folder())
    return model.version


def _checked(about: dict[str, Any], content: bytes) -> Model:
    if about["format"] != FORMAT or about["taxonomy"] != taxonomy.version():
        raise BadModel(f"{about['version']} was made for another format or taxonomy ({about['taxonomy']})")
    if hashlib.sha256(content).hexdigest() != about["sha256"]:
        raise BadModel(f"{about['version']} has been changed since it was written")
    entries = tuple(about["vocabulary"])
    if not all(isinstance(entry, str) and not _TELLING.search(entry) for entry in entries):
        raise BadModel(f"{about['version']} keeps words that no model may keep")
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        idf = arrays["idf"].astype(np.float32)
        heads = {name: _head(arrays, name, row, len(entries)) for name, row in about["heads"].items()}
    if len(set(entries)) != len(entries) or idf.shape != (len(entries),) or not {"topic", "kind"} <= set(heads):
        raise BadModel(f"{about['version']} does not fit its own description")
    return Model(
        str(about["version"]),
        str(about["taxonomy"]),
        Vocabulary({entry: column for column, entry in enumerate(entries)}, idf),
        heads,
    )


def _head(arrays: Any, name: str, row: dict[str, Any], size: int) -> Head:
    classes, heat = tuple(row["classes"]), float(row["temperature"])
    weights = arrays[f"{name}_weights"].astype(np.float32)
    bias = arrays[f"{name}_bias"].astype(np.float32)
    known = taxonomy.topics() if name == "topic" else taxonomy.codes("kinds")
    fits = weights.shape == (size, len(classes)) and bias.shape == (len(classes),) and heat > 0
    if not fits or not set(classes) <= set(known) or not np.isfinite(weights).all() or not np.isfinite(bias).all():
        raise BadModel(f"head {name} does not fit its own description")
    return Head(classes, weights, bias, heat)
