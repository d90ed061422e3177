# cython: language_level=3
"""What other compiled modules ask for without a call of Python."""

from index.compiled_evidence cimport Best, Evidence

cdef struct Refined:  # of some sections
    double* scores  # with what characters add, raised by what stands together
    double highest, told  # of the first before they are raised: the highest, and the most that one of these tells


cdef int refine(
    const Best* some, const unsigned char* frequent, Evidence evidence, Evidence singles, telling, Refined* made
) except -1
