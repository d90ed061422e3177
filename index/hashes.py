"""Terms by their hashes, in the form to be had here: compiled when installed, else in Python."""

from __future__ import annotations

try:
    from index.compiled_hashes import hash_tables
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.array_hashes import hash_tables

__all__ = ["hash_tables"]
