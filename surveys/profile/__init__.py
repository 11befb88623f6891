"""The SurveyJS profile: questionnaires from JSON and back; whatever is outside it is refused with its place, never dropped.

`read(text) -> Questionnaire` (raises BadDefinition), `write(questionnaire) -> str`; `read(write(q)) == q`.
What SurveyJS does not know stands under the top key `sidecar`, by item name, or `item.row` for a row of a matrix:
`{"indicator", "environment", "unit", "scores": {code: points}, "followUp", "restricted"}`. `NAMES` translates the
attributes of an item to properties of JSON, for places.
"""

from surveys.profile.fields import NAMES
from surveys.profile.reading import read
from surveys.profile.writing import write

__all__ = ["NAMES", "read", "write"]
