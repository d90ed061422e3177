# cython: language_level=3
"""What the compiled loops read: where the postings of a query's terms lie, checked once for each term."""

cimport numpy as cnp
from cpython.ref cimport PyObject

ctypedef cnp.npy_intp Place

cdef enum:
    MOST_CHANNELS = 8
    RANKED = 32  # sections of a rank, and bits of its halves, as `array_weighing` has it

cdef struct Part:
    const int* sections
    const double* impacts
    const unsigned int* cells
    const unsigned char* levels  # of its ceilings, one for each section; NULL where it has none
    const unsigned long long* ranks  # of its ceilings
    Place size  # postings
    Place group  # among those known
    Place at  # where a loop is
    double weight, highest  # no impact is higher
    PyObject* alternative
    PyObject* postings

cdef struct Held:  # what is held of a group; its parts lie behind it
    PyObject* group
    double rarity  # of what it was typed as
    double said  # NAN as long as nobody asked what it says
    int channel, size  # its channel's place; parts

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
    cdef double highest
    cdef double highest_impact(self) noexcept

cdef class Evidence:
    cdef object kept  # what keeps all that is held of the groups
    cdef Held** known_groups
    cdef Held** unknown_groups  # behind those, in one piece of memory
    cdef Part* parts
    cdef readonly Place sections  # in all
    cdef Place size, count, missed  # parts, known groups, and others
    cdef Best best  # what was found last; its memory is one piece, which is freed with this

cdef int check(cnp.ndarray array, int kind, int dimensions) except -1
cdef TermPostings postings_of(term, kept)
