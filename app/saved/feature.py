"""What saved views hand to the roof."""

from __future__ import annotations

from app.feature import Feature
from app.saved.views import saved_pages

saved_feature = Feature(name="saved", blueprints=(saved_pages,))
