"""Values as pickles of protocol 2 have them, in rows of bytes: for files whose reader expects many small pickles."""

from __future__ import annotations

from pickle import (
    BINFLOAT,
    BININT,
    BININT1,
    BININT2,
    BINPUT,
    BINUNICODE,
    GLOBAL,
    MARK,
    PROTO,
    REDUCE,
    TUPLE,
    TUPLE1,
    TUPLE2,
    TUPLE3,
)
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.byte_rows import Rows, beginnings, fixed

START = PROTO + b"\2"
MANY = MARK
"""Begins a tuple of four values and more; shorter ones have no beginning."""
TUPLE_ENDS = (TUPLE1, TUPLE2, TUPLE3, TUPLE)
"""How a tuple of one, two, three and more values ends; the number under which a pickle keeps it follows."""


def kept_as(number: int) -> bytes:
    """Give the note that what ends here is kept under a number from 0 on; each that a pickle keeps has the next."""
    return BINPUT + bytes([number])


def whole_numbers(numbers: NDArray[np.integer[Any]]) -> Rows:
    """Give numbers from 0 on, less than 2 to the 31: in one, two or four bytes."""
    kinds = (numbers > 0xFF).astype(np.int8) + (numbers > 0xFFFF)
    table = np.zeros(len(numbers), [("kind", "S1"), ("digits", "<u4")])
    table["kind"], table["digits"] = np.array([BININT1, BININT2, BININT])[kinds], numbers
    return beginnings(table, np.array([2, 3, 5])[kinds])


def real_numbers(numbers: NDArray[Any]) -> Rows:
    """Give numbers as floats."""
    table = np.zeros(len(numbers), [("kind", "S1"), ("digits", ">f8")])
    table["kind"], table["digits"] = BINFLOAT, numbers
    return fixed(table)


def latin(code: NDArray[np.uint8]) -> Rows:
    """Give the UTF-8 of each byte that is read as Latin-1: this protocol knows no bytes but what a text encodes to."""
    two = code > 0x7F
    if not two.any():
        return fixed(code)
    wide = code.astype(">u2")
    pairs = np.where(two, (0xC0 | wide >> 6) << 8 | 0x80 | wide & 0x3F, wide << 8)
    return beginnings(pairs.astype(">u2"), 1 + two)


def before_bytes(number: int) -> bytes:
    """Give what stands before the size and the text of bytes, the first thing that is kept under a number or more."""
    return GLOBAL + b"_codecs\nencode\n" + kept_as(number) + BINUNICODE


def after_bytes(number: int) -> bytes:
    """Give what stands behind that text."""
    text, encoding, both, whole = map(kept_as, range(number + 1, number + 5))
    return text + BINUNICODE + b"\6\0\0\0latin1" + encoding + TUPLE2 + both + REDUCE + whole
