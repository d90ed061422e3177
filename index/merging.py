"""Known postings and new ones as one, in the form to be had here: compiled when installed, else by arrays."""

from __future__ import annotations

try:
    from index.compiled_merging import merged, unite
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.array_merging import merged, unite

__all__ = ["merged", "unite"]
