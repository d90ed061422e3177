# cython: language_level=3, boundscheck=False, wraparound=False
"""The groups of a query, compiled to machine code: a fifth of the time that `grouping` takes.

A group is found by a number of its channel and its term, in slots side by side: asked among other work, each place in
memory costs more than a step.
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.object cimport PyObject_Hash
from cpython.unicode cimport PyUnicode_Compare
from libc.string cimport memset

from index.compiled_named cimport field, named, read_span

from index.analysis.channels import CHANNELS as _CHANNELS
from index.parsed_query import Alternative as _Alternative
from index.parsed_query import Group as _Group

cdef tuple CHANNELS = _CHANNELS
cdef type Alternative = _Alternative, Group = _Group
cdef object PLAIN = _Alternative("")  # of the weight and the origin that what was typed has


cdef enum:
    FEW = 128  # slots that lie on the stack, where all is at hand; more are rare


cdef struct Slot:
    unsigned int code  # of a channel and a term
    int number  # of their group, from 1 on; 0 where there is none
    bint is_covered  # the group of this number, less 1: stands in one of the spans


def groups(dict tokens not None, list guessed not None, list spans not None, channels not None):
    """Give one group for each thing typed in each channel: itself and then what was guessed; the first of a term stays.

    What was typed in one of the spans, has no guesses and stands in no section is left out: others stand for it.
    """
    cdef unsigned int size = 16, most = <unsigned int>len(guessed)
    cdef Slot few[FEW]
    cdef Slot* slots = few
    cdef Slot* many = NULL
    for channel in CHANNELS:
        most += <unsigned int>len(tokens[channel])
    while size < 2 * most:  # a quarter to half of them are used
        size *= 2
    if size > FEW:
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
