"""Every code that a visitor may read has its Chinese word."""

from __future__ import annotations

import importlib
import pkgutil
from enum import Enum

import pytest

import analytics
import app
import complaints
from app.web import labels

HIDDEN = {"Relation"}  # who somebody is to a matter: asked by policy, never shown


def _enums() -> set[type[Enum]]:
    for package in (app, complaints, analytics):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    found, ours = [Enum], set()
    while found:
        kind = found.pop()
        found.extend(kind.__subclasses__())
        if kind.__module__.split(".")[0] in {"app", "complaints", "analytics"}:
            ours.add(kind)
    return ours


@pytest.mark.slow
def test_every_enum_member_is_labelled() -> None:
    tables = [table for table in vars(labels).values() if isinstance(table, dict)]
    shown = {member for kind in _enums() if kind.__name__ not in HIDDEN for member in kind}
    assert shown
    assert not [member for member in shown if not any(member in table for table in tables)]
