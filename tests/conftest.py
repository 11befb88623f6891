"""Fixtures for every test, made in tests/machinery/; and which tests are too long for `make check`."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = [
    "tests.machinery.postgres",
    "tests.machinery.stores",
    "tests.machinery.templates",
    "tests.machinery.apps",
    "tests.machinery.served",
    "tests.machinery.browsers",
    "tests.machinery.outside",
]

PAGES = [Path(__file__).parent / place for place in ("complaints/views", "app/auth", "walk")]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test of a page builds the whole house, a third of a second; there are hundreds."""
    for item in items:
        if any(item.path.is_relative_to(place) for place in PAGES):
            item.add_marker(pytest.mark.pages)
