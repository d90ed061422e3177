"""Blocks of postings as bytes, in the form to be had here: compiled when installed, else by arrays."""

from __future__ import annotations

try:
    from index.compiled_posting_blocks import block_rows
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.array_posting_blocks import block_rows

__all__ = ["block_rows"]
