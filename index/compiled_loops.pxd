# cython: language_level=3
"""What is common to postings, for other compiled modules."""

from index.compiled_evidence cimport Place


cdef struct Run:  # of sections, in order
    const int* sections
    Place size


cdef object common_of(const Run* runs, Place count)
