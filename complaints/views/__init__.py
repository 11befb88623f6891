"""Pages, by who looks: the enterprise, the office, the department; and the one page of a matter."""
