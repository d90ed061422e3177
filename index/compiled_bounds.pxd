# cython: language_level=3
"""What sections may score at most: a window of them at a time."""

from index.compiled_evidence cimport Evidence, Place
from index.compiled_scores cimport Besides
from index.compiled_vectors cimport Bound

cdef enum:
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
