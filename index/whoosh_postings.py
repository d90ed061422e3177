"""Postings of a field as Whoosh's codec writes them: it takes them one by one, here all become arrays of bytes.

A term's postings stand in blocks, each with a pickle about it and one of what it holds. All of them have the same form,
so many blocks are written at once, column by column.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pickle import BININT1, NONE, STOP, TUPLE, TUPLE3
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC
from whoosh.system import pack_int

from index.beside import beside
from index.byte_rows import Rows, chosen, each, fixed
from index.packed import Packed
from index.pickled import (
    MANY,
    START,
    TUPLE_ENDS,
    after_bytes,
    before_bytes,
    kept_as,
    latin,
    real_numbers,
    whole_numbers,
)
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
    postings: bytes
    infos: NDArray[np.void]


class _Blocks(NamedTuple):
    """For each block where it starts, its postings, the extremes of their values, and whether its term begins, ends."""

    starts: NDArray[np.int64]
    counts: NDArray[np.int64]
    least: NDArray[Any]
    greatest: NDArray[Any]
    shortest: NDArray[np.uint8]
    longest: NDArray[np.uint8]
    begins: NDArray[np.bool_]
    ends: NDArray[np.bool_]


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
    rows = _written(postings, blocks)
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
    return Terms(postings.keys, rows.code.tobytes(), infos)


def _blocks(postings: Postings, lengths: NDArray[np.uint8]) -> _Blocks:
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
    return _Blocks(starts, counts, least, greatest, shortest, longest, place == 0, ends)


def _written(postings: Postings, blocks: _Blocks) -> Rows:
    """Give all blocks, each with its size before it, negative at the end of a term; before a term stands a mark."""
    columns = (*_about(postings, blocks), *_content(postings, blocks))
    sizes = np.sum([column.sizes for column in columns], axis=0)
    signed = np.where(blocks.ends, -sizes, sizes).astype(">i4")
    return beside(chosen((b"", WHOOSH3_HEADER_MAGIC), blocks.begins), fixed(signed), *columns)


def _about(postings: Postings, blocks: _Blocks) -> Sequence[Rows]:
    """Give the pickle that lets a reader pass over a block: its size, last holder and extremes."""
    count = len(blocks.starts)
    return (
        each(START + MANY + BININT1, count), fixed(blocks.counts.astype(np.uint8)),
        whole_numbers(postings.holders[blocks.starts + blocks.counts - 1]),
        real_numbers(blocks.greatest), each(BININT1 + b"\0" + BININT1, count), fixed(blocks.shortest),
        each(BININT1, count), fixed(blocks.longest), each(TUPLE + kept_as(0) + STOP, count),
    )  # fmt: skip


def _content(postings: Postings, blocks: _Blocks) -> Sequence[Rows]:
    """Give the pickle of a block's holders, each as the distance to the one before, and of its frequencies, twice.

    First they are floats: each by itself, or the one that all have, or none where that is 1.
    """
    distances = np.diff(postings.holders, prepend=0)
    distances[blocks.starts] = postings.holders[blocks.starts]
    size = np.minimum(blocks.counts, len(TUPLE_ENDS)) - 1
    many = size == len(TUPLE_ENDS) - 1
    differ = blocks.least < blocks.greatest
    told = np.repeat(differ, blocks.counts)
    told[blocks.starts] |= blocks.greatest > 1
    codes = latin(postings.frequencies.astype(">u4").view(np.uint8)).grouped(4 * blocks.starts)
    return (
        chosen((START, START + MANY), many),
        whole_numbers(distances).grouped(blocks.starts),
        chosen([end + kept_as(0) for end in TUPLE_ENDS], size),
        chosen((b"", NONE, MANY), np.where(differ, 2 * many, blocks.greatest == 1)),
        real_numbers(postings.frequencies).where(told).grouped(blocks.starts),
        chosen([b"", *(end + kept_as(1) for end in TUPLE_ENDS)], (size + 1) * differ),
        chosen((before_bytes(1), before_bytes(2)), differ),
        fixed(codes.sizes.astype("<u4")),
        codes,
        chosen([after_bytes(number) + TUPLE3 + kept_as(number + 5) + STOP for number in (1, 2)], differ),
    )
