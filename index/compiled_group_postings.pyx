# cython: language_level=3, boundscheck=False, wraparound=False
"""The postings of groups, as `evidence` looks them up, kept by the groups themselves.

Questions consist of the same few thousand groups, each of which `compiled_pieces` gives as the very same tuple. What is
held of one lies in one place in memory: asked among other work, each costs more than a step.
"""

cimport cython
from cpython.dict cimport PyDict_GetItemWithError
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc, PyMem_Realloc
from cpython.ref cimport Py_DECREF, Py_INCREF, PyObject
from libc.math cimport NAN, log
from libc.stdint cimport uint64_t, uintptr_t
from libc.string cimport memcpy

from index.compiled_bounds cimport fetch_first
from index.compiled_evidence cimport MOST_CHANNELS, Evidence, Held, Part, Place, TermPostings, postings_of
from index.compiled_loops cimport Run
from index.compiled_named cimport field

cdef enum:
    FIRST_BITS = 8  # of the slots as they begin
    MOST_PARTS = 16384  # 1,000-1,000,000; when there are more, all is forgotten: 120 bytes each


@cython.final
cdef class Kept:
    """What was looked up of groups. Nothing is forgotten as long as this is there."""

    def __cinit__(self):
        self.bits = FIRST_BITS
        self.slots = <Slot*>PyMem_Calloc(<size_t>1 << FIRST_BITS, sizeof(Slot))
        if self.slots is NULL:
            raise MemoryError

    def __dealloc__(self):
        cdef Py_ssize_t place
        for place in range(<Py_ssize_t>1 << self.bits if self.slots is not NULL else 0):
            if self.slots[place].group is not NULL:
                release(self.slots[place].held)
        PyMem_Free(self.slots)

    cdef Held* of(self, PyObject* group) noexcept:
        """Give what is held of a group, NULL where it is not known."""
        return self.slot_of(group).held

    cdef Held* put(self, Held* held) except NULL:
        """Keep what is held of a group, and give what is kept: it may have been looked up meanwhile."""
        cdef Slot* slot = self.slot_of(held.group)
        if slot.held is not NULL:
            release(held)
            return slot.held
        if 2 * self.count >= (<Py_ssize_t>1 << self.bits):
            self.make_room()
            slot = self.slot_of(held.group)
        slot.group, slot.held = held.group, held
        self.count += 1
        self.parts += held.size + 1
        return held

    cdef inline Slot* slot_of(self, PyObject* group) noexcept:
        """Give the slot of a group, or a free one."""
        cdef uint64_t place = (<uint64_t><uintptr_t>group >> 4) * <uint64_t>11400714819323198485 >> (64 - self.bits)
        while self.slots[place].group is not NULL and self.slots[place].group is not group:
            place = (place + 1) & ((<uint64_t>1 << self.bits) - 1)
        return self.slots + place

    cdef int make_room(self) except -1:
        """Have twice as many slots."""
        cdef Py_ssize_t place, size = <Py_ssize_t>1 << self.bits
        cdef Slot* before = self.slots
        cdef Slot* room = <Slot*>PyMem_Calloc(2 * size, sizeof(Slot))
        if room is NULL:
            raise MemoryError
        self.slots = room
        self.bits += 1
        for place in range(size):
            if before[place].group is not NULL:
                self.slot_of(before[place].group)[0] = before[place]
        PyMem_Free(before)
        return 0


@cython.final
cdef class GroupPostings:
    """Channels of so many sections, in which groups are looked up."""

    def __cinit__(self, tuple channels not None, Place sections):
        if len(channels) > MOST_CHANNELS:
            raise ValueError(f"{len(channels)} channels")
        self.channels, self.sections, self.kept = channels, sections, Kept.__new__(Kept)
        self.places = {}
        for place in range(len(channels)):
            name = field(channels[place], 0)
            self.names[place] = <PyObject*>name
            self.places.setdefault(name, place)

    cdef Kept renewed(self):
        """Give what is kept; when that is too much, nothing yet. Who has the former still has all that it keeps."""
        if self.kept.parts > MOST_PARTS:
            self.kept = Kept.__new__(Kept)
        return self.kept

    cdef int place_of(self, channel) except -2:
        """Give the place of a channel among these, -1 for another one."""
        cdef int place
        for place in range(len(self.channels)):
            if <PyObject*>channel is self.names[place]:  # as good as always
                return place
        cdef PyObject* found = PyDict_GetItemWithError(self.places, channel)
        return -1 if found is NULL else <int><object>found


def look_up(groups, GroupPostings among not None):
    """Give what sections hold of the groups in some channels."""
    return look_up_in(tuple(groups), among)


