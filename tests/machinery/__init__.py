"""What the tests stand on: stores, a real PostgreSQL, the house as processes, browsers."""
