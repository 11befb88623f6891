"""The pages of surveys: of whoever answers, and of the office."""
