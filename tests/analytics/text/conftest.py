"""A small model, taught once a session, in a data folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.text import lessons, training
from analytics.text.model import Model

TAUGHT = {"util_power_connect", "tax_service", "capital_arrears_public", "service_attitude", "enf_fire", "labour_wages"}


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Model:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QISHENG_DATA", str(tmp_path_factory.mktemp("words")))
        return training.train([lesson for lesson in lessons.delivered() if lesson.topic in TAUGHT])


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QISHENG_DATA", str(tmp_path))
    return tmp_path
