# cython: language_level=3
"""What other compiled modules ask of jieba's model without a call of Python."""

from index.compiled_text cimport Text


cdef class MarkovModel:
    cdef double* emissions  # of each character four: in state B, M, E and S
    cdef double[4] first
    cdef double eb, sb, bm, mm, be, me, es, ss  # transitions

    cdef int learn(self, int state, dict logarithms) except -1
    cdef void find(self, Text run, unsigned char* ends) noexcept
    cdef void decode(self, Text run, Py_ssize_t start, Py_ssize_t end, unsigned char* ends) noexcept
    cdef const double* said(self, Py_UCS4 character) noexcept
