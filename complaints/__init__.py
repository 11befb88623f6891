"""Complaints: taken in, routed, handled and honestly closed."""
