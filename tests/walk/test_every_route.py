"""Every route, every role, every relation: who comes in, who is refused, and for whom there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.routing import Rule

from tests.walk.cast import EVERYBODY, Cast, full_cast, shown
from tests.walk.matrix import FILE_AT_ONCE, MATTER_ROUTES, OTHER_ROUTES, PEOPLE, QUEUES, SIGNS, At, standing

pytestmark = pytest.mark.slow
MODES = ("named", "confidential", "anonymous")
DONE = {200, 302, 303, 409, 422}
FREE_TO_ALL = {"public.receipt_qr", "static", "health.alive", "health.ready"}


@pytest.fixture(scope="module")
def cast(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    with full_cast(sqlite_template, tmp_path_factory.mktemp("walk")) as found:
        found.keep()
        yield found


def routes(cast: Cast) -> dict[tuple[str, str], Rule]:
    """Every address of the house, with each method."""
    rules = cast.app.url_map.iter_rules()
    return {(rule.endpoint, method): rule for rule in rules for method in rule.methods or () if method in {"GET", "POST"}}


def test_the_walk_knows_every_route(cast: Cast) -> None:
    known = {*MATTER_ROUTES, *OTHER_ROUTES}
    assert set(routes(cast)) - known == set(), "a route that this walk does not know"
    assert known - set(routes(cast)) == set(), "a route that is not there any more"
    assert set(PEOPLE) == set(cast.matters)
