"""Values as pickles of protocol 2 have them, in rows of bytes: for files whose reader expects many small pickles."""

from __future__ import annotations

from pickle import (
    BINFLOAT,
    BININT,
    BININT1,
    BININT2,
    BINPUT,
    MARK,
    PROTO,
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
