"""The language of conditions: one parser and one syntax tree for showing, requiring, linting and saying in words.

`parse(text) -> Node` (raises `BadCondition` with the place), `write(node)` back to text, `evaluate(node, answers)`,
`holds(text, answers)` as SurveyJS understands a condition, `in_words(node, questionnaire)`, `names_in(node)`.
"""

from surveys.conditions.evaluation import evaluate, holds, is_missing, truth
from surveys.conditions.parsing import parse, parse_or_none
from surveys.conditions.syntax import BadCondition, Node, names_in, pairs_in
from surveys.conditions.words import in_words
from surveys.conditions.writing import portable, write

__all__ = [
    "BadCondition", "Node", "evaluate", "holds", "in_words", "is_missing", "names_in", "pairs_in", "parse",
    "parse_or_none", "portable", "truth", "write",
]  # fmt: skip
