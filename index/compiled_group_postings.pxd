# cython: language_level=3
"""What other compiled modules ask of groups' postings without a call of Python."""

from cpython.ref cimport PyObject

from index.compiled_evidence cimport MOST_CHANNELS, Evidence, Held, Place
from index.compiled_loops cimport Run


cdef struct Slot:
    PyObject* group  # NULL where there is none
    Held* held


cdef class Kept:
    cdef Slot* slots
    cdef int bits
    cdef Py_ssize_t count, parts

    cdef Held* of(self, PyObject* group) noexcept
    cdef Held* put(self, Held* held) except NULL
    cdef Slot* slot_of(self, PyObject* group) noexcept
    cdef int make_room(self) except -1


cdef class GroupPostings:
    cdef readonly tuple channels
    cdef readonly Place sections
    cdef PyObject* names[MOST_CHANNELS]
    cdef dict places
    cdef Kept kept

    cdef Kept renewed(self)
    cdef int place_of(self, channel) except -2


cdef Evidence look_up_in(tuple groups, GroupPostings among)
cdef Run run_of(group, Kept kept, GroupPostings among) except *
