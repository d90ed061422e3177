# cython: language_level=3, boundscheck=False, wraparound=False
"""Texts of which every character becomes one by itself, folded by one look into a table for each.

The processor's caches hold little when a question comes: what counts is how few places are looked at, and that they are
known at once.
"""

cimport cython
from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_New, PyUnicode_WRITE
from libc.stdint cimport uint16_t, uint32_t

from index.compiled_characters cimport at
from index.compiled_named cimport new_named, put
from index.compiled_text cimport Text, text_of

from index.analysis.folded import Folded

cdef enum:
    CHARACTERS = 0x10000  # of the basic plane

cdef type Named = Folded


@cython.final
cdef class PlainTexts:
    """A table of the characters that `load` gives, and one of the pairs; it is called when the first text comes."""

    def __cinit__(self, load):
        self.load = load

    def __dealloc__(self):
        PyMem_Free(self.characters)
        PyMem_Free(self.pairs)

    def fold(self, str text not None):
        """Give what `fold` gives of a plain text, which has no such pair either; None of others."""
        return self.folded(text)

    cdef str plain(self, str text):
        """Give a plain text folded, None of others."""
        if self.pairs is NULL:
            self.fill()
        return None if self.has_pair(text_of(text)) else self.become(text, FOLDED)

    cdef folded(self, str text):
        cdef str folded = self.plain(text)
        if folded is None:
            return None
        made = new_named(Named, 3)
        put(made, 0, folded)
        put(made, 1, None)
        put(made, 2, None)
        return made

    def written(self, str text not None):
        """Give what `written` gives of a plain text, None of others."""
        if self.pairs is NULL:
            self.fill()
        return self.become(text, WRITTEN)

    def clean(self, str text not None):
        """Give a plain text in NFKC, its white space folded; None of others."""
        return self.cleaned(text)

    cdef str cleaned(self, str text):
        if self.pairs is NULL:
            self.fill()
        cdef str made = self.become(text, CLEAN)
        if made is None or not has_wide_space(text_of(made)):
            return made
        return " ".join(made.split())

    cdef int fill(self) except -1:
        """Load the tables. Raises ValueError where they are none of the basic plane's characters."""
        cdef str folded, written, clean, pair
        cdef Py_ssize_t code
        cdef Py_UCS4 first, second
        folded, written, clean, pairs = self.load()
        for text in (folded, written, clean):
            if len(text) != CHARACTERS or text_of(text).kind > 2:
                raise ValueError("not one character of the basic plane for each of them")
        if self.pairs is not NULL:  # another thread was faster
            return 0
        self.make_room(len(pairs))
        for code in range(CHARACTERS):
            self.characters[code].becomes = [ord(folded[code]), ord(written[code]), ord(clean[code])]
        for pair in pairs:
            first, second = at(text_of(pair), 0), at(text_of(pair), 1)
            if max(<int>first, <int>second) >= CHARACTERS:
                raise ValueError(f"{pair!r}: no pair of the basic plane")
            self.characters[<int>first].begins, self.characters[<int>second].ends = True, True
            self.slot_of(first, second)[0] = key_of(first, second)
        return 0

    cdef int make_room(self, Py_ssize_t pairs) except -1:
        self.bits = int(pairs).bit_length() + 1
        self.characters = <Plain*>PyMem_Calloc(CHARACTERS, sizeof(Plain))
        self.pairs = <uint32_t*>PyMem_Calloc(1 << self.bits, sizeof(uint32_t))
        if self.characters is NULL or self.pairs is NULL:
            raise MemoryError()
        return 0

    cdef bint has_pair(self, Text text) noexcept:
        cdef Py_ssize_t place
        for place in range(text.length - 1 if text.kind > 1 else 0):
            if self.begins(at(text, place)) and self.ends(at(text, place + 1)):  # few do, and need to be looked up
                if self.slot_of(at(text, place), at(text, place + 1))[0]:
                    return True
        return False

    cdef inline bint begins(self, Py_UCS4 character) noexcept:
        return <Py_ssize_t>character < CHARACTERS and self.characters[character].begins

    cdef inline bint ends(self, Py_UCS4 character) noexcept:
        return <Py_ssize_t>character < CHARACTERS and self.characters[character].ends

    cdef uint32_t* slot_of(self, Py_UCS4 first, Py_UCS4 second) noexcept:
        """Give the slot of a pair, or a free one, which is 0."""
        cdef uint32_t wanted = key_of(first, second), place = wanted * <uint32_t>2654435761 >> (32 - self.bits)
        while self.pairs[place] and self.pairs[place] != wanted:
            place = (place + 1) & ((<uint32_t>1 << self.bits) - 1)
        return self.pairs + place

    cdef inline uint16_t becomes(self, Py_UCS4 character, Form form) noexcept:
        return self.characters[character].becomes[<int>form] if <Py_ssize_t>character < CHARACTERS else 0

    cdef str become(self, str text, Form form):
        """Give what a text becomes, which may be that text; None if it has a character that is not plain."""
        cdef Text read = text_of(text)
        cdef uint32_t highest = 0, code
        cdef bint is_same = True
        cdef Py_ssize_t place
        for place in range(read.length):
            code = self.becomes(at(read, place), form)
            if not code:
                return None
            highest |= code
            is_same = is_same and code == <uint32_t>at(read, place)
        return text if is_same else self.made(read, highest, form)

    cdef str made(self, Text text, uint32_t highest, Form form):
        cdef str new = PyUnicode_New(text.length, highest)
        cdef int kind = PyUnicode_KIND(new)
        cdef void* data = PyUnicode_DATA(new)
        cdef Py_ssize_t place
        for place in range(text.length):
            PyUnicode_WRITE(kind, data, place, self.becomes(at(text, place), form))
        return new


cdef bint has_wide_space(Text text) noexcept:
    """Tell whether white space stands at the start or the end, or beside other white space."""
    cdef Py_ssize_t place
    cdef bint is_space, was_space = True
    for place in range(text.length):
        is_space = at(text, place) == c" "
        if is_space and was_space:
            return True
        was_space = is_space
    return was_space and text.length > 0


cdef inline uint32_t key_of(Py_UCS4 first, Py_UCS4 second) noexcept:
    return <uint32_t>first << 16 | <uint32_t>second
