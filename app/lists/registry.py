"""The one registry: a list that is not in here is no list of this house."""

from __future__ import annotations

from app.lists.spec import ListSpec

_lists: dict[str, ListSpec] = {}


def register(spec: ListSpec) -> ListSpec:
    """Put *spec* into the registry; its name is taken once."""
    known = _lists.setdefault(spec.name, spec)
    if known is not spec:
        raise ValueError(f"two lists are called {spec.name}")
    return spec


def lists() -> dict[str, ListSpec]:
    """Every list by its name."""
    return dict(_lists)
