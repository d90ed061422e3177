# cython: language_level=3, boundscheck=False, wraparound=False
"""The loops over the tokens of a query, compiled to machine code: a fifth of the time that `token_loops` takes.

What they need for themselves lies side by side: asked among other work, each place in memory costs more than a step.
"""

from cpython.dict cimport PyDict_GetItemWithError
from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.object cimport PyObject, PyObject_Hash, PyTypeObject, newfunc
from cpython.ref cimport Py_INCREF
from cpython.tuple cimport PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_SET_ITEM
from cpython.unicode cimport PyUnicode_Compare, PyUnicode_READ_CHAR
from libc.string cimport memset

from index.analysis.channels import CHANNELS as _CHANNELS
from index.parsed_query import Alternative as _Alternative
from index.parsed_query import Group as _Group
from index.parsed_query import Typed as _Typed
from index.script import FIRST_HAN, LAST_OF_MOST_HAN
from index.token_loops import LONGEST_SUSPECT

cdef extern from "Python.h":
    object PyType_GenericAlloc(type kind, Py_ssize_t size)

cdef Py_UCS4 HAN = ord(FIRST_HAN), LAST = ord(LAST_OF_MOST_HAN)
cdef int LONGEST = LONGEST_SUSPECT
cdef tuple CHANNELS = _CHANNELS
cdef type Alternative = _Alternative, Group = _Group, Typed = _Typed
cdef newfunc new_tuple = (<PyTypeObject*>tuple).tp_new
cdef object PLAIN = _Alternative("")  # of the weight and the origin that what was typed has


cdef enum:
    FEW_PLACES = 128  # that lie on the stack, where all is at hand; more are rare
    FEW_SLOTS = 128


cdef struct Place:
    int start, end, size  # the size of its term: that of a long Latin run is cut
    unsigned char is_han, is_out
    signed char known  # by the dictionary; -1 where it was not asked yet


cdef struct Slot:
    unsigned int code  # of a channel and a term
    int number  # of their group, from 1 on; 0 where there is none
    bint is_covered  # the group of this number, less 1: stands in one of the spans


cdef object field(values, Py_ssize_t number):
    """Give a field of a named tuple by its place: unpacking one takes three times as long, a name even longer."""
    if not PyTuple_Check(values) or number >= PyTuple_GET_SIZE(values):
        raise TypeError(f"{values!r}: no tuple with a field {number}")
    return <object>PyTuple_GET_ITEM(values, number)


cdef object named(type kind, first, second, third):
    """Give a named tuple of three fields without calling its class, which takes five times as long."""
    made = PyType_GenericAlloc(kind, 3)
    Py_INCREF(first)
    PyTuple_SET_ITEM(made, 0, first)
    Py_INCREF(second)
    PyTuple_SET_ITEM(made, 1, second)
    Py_INCREF(third)
    PyTuple_SET_ITEM(made, 2, third)
    return made


cdef int read_span(token, int* start, int* end) except -1:
    start[0], end[0] = field(token, 1), field(token, 2)
    return 0


def kept(str folded not None, dict tokens not None, dict left_out not None, is_word not None):
    """Give what was typed: the tokens of each channel that lie inside none of certain words, which may ask.

    Of Han words inside others (便利 in 便利店) only the outermost counts: whoever typed the long one means it. Only
    words of the dictionary hide others.
    """
    cdef tuple words = tuple(tokens["words"])
    cdef Place few[FEW_PLACES]
    cdef Place* places = few
    cdef Place* many = NULL
    if 2 * len(words) > FEW_PLACES:
        places = many = <Place*>PyMem_Malloc(2 * len(words) * sizeof(Place))
        if many is NULL:
            raise MemoryError()
    try:
        return typed_in(folded, tokens, words, places, left_out, is_word)
    finally:
        PyMem_Free(many)


cdef object typed_in(str folded, dict tokens, tuple words, Place* places, dict left_out, is_word):
    """Give what was typed. There is room for two places a word."""
    cdef int number, out
    cdef bint asks = False
    for number in range(<int>len(words)):
        read(words[number], places + number)
    out = leave_out(words, places, left_out, &asks)
    cdef dict found = tokens.copy()
    if out:
        take_out(found, places + len(words), out)
    found["words"] = outermost(words, places, is_word)
    last = last_of(words, places, len(folded))
    cdef tuple arguments = ((folded, found, last, suspects(words, places, is_word), is_all_han(words), asks),)
    return new_tuple(Typed, <PyObject*>arguments, NULL)  # without calling its class, which takes three times as long


cdef int read(token, Place* place) except -1:
    cdef str term = <str?>field(token, 0)
    read_span(token, &place.start, &place.end)
    place.size, place.known = <int>len(term), -1
    place.is_out = False
    place.is_han = place.size > 0 and PyUnicode_READ_CHAR(term, 0) >= HAN
    return 0


