"""The roof: lists the features. Run by gunicorn, by the worker and by `flask`."""

from analytics.feature import analytics_feature
from app.config import BadSetting
from app.factory import build
from complaints.feature import complaints_feature
from surveys.feature import surveys_feature

try:
    app = build([complaints_feature, surveys_feature, analytics_feature])
except BadSetting as missing:  # a person reads this at the start: one sentence, no trace
    raise SystemExit(f"qisheng: {missing}") from None
huey = app.extensions["huey"]
