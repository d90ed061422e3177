# cython: language_level=3
"""What other compiled modules ask for without a call of Python."""

from index.compiled_evidence cimport Evidence, Place

cdef struct Refined:  # of some sections
    double* scores  # with what characters add, raised by what stands together
    double highest, told  # of the first before they are raised: the highest, and the most that one of these tells


cdef struct Chosen:  # sections and their scores
    Place size
    const Place* sections
    const double* scores
    const int* places  # as `Best` has them; NULL where they were not looked up
    const unsigned char* frequent  # of all sections; NULL for none


cdef int refine(const Chosen* some, Evidence evidence, Evidence singles, telling, Refined* made) except -1
