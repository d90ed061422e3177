# cython: language_level=3
"""Short pieces of Han as numbers, read by compiled modules without a call of Python."""

from libc.stdint cimport uint64_t

from index.compiled_characters cimport at
from index.compiled_text cimport Text

cdef enum:
    LONGEST = 4  # characters of a piece that has a key
    FIRST = 0x4E00
    LAST = 0x9FFF


cdef inline uint64_t key_of(Text text, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Give the characters of a piece as one number; 0 of a long one, and of other scripts and rare Han."""
    cdef uint64_t key = 0
    cdef Py_ssize_t place
    if end - start > LONGEST:
        return 0
    for place in range(start, end):
        if not FIRST <= <int>at(text, place) <= LAST:
            return 0
        key = key << 16 | <uint64_t>at(text, place)
    return key


cdef inline uint64_t code_of(Text text) noexcept:
    """Give a number for a text, which others may have too."""
    cdef uint64_t code = 0
    cdef Py_ssize_t place
    for place in range(text.length):
        code = (code ^ <uint64_t>at(text, place)) * <uint64_t>1099511628211
    return code
