# cython: language_level=3
"""What other compiled modules ask of plain texts without a call of Python."""

from libc.stdint cimport uint16_t, uint32_t

from index.compiled_text cimport Text


cdef enum Form:
    FOLDED
    WRITTEN
    CLEAN


cdef struct Plain:
    uint16_t[3] becomes  # folded, written and cleaned; 0 where a character is not plain
    unsigned char begins, ends  # a pair


cdef class PlainTexts:
    cdef Plain* characters
    cdef uint32_t* pairs
    cdef int bits
    cdef object load

    cdef str plain(self, str text)
    cdef str cleaned(self, str text)
    cdef folded(self, str text)
    cdef int fill(self) except -1
    cdef int make_room(self, Py_ssize_t pairs) except -1
    cdef bint has_pair(self, Text text) noexcept
    cdef uint32_t* slot_of(self, Py_UCS4 first, Py_UCS4 second) noexcept
    cdef bint begins(self, Py_UCS4 character) noexcept
    cdef bint ends(self, Py_UCS4 character) noexcept
    cdef uint16_t becomes(self, Py_UCS4 character, Form form) noexcept
    cdef str become(self, str text, Form form)
    cdef str made(self, Text text, uint32_t highest, Form form)
