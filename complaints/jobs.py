"""The complaint side's work in the worker."""

from __future__ import annotations

from app.feature import Periodic
from app.outbox import Work
from complaints.operations import clockwork, erasure, reading

WORKS = (
    ("read", Work(apply=reading.apply, prepare=reading.prepare)),
    ("baseline", Work(apply=reading.apply_baseline, prepare=reading.prepare_baseline)),
)
PERIODIC = (
    Periodic("clockwork", "%Y%m%d%H%M", clockwork.tick),
    Periodic("erasure", "%Y%m%d%H", erasure.erase_old),
)
