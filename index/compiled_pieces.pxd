# cython: language_level=3
"""What other compiled modules ask of pieces without a call of Python."""

from cpython.object cimport PyObject
from libc.stdint cimport uint64_t

from index.compiled_meanings cimport Meanings
from index.compiled_text cimport Text

cdef enum:
    PAIRS = 1  # in CHANNELS

cdef enum:  # what is said of a piece
    LEFT_OUT = 1  # of questions that name something
    ASKS = 2
    ALWAYS_LEFT_OUT = 4
    GROWS = 8  # to other words, as a last one
    SOUNDS = 16  # like words that may have been meant
    HELD = 32  # by some section, as a word
    HELD_AS_GRAM = 64  # as a pair or a character
    ASKED = 7  # what is said of GROWS is known where GROWS << ASKED is set, and so on


cdef struct Piece:
    uint64_t key  # its characters; 0 where there is none
    uint64_t said
    PyObject* word  # its group in the channel of words, NULL as long as it was not asked for
    PyObject* gram  # its group in that of pairs or characters


cdef class Pieces:
    cdef Piece* table
    cdef int bits
    cdef Py_ssize_t count
    cdef dict left_out, always_left_out
    cdef dict grown  # what the words may become of which GROWS is said
    cdef object channels
    cdef Meanings meanings

    cdef int said_of(self, str text, Py_ssize_t start, Py_ssize_t end) except -1
    cdef int left_out_as(self, str word) except -1
    cdef bint says(self, str text, Py_ssize_t start, Py_ssize_t end, int what, ask, about) except -1
    cdef int note(self, uint64_t key, int what, bint told) except -1
    cdef tuple become(self, str text, Py_ssize_t start, Py_ssize_t end, ask, about)
    cdef object group(self, str text, Py_ssize_t start, Py_ssize_t end, int channel)
    cdef int keep(self, uint64_t key, group, int channel) except -1
    cdef bint holds(self, uint64_t key, int channel, group) except -1
    cdef bint holds_pair(self, str text, Py_ssize_t start) except -1
    cdef Piece* of(self, uint64_t key) except NULL
    cdef Piece* place_of(self, uint64_t key) noexcept
    cdef int make_room(self) except -1
    cdef int start(self, Piece* room) except -1
    cdef int forget(self) noexcept
