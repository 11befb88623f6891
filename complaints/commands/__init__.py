"""Commands of the complaint side, each group in a file of its own."""
