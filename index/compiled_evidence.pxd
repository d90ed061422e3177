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
    const unsigned char* levels  # of its ceilings, one for each section; NULL where it has none
    Place size, levelled  # postings; levels
    Place group, channel
    Place at  # where a loop is
    double weight, highest  # no impact is higher

cdef class TermPostings:
    cdef readonly object columns, ceilings
    cdef readonly Place start, end
    cdef const int* first_section
    cdef const double* first_impact
    cdef const unsigned int* first_cells
    cdef const unsigned char* levels
    cdef Place levelled
    cdef double said, highest
    cdef double highest_impact(self) noexcept

cdef class Evidence:
    cdef readonly list unknown
    cdef tuple channels
    cdef list groups  # those known
    cdef list missing  # of each unknown group the postings of its first alternative, which are none
    cdef list alternatives, postings  # of each part
    cdef Part* parts
    cdef Place size, most  # parts, and the room for them
    cdef object placed  # the sections that were looked up last: so they need not be again
    cdef int* places  # of each part (rows): where these stand among its postings, -1 where they do not
    cdef int keep_places(self, sections, int* places) except -1
    cdef Place channel_of(self, group) except -2

cdef int check(cnp.ndarray array, int kind, int dimensions) except -1
cdef double idf(Place count, Place holders) noexcept
cdef object field(values, Place place)
cdef TermPostings postings_of(term, kept)
