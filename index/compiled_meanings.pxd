# cython: language_level=3
"""What other compiled modules ask of names that have synonyms without a call of Python."""

from cpython.object cimport PyObject
from libc.stdint cimport uint64_t

from index.compiled_name_finder cimport NameFinder
from index.compiled_spans cimport Spans


cdef struct Meaning:
    uint64_t key  # of the name
    PyObject* word  # the group of its synonyms in the channel of words, NULL where there is none
    PyObject* pair  # and in that of pairs
    PyObject* typed_word  # both behind what was typed, NULL as long as they were not asked for
    PyObject* typed_pair
    bint is_known, is_held


cdef class Meanings:
    cdef NameFinder names
    cdef object given
    cdef Meaning* meanings  # by the numbers of the names
    cdef Py_ssize_t count  # of the names, which may be gone when this goes

    cdef list found(self, str text, Spans* covered)
    cdef bint end_in(self, list numbers, str text, Py_ssize_t size) except -1
    cdef list groups(self, list numbers)
    cdef Meaning* of(self, int number) except NULL
    cdef int take(self, int number) except -1


cdef object with_typed(PyObject** kept, typed, guess)
cdef tuple joined(tuple before, tuple new)
