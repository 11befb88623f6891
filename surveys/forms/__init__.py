"""Forms of survey pages."""
