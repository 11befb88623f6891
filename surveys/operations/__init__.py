"""What people do with surveys, one function for each act."""
