# cython: language_level=3
"""What scores depend on besides postings, as compiled loops read it."""

cimport numpy as cnp

from index.compiled_evidence cimport Place

cdef struct Besides:  # NULL where there is nothing of a kind
    const int* pieces
    Place at, size  # of the pieces: where a loop is, how many there are
    const unsigned char* allowed
    const unsigned char* frequent

cdef Besides besides_of(besides, Place count) except *
cdef Besides read_besides(cnp.ndarray pieces, allowed, frequent, Place count) except *
cdef Place outside(Place section, Place low, Place count) except -1


cdef inline Place within(Place section, Place low, Place count) except -1:
    """Give a section. Raise IndexError if it is none of those from `low` to `count`."""
    return section if low <= section < count else outside(section, low, count)
