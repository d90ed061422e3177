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
    const unsigned char* frequencies  # of so many bytes each; where nothing damps them, impacts
    const double* dampings  # of all sections, or NULL
    const unsigned short* grades
    const unsigned int* cells
    const unsigned char* levels  # of its ceilings, one for each section; NULL where it has none
    const unsigned long long* ranks  # of its ceilings
    Place size  # postings
    Place group  # among those known
    Place at  # where a loop is
    double weight, highest  # no impact is higher
    PyObject* alternative
    PyObject* postings
    int width  # bytes of a frequency

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
    cdef readonly object columns, dampings, ceilings
    cdef readonly Place start, end
    cdef Place count  # sections that have dampings and levels; -1 where there are none of both
    cdef Part part  # of which its group and what it weighs are not known yet

cdef class Evidence:
    cdef object kept  # what keeps all that is held of the groups
    cdef Held** known_groups
    cdef Held** unknown_groups  # behind those, in one piece of memory
    cdef Part* parts
    cdef readonly Place sections  # in all
    cdef Place size, count, missed  # parts, known groups, and others
    cdef Best best  # what was found last; its memory is one piece, which is freed with this

cdef inline double impact(const Part* part, Place place, Place section) noexcept:
    """Give the impact of a posting in its section: by the very steps of `scoring.impacts`, the same to the last bit."""
    cdef double often
    if part.dampings is NULL:
        return (<const double*>part.frequencies)[place]
    if part.width == 1:
        often = part.frequencies[place]
    elif part.width == 2:
        often = (<const unsigned short*>part.frequencies)[place]
    elif part.width == 4:
        often = (<const unsigned int*>part.frequencies)[place]
    else:
        often = (<const unsigned long long*>part.frequencies)[place]
    return part.highest * often / (often + part.dampings[section])


cdef int check(cnp.ndarray array, int kind, int dimensions) except -1
cdef TermPostings postings_of(term, kept)
