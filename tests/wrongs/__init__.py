"""Each known wrong is planted into a copy of the house; a test must notice every one (`make faults`)."""
