"""Strings that lie in files, one by one."""

from __future__ import annotations

from index.scattered import Scattered


def each(strings: Scattered) -> list[bytes]:
    """Read all strings."""
    return [b"".join(strings.between(number, number + 1).runs()) for number in range(len(strings))]
