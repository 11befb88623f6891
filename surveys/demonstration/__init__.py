"""The demonstration city is asked: a 匿名 wave that is over and a 保密 one that is open, lived through the operations."""

from surveys.demonstration.life import live

__all__ = ["live"]
