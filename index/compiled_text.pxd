# cython: language_level=3
"""Texts as compiled modules read them: where the characters of a `str`, or a copy of them, lie in memory."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_FromKindAndData, PyUnicode_KIND, PyUnicode_READ


cdef struct Text:
    int kind  # bytes of a code point, as Python keeps them
    const void* data
    Py_ssize_t length


cdef inline Text text_of(str text) except *:
    if text is None:  # which may stand for any str
        raise TypeError("no text")
    cdef Text read
    read.kind, read.data, read.length = PyUnicode_KIND(text), PyUnicode_DATA(text), len(text)
    return read


cdef inline Py_UCS4 letter(Text text, Py_ssize_t place) noexcept:
    return PyUnicode_READ(text.kind, <void*>text.data, place)


cdef inline const char* at(Text text, Py_ssize_t place) noexcept:
    """Give where a character lies."""
    return <const char*>text.data + place * text.kind


cdef inline str part_of(Text text, Py_ssize_t start, Py_ssize_t end):
    """Give a part of a text; where it goes beyond the text, what there is of it."""
    start, end = min(max(start, 0), text.length), min(end, text.length)
    return PyUnicode_FromKindAndData(text.kind, at(text, start), max(end - start, 0))
