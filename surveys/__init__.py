"""Surveys: ask and collect. Built by its own issue; until then this package holds nothing."""
