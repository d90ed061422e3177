# cython: language_level=3
"""The characters of a text, read by other compiled modules without a call of Python."""

from cpython.unicode cimport PyUnicode_READ

from index.compiled_text cimport Text

cdef enum:
    FIRST_KNOWN = 0x4E00
    LAST_KNOWN = 0x9FD5


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
