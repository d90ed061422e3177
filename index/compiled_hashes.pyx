# cython: language_level=3, boundscheck=False, wraparound=False
"""Terms by their hashes, as Whoosh's codec keeps them, compiled to machine code: a tenth of the time of `array_hashes`.

MD5 is written out here (RFC 1321): hashlib needs longer to begin with one than to count it.
"""

from libc.math cimport fabs, sin
from libc.stdint cimport int64_t, uint8_t, uint32_t, uint64_t
from libc.string cimport memcpy, memset

import numpy as np

from index.array_hashes import SLOT, TABLES, HashTables

cdef enum:
    BLOCK = 64  # bytes that MD5 takes at a time
    PADDING = 9  # bytes that it adds at least

cdef uint32_t[64] ADDED
cdef int[16] TURNS
TURNS[:] = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
for number in range(64):
    ADDED[number] = <uint32_t><uint64_t>(4294967296.0 * fabs(sin(number + 1.0)))


def hash_tables(keys, places):
    """Give the tables of terms as `array_hashes.hash_tables` does."""
    cdef const uint8_t[::1] octets = keys.octets
    cdef const int64_t[::1] terms_end = keys.ends, term_places = places
    cdef Py_ssize_t count = len(terms_end), number, start = 0
    cdef uint32_t[::1] hashes = np.empty(count, np.uint32)
    if len(term_places) != count:
        raise ValueError(f"{len(term_places)} places of {count} terms")
    for number in range(count):
        if not start <= terms_end[number] <= len(octets):
            raise ValueError(f"term {number} ends at {terms_end[number]}, of {len(octets)}")
        hashes[number] = hash_of(&octets[start] if start < len(octets) else NULL, terms_end[number] - start)
        start = terms_end[number]
    sizes = 2 * np.bincount(np.asarray(hashes) % TABLES, minlength=TABLES)
    slots = np.zeros(2 * count, SLOT)
    fill(slots.view(np.uint8), hashes, term_places, sizes, np.cumsum(sizes) - sizes)
    return HashTables(slots.tobytes(), sizes.tolist())


cdef fill(
    uint8_t[::1] slots, const uint32_t[::1] hashes, const int64_t[::1] places, const int64_t[::1] sizes,
    const int64_t[::1] starts,
):
    """Put each term where its hash says, or in the next place that is free."""
    cdef uint8_t[::1] taken = np.zeros(2 * len(hashes), np.uint8)
    cdef Py_ssize_t number, table, slot
    for number in range(len(hashes)):
        table = hashes[number] & 0xFF
        slot = (hashes[number] >> 8) % sizes[table]
        while taken[starts[table] + slot]:
            slot = (slot + 1) % sizes[table]
        slot += starts[table]
        taken[slot] = True
        put_big(&slots[12 * slot], hashes[number], 4)
        put_big(&slots[12 * slot + 4], <uint64_t>places[number], 8)


cdef inline void put_big(uint8_t* place, uint64_t number, int size) noexcept:
    """Write the last bytes of a number, the highest first."""
    cdef int byte
    for byte in range(size):
        place[byte] = <uint8_t>(number >> 8 * (size - 1 - byte))


cdef uint32_t hash_of(const uint8_t* text, Py_ssize_t size) noexcept:
    """Give the last four bytes of the MD5 of a text as a number."""
    cdef uint32_t[4] state
    cdef uint8_t[2 * BLOCK] rest
    cdef Py_ssize_t whole = size - size % BLOCK, left = size % BLOCK, start = 0
    cdef uint64_t bits = 8 * <uint64_t>size
    state[:] = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476]
    while start < whole:  # a range with a named step is an object of Python
        mix(state, text + start)
        start += BLOCK
    memset(rest, 0, 2 * BLOCK)
    if left:
        memcpy(rest, text + whole, left)
    rest[left] = 0x80
    size = BLOCK if left + PADDING <= BLOCK else 2 * BLOCK
    for start in range(8):
        rest[size - 8 + start] = <uint8_t>(bits >> 8 * start)
    mix(state, rest)
    if size > BLOCK:
        mix(state, rest + BLOCK)
    return state[3] << 24 | (state[3] & 0xFF00) << 8 | state[3] >> 8 & 0xFF00 | state[3] >> 24


cdef void mix(uint32_t* state, const uint8_t* block) noexcept:
    """Mix a block into a state of MD5."""
    cdef uint32_t[16] words
    cdef uint32_t a = state[0], b = state[1], c = state[2], d = state[3], mixed
    cdef int step, word, turn
    for word in range(16):
        words[word] = (
            <uint32_t>block[4 * word] | <uint32_t>block[4 * word + 1] << 8 | <uint32_t>block[4 * word + 2] << 16
            | <uint32_t>block[4 * word + 3] << 24
        )
    for step in range(64):
        if step < 16:
            mixed, word = b & c | ~b & d, step
        elif step < 32:
            mixed, word = d & b | ~d & c, 5 * step + 1
        elif step < 48:
            mixed, word = b ^ c ^ d, 3 * step + 5
        else:
            mixed, word = c ^ (b | ~d), 7 * step
        mixed += a + ADDED[step] + words[word & 15]
        turn = TURNS[step >> 4 << 2 | step & 3]
        a, d, c = d, c, b
        b += mixed << turn | mixed >> (32 - turn)
    state[0] += a
    state[1] += b
    state[2] += c
    state[3] += d
