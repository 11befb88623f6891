"""Forms of the office: looking a matter over, sending it to a unit, checking what comes back."""
