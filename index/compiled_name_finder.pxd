# cython: language_level=3
"""What other compiled modules ask of names without a call of Python."""

from index.compiled_spans cimport Spans

cdef enum:
    BITS = 13  # of a mark: 400 names set one bit in twenty


cdef struct Start:
    Py_UCS4 first, second  # 0 of a name of one character
    int number, size


cdef class NameFinder:
    cdef unsigned char marks[1 << (BITS - 3)]
    cdef tuple names
    cdef Start* starts  # each behind those before it whose codes begin at the same place, or ran into it
    cdef unsigned int mask
    cdef bint has_single

    cdef int mark(self, str name, int number) except -1
    cdef list found(self, str text)
    cdef int stand(self, Py_ssize_t number, str text, Spans* found) except -1
    cdef int look(self, str text, Py_ssize_t place, Py_UCS4 first, Py_UCS4 second, int least, list found) except -1
    cdef int add_marked(
        self, str text, Py_ssize_t place, Py_UCS4 first, Py_UCS4 second, int least, unsigned int at, list found
    ) except -1
