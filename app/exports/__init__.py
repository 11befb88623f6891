"""Lists carried away: what a list shows, as a workbook or as text, small ones at once, large ones by the worker."""
