# cython: language_level=3
"""The characters of a text, read by other compiled modules without a call of Python."""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ

cdef enum:
    FIRST_KNOWN = 0x4E00
    LAST_KNOWN = 0x9FD5


cdef struct Text:
    int kind  # bytes of a code point, as Python keeps them
    const void* data
    Py_ssize_t length


cdef inline Text text_of(str text) noexcept:
    """Give how to read a text, which has to be kept meanwhile."""
    cdef Text read
    read.kind, read.data, read.length = PyUnicode_KIND(text), PyUnicode_DATA(text), len(text)
    return read


cdef inline Text part_of(Text text, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Give how to read text[start:end]."""
    cdef Text part
    part.kind, part.data, part.length = text.kind, <const char*>text.data + start * text.kind, end - start
    return part


cdef inline Py_UCS4 at(Text text, Py_ssize_t place) noexcept:
    """Give the character at a place; outside of the text, one that is neither letter nor Han."""
    return PyUnicode_READ(text.kind, text.data, place) if 0 <= place < text.length else 0


cdef inline bint is_known(Py_UCS4 character) noexcept:
    """Tell whether jieba cuts runs of a character, and was trained with it; other Han it leaves as they are."""
    return FIRST_KNOWN <= <Py_ssize_t>character <= LAST_KNOWN