cdef Evidence look_up_in(tuple groups, GroupPostings among):
    cdef Evidence found = Evidence.__new__(Evidence)
    cdef Kept kept = among.renewed()
    cdef Held* held
    cdef Place size = 0
    found.kept, found.sections = kept, among.sections
    found.known_groups = <Held**>PyMem_Malloc(2 * len(groups) * sizeof(Held*) + 1)
    if found.known_groups is NULL:
        raise MemoryError
    found.unknown_groups = found.known_groups + len(groups)
    for group in groups:
        held = held_of(group, kept, among)
        if held is NULL:
            continue
        if held.size:
            found.known_groups[found.count] = held
            found.count += 1
            size += held.size
        else:
            found.unknown_groups[found.missed] = held
            found.missed += 1
    put_parts(found, size)
    return found


cdef Run run_of(group, Kept kept, GroupPostings among) except *:
    """Give the sections that hold a group of one alternative; none where it is in none of the channels."""
    cdef const Held* held = held_of(group, kept, among)
    if held is NULL or held.size == 0:
        return Run(NULL, 0)
    return Run(parts_of(held).sections, parts_of(held).size)


cdef int put_parts(Evidence found, Place size) except -1:
    """Put the parts of all known groups one after the other: loops go through them, and note where they are."""
    cdef Place group, number
    cdef const Held* held
    found.parts = <Part*>PyMem_Malloc(size * sizeof(Part) + 1)
    if found.parts is NULL:
        raise MemoryError
    for group in range(found.count):
        held = found.known_groups[group]
        memcpy(found.parts + found.size, parts_of(held), held.size * sizeof(Part))
        for number in range(found.size, found.size + held.size):
            found.parts[number].group = group
            fetch_first(found.parts + number, found.sections)
        found.size += held.size
    return 0


cdef inline Held* held_of(group, Kept kept, GroupPostings among) except? NULL:
    """Give what is held of a group, NULL where it is in none of the channels."""
    cdef int channel = among.place_of(field(group, 0))
    cdef Held* held
    if channel < 0:
        return NULL
    held = kept.of(<PyObject*>group)
    return held if held is not NULL else kept.put(taken(group, channel, among))


cdef Held* taken(group, int channel, GroupPostings among) except NULL:
    """Take from a channel those of a group's alternatives that some section holds."""
    cdef tuple alternatives = <tuple?>field(group, 2)
    cdef Held* held = <Held*>PyMem_Malloc(sizeof(Held) + len(alternatives) * sizeof(Part))
    cdef Held* less
    if held is NULL:
        raise MemoryError
    Py_INCREF(group)
    held.group, held.channel, held.size, held.rarity, held.said = <PyObject*>group, channel, 0, 0, NAN
    try:
        add_parts(held, alternatives, among.channels[channel], among.sections)
    except BaseException:
        release(held)
        raise
    less = <Held*>PyMem_Realloc(held, sizeof(Held) + held.size * sizeof(Part))
    return held if less is NULL else less


cdef int add_parts(Held* held, tuple alternatives, terms, Place count) except -1:
    cdef TermPostings postings
    cdef double weight = field(terms, 2)
    kept = field(terms, 1)
    for alternative in alternatives:
        postings = postings_of(field(alternative, 0), kept)
        if postings.count not in (-1, count):
            raise ValueError(f"postings of {postings.count} sections, not of {count}")
        if postings.start < postings.end:
            add_part(parts_of(held) + held.size, alternative, postings, weight * <double?>field(alternative, 1))
            held.size += 1
    if held.size:
        held.rarity = idf(count, parts_of(held)[0].size)
        if held.size > 1 and field(<object>parts_of(held)[0].alternative, 2) == "typed":
            restrain(held, count)
    return 0


cdef inline Part* parts_of(const Held* held) noexcept:
    return <Part*>(held + 1)


cdef void add_part(Part* part, alternative, TermPostings postings, double weight) noexcept:
    part[0] = postings.part
    part.weight = weight
    part.alternative, part.postings = <PyObject*>alternative, <PyObject*>postings
    Py_INCREF(postings)


cdef void release(Held* held) noexcept:
    cdef int number
    for number in range(held.size):
        Py_DECREF(<object>parts_of(held)[number].postings)
    Py_DECREF(<object>held.group)
    PyMem_Free(held)


cdef void restrain(Held* held, Place count) noexcept:
    """Let each guess count as if it were as common as what was typed, the first, where it is rarer."""
    cdef int number
    for number in range(1, held.size):
        parts_of(held)[number].weight *= min(1.0, held.rarity / idf(count, parts_of(held)[number].size))


cdef double idf(Place count, Place holders) noexcept:
    """Give the rarity of a term, as `scoring.idf` does."""
    return log(1 + (count - holders + 0.5) / (holders + 0.5))
