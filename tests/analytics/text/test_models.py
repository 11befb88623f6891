"""Model files: whole, checked, never trusted; the active one changes with its pointer."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from analytics.text import read, store
from analytics.text.active import active_model
from analytics.text.model import Model


def test_a_model_comes_back_from_the_disk_as_it_was(small_model: Model) -> None:
    place = store.save(small_model, store.folder())
    again = store.load(place)
    text = "供电公司报装三个月没接电"
    assert read(text, model=again) == read(text, model=small_model)


def test_no_vocabulary_can_hold_a_number_or_an_address(small_model: Model) -> None:
    assert not [entry for entry in small_model.vocabulary.columns if re.search(r"\d{4}|[A-Za-z]{4}", entry)]


def test_a_changed_weight_file_is_refused(small_model: Model) -> None:
    place = store.save(small_model, store.folder())
    content = bytearray((place / "model.npz").read_bytes())
    content[len(content) // 2] ^= 1
    (place / "model.npz").write_bytes(content)
    with pytest.raises(store.BadModel, match="changed"):
        store.load(place)


@pytest.mark.parametrize(
    "change",
    [
        {"taxonomy": "1999.1"},
        {"format": 99},
        {"vocabulary": ["13812345678"]},
        {"vocabulary": []},
        {"heads": {}},
        {"heads": {"topic": {"classes": ["nothing"], "temperature": 1.0}, "kind": {"classes": [], "temperature": 0}}},
        {"version": "other"},
    ],
)
def test_a_changed_description_is_refused(change: dict[str, object], small_model: Model) -> None:
    place = store.save(small_model, store.folder())
    about = json.loads((place / "model.json").read_text("utf-8"))
    (place / "model.json").write_text(json.dumps(about | change), "utf-8")
    with pytest.raises(store.BadModel):
        store.load(place)


def test_a_model_with_objects_that_would_run_is_refused(small_model: Model) -> None:
    place = store.save(small_model, store.folder())
    with (place / "model.npz").open("wb") as file:
        np.savez(file, idf=np.array([print], dtype=object))
    with pytest.raises(store.BadModel):
        store.load(place)


def test_the_active_model_follows_the_pointer(small_model: Model) -> None:
    assert active_model() is None
    store.save(small_model, store.folder())
    store.activate(small_model.version)
    active = active_model()
    assert active is not None
    assert active.version == small_model.version
    assert active_model() is active
    (store.folder() / "active").unlink()
    assert active_model() is None


def test_a_refused_model_leaves_the_rules_reading(small_model: Model) -> None:
    place = store.save(small_model, store.folder())
    store.activate(small_model.version)
    (place / "model.npz").write_bytes(b"")
    assert read("供电公司报装三个月没接电").model == "rules"


@pytest.mark.parametrize("name", ["../evil", "", "a/b", ".hidden", "没有", "none"])
def test_no_name_leads_out_of_the_folder(name: str, data_folder: Path) -> None:
    with pytest.raises(store.BadModel):
        store.activate(name)
    assert not (data_folder / "models" / "active").exists()
