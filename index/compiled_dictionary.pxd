# cython: language_level=3
"""What other compiled modules ask of a dictionary without a call of Python."""

from libc.stdint cimport uint64_t

from index.compiled_text cimport Text


cdef struct Step:
    double score  # of the likeliest words from a character to the end of its run
    Py_ssize_t end  # of the first of them


cdef class Dictionary:
    cdef uint64_t* slots
    cdef int bits
    cdef double total

    cdef bint holds(self, Text text, Py_ssize_t start, Py_ssize_t end) noexcept
    cdef void choose(self, Text run, Step* steps) noexcept
    cdef void enter(self, Text text, Py_ssize_t start, Py_ssize_t end, uint64_t often) noexcept
    cdef Step first_word(self, Text run, Py_ssize_t start, const Step* steps) noexcept
    cdef uint64_t* slot_of(self, uint64_t node, Py_UCS4 character) noexcept
    cdef uint64_t node_at(self, uint64_t* slot) noexcept
    cdef void fetch(self, Text run) noexcept
