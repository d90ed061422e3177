# cython: language_level=3, boundscheck=False, wraparound=False
"""Blocks of postings as Whoosh's codec writes them, compiled to machine code: a tenth of the time of `array_posting_blocks`."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy

import numpy as np

from pickle import BINFLOAT, BININT, BININT1, BININT2, NONE, STOP, TUPLE, TUPLE3

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC

from index.byte_rows import Rows
from index.pickled import MANY, START, TUPLE_ENDS, kept_as

cdef enum:
    OF_POSTING = 5 + 9  # bytes at most: a distance and a float
    OF_BLOCK = 256  # what is written once
    MOST = 128  # postings of a block

cdef uint8_t ONE_BYTE = ord(BININT1), TWO_BYTES = ord(BININT2), FOUR_BYTES = ord(BININT), REAL = ord(BINFLOAT)
cdef bytes MARK = WHOOSH3_HEADER_MAGIC
cdef bytes ABOUT = START + MANY + BININT1
cdef bytes ABOUT_ENDS = TUPLE + kept_as(0) + STOP
cdef bytes SHORTEST = BININT1 + b"\0" + BININT1
cdef list HOLDERS_END = [end + kept_as(0) for end in TUPLE_ENDS]
cdef list REALS_END = [end + kept_as(1) for end in TUPLE_ENDS]
cdef list CONTENT_ENDS = [NONE + TUPLE3 + kept_as(number) + STOP for number in (1, 2)]
cdef bytes BEGIN = START, SOME = MANY, NOTHING = NONE


def block_rows(holders, frequencies, blocks):
    """Give all blocks as `array_posting_blocks.block_rows` does. Raises ValueError where they are not within the postings."""
    cdef const int32_t[::1] held = holders
    cdef const uint32_t[::1] often = frequencies.astype(np.uint32, copy=False)
    cdef const int64_t[::1] starts = blocks.starts, counts = blocks.counts
    cdef const uint8_t[::1] shortest = blocks.shortest, longest = blocks.longest
    cdef const uint8_t[::1] begins = blocks.begins.view(np.uint8), ends = blocks.ends.view(np.uint8)
    cdef Py_ssize_t count = len(starts), number
    if len(often) != len(held) or any([len(column) != count for column in blocks]):
        raise ValueError("columns of unlike lengths")
    cdef uint8_t[::1] code = np.empty(OF_POSTING * len(held) + OF_BLOCK * count, np.uint8)
    cdef int32_t[::1] sizes = np.empty(count, np.int32)
    cdef uint8_t* place = &code[0] if count else NULL
    cdef uint8_t* start
    for number in range(count):
        if not (0 < counts[number] <= MOST and 0 <= starts[number] <= len(held) - counts[number]):
            raise ValueError(f"block {number} has {counts[number]} postings from {starts[number]} on, of {len(held)}")
        start = place
        if begins[number]:
            place = put(place, MARK)
        place = put_block(
            place, &held[starts[number]], &often[starts[number]], counts[number], shortest[number], longest[number],
            ends[number],
        )
        sizes[number] = <int32_t>(place - start)
    return Rows(np.asarray(code)[: place - &code[0] if count else 0], np.asarray(sizes))


cdef uint8_t* put_block(
    uint8_t* place, const int32_t* holders, const uint32_t* often, Py_ssize_t count, uint8_t shortest, uint8_t longest,
    bint ends,
):
    """Write a block with its size before it; give where that ends."""
    cdef uint8_t* start = place + 4
    cdef uint32_t least = often[0], greatest = often[0]
    cdef Py_ssize_t number
    cdef int32_t size
    for number in range(1, count):
        least, greatest = min(least, often[number]), max(greatest, often[number])
    place = put(start, ABOUT)
    place[0] = <uint8_t>count
    place = put_whole(place + 1, holders[count - 1])
    place = put_real(place, greatest)
    place = put(place, SHORTEST)
    place[0], place[1], place[2] = shortest, ONE_BYTE, longest
    place = put(place + 3, ABOUT_ENDS)
    place = put_holders(place, holders, count)
    place = put_frequencies(place, often, count, least, greatest)
    size = <int32_t>(place - start)
    put_big(start - 4, <uint32_t>(-size if ends else size), 4)
    return place


cdef uint8_t* put_holders(uint8_t* place, const int32_t* holders, Py_ssize_t count):
    """Write each holder as the distance to the one before."""
    cdef Py_ssize_t number
    place = put(place, BEGIN)
    if count > 3:
        place = put(place, SOME)
    place = put_whole(place, holders[0])
    for number in range(1, count):
        place = put_whole(place, holders[number] - holders[number - 1])
    return put(place, <bytes>HOLDERS_END[min(count, 4) - 1])


cdef uint8_t* put_frequencies(uint8_t* place, const uint32_t* often, Py_ssize_t count, uint32_t least, uint32_t greatest):
    """Write frequencies as floats, one where all are the same and none where that is 1; and the end of the content."""
    cdef bint differ = least < greatest
    cdef Py_ssize_t number
    if differ:
        if count > 3:
            place = put(place, SOME)
        for number in range(count):
            place = put_real(place, often[number])
        place = put(place, <bytes>REALS_END[min(count, 4) - 1])
    elif greatest == 1:
        place = put(place, NOTHING)
    else:
        place = put_real(place, greatest)
    return put(place, <bytes>CONTENT_ENDS[differ])


cdef inline uint8_t* put(uint8_t* place, bytes text):
    memcpy(place, <const char*>text, len(text))
    return place + len(text)


cdef inline void put_big(uint8_t* place, uint64_t number, int size) noexcept:
    """Write the last bytes of a number, the highest first."""
    cdef int byte
    for byte in range(size):
        place[byte] = <uint8_t>(number >> 8 * (size - 1 - byte))


cdef inline void put_little(uint8_t* place, uint32_t number) noexcept:
    """Write a number, the lowest byte first."""
    cdef int byte
    for byte in range(4):
        place[byte] = <uint8_t>(number >> 8 * byte)


cdef inline uint8_t* put_whole(uint8_t* place, int32_t number) noexcept:
    """Write a number from 0 on in one, two or four bytes."""
    if number <= 0xFF:
        place[0], place[1] = ONE_BYTE, <uint8_t>number
        return place + 2
    if number <= 0xFFFF:
        place[0], place[1], place[2] = TWO_BYTES, <uint8_t>number, <uint8_t>(number >> 8)
        return place + 3
    place[0] = FOUR_BYTES
    put_little(place + 1, number)
    return place + 5


cdef inline uint8_t* put_real(uint8_t* place, uint32_t number) noexcept:
    """Write a number as a float."""
    cdef double real = number
    cdef uint64_t bits
    memcpy(&bits, &real, sizeof(bits))
    place[0] = REAL
    put_big(place + 1, bits, 8)
    return place + 9