cdef int leave_out(tuple words, Place* places, dict left_out, bint* asks) except -1:
    """Mark the words that lie inside one of those left out, put these behind all, and give how many they are."""
    cdef int number, count = <int>len(words), out = 0
    cdef PyObject* may_ask
    for number in range(count):
        may_ask = PyDict_GetItemWithError(left_out, field(words[number], 0))
        if may_ask is not NULL:
            asks[0] = asks[0] or <object>may_ask is True
            places[count + out] = places[number]
            out += 1
    for number in range(count if out else 0):
        places[number].is_out = is_inside(places + count, out, places[number].start, places[number].end)
    return out


cdef bint is_inside(const Place* places, int count, int start, int end) noexcept:
    cdef int number
    for number in range(count):
        if holds(places + number, start, end):
            return True
    return False


cdef inline bint holds(const Place* outer, int start, int end) noexcept:
    return outer.start <= start and end <= outer.end


cdef int take_out(dict tokens, const Place* out, int count) except -1:
    """Take those that lie inside a word left out from the tokens of each channel but that of words."""
    for channel in CHANNELS:
        if channel != "words":
            tokens[channel] = outside(tuple(tokens[channel]), out, count)
    return 0


cdef list outside(tuple some, const Place* out, int count):
    cdef int start = 0, end = 0
    cdef list found = []
    for token in some:
        read_span(token, &start, &end)
        if not is_inside(out, count, start, end):
            found.append(token)
    return found


cdef list outermost(tuple words, Place* places, is_word):
    """Give the words that are not marked and lie inside no other; mark all else."""
    cdef int number
    cdef list found = []
    for number in range(<int>len(words)):
        places[number].is_out = places[number].is_out or is_inner(words, places, number, is_word)
        if not places[number].is_out:
            found.append(words[number])
    return found


cdef bint is_inner(tuple words, Place* places, int inner, is_word) except -1:
    """Tell whether a word of the dictionary lies inside another one, which is longer."""
    cdef int outer, start = places[inner].start, end = places[inner].end
    for outer in range(<int>len(words) if places[inner].is_han else 0):
        if holds(places + outer, start, end) and places[outer].end - places[outer].start > end - start:
            if not places[outer].is_han or not is_known(words, places, outer, is_word):
                continue  # most that hold single characters are names, which no dictionary has
            if is_known(words, places, inner, is_word):
                return True
    return False


cdef bint is_known(tuple words, Place* places, int number, is_word) except -1:
    if places[number].known < 0:
        places[number].known = bool(is_word(field(words[number], 0)))
    return places[number].known


cdef tuple last_of(tuple words, const Place* places, Py_ssize_t length):
    """Give the words that are left at the end of a text of this length, the longest first."""
    cdef int number, at
    cdef list found = []
    for number in range(<int>len(words)):
        if places[number].end == length and not places[number].is_out:
            at = <int>len(found)
            while at and <int>field(found[at - 1], 1) > places[number].start:
                at -= 1
            found.insert(at, words[number])
    return tuple(found)


cdef bint is_all_han(tuple words) except -1:
    """Tell whether all is Han: what is not stands at the end."""
    cdef str term = <str>field(words[len(words) - 1], 0) if words else ""
    return not words or (len(term) > 0 and HAN <= PyUnicode_READ_CHAR(term, 0) <= LAST)


cdef tuple suspects(tuple words, Place* places, is_word):
    """Give the pieces of two to four Han that are neighbouring words with a single character among them, or no word.

    The longest come first. Of the words those are read that are not marked; their places are put in another order.
    """
    cdef int number, count = 0
    for number in range(<int>len(words)):
        if places[number].is_han and not places[number].is_out and touches_single(places, count, number, <int>len(words)):
            if places[number].size == 1 or is_known(words, places, number, is_word):
                count = put(places, count, places[number])
    return runs(places, without_inner(places, count)) if count > 1 else ()


cdef bint touches_single(const Place* places, int count, int number, int all_words) noexcept:
    """Tell whether a word is a single character, or one of these stands in it or beside it: no other makes a piece.

    The words before it that count are the first ones.
    """
    cdef int other
    for other in range(all_words):
        if count <= other < number:  # these were moved, or do not count
            continue
        if places[other].is_han and places[other].size == 1 and not places[other].is_out:
            if places[other].start <= places[number].end and places[number].start <= places[other].end:
                return True
    return False


cdef int put(Place* places, int count, Place new) noexcept:
    """Put a place among the first ones, in order: where it starts, the longest first. Give how many they are then."""
    cdef int number = count
    while number and not comes_before(places + number - 1, &new):
        places[number] = places[number - 1]
        number -= 1
    places[number] = new
    return count + 1


cdef inline bint comes_before(const Place* one, const Place* other) noexcept:
    return one.start < other.start or (one.start == other.start and one.end >= other.end)


cdef int without_inner(Place* places, int count) noexcept:
    """Move those that lie inside no other to the front, and give how many they are."""
    cdef int number, left = 0
    for number in range(count):
        if not left or places[number].end > places[left - 1].end:
            places[left] = places[number]
            left += 1
    return left


