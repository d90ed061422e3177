"""Terms by their hashes, as Whoosh's codec keeps them, in Python. `compiled_hashes` gives the same."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import md5
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.packed import Packed

TABLES = 256
"""A term is in the table that the lowest byte of its hash says."""
SLOT = np.dtype([("hash", ">u4"), ("place", ">i8")])
"""A place in a table: a hash and where its term stands; 0 and 0 where there is none."""
_FREE = (0, 0)


class HashTables(NamedTuple):
    """All tables as bytes, one after the other, and how many places each has."""

    code: bytes
    sizes: Sequence[int]


def hash_tables(keys: Packed, places: NDArray[np.int64]) -> HashTables:
    """Give the tables of terms, of each of which it is told where it stands."""
    ends = b"".join([md5(key, usedforsecurity=False).digest()[-4:] for key in keys])
    tables: list[list[tuple[int, int]]] = [[] for _ in range(TABLES)]
    for entry in zip(np.frombuffer(ends, ">u4").tolist(), places.tolist(), strict=True):
        tables[entry[0] % TABLES].append(entry)
    slots = [_slots(entries) for entries in tables]
    return HashTables(b"".join([np.array(some, SLOT).tobytes() for some in slots]), list(map(len, slots)))


def _slots(entries: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Give a table twice as long: each entry stands where its hash says, or in the next place that was free."""
    size = 2 * len(entries)
    table = [_FREE] * size
    for entry in entries:
        slot = (entry[0] // TABLES) % size
        while table[slot] is not _FREE:
            slot = (slot + 1) % size
        table[slot] = entry
    return table
