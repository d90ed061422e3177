"""Postings of a field as Whoosh's codec writes them: it takes them one by one, here all become arrays of bytes.

A term's postings stand in blocks, many of which are written at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.system import pack_int

from index.array_posting_blocks import Blocks
from index.beside import beside
from index.byte_rows import Rows, each, fixed
from index.packed import Packed
from index.posting_blocks import block_rows
from index.postings import Postings, stretches

_BLOCK = 128
"""Postings of a block, as the codec has it."""
_AT_ONCE = 100_000
"""10,000-10,000,000, postings, about, that are written at a time: about 300 bytes of memory each."""
_INFO = np.dtype([
    ("inlined", ">u1"), ("weight", ">f4"), ("holders", ">u4"), ("shortest", ">u1"), ("longest", ">u1"),
    ("greatest", ">f4"), ("first", ">u4"), ("last", ">u4"), ("place", ">i8"), ("size", ">i4"),
])  # fmt: skip


class Terms(NamedTuple):
    """Keys of terms, the postings of all one after the other, and what the codec's list of terms says of them.

    Places count from the first of these postings.
    """

    keys: Packed
    postings: memoryview
    infos: NDArray[np.void]


def terms(postings: Postings, lengths: NDArray[np.uint8]) -> Iterator[Terms]:
    """Give the terms, some at a time; `lengths` are those of the holders' fields, as bytes of the codec.

    All terms have postings.
    """
    for first, end in stretches(postings.starts, _AT_ONCE):
        yield _terms(postings.of(first, end), lengths)


def index_entries(keys: Packed, infos: NDArray[np.void]) -> Rows:
    """Give the entries of a list of terms, a key and what is said of it each, with the sizes of both before them."""
    own = Rows(keys.octets, keys.sizes.astype(np.int32))
    return beside(fixed(own.sizes.astype(">i4")), each(pack_int(infos.itemsize), len(keys)), own, fixed(infos))


def _terms(postings: Postings, lengths: NDArray[np.uint8]) -> Terms:
    blocks = _blocks(postings, lengths)
    rows = block_rows(postings.holders, postings.frequencies, blocks)
    firsts = np.flatnonzero(blocks.begins)
    sizes = np.add.reduceat(rows.sizes, firsts)
    infos = np.zeros(len(postings.keys), _INFO)
    infos["weight"] = np.add.reduceat(postings.frequencies, postings.starts[:-1], dtype=np.int64)
    infos["holders"] = np.diff(postings.starts)
    infos["shortest"] = np.minimum.reduceat(blocks.shortest, firsts)
    infos["longest"] = np.maximum.reduceat(blocks.longest, firsts)
    infos["greatest"] = np.maximum.reduceat(blocks.greatest, firsts)
    infos["first"] = postings.holders[postings.starts[:-1]]
    infos["last"] = postings.holders[postings.starts[1:] - 1]
    infos["place"], infos["size"] = np.cumsum(sizes) - sizes, sizes
    return Terms(postings.keys, rows.code.data, infos)


def _blocks(postings: Postings, lengths: NDArray[np.uint8]) -> Blocks:
    own = -(-np.diff(postings.starts) // _BLOCK)
    place = np.arange(own.sum()) - np.repeat(np.cumsum(own) - own, own)
    starts = np.repeat(postings.starts[:-1], own) + place * _BLOCK
    counts = np.diff(starts, append=len(postings.holders))
    least, greatest, shortest, longest = (
        measure.reduceat(values, starts)
        for values in (postings.frequencies, lengths[postings.holders])
        for measure in (np.minimum, np.maximum)
    )
    ends = place == np.repeat(own - 1, own)
    return Blocks(starts, counts, least, greatest, shortest, longest, place == 0, ends)