cdef tuple runs(const Place* places, int count):
    cdef list found = []
    cdef int length, first, last
    cdef bint has_single
    for length in range(LONGEST, 1, -1):
        for first in range(count):
            has_single = False
            for last in range(first, count):
                if places[last].size > 2 or places[last].end - places[first].start > length:
                    break
                if last > first and places[last].start != places[last - 1].end:
                    break
                has_single = has_single or places[last].size == 1
                if has_single and last > first and places[last].end - places[first].start == length:
                    found.append((places[first].start, places[last].end))
    return tuple(found)


def groups(dict tokens not None, list guessed not None, list spans not None, channels not None):
    """Give one group for each thing typed in each channel: itself and then what was guessed; the first of a term stays.

    What was typed in one of the spans, has no guesses and stands in no section is left out: others stand for it.
    """
    cdef unsigned int size = 16, most = <unsigned int>len(guessed)
    cdef Slot few[FEW_SLOTS]
    cdef Slot* slots = few
    cdef Slot* many = NULL
    for channel in CHANNELS:
        most += <unsigned int>len(tokens[channel])
    while size < 2 * most:  # a quarter to half of them are used
        size *= 2
    if size > FEW_SLOTS:
        slots = many = <Slot*>PyMem_Malloc(size * sizeof(Slot))
        if many is NULL:
            raise MemoryError()
    try:
        memset(slots, 0, size * sizeof(Slot))
        return groups_in(tokens, guessed, spans, channels, slots, size - 1)
    finally:
        PyMem_Free(many)


cdef tuple groups_in(dict tokens, list guessed, list spans, channels, Slot* slots, unsigned int mask):
    cdef list found = []
    for channel in CHANNELS:
        add_typed(channel, tuple(tokens[channel]), slots, mask, found, spans)
    for group in guessed:
        add_guesses(group, slots, mask, found)
    return tuple(left(found, slots, channels) if spans else found)


cdef Slot* slot_of(channel, term, Slot* slots, unsigned int mask, list found) except NULL:
    """Give where the number of a group is kept, or is to be put."""
    cdef unsigned int code = <unsigned int>(PyObject_Hash(term) + 31 * PyObject_Hash(channel)), at = code & mask
    while slots[at].number:
        if slots[at].code == code and is_of(found[slots[at].number - 1], channel, term):
            return slots + at
        at = (at + 1) & mask
    slots[at].code = code
    return slots + at


cdef bint is_of(group, channel, term) except -1:
    own, name = field(group, 0), field(group, 1)
    return (name is term or PyUnicode_Compare(name, term) == 0) and (own is channel or own == channel)


cdef int add_typed(channel, tuple tokens, Slot* slots, unsigned int mask, list found, list spans) except -1:
    """Add a group for each term; those are marked that stand in one of the spans."""
    cdef int start = 0, end = 0
    cdef Slot* slot
    for token in tokens:
        term = <str?>field(token, 0)
        slot = slot_of(channel, term, slots, mask, found)
        if not slot.number:
            alternative = named(Alternative, term, field(PLAIN, 1), field(PLAIN, 2))
            found.append(named(Group, channel, term, (alternative,)))
            slot.number = <int>len(found)
        read_span(token, &start, &end)
        if spans and stands_in(spans, start, end):
            slots[slot.number - 1].is_covered = True
    return 0


cdef bint stands_in(list spans, int start, int end) except -1:
    cdef int first = 0, last = 0
    for span in spans:
        first, last = field(span, 0), field(span, 1)
        if start < last and first < end and first < last:
            return True
    return False


cdef int add_guesses(group, Slot* slots, unsigned int mask, list found) except -1:
    """Add the alternatives of a group to those of what was typed, by their terms."""
    channel, term, alternatives = field(group, 0), <str?>field(group, 1), <tuple?>field(group, 2)
    cdef Slot* slot
    if channel not in CHANNELS:
        raise LookupError(channel)
    slot = slot_of(channel, term, slots, mask, found)
    cdef tuple before = <tuple>field(found[slot.number - 1], 2) if slot.number else ()
    each = joined(before, alternatives)
    if slot.number:
        found[slot.number - 1] = named(Group, channel, term, each)
    else:
        found.append(group if len(each) == len(<tuple>alternatives) else named(Group, channel, term, each))
        slot.number = <int>len(found)
    return 0


cdef tuple joined(tuple before, tuple new):
    """Give alternatives, and others whose terms are not among them."""
    cdef list found = list(before)
    for alternative in new:
        if not has(found, <str?>field(alternative, 0)):
            found.append(alternative)
    return tuple(found)


cdef bint has(list alternatives, str term) except -1:
    for alternative in alternatives:
        own = field(alternative, 0)
        if own is term or (PyObject_Hash(own) == PyObject_Hash(term) and own == term):
            return True
    return False


cdef list left(list found, const Slot* slots, channels):
    """Give the groups but those that are marked, have one alternative and stand in no section."""
    cdef int number
    cdef list some = []
    for number in range(<int>len(found)):
        group = found[number]
        if slots[number].is_covered and len(<tuple?>field(group, 2)) == 1:
            if not channels[field(group, 0)].kept[field(group, 1)].holders:
                continue
        some.append(group)
    return some
