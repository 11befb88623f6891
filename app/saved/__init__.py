"""Views of lists that people keep under a name of their own."""
