"""What the analytics side hands to the roof."""

from __future__ import annotations

from analytics.text.commands import text_group
from app.feature import Feature

analytics_feature = Feature(name="analytics", commands=(text_group,))
