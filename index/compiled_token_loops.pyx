# cython: language_level=3, boundscheck=False, wraparound=False
"""The loops over the tokens of a query, compiled to machine code: a fifth of the time that `token_loops` takes."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free
from cpython.ref cimport Py_INCREF
from cpython.tuple cimport PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE, PyTuple_SET_ITEM
from cpython.unicode cimport PyUnicode_READ_CHAR

from index.analysis.channels import CHANNELS as _CHANNELS
from index.parsed_query import Alternative as _Alternative
from index.parsed_query import Group as _Group
from index.script import FIRST_HAN
from index.token_loops import LONGEST_SUSPECT

cdef extern from "Python.h":
    object PyType_GenericAlloc(type kind, Py_ssize_t size)

cdef Py_UCS4 HAN = ord(FIRST_HAN)
cdef Py_ssize_t LONGEST = LONGEST_SUSPECT
cdef tuple CHANNELS = _CHANNELS
cdef type Alternative = _Alternative, Group = _Group
cdef object PLAIN = _Alternative("")  # of the weight and the origin that what was typed has


cdef struct Place:
    Py_ssize_t start, end, size  # the size of its term: that of a long Latin run is cut
    bint is_han, is_out
    signed char known  # by the dictionary; -1 where it was not asked yet


cdef inline object field(values, Py_ssize_t number):
    """Give a field of a named tuple by its place: unpacking one takes three times as long, a name even longer."""
    if not PyTuple_Check(values) or number >= PyTuple_GET_SIZE(values):
        raise TypeError(f"{values!r}: no tuple with a field {number}")
    return <object>PyTuple_GET_ITEM(values, number)


cdef inline object named(type kind, first, second, third):
    """Give a named tuple of three fields without calling its class, which takes five times as long."""
    made = PyType_GenericAlloc(kind, 3)
    Py_INCREF(first)
    PyTuple_SET_ITEM(made, 0, first)
    Py_INCREF(second)
    PyTuple_SET_ITEM(made, 1, second)
    Py_INCREF(third)
    PyTuple_SET_ITEM(made, 2, third)
    return made


cdef Place* places_of(tuple tokens) except NULL:
    """Give where tokens stand. The caller frees it."""
    cdef Place* places = <Place*>PyMem_Calloc(len(tokens) + 1, sizeof(Place))
    cdef Py_ssize_t number
    if places is NULL:
        raise MemoryError()
    try:
        for number in range(len(tokens)):
            read(tokens[number], places + number)
    except:
        PyMem_Free(places)
        raise
    return places


cdef int read(token, Place* place) except -1:
    cdef str term = <str?>field(token, 0)
    place.start, place.end, place.size, place.known = field(token, 1), field(token, 2), len(term), -1
    place.is_han = place.size > 0 and PyUnicode_READ_CHAR(term, 0) >= HAN
    return 0


cdef bint is_known(tuple words, Place* places, Py_ssize_t number, is_word) except -1:
    if places[number].known < 0:
        places[number].known = bool(is_word(field(words[number], 0)))
    return places[number].known


cdef inline bint holds(const Place* outer, Py_ssize_t start, Py_ssize_t end) noexcept:
    return outer.start <= start and end <= outer.end


def kept(tokens not None, left_out not None, is_word not None):
    """Give the tokens of each channel that lie inside none of certain words.

    Of Han words inside others (便利 in 便利店) only the outermost counts: whoever typed the long one means it. Only
    words of the dictionary hide others.
    """
    cdef tuple words = tuple(tokens["words"])
    cdef Place* places = places_of(words)
    try:
        found = outside(tokens, words, places, left_out)
        found["words"] = outermost(words, places, is_word)
    finally:
        PyMem_Free(places)
    return found


cdef dict outside(tokens, tuple words, Place* places, left_out):
    """Give the tokens of each channel but that of words; mark the words that lie inside one of those left out."""
    cdef Py_ssize_t number, count = 0
    cdef Place* out = <Place*>PyMem_Calloc(len(words) + 1, sizeof(Place))
    if out is NULL:
        raise MemoryError()
    try:
        for number in range(len(words)):
            if field(words[number], 0) in left_out:
                out[count] = places[number]
                count += 1
        if not count:
            return dict(tokens)
        for number in range(len(words)):
            places[number].is_out = is_inside(out, count, places[number].start, places[number].end)
        return {
            channel: some if channel == "words" else [
                token for token in some if not is_inside(out, count, field(token, 1), field(token, 2))
            ]
            for channel, some in tokens.items()
        }
    finally:
        PyMem_Free(out)


cdef bint is_inside(const Place* places, Py_ssize_t count, Py_ssize_t start, Py_ssize_t end) noexcept:
    cdef Py_ssize_t number
    for number in range(count):
        if holds(places + number, start, end):
            return True
    return False


cdef list outermost(tuple words, Place* places, is_word):
    """Give the words that are not marked and lie inside no other."""
    cdef Py_ssize_t number
    return [
        words[number]
        for number in range(len(words))
        if not places[number].is_out and not is_inner(words, places, number, is_word)
    ]


cdef bint is_inner(tuple words, Place* places, Py_ssize_t inner, is_word) except -1:
    """Tell whether a word of the dictionary lies inside another one, which is longer."""
    cdef Py_ssize_t outer, start = places[inner].start, end = places[inner].end
    for outer in range(len(words) if places[inner].is_han else 0):
        if holds(places + outer, start, end) and places[outer].end - places[outer].start > end - start:
            if not places[outer].is_han or not is_known(words, places, inner, is_word):
                continue
            if is_known(words, places, outer, is_word):
                return True
    return False


def suspects(words not None, is_word not None):
    """Give the pieces of two to four Han that are neighbouring words with a single character among them, or no word.

    The longest come first.
    """
    cdef tuple tokens = tuple(words)
    cdef Place* places = places_of(tokens)
    cdef Py_ssize_t number, singles = 0, count = 0
    try:
        for number in range(len(tokens)):
            singles += places[number].is_han and places[number].size == 1
        for number in range(len(tokens) if singles else 0):
            if places[number].is_han and (places[number].size == 1 or is_known(tokens, places, number, is_word)):
                count = put(places, count, places[number])
        return runs(places, without_inner(places, count))
    finally:
        PyMem_Free(places)


cdef Py_ssize_t put(Place* places, Py_ssize_t count, Place new) noexcept:
    """Put a place among the first ones, in order: where it starts, the longest first. Give how many they are then."""
    cdef Py_ssize_t number = count
    while number and not comes_before(places + number - 1, &new):
        places[number] = places[number - 1]
        number -= 1
    places[number] = new
    return count + 1


cdef inline bint comes_before(const Place* one, const Place* other) noexcept:
    return one.start < other.start or (one.start == other.start and one.end >= other.end)


cdef Py_ssize_t without_inner(Place* places, Py_ssize_t count) noexcept:
    """Move those that lie inside no other to the front, and give how many they are."""
    cdef Py_ssize_t number, left = 0
    for number in range(count):
        if not left or places[number].end > places[left - 1].end:
            places[left] = places[number]
            left += 1
    return left


cdef list runs(const Place* places, Py_ssize_t count):
    cdef list found = []
    cdef Py_ssize_t length, first, last
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
    return found


def groups(tokens not None, guessed not None, list spans not None, channels not None):
    """Give one group for each thing typed in each channel: itself and then what was guessed; the first of a term stays.

    What was typed in one of the spans, has no guesses and stands in no section is left out: others stand for it.
    """
    cdef list found = [], covered = []
    cdef dict numbers = {channel: {} for channel in CHANNELS}, several = {}
    for channel in CHANNELS:
        add_typed(channel, tokens[channel], numbers[channel], found, spans, covered)
    for group in guessed:
        add_guesses(group, numbers[field(group, 0)], found, several)
    for number, each in several.items():
        group = found[number]
        found[number] = named(Group, field(group, 0), field(group, 1), tuple((<dict>each).values()))
    if covered and leave_out(covered, found, channels):
        found = [group for group in found if group is not None]
    return tuple(found)


cdef int add_typed(channel, tokens, dict numbers, list found, list spans, list covered) except -1:
    """Add a group for each term, by its number; the numbers of those that stand in one of the spans are covered."""
    for token in tokens:
        term = <str?>field(token, 0)
        number = numbers.setdefault(term, len(found))
        if number == len(found):
            alternative = named(Alternative, term, field(PLAIN, 1), field(PLAIN, 2))
            found.append(named(Group, channel, term, (alternative,)))
        if spans and stands_in(spans, field(token, 1), field(token, 2)):
            covered.append(number)
    return 0


cdef bint stands_in(list spans, Py_ssize_t start, Py_ssize_t end) except -1:
    cdef Py_ssize_t first, last
    for span in spans:
        first, last = field(span, 0), field(span, 1)
        if start < last and first < end and first < last:
            return True
    return False


cdef int add_guesses(group, dict numbers, list found, dict several) except -1:
    """Add the alternatives of a group to those of what was typed, by their terms."""
    number = numbers.setdefault(field(group, 1), len(found))
    if number == len(found):
        found.append(group)
        several[number] = {}
    elif number not in several:
        alternative = field(field(found[number], 2), 0)
        several[number] = {field(alternative, 0): alternative}
    each = several[number]
    for alternative in <tuple?>field(group, 2):
        (<dict>each).setdefault(field(alternative, 0), alternative)
    return 0


cdef int leave_out(list covered, list found, channels) except -1:
    """Put None in the place of the covered groups that have one alternative and stand in no section, and count these."""
    cdef Py_ssize_t number
    cdef int count = 0
    for number in covered:
        group = found[number]
        if group is not None and len(<tuple?>field(group, 2)) == 1:
            if not channels[field(group, 0)].holders_of(field(group, 1)):
                found[number] = None
                count += 1
    return count
