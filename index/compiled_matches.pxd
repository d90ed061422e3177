# cython: language_level=3
"""What compiled modules know of `compiled_matches`."""

from cpython.unicode cimport PyUnicode_READ


cdef struct Text:
    int kind  # bytes of a code point, as Python keeps them
    const void* data
    Py_ssize_t length


cdef struct Term:
    Text text
    Py_UCS4 first
    bint tells
    Py_ssize_t next  # the number of the next one in its bucket, from 1 on; 0: there is none


cdef struct Match:
    Py_ssize_t start, end
    bint tells
    Py_ssize_t size, same, seen  # room for whoever compares matches


cdef enum:
    BUCKETS = 128
    LINE = 64  # bytes that a processor reads at once


cdef class ShownTerms:
    cdef readonly tuple telling, others
    cdef Term* terms
    cdef Py_ssize_t heads[BUCKETS]  # by the last bits of first characters: the number of a term


cdef inline Py_UCS4 letter(Text text, Py_ssize_t place) noexcept:
    return PyUnicode_READ(text.kind, <void*>text.data, place)


cdef Text text_of(str text) except *
cdef str part_of(Text text, Py_ssize_t start, Py_ssize_t end)
cdef void fetch(const char* memory, Py_ssize_t size) noexcept
cdef Match* matches_of(Text text, starts, ends, ShownTerms shown, Py_ssize_t* count) except NULL
cdef tuple spans_of(const Match* found, Py_ssize_t count, Py_ssize_t start, Py_ssize_t end, Py_ssize_t shift)
cdef object named(type of, one, other)
