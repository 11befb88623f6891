"""Working days, office minutes and due moments of a Chinese office."""

from app.officetime.calendar import Due, OfficeCalendar
from app.officetime.rules import DayKind, DayRule
from app.officetime.steps import Step

__all__ = ["DayKind", "DayRule", "Due", "OfficeCalendar", "Step"]
