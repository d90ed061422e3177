# cython: language_level=3
"""What certain sections hold of a query: their postings are looked up, and all others not gone through."""

from index.compiled_evidence cimport Evidence, Place

cdef bint begins(Evidence evidence, Place number) noexcept
cdef void look_up(Evidence evidence, const Place* wanted, Place size, int* places) noexcept
cdef void add_points(Evidence evidence, const int* places, Place size, double* points) noexcept
