"""Guide files -> ranked answers."""
