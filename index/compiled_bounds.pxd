# cython: language_level=3
"""What sections may score at most: a window of them at a time."""

from index.compiled_evidence cimport Evidence, Part, Place
from index.compiled_fetch cimport fetch
from index.compiled_scores cimport Besides
from index.compiled_vectors cimport Bound

cdef enum:
    SOON = 256  # postings of each term that are asked for before they are read: 0-4,096, more: first ones are driven out
    WINDOW = 4096  # sections bounded at a time: their bounds stay in the nearest caches

cdef struct Window:  # the sections from `low` on, and what they may score
    Place low, width
    Bound* scores
    Bound* of_group
    double unit
    Place slack  # so many units less a score may be than it is bound

cdef int begin(Window* window, Evidence evidence, bint weighs, Place count) except -1
cdef bint to_next(Window* window, Evidence evidence, Besides* besides, Place count) except -1
cdef void bound(Window* window, Evidence evidence, Besides* besides) noexcept


cdef inline void fetch_first(const Part* part, Place count) noexcept:
    """Ask for what is read first of a part: it comes while others are put beside it, and the bounds are called for."""
    if part.levels is NULL:
        fetch(part.sections, min(part.size, <Place>SOON) * sizeof(int))
        fetch(part.grades, min(part.size, <Place>SOON) * sizeof(short))
    else:
        fetch(part.levels, min(count, <Place>SOON))
