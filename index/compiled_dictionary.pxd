# cython: language_level=3
"""What other compiled modules ask of a dictionary without a call of Python."""

from libc.stdint cimport uint64_t

from index.compiled_text cimport Text


cdef enum:
    DEEPEST = 16  # beginnings of a word that are known when the next one comes: hardly any word is longer


cdef struct Line:
    Py_ssize_t start, end, characters  # of its word
    Py_ssize_t after
    uint64_t often


cdef struct Beginnings:  # of the last word: characters, and where what ends with each stands in the table
    Py_ssize_t count
    Py_UCS4 characters[DEEPEST]
    uint64_t* slots[DEEPEST]


cdef struct Step:
    double score  # of the likeliest words from a character to the end of its run
    Py_ssize_t end  # of the first of them


cdef class Dictionary:
    cdef uint64_t* slots
    cdef int bits
    cdef double total

    cdef bint holds(self, Text text, Py_ssize_t start, Py_ssize_t end) noexcept
    cdef void choose(self, Text run, Step* steps) noexcept
    cdef void enter(self, const unsigned char* text, const Line* line, Beginnings* known) noexcept
    cdef Step first_word(self, Text run, Py_ssize_t start, const Step* steps) noexcept
    cdef uint64_t* slot_of(self, uint64_t node, Py_UCS4 character) noexcept
    cdef uint64_t node_at(self, uint64_t* slot) noexcept
    cdef void fetch(self, Text run) noexcept
