# cython: language_level=3, boundscheck=False, wraparound=False
"""Which tokens of a query count, compiled to machine code: a fifth of the time that `token_loops` takes.

What they need for themselves lies side by side: asked among other work, each place in memory costs more than a step.
"""

from cpython.dict cimport PyDict_GetItemWithError
from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.object cimport PyObject, PyTypeObject, newfunc
from cpython.unicode cimport PyUnicode_READ_CHAR

from index.compiled_named cimport field, read_span

from index.analysis.channels import CHANNELS as _CHANNELS
from index.parsed_query import Typed as _Typed
from index.script import FIRST_HAN, LAST_OF_MOST_HAN
from index.token_loops import LONGEST_SUSPECT

cdef Py_UCS4 HAN = ord(FIRST_HAN), LAST = ord(LAST_OF_MOST_HAN)
cdef int LONGEST = LONGEST_SUSPECT
cdef tuple CHANNELS = _CHANNELS
cdef type Typed = _Typed
cdef newfunc new_tuple = (<PyTypeObject*>tuple).tp_new


cdef enum:
    FEW = 128  # places that lie on the stack, where all is at hand; more are rare


cdef struct Place:
    int start, end, size  # the size of its term: that of a long Latin run is cut
    unsigned char is_han, is_out
    signed char known  # by the dictionary; -1 where it was not asked yet


def kept(str folded not None, dict tokens not None, dict left_out not None, is_word not None):
    """Give what was typed: the tokens of each channel that lie inside none of certain words, which may ask.

    Of Han words inside others (便利 in 便利店) only the outermost counts: whoever typed the long one means it. Only
    words of the dictionary hide others.
    """
    cdef tuple words = tuple(tokens["words"])
    cdef Place few[FEW]
    cdef Place* places = few
    cdef Place* many = NULL
    if 2 * len(words) > FEW:
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
        if not places[number].is_han or places[number].is_out:
            continue
        if touches_single(places, count, number, <int>len(words)):
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
