# cython: language_level=3, boundscheck=False, wraparound=False
"""What the names that have synonyms mean in an index, for `compiled_pieces`: all that is known of one in one place.

`pieces` gives the same.
"""

cimport cython
from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.ref cimport Py_INCREF, Py_XDECREF

from index.compiled_keys cimport key_of
from index.compiled_named cimport field, named
from index.compiled_text cimport text_of

from index.parsed_query import Group as _Group

cdef type Group = _Group


@cython.final
cdef class Meanings:
    """Names, and what is given by their numbers for what they mean."""

    def __cinit__(self, NameFinder names not None, given):
        self.names, self.given = names, given
        self.count = len(names.names)
        self.meanings = <Meaning*>PyMem_Calloc(self.count + 1, sizeof(Meaning))
        if self.meanings is NULL:
            raise MemoryError()

    def __dealloc__(self):
        cdef Meaning* meaning
        cdef Py_ssize_t number
        for number in range(self.count if self.meanings is not NULL else 0):
            meaning = self.meanings + number
            Py_XDECREF(meaning.word)
            Py_XDECREF(meaning.pair)
            Py_XDECREF(meaning.typed_word)
            Py_XDECREF(meaning.typed_pair)
        PyMem_Free(self.meanings)

    cdef list found(self, str text, Spans* covered):
        """Give the numbers of the names in a folded text; add where those stand whose synonyms some section holds."""
        cdef list numbers = self.names.found(text)
        cdef int number
        for number in numbers:
            if self.of(number).is_held:
                self.names.stand(number, text, covered)
        return numbers

    cdef bint end_in(self, list numbers, str text, Py_ssize_t size) except -1:
        """Tell whether a text ends in one of some names that is longer than so many characters."""
        for number in numbers:
            name = <str>self.names.names[number]
            if len(name) > size and text.endswith(name):
                return True
        return False

    cdef list groups(self, list numbers):
        """Give what some names mean, as groups of alternatives."""
        return [group for number in numbers for group in self.given[number][0]]

    cdef Meaning* of(self, int number) except NULL:
        """Give what a name of the finder means."""
        if not self.meanings[number].is_known:
            self.take(number)
        return self.meanings + number

    cdef int take(self, int number) except -1:
        groups, is_held = self.given[number]
        cdef Meaning* meaning = self.meanings + number
        name = <str?>self.names.names[number]
        for group in groups if not meaning.is_known else ():
            Py_INCREF(group)
            if field(group, 0) == "words":
                meaning.word = <PyObject*>group
            else:
                meaning.pair = <PyObject*>group
        meaning.key, meaning.is_known, meaning.is_held = key_of(text_of(name), 0, len(name)), True, is_held
        return 0


cdef object with_typed(PyObject** kept, typed, guess):
    """Give the group of a name that was typed with its synonyms, as it was given before."""
    if kept[0] is NULL:
        group = named(Group, field(typed, 0), field(typed, 1), joined(<tuple?>field(typed, 2), <tuple?>field(guess, 2)))
        if kept[0] is NULL:
            Py_INCREF(group)
            kept[0] = <PyObject*>group
    return <object>kept[0]


cdef tuple joined(tuple before, tuple new):
    """Give alternatives, and others whose terms are not among them."""
    cdef list found = list(before)
    for alternative in new:
        if not has(found, <str?>field(alternative, 0)):
            found.append(alternative)
    return tuple(found)


cdef bint has(list alternatives, str term) except -1:
    for alternative in alternatives:
        own = <str?>field(alternative, 0)
        if own is term or own == term:
            return True
    return False
