# cython: language_level=3, boundscheck=False, wraparound=False
"""Finds names in a text, compiled to machine code: at most of its places, a bit tells that no name starts there.

A kilobyte of bits is all that most places look at: dictionaries of hundreds of names lie all over the memory.
"""

cimport cython
from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, PyUnicode_READ_CHAR
from libc.string cimport memset

from index.compiled_spans cimport Span, Spans, add, release, spans_in

cdef enum:
    FEW = 16  # spans that lie on the stack


cdef inline unsigned int code_of(Py_UCS4 first, Py_UCS4 second) noexcept:
    """Give a number for names that start with two characters, or are the first alone if the second is 0."""
    return <unsigned int>first * <unsigned int>2654435761 + <unsigned int>second * <unsigned int>2246822519


cdef inline bint is_latin(Py_UCS4 character) noexcept:
    return c"a" <= character <= c"z" or c"0" <= character <= c"9"


@cython.final
cdef class NameFinder:
    """Folded words or phrases of one character or more, each once."""

    def __cinit__(self, names):
        cdef unsigned int size = 16
        cdef int number
        memset(self.marks, 0, sizeof(self.marks))
        self.names = tuple(names)
        while size < 2 * <unsigned int>len(self.names):
            size *= 2
        self.mask = size - 1
        self.starts = <Start*>PyMem_Calloc(size, sizeof(Start))
        if self.starts is NULL:
            raise MemoryError()
        for number in range(<int>len(self.names)):
            self.mark(<str?>self.names[number], number)

    def __dealloc__(self):
        PyMem_Free(self.starts)

    cdef int mark(self, str name, int number) except -1:
        """Note where a name may start."""
        if not name:
            raise ValueError("a name of nothing")
        cdef Py_UCS4 first = PyUnicode_READ_CHAR(name, 0), second = PyUnicode_READ_CHAR(name, 1) if len(name) > 1 else 0
        cdef unsigned int code = code_of(first, second), at = code & self.mask
        self.has_single = self.has_single or len(name) == 1
        self.marks[code >> (35 - BITS)] |= 1 << (code >> (32 - BITS) & 7)
        while self.starts[at].size:
            at = (at + 1) & self.mask
        self.starts[at] = Start(first, second, number, <int>len(name))
        return 0

    def find(self, str text not None):
        """Give the numbers of the names that stand in a text, from the least on.

        Where a name has a Latin end, no other Latin letter or digit may touch that.
        """
        return self.found(text)

    cdef list found(self, str text):
        cdef Py_ssize_t place, length = len(text)
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef Py_UCS4 here
        cdef list found = []
        for place in range(length):
            here = PyUnicode_READ(kind, data, place)
            if place + 1 < length:
                self.look(text, place, here, PyUnicode_READ(kind, data, place + 1), 2, found)
            if self.has_single:
                self.look(text, place, here, 0, 1, found)
        return found

    def places(self, Py_ssize_t number, str text not None):
        """Give where a name stands in a text, none overlapping one before, whatever touches it."""
        cdef Span[FEW] few
        cdef Spans found = spans_in(few, FEW)
        cdef int n
        try:
            self.stand(number, text, &found)
            return [(found.at[n].start, found.at[n].end) for n in range(found.count)]
        finally:
            release(&found)

    cdef int stand(self, Py_ssize_t number, str text, Spans* found) except -1:
        """Add where a name stands in a text."""
        if not 0 <= number < len(self.names):
            raise IndexError(f"name {number} of {len(self.names)}")
        cdef str name = <str>self.names[number]
        cdef Py_ssize_t start = 0, size = len(name)
        while start + size <= len(text):
            if is_at(name, text, start):
                add(found, start, start + size)
                start += size
            else:
                start += 1
        return 0

    cdef int look(self, str text, Py_ssize_t place, Py_UCS4 first, Py_UCS4 second, int least, list found) except -1:
        """Add those of the names with a start that stand at a place: of at least two characters, or of one."""
        cdef unsigned int code = code_of(first, second)
        if self.marks[code >> (35 - BITS)] >> (code >> (32 - BITS) & 7) & 1:
            self.add_marked(text, place, first, second, least, code & self.mask, found)
        return 0

    cdef int add_marked(
        self, str text, Py_ssize_t place, Py_UCS4 first, Py_UCS4 second, int least, unsigned int at, list found
    ) except -1:
        cdef Start* start = self.starts + at
        while start.size:
            if start.first == first and start.second == second and (start.size == 1) == (least == 1):
                if stands(<str>self.names[start.number], text, place):
                    put(found, start.number)
            at = (at + 1) & self.mask
            start = self.starts + at
        return 0


cdef int put(list found, int number) except -1:
    """Put a number among others, in order, if it is not there yet."""
    cdef Py_ssize_t at = len(found)
    while at and <int>found[at - 1] > number:
        at -= 1
    if not at or <int>found[at - 1] != number:
        found.insert(at, number)
    return 0


cdef bint is_at(str name, str text, Py_ssize_t start) noexcept:
    cdef Py_ssize_t place, size = len(name)
    if start + size > len(text):
        return False
    for place in range(size):
        if PyUnicode_READ_CHAR(name, place) != PyUnicode_READ_CHAR(text, start + place):
            return False
    return True


cdef bint stands(str name, str text, Py_ssize_t start) noexcept:
    """Tell whether a name stands at a place, and no Latin letter or digit touches a Latin end of it."""
    cdef Py_ssize_t size = len(name), end = start + size
    if not is_at(name, text, start):
        return False
    if start and PyUnicode_READ_CHAR(name, 0) < 128 and is_latin(PyUnicode_READ_CHAR(text, start - 1)):
        return False
    return end >= len(text) or PyUnicode_READ_CHAR(name, size - 1) >= 128 or not is_latin(PyUnicode_READ_CHAR(text, end))
