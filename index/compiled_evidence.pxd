# cython: language_level=3
"""What the compiled loops read: where the postings of a query's terms lie, checked once for each term."""

cimport numpy as cnp

ctypedef cnp.npy_intp Place

cdef enum:
    MOST_CHANNELS = 8

cdef struct Part:
    const int* sections
    const double* impacts
    const unsigned int* cells
    Place size
    Place group, channel
    Place at, start  # where a loop is; those of two threads take turns
    double weight

cdef class TermPostings:
    cdef readonly object columns
    cdef readonly Place start, end
    cdef const int* first_section
    cdef const double* first_impact
    cdef const unsigned int* first_cells
    cdef double said

cdef class Evidence:
    cdef readonly list unknown
    cdef tuple channels
    cdef list groups  # those known
    cdef list missing  # of each unknown group the postings of its first alternative, which are none
    cdef list alternatives, postings  # of each part
    cdef Part* parts
    cdef Place size, most  # parts, and the room for them
    cdef Place channel_of(self, group) except -2

cdef int check(cnp.ndarray array, int kind, int dimensions) except -1
cdef double idf(Place count, Place holders) noexcept
cdef object field(values, Place place)
cdef TermPostings postings_of(term, kept)
