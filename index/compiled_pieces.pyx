# cython: language_level=3, boundscheck=False, wraparound=False
"""What an index says of pieces of what was typed, as `pieces` gives it, kept where one look finds it.

Questions consist of the same few thousand pieces, and what is said of one depends on nothing else in a question. Asked
among other work, each place in memory costs more than a step: all that is known of a piece lies in one.
"""

cimport cython
from cpython.dict cimport PyDict_GetItemWithError
from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.object cimport PyObject
from cpython.ref cimport Py_INCREF, Py_XDECREF
from cpython.tuple cimport PyTuple_New
from cpython.unicode cimport PyUnicode_Substring

from index.compiled_keys cimport key_of
from index.compiled_meanings cimport Meanings
from index.compiled_name_finder cimport NameFinder
from index.compiled_named cimport field, named, put
from index.compiled_spans cimport Span, Spans, release, spans_in
from index.compiled_text cimport text_of

from index.analysis.channels import CHANNELS as _CHANNELS
from index.analysis.words import always_left_out, left_out_words
from index.parsed_query import Alternative as _Alternative
from index.parsed_query import Group as _Group

cdef tuple CHANNELS = _CHANNELS
cdef type Alternative = _Alternative, Group = _Group
cdef object PLAIN = _Alternative("")  # of the weight and the origin that what was typed has

cdef enum:
    FEW = 16  # spans that lie on the stack
    FIRST_BITS = 10  # of the table as it begins
    MOST_BITS = 15  # 12-20; a table that is full is emptied: half of its places are 16,000 pieces, 300 bytes each


