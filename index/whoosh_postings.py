"""Postings of a field as Whoosh's codec writes them, term by term: its own writer takes them one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pickle import dumps
from struct import Struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC

from index.postings import Postings, stretches

_BLOCK = 128
"""Postings of a block, as the codec has it."""
_AT_ONCE = 100_000
"""10,000-10,000,000, postings, about, that become Python's numbers at a time: about 150 bytes of memory each."""
_INFO = Struct("!BfIBBfII")
_SIZE = Struct("!i")


class Term(NamedTuple):
    """A term's key, its postings, and what the codec's list of terms says of them, but for their place."""

    key: bytes
    postings: bytes
    info: bytes


class _Blocks(NamedTuple):
    """Where blocks start, and for each the least and the greatest frequency and length."""

    starts: list[int]
    least: list[int]
    greatest: list[int]
    shortest: list[int]
    longest: list[int]


class _Columns(NamedTuple):
    """For each posting its holder, the distance to the one before in its block, and its frequency in two forms."""

    holders: list[int]
    distances: list[int]
    frequencies: list[float]
    codes: bytes


def terms(postings: Postings, lengths: NDArray[np.uint8]) -> Iterator[Term]:
    """Give the terms, all of which have postings; `lengths` are those of the holders' fields, as bytes of the codec."""
    for first, end in stretches(postings.starts, _AT_ONCE):
        yield from _terms(postings.of(first, end), lengths)


def _terms(postings: Postings, lengths: NDArray[np.uint8]) -> Iterator[Term]:
    blocks_of = -(-np.diff(postings.starts) // _BLOCK)
    ends = np.cumsum(blocks_of)
    firsts = ends - blocks_of
    inside = np.arange(ends[-1]) - np.repeat(firsts, blocks_of)
    starts = np.repeat(postings.starts[:-1], blocks_of) + inside * _BLOCK
    blocks, columns = _measured(postings, starts, lengths[postings.holders]), _columns(postings, starts)
    sums = np.add.reduceat(postings.frequencies, postings.starts[:-1], dtype=np.int64).tolist()
    for key, first, end, weight in zip(postings.keys, firsts.tolist(), ends.tolist(), sums, strict=True):
        yield _term(key, blocks, columns, range(first, end), weight)


def _measured(postings: Postings, starts: NDArray[np.int64], lengths: NDArray[np.uint8]) -> _Blocks:
    least, greatest, shortest, longest = (
        measure.reduceat(values, starts).tolist()
        for values in (postings.frequencies, lengths)
        for measure in (np.minimum, np.maximum)
    )
    return _Blocks([*starts.tolist(), len(postings.holders)], least, greatest, shortest, longest)


def _columns(postings: Postings, starts: NDArray[np.int64]) -> _Columns:
    distances = np.diff(postings.holders, prepend=0)
    distances[starts] = postings.holders[starts]
    frequencies = postings.frequencies.astype(float).tolist()
    return _Columns(
        postings.holders.tolist(), distances.tolist(), frequencies, postings.frequencies.astype(">u4").tobytes()
    )


def _term(key: bytes, blocks: _Blocks, columns: _Columns, own: Sequence[int], weight: int) -> Term:
    start, end = blocks.starts[own[0]], blocks.starts[own[-1] + 1]
    info = _INFO.pack(
        0,
        weight,
        end - start,
        min(blocks.shortest[own[0] : own[-1] + 1]),
        max(blocks.longest[own[0] : own[-1] + 1]),
        max(blocks.greatest[own[0] : own[-1] + 1]),
        columns.holders[start],
        columns.holders[end - 1],
    )
    codes = [_block(blocks, columns, number, last=number == own[-1]) for number in own]
    return Term(key, b"".join([WHOOSH3_HEADER_MAGIC, *codes]), info)


def _block(blocks: _Blocks, columns: _Columns, number: int, *, last: bool) -> bytes:
    start, end = blocks.starts[number], blocks.starts[number + 1]
    least, greatest = blocks.least[number], blocks.greatest[number]
    equal = None if greatest == 1 else float(greatest)
    weights = equal if least == greatest else tuple(columns.frequencies[start:end])
    data = dumps((tuple(columns.distances[start:end]), weights, columns.codes[4 * start : 4 * end]), 2)
    info = dumps(
        (end - start, columns.holders[end - 1], float(greatest), 0, blocks.shortest[number], blocks.longest[number]), 2
    )
    size = len(info) + len(data)
    return _SIZE.pack(-size if last else size) + info + data
