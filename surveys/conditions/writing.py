"""From the tree back to text, as SurveyJS reads it too."""

from __future__ import annotations

from surveys.conditions.parsing import parse_or_none
from surveys.conditions.reading import tokens
from surveys.conditions.syntax import Compare, Join, Listing, Literal, Name, Node, Not, Presence
from surveys.definition import Value


def portable(text: str) -> str:
    """*text* as SurveyJS reads it too: it does not know our `not`. What is broken stays as it is, to be corrected."""
    tree = parse_or_none(text)
    is_ours = tree is not None and any(one.kind == "word" and one.text.lower() == "not" for one in tokens(text))
    return write(tree) if tree is not None and is_ours else text


def write(node: Node) -> str:
    """The text that parses to *node*."""
    if isinstance(node, Literal | Listing | Name):
        return _leaf(node)
    match node:
        case Presence(operand, is_empty):
            return f"{_operand(operand)} {'empty' if is_empty else 'notempty'}"
        case Not(operand):
            return f"!{_operand(operand)}"
        case Compare(op, left, right):
            return f"{_operand(left)} {op} {_operand(right)}"
        case Join(is_both):
            return f"{_part(node.left, is_both)} {'and' if is_both else 'or'} {_part(node.right, is_both, is_last=True)}"


def _leaf(node: Literal | Listing | Name) -> str:
    if isinstance(node, Literal):
        return _value(node.value)
    return f"{{{node.name}}}" if isinstance(node, Name) else f"[{', '.join(map(_operand, node.parts))}]"


def _operand(node: Node) -> str:
    """In brackets unless it is one thing."""
    return write(node) if isinstance(node, Literal | Listing | Name) else f"({write(node)})"


def _part(node: Node, is_both: bool, *, is_last: bool = False) -> str:
    """A side of a join: in brackets where it would be torn apart or hung elsewhere."""
    is_torn = isinstance(node, Join) and (node.is_both != is_both or is_last)
    return f"({write(node)})" if is_torn else write(node)


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"
    return repr(value)
