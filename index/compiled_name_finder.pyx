# cython: language_level=3, boundscheck=False, wraparound=False
"""Finds names in a text, compiled to machine code: at most of its places, a bit tells that no name starts there.

A kilobyte of bits is all that most places look at: dictionaries of hundreds of names lie all over the memory.
"""

from cpython.tuple cimport PyTuple_GET_SIZE
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, PyUnicode_READ_CHAR, PyUnicode_Tailmatch
from libc.string cimport memset

cdef enum:
    BITS = 13  # of a mark: 400 names set one bit in twenty


cdef inline unsigned int mark_of(Py_UCS4 first, Py_UCS4 second) noexcept:
    """Give the number of the bit for names that start with two characters, or are the first alone if the second is 0."""
    return (<unsigned int>first * <unsigned int>2654435761 + <unsigned int>second * <unsigned int>2246822519) >> 32 - BITS


cdef inline bint is_latin(Py_UCS4 character) noexcept:
    return c"a" <= character <= c"z" or c"0" <= character <= c"9"


cdef class NameFinder:
    """Folded words or phrases of one character or more, each once."""

    cdef unsigned char marks[1 << (BITS - 3)]
    cdef tuple names
    cdef dict starting
    cdef bint has_single

    def __cinit__(self, names):
        cdef str name
        cdef unsigned int mark
        memset(self.marks, 0, sizeof(self.marks))
        self.names, self.starting = tuple(names), {}
        for number, name in enumerate(self.names):
            if not name:
                raise ValueError("a name of nothing")
            self.has_single = self.has_single or len(name) == 1
            mark = mark_of(PyUnicode_READ_CHAR(name, 0), PyUnicode_READ_CHAR(name, 1) if len(name) > 1 else 0)
            self.marks[mark >> 3] |= 1 << (mark & 7)
            self.starting.setdefault(name[:2], []).append(number)

    def find(self, str text not None):
        """Give the numbers of the names that stand in a text, from the least on.

        Where a name has a Latin end, no other Latin letter or digit may touch that.
        """
        cdef Py_ssize_t place, length = len(text)
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef Py_UCS4 here
        cdef list found = []
        for place in range(length):
            here = PyUnicode_READ(kind, data, place)
            if place + 1 < length and self.may_start(mark_of(here, PyUnicode_READ(kind, data, place + 1))):
                self.add(text, place, text[place : place + 2], found)
            if self.has_single and self.may_start(mark_of(here, 0)):
                self.add(text, place, text[place : place + 1], found)
        return found if len(found) < 2 else sorted(set(found))

    cdef inline bint may_start(self, unsigned int mark) noexcept:
        return self.marks[mark >> 3] >> (mark & 7) & 1

    cdef int add(self, str text, Py_ssize_t place, str start, list found) except -1:
        """Add those of the names with a start that stand at a place."""
        numbers = self.starting.get(start)
        if numbers is not None:
            for number in <list>numbers:
                if stands(<str>self.names[number], text, place):
                    found.append(number)
        return 0


cdef bint stands(str name, str text, Py_ssize_t start) except -1:
    cdef Py_ssize_t end = start + len(name)
    if not PyUnicode_Tailmatch(text, name, start, end, -1):
        return False
    if start and PyUnicode_READ_CHAR(name, 0) < 128 and is_latin(PyUnicode_READ_CHAR(text, start - 1)):
        return False
    return end >= len(text) or PyUnicode_READ_CHAR(name, len(name) - 1) >= 128 or not is_latin(PyUnicode_READ_CHAR(text, end))
