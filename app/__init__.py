"""The ground of the house: shared store, sign-in and web shell. Knows no feature."""
