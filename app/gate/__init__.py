"""The gate: bytes from outside are examined in a child process before anything keeps them."""

from app.gate.door import Passed, check
from app.gate.names import clean_name

__all__ = ["Passed", "check", "clean_name"]
