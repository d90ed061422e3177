# cython: language_level=3, boundscheck=False, wraparound=False
"""The loops over a text that snippets need, compiled to machine code: a quarter of the time that `text_loops` takes."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.tuple cimport PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ

from index.script import FIRST_CJK

cdef Py_UCS4 CJK = ord(FIRST_CJK)

cdef enum:
    INSIDE = 1  # of a term
    BEGINS = 2  # one that tells


cdef struct Text:
    int kind  # bytes of a code point, as Python keeps them
    void* data
    Py_ssize_t length


cdef struct Term:
    Text text
    unsigned int first
    unsigned char mark  # of its first character


cdef Text text_of(str text) except *:
    cdef Text read
    read.kind, read.data, read.length = PyUnicode_KIND(text), PyUnicode_DATA(text), len(text)
    return read


def spans(str text not None, tuple telling not None, tuple others not None):
    """Give where terms stand in a folded text, in order, overlapping and touching spans joined.

    Where one of the telling stands anywhere, only joined spans that one begins in. Latin terms stand only where no
    other Latin letter or digit touches them.
    """
    cdef Py_ssize_t length = len(text), count = len(telling) + len(others)
    cdef unsigned char* marks = <unsigned char*>PyMem_Calloc(length + 1, 1)
    cdef Term* terms = <Term*>PyMem_Calloc(count + 1, sizeof(Term))
    try:
        if marks is NULL or terms is NULL:
            raise MemoryError()
        read_terms(telling, terms, INSIDE | BEGINS)
        read_terms(others, terms + len(telling), INSIDE)
        mark(text_of(text), terms, count, marks)
        return marked(marks, length)
    finally:
        PyMem_Free(terms)
        PyMem_Free(marks)


cdef int read_terms(tuple terms, Term* read, unsigned char mark) except -1:
    cdef str term
    for term in terms:
        if not term:
            raise ValueError("an empty term")
        read.text, read.mark = text_of(term), mark
        read.first = PyUnicode_READ(read.text.kind, read.text.data, 0)
        read += 1
    return 0


cdef void mark(Text text, const Term* terms, Py_ssize_t count, unsigned char* marks) noexcept:
    """Mark the characters of a text that terms stand on."""
    cdef unsigned long long firsts = 0  # a bit for all code points with the same six last bits: most begin no term
    cdef Py_ssize_t place, inside, term
    cdef unsigned int code
    for term in range(count):
        firsts |= <unsigned long long>1 << (terms[term].first & 63)
    for place in range(text.length):
        code = PyUnicode_READ(text.kind, text.data, place)
        if not firsts >> (code & 63) & 1:
            continue
        for term in range(count):
            if terms[term].first == code and stands(terms[term].text, text, place):
                marks[place] |= terms[term].mark
                for inside in range(place + 1, place + terms[term].text.length):
                    marks[inside] |= INSIDE


cdef bint stands(Text term, Text text, Py_ssize_t start) noexcept:
    """Tell whether a term whose first character stands at `start` stands there whole, and goes on at neither edge."""
    cdef Py_ssize_t end = start + term.length, place
    if end > text.length:
        return False
    for place in range(1, term.length):
        if PyUnicode_READ(text.kind, text.data, start + place) != PyUnicode_READ(term.kind, term.data, place):
            return False
    return not goes_on(text, start, start - 1) and not goes_on(text, end - 1, end)


cdef bint goes_on(Text text, Py_ssize_t edge, Py_ssize_t neighbour) noexcept:
    """Tell whether the edge of a term is Latin and goes on with its neighbour, which may be nothing."""
    if PyUnicode_READ(text.kind, text.data, edge) >= CJK or neighbour < 0 or neighbour >= text.length:
        return False
    cdef Py_UCS4 other = PyUnicode_READ(text.kind, text.data, neighbour)
    return other < CJK and (other.isalnum() or other == "_")


cdef list marked(const unsigned char* marks, Py_ssize_t length):
    """Give the runs of marked characters; where one that tells begins in any, only those."""
    cdef Py_ssize_t place = 0, start
    cdef unsigned char flags
    cdef list every = [], told = []
    while place < length:
        if marks[place]:
            start, flags = place, 0
            while marks[place]:  # the last mark, behind the text, is none
                flags |= marks[place]
                place += 1
            every.append((start, place))
            if flags & BEGINS:
                told.append((start, place))
        place += 1
    return told or every


cdef struct Match:
    Py_ssize_t start, end, size, mark, seen


def fullest(str text not None, tuple windows not None, list matches not None):
    """Give the number of the window whose distinct matches have most characters, the first of equals.

    Windows and matches are in order, by their starts and by their ends.
    """
    cdef Py_ssize_t count = len(matches), best = 0
    if len(windows) == 1 or count == 0:
        return 0
    cdef Match* found = <Match*>PyMem_Calloc(count, sizeof(Match))
    if found is NULL:
        raise MemoryError()
    try:
        read_matches(text, matches, found)
        best = fullest_of(windows, found, count)
    finally:
        PyMem_Free(found)
    return best


cdef int read_matches(str text, list matches, Match* found) except -1:
    """Read matches, those of the same text with the same mark, from 0 on."""
    cdef dict marks = {}
    cdef Py_ssize_t place
    cdef str said
    for place in range(len(matches)):
        read(matches[place], &found[place].start, &found[place].end)
        said = text[found[place].start : found[place].end].lower()
        found[place].size, found[place].mark = len(said), marks.setdefault(said, len(marks))
    return 0


cdef Py_ssize_t fullest_of(tuple windows, Match* found, Py_ssize_t count) except -1:
    cdef Py_ssize_t number, first = 0, last = 0, place, passed = 0, held, most = 0, best = 0
    for number in range(len(windows)):
        read(windows[number], &first, &last)
        while passed < count and found[passed].end <= first:
            passed += 1
        held = 0
        for place in range(passed, count):
            if found[place].start >= last:
                break
            if found[found[place].mark].seen <= number:
                found[found[place].mark].seen = number + 1
                held += found[place].size
        if held > most:
            best, most = number, held
    return best


cdef int read(place, Py_ssize_t* start, Py_ssize_t* end) except -1:
    """Read a span: a tuple of two numbers, also one with names."""
    if not PyTuple_Check(place) or PyTuple_GET_SIZE(place) != 2:
        raise TypeError(f"{place!r}: no span of a text")
    start[0], end[0] = <object>PyTuple_GET_ITEM(place, 0), <object>PyTuple_GET_ITEM(place, 1)
    return 0
