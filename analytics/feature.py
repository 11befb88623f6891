"""What the analytics side hands to the roof."""

from __future__ import annotations

from analytics import counting
from analytics.commands import counters
from analytics.jobs import PERIODIC
from analytics.navigation import places
from analytics.text.commands import text_group
from analytics.views import figure_pages
from app.feature import Feature
from app.web.navigation import add_navigation

HANGS_ITSELF = counting  # on the session: facts and cells follow every change
add_navigation(places, order=70)

analytics_feature = Feature(name="analytics", blueprints=(figure_pages,), commands=(text_group, counters), periodic=PERIODIC)
