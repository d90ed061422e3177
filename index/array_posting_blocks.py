"""Blocks of postings as Whoosh's codec writes them, made by whole arrays, column by column.

A block is a pickle about it and one of what it holds. All of them have the same form, so many are written at once.
`compiled_posting_blocks` gives the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from pickle import BININT1, NONE, STOP, TUPLE, TUPLE3
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC

from index.beside import beside
from index.byte_rows import Rows, chosen, each, fixed
from index.pickled import MANY, START, TUPLE_ENDS, kept_as, real_numbers, whole_numbers
from index.postings import Frequencies, Numbers


class Blocks(NamedTuple):
    """For each block where it starts, its postings, the extremes of their values, and whether its term begins, ends."""

    starts: NDArray[np.int64]
    counts: NDArray[np.int64]
    least: NDArray[Any]
    greatest: NDArray[Any]
    shortest: NDArray[np.uint8]
    longest: NDArray[np.uint8]
    begins: NDArray[np.bool_]
    ends: NDArray[np.bool_]


def block_rows(holders: Numbers, frequencies: Frequencies, blocks: Blocks) -> Rows:
    """Give all blocks, each with its size before it, negative at the end of a term; before a term stands a mark."""
    columns = (*_about(holders, blocks), *_content(holders, frequencies, blocks))
    sizes = np.sum([column.sizes for column in columns], axis=0)
    signed = np.where(blocks.ends, -sizes, sizes).astype(">i4")
    return beside(chosen((b"", WHOOSH3_HEADER_MAGIC), blocks.begins), fixed(signed), *columns)


def _about(holders: Numbers, blocks: Blocks) -> Sequence[Rows]:
    """Give the pickle that lets a reader pass over a block: its size, last holder and extremes."""
    count = len(blocks.starts)
    return (
        each(START + MANY + BININT1, count), fixed(blocks.counts.astype(np.uint8)),
        whole_numbers(holders[blocks.starts + blocks.counts - 1]),
        real_numbers(blocks.greatest), each(BININT1 + b"\0" + BININT1, count), fixed(blocks.shortest),
        each(BININT1, count), fixed(blocks.longest), each(TUPLE + kept_as(0) + STOP, count),
    )  # fmt: skip


def _content(holders: Numbers, frequencies: Frequencies, blocks: Blocks) -> Sequence[Rows]:
    """Give the pickle of a block's holders, each as the distance to the one before, and of its frequencies.

    They are floats: each by itself, or the one that all have, or none where that is 1. There are no values.
    """
    distances = np.diff(holders, prepend=0)
    distances[blocks.starts] = holders[blocks.starts]
    size = np.minimum(blocks.counts, len(TUPLE_ENDS)) - 1
    many = size == len(TUPLE_ENDS) - 1
    differ = blocks.least < blocks.greatest
    told = np.repeat(differ, blocks.counts)
    told[blocks.starts] |= blocks.greatest > 1
    return (
        chosen((START, START + MANY), many),
        whole_numbers(distances).grouped(blocks.starts),
        chosen([end + kept_as(0) for end in TUPLE_ENDS], size),
        chosen((b"", NONE, MANY), np.where(differ, 2 * many, blocks.greatest == 1)),
        real_numbers(frequencies).where(told).grouped(blocks.starts),
        chosen([b"", *(end + kept_as(1) for end in TUPLE_ENDS)], (size + 1) * differ),
        chosen([NONE + TUPLE3 + kept_as(number) + STOP for number in (1, 2)], differ),
    )
