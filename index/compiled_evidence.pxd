# cython: language_level=3
"""What the compiled loops read: where the postings of a query's terms lie, checked once for each term."""

cimport numpy as cnp
from cpython.ref cimport PyObject

ctypedef cnp.npy_intp Place

cdef enum:
    MOST_CHANNELS = 8
    RANKED = 32  # sections of a rank, and bits of its halves, as `evidence` has it

cdef struct Part:
    const int* sections
    const double* impacts
    const unsigned int* cells
    const unsigned char* levels  # of its ceilings, one for each section; NULL where it has none
    const unsigned long long* ranks  # of its ceilings
    Place size, levelled  # postings; levels
    Place group, channel
    Place at  # where a loop is
    double weight, highest  # no impact is higher
    PyObject* alternative
    PyObject* postings

cdef struct Unknown:  # a group that no section holds
    PyObject* group
    PyObject* leading  # the postings of its first alternative, which are none; NULL where it has no alternative
    Place channel

cdef struct Best:  # sections with the highest scores, highest first, among so many that were found
    Place size, total
    Place* sections
    double* scores
    int* places  # of each part (rows): where they stand among its postings, -1 where they do not

cdef class TermPostings:
    cdef readonly object columns, ceilings
    cdef readonly Place start, end
    cdef const int* first_section
    cdef const double* first_impact
    cdef const unsigned int* first_cells
    cdef const unsigned char* levels
    cdef const unsigned long long* ranks
    cdef Place levelled
    cdef double said, highest
    cdef double highest_impact(self) noexcept

cdef class Evidence:
    cdef tuple asked, channels  # groups, and channels of which some may be
    cdef Part* parts
    cdef PyObject** groups  # those known
    cdef Unknown* missing
    cdef Place size, count, missed  # parts, known groups, and others
    cdef Best best  # what was found last
    cdef object found  # the array of its sections, where one was made
    cdef Place channel_of(self, group) except -2
    cdef int keep(self, Best best) except -1

cdef Evidence look_up_in(tuple groups, tuple among, Place count)
cdef int check(cnp.ndarray array, int kind, int dimensions) except -1
cdef double idf(Place count, Place holders) noexcept
cdef TermPostings postings_of(term, kept)
