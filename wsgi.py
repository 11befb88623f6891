"""The roof: lists the features. Run by gunicorn, by the worker and by `flask`."""

from analytics.feature import analytics_feature
from app.factory import build
from complaints.feature import complaints_feature

app = build([complaints_feature, analytics_feature])
huey = app.extensions["huey"]
