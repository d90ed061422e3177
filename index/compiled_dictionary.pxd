# cython: language_level=3
"""What other compiled modules ask of a dictionary without a call of Python."""

from libc.stdint cimport uint64_t

from index.compiled_text cimport Text


cdef enum:
    AT_ONCE = 64  # words: more than a processor fetches from memory at once, few enough to stay in its nearest cache


cdef struct Word:  # of a line of a dictionary, which holds a word, a number and a part of speech
    const unsigned char* place  # of its next character
    const unsigned char* end  # of its line
    uint64_t wanted  # the beginning that ends before the place


cdef struct Step:
    double score  # of the likeliest words from a character to the end of its run
    Py_ssize_t end  # of the first of them


cdef class Dictionary:
    cdef uint64_t* slots
    cdef int bits
    cdef double total
    cdef Py_ssize_t free
    cdef uint64_t sum, most

    cdef bint holds(self, Text text, Py_ssize_t start, Py_ssize_t end) noexcept
    cdef void choose(self, Text run, Step* steps) noexcept
    cdef bint enter_all(self, const unsigned char* text, Py_ssize_t size) except -1
    cdef int make_room(self) except -1
    cdef void expect(self, uint64_t node, Word* word) noexcept
    cdef bint enter(self, Word* words, int count) noexcept
    cdef void count(self, uint64_t* slot, uint64_t often) noexcept
    cdef Step first_word(self, Text run, Py_ssize_t start, const Step* steps) noexcept
    cdef uint64_t* slot_of(self, uint64_t wanted) noexcept
    cdef uint64_t node_at(self, uint64_t* slot) noexcept
    cdef void fetch(self, Text run) noexcept
