"""What exports hand to the roof."""

from __future__ import annotations

from app.auth.trail import name_verbs
from app.exports.jobs import PERIODIC, WORKS
from app.exports.views import export_pages
from app.feature import Feature

name_verbs({"exported": "导出清单", "export_asked": "要求导出清单"})

exports_feature = Feature(name="exports", blueprints=(export_pages,), works=WORKS, periodic=PERIODIC)
