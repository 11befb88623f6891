"""Every list of the house: what it is, how it is asked, walked by keys, drawn and carried away."""
