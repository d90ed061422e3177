# cython: language_level=3
"""What compiled modules know of `compiled_matches`."""

from index.compiled_text cimport Text


cdef struct Term:
    Text text
    Py_UCS4 first
    bint tells
    int next  # the number of the next one in its bucket, from 1 on; 0: there is none


cdef struct Match:
    Py_ssize_t start, end
    bint tells
    Py_ssize_t size, same, seen  # room for whoever compares matches


cdef enum:
    BUCKETS = 128


cdef class ShownTerms:
    cdef readonly tuple telling, others
    cdef Term* terms
    cdef int heads[BUCKETS]  # by the last bits of first characters: the number of a term


cdef inline unsigned int bucket(Py_UCS4 first) noexcept:
    return <unsigned int>first % BUCKETS


cdef Match* matches_of(Text text, starts, ends, ShownTerms shown, Py_ssize_t* count) except NULL
cdef tuple spans_of(const Match* found, Py_ssize_t count, Py_ssize_t start, Py_ssize_t end, Py_ssize_t shift)
