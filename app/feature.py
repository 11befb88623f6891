"""What a feature hands to the roof; nothing is found by magic."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import click
from flask import Blueprint


@dataclass(frozen=True)
class Periodic:
    """Work of the clock: once per slot and city, whichever machine comes first.

    `slot` is a strftime pattern of city time: "%Y%m%d%H%M" each minute, "%Y%m%d" each day.
    `run` returns how many it did and is safe to run twice. What is `long` runs with no transaction
    open, so that nobody waits for it, and commits itself.
    """

    name: str
    slot: str
    run: Callable[[datetime], int]
    long: bool = False


@dataclass(frozen=True)
class Feature:
    """Blueprints, commands, outbox work by kind, periodic work and event handlers of one feature.

    `seeds` add their share to a demonstration city that has just lived until a moment, and say how much of what.
    """

    name: str
    blueprints: tuple[Blueprint, ...] = ()
    commands: tuple[click.Command, ...] = ()
    works: tuple[tuple[str, Any], ...] = ()
    periodic: tuple[Periodic, ...] = ()
    listeners: tuple[tuple[type, Callable[[Any], None]], ...] = ()
    seeds: tuple[Callable[[datetime], dict[str, int]], ...] = ()
