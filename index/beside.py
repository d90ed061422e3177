"""Columns of rows put beside each other, in the form to be had here: compiled when installed, else by arrays."""

from __future__ import annotations

try:
    from index.compiled_rows import beside
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    from index.byte_rows import beside

__all__ = ["beside"]
