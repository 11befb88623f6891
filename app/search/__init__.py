"""Search for Chinese by pairs of characters, the same on both engines."""
