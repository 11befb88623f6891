"""The syntax tree of conditions. `at` is the place of a node in the text and no part of what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.errors import Invalid
from surveys.definition import Value


class BadCondition(Invalid):
    """A text that is no condition: the sentence, the place (from 0) and, where a repair is certain, the text repaired."""

    def __init__(self, message: str, at: int, repair: str | None = None) -> None:
        super().__init__(message)
        self.at = at
        self.repair = repair


class Op(StrEnum):
    """What two values are asked, in its usual spelling."""

    EQUAL = "="
    NOT_EQUAL = "<>"
    LESS = "<"
    AT_MOST = "<="
    GREATER = ">"
    AT_LEAST = ">="
    CONTAINS = "contains"
    NOT_CONTAINS = "notcontains"
    ANY_OF = "anyof"
    ALL_OF = "allof"
    NONE_OF = "noneof"


ORDERED = frozenset({Op.LESS, Op.AT_MOST, Op.GREATER, Op.AT_LEAST})
OF_LISTS = frozenset({Op.CONTAINS, Op.NOT_CONTAINS, Op.ANY_OF, Op.ALL_OF, Op.NONE_OF})


@dataclass(frozen=True)
class Literal:
    """A value as written."""

    value: Value
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Listing:
    """Values in square brackets."""

    parts: tuple[Node, ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Name:
    """The answer to an item, or to a row of a matrix: `service.window`."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Presence:
    """Whether something is empty, or is not."""

    operand: Node
    is_empty: bool
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Not:
    """The contrary."""

    operand: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Compare:
    """Two values and what is asked of them."""

    op: Op
    left: Node
    right: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Join:
    """Both, or one of the two."""

    is_both: bool
    left: Node
    right: Node
    at: int = field(default=0, compare=False)


Node = Literal | Listing | Name | Presence | Not | Compare | Join


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly under *node*."""
    match node:
        case Listing(parts):
            return parts
        case Presence(operand) | Not(operand):
            return (operand,)
        case Compare() | Join():
            return node.left, node.right
    return ()


def walk(node: Node) -> Iterator[Node]:
    """*node* and everything under it, in reading order."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(children(one)))


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The same tree with each node as *change* gives it, from the leaves up."""
    match node:
        case Listing(parts):
            return change(replace(node, parts=tuple(rebuilt(part, change) for part in parts)))
        case Presence(operand) | Not(operand):
            return change(replace(node, operand=rebuilt(operand, change)))
        case Compare() | Join():
            return change(replace(node, left=rebuilt(node.left, change), right=rebuilt(node.right, change)))
    return change(node)


def names_in(node: Node) -> list[Name]:
    """Every name that is asked for."""
    return [one for one in walk(node) if isinstance(one, Name)]


def values_of(node: Node) -> list[Value]:
    """The values that a literal or a listing gives."""
    return [one.value for one in walk(node) if isinstance(one, Literal)]


def pairs_in(node: Node) -> list[tuple[Name, Compare, list[Value]]]:
    """Each name that is compared with values, the comparison, and the values."""
    found = []
    for one in walk(node):
        if isinstance(one, Compare):
            for name, other in ((one.left, one.right), (one.right, one.left)):
                if isinstance(name, Name) and isinstance(other, Literal | Listing):
                    found.append((name, one, values_of(other)))
    return found