@cython.final
cdef class Pieces:
    """What the channels of an index and the names that have synonyms there say of pieces."""

    def __cinit__(self, channels, NameFinder names not None, meanings):
        self.channels, self.meanings = channels, Meanings.__new__(Meanings, names, meanings)
        self.left_out, self.always_left_out, self.grown = dict(left_out_words()), dict(always_left_out()), {}
        self.start(room_for(FIRST_BITS))

    def __dealloc__(self):
        self.forget()

    def typed(self, str channel not None, terms):
        """Give the groups of terms, each by itself, in a channel."""
        cdef int number = number_of(channel)
        cdef tuple each = tuple(terms)
        cdef Py_ssize_t place
        cdef tuple groups = PyTuple_New(len(each))
        for place in range(len(each)):
            term = each[place]
            put(groups, place, self.group(<str?>term, 0, len(<str>term), number))
        return groups

    def is_held(self, group):
        """Tell whether some section holds what a group was typed as."""
        cdef str term = <str?>field(group, 1)
        cdef int channel = number_of(field(group, 0))
        return self.holds(key_in(text_of(term), 0, len(term), channel), channel, group)

    def named(self, str text not None):
        """Give what the names in a folded text mean, and where those stand whose synonyms some section holds."""
        cdef Span[FEW] few
        cdef Spans covered = spans_in(few, FEW)
        cdef int n
        try:
            groups = self.meanings.groups(self.meanings.found(text, &covered))
            return groups, [(covered.at[n].start, covered.at[n].end) for n in range(covered.count)]
        finally:
            release(&covered)

    cdef object group(self, str text, Py_ssize_t start, Py_ssize_t end, int channel):
        """Give the group of text[start:end] by itself in a channel."""
        cdef uint64_t key = key_in(text_of(text), start, end, channel)
        cdef Piece* piece
        cdef PyObject* found = NULL
        cdef PyObject* other = NULL
        if key:
            piece = self.of(key)
            found, other = (piece.gram, piece.word) if channel else (piece.word, piece.gram)
            if found is not NULL:
                return <object>found
        if other is not NULL:
            made = named(Group, CHANNELS[channel], field(<object>other, 1), field(<object>other, 2))
        else:
            term = PyUnicode_Substring(text, start, end)
            alternative = named(Alternative, term, field(PLAIN, 1), field(PLAIN, 2))
            made = named(Group, CHANNELS[channel], term, (alternative,))
        if key:
            self.keep(key, made, channel)
        return made

    cdef int keep(self, uint64_t key, group, int channel) except -1:
        cdef Piece* piece = self.of(key)
        cdef PyObject** place = &piece.gram if channel else &piece.word
        if place[0] is NULL:
            Py_INCREF(group)
            place[0] = <PyObject*>group
        return 0

    cdef bint holds(self, uint64_t key, int channel, group) except -1:
        """Tell whether some section holds what a group was typed as, which is kept in a channel by a key, if by any."""
        cdef int what = HELD_AS_GRAM if channel else HELD
        if not key:
            return is_held(self.channels, group)
        if not self.of(key).said & what << ASKED:
            self.note(key, what, is_held(self.channels, group))
        return self.of(key).said & what != 0

    cdef bint holds_pair(self, str text, Py_ssize_t start) except -1:
        """Tell whether some section holds a pair of characters of a text."""
        cdef uint64_t key = key_in(text_of(text), start, start + 2, PAIRS)
        if key and self.of(key).said & HELD_AS_GRAM << ASKED:
            return self.of(key).said & HELD_AS_GRAM != 0
        return self.holds(key, PAIRS, self.group(text, start, start + 2, PAIRS))

    cdef bint says(self, str text, Py_ssize_t start, Py_ssize_t end, int what, ask, about) except -1:
        """Tell what is said of text[start:end]; `ask`, asked about something, knows where it was not said before."""
        cdef uint64_t key = key_of(text_of(text), start, end)
        if not key:
            return bool(ask(PyUnicode_Substring(text, start, end), about))
        if not self.of(key).said & what << ASKED:
            self.note(key, what, bool(ask(PyUnicode_Substring(text, start, end), about)))
        return self.of(key).said & what != 0

    cdef int note(self, uint64_t key, int what, bint told) except -1:
        self.of(key).said |= (what << ASKED) + (what if told else 0)
        return 0

    cdef tuple become(self, str text, Py_ssize_t start, Py_ssize_t end, ask, about):
        """Give the groups of what the last word text[start:end] may become; `ask` knows, asked about something."""
        if not self.says(text, start, end, GROWS, ask, about):
            return ()
        term = PyUnicode_Substring(text, start, end)
        groups = self.grown.get(term)
        if groups is None:
            groups = self.grown[term] = ask(term, about)
        return groups

    cdef int said_of(self, str text, Py_ssize_t start, Py_ssize_t end) except -1:
        """Tell whether the word text[start:end] is left out."""
        cdef uint64_t key = key_of(text_of(text), start, end)
        if key:
            return self.of(key).said & (LEFT_OUT | ASKS | ALWAYS_LEFT_OUT)
        return self.left_out_as(PyUnicode_Substring(text, start, end))

    cdef int left_out_as(self, str word) except -1:
        cdef PyObject* may_ask = PyDict_GetItemWithError(self.left_out, word)
        if may_ask is NULL:
            return 0
        return LEFT_OUT | (ASKS if <object>may_ask is True else 0) | (word in self.always_left_out) * ALWAYS_LEFT_OUT

    cdef Piece* of(self, uint64_t key) except NULL:
        """Give what is kept of a piece, at a place that holds until others are asked for."""
        cdef Piece* piece = self.place_of(key)
        if piece.key:
            return piece
        if 2 * self.count >= (<Py_ssize_t>1 << self.bits):
            self.make_room()
            piece = self.place_of(key)
        piece.key = key
        self.count += 1
        return piece

    cdef inline Piece* place_of(self, uint64_t key) noexcept:
        """Give the place of a piece, or a free one."""
        cdef uint64_t place = key * <uint64_t>11400714819323198485 >> (64 - self.bits)
        while self.table[place].key and self.table[place].key != key:
            place = (place + 1) & ((<uint64_t>1 << self.bits) - 1)
        return self.table + place

    cdef int make_room(self) except -1:
        """Have twice as many places; where they are enough already, forget everything."""
        cdef bint is_enough = self.bits >= MOST_BITS
        cdef Piece* room = room_for(FIRST_BITS if is_enough else self.bits + 1)
        cdef Piece* before = self.table
        cdef Py_ssize_t place, size = <Py_ssize_t>1 << self.bits
        if is_enough:
            self.forget()
            self.grown.clear()
            return self.start(room)
        self.table = room
        self.bits += 1
        for place in range(size):
            if before[place].key:
                self.place_of(before[place].key)[0] = before[place]
        PyMem_Free(before)
        return 0

    cdef int start(self, Piece* room) except -1:
        """Begin with nothing but the words that are left out."""
        cdef uint64_t key
        self.table, self.bits, self.count = room, FIRST_BITS, 0
        for word in self.left_out:
            key = key_of(text_of(word), 0, len(word))
            if key:
                self.of(key).said = self.left_out_as(word)
        return 0

    cdef int forget(self) noexcept:
        cdef Py_ssize_t place
        for place in range(<Py_ssize_t>1 << self.bits if self.table is not NULL else 0):
            Py_XDECREF(self.table[place].word)
            Py_XDECREF(self.table[place].gram)
        PyMem_Free(self.table)
        self.table = NULL
        return 0


cdef int number_of(str channel) except -1:
    """Give the place of a channel in CHANNELS."""
    cdef int place
    for place in range(len(CHANNELS)):
        if channel is CHANNELS[place]:  # as good as always
            return place
    return CHANNELS.index(channel)


cdef inline uint64_t key_in(Text text, Py_ssize_t start, Py_ssize_t end, int channel) noexcept:
    """Give the key that a piece is kept by in a channel: one for words, one for pairs of Han or single ones."""
    return key_of(text, start, end) if channel == 0 or end - start == (2 if channel == 1 else 1) else 0


cdef Piece* room_for(int bits) except NULL:
    cdef Piece* table = <Piece*>PyMem_Calloc(1 << bits, sizeof(Piece))
    if table is NULL:
        raise MemoryError()
    return table


cdef bint is_held(channels, group) except -1:
    return channels[field(group, 0)].kept[field(group, 1)].holders > 0
