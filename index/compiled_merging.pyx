# cython: language_level=3, boundscheck=False, wraparound=False
"""Known postings and new ones as one, compiled to machine code: one pass in the place of the many of `array_merging`."""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint32_t
from libc.string cimport memcmp, memcpy

import numpy as np

from index.array_merging import Merged, United
from index.packed import Packed


cdef int32_t GONE = -1, LAST = 0x7FFFFFFF


cdef struct Column:  # of postings
    const int64_t* starts
    const int32_t* holders
    const uint8_t* frequencies
    const uint32_t* cells
    Py_ssize_t keys


cdef struct Written:
    int32_t* holders
    uint8_t* frequencies
    uint32_t* cells
    Py_ssize_t size, place  # bytes of a frequency; postings so far


cdef struct Keys:
    const uint8_t* octets
    const int64_t* ends
    Py_ssize_t count, next, start  # the next key, and where it starts


cdef Keys keys_of(packed, const uint8_t[::1] octets, const int64_t[::1] ends) except *:
    """Give keys to go through, sure to lie within their octets."""
    cdef Keys keys
    keys.count, keys.next, keys.start = len(ends), 0, 0
    if (packed.sizes < 0).any() or (len(ends) and packed.ends[len(ends) - 1] > len(octets)):
        raise ValueError("ends that are not those of the keys")
    keys.octets = &octets[0] if len(octets) else NULL
    keys.ends = &ends[0] if len(ends) else NULL
    return keys


def unite(known, new):
    """Give the keys of two as `array_merging.unite` does."""
    cdef Keys first = keys_of(known, known.octets, known.ends), second = keys_of(new, new.octets, new.ends)
    octets = np.empty(len(known.octets) + len(new.octets), np.uint8)
    ends = np.empty(first.count + second.count, np.int64)
    cdef uint8_t[::1] written = octets
    cdef int64_t[::1] ended = ends, known_at = np.empty(first.count, np.int64), new_at = np.empty(second.count, np.int64)
    cdef Py_ssize_t count = 0, place = 0
    cdef uint8_t* target = &written[0] if len(octets) else NULL
    cdef int order
    while first.next < first.count or second.next < second.count:
        order = compared(&first, &second)
        if order >= 0:
            new_at[second.next] = count
            place = taken(&second, target, place, order > 0)
        if order <= 0:
            known_at[first.next] = count
            place = taken(&first, target, place, True)
        ended[count] = place
        count += 1
    return United(Packed(octets[:place], ends[:count]), np.asarray(known_at), np.asarray(new_at))


cdef inline int compared(const Keys* first, const Keys* second) noexcept:
    """Tell which of the next keys comes first: below zero the first one, above it the second, at zero they are one."""
    cdef Py_ssize_t size, other
    cdef int order
    if first.next == first.count or second.next == second.count:
        return -1 if second.next == second.count else 1
    size, other = first.ends[first.next] - first.start, second.ends[second.next] - second.start
    order = memcmp(first.octets + first.start, second.octets + second.start, min(size, other)) if min(size, other) else 0
    return order if order else (size > other) - (size < other)


cdef inline Py_ssize_t taken(Keys* keys, uint8_t* target, Py_ssize_t place, bint is_written) noexcept:
    """Go on to the next key; give where what is written ends."""
    cdef Py_ssize_t size = keys.ends[keys.next] - keys.start
    if is_written and size:
        memcpy(target + place, keys.octets + keys.start, size)
        place += size
    keys.start += size
    keys.next += 1
    return place


def merged(known, numbers, new, united):
    """Give the postings of united keys as `array_merging.merged` does.

    Raises ValueError or IndexError where the postings are not what they have to be.
    """
    cdef const int32_t[::1] renumbered = numbers
    cdef const int64_t[::1] known_at = united.known, new_at = united.new
    cdef Py_ssize_t keys = len(united.keys), number, old = 0, own = 0, before
    kind = np.result_type(known.frequencies, new.frequencies)
    some, others = columns_of(known, kind), columns_of(new, kind)
    cdef Column first = column_of(some), second = column_of(others)
    cdef int64_t[::1] counts = np.empty(keys, np.int64)
    postings = len(known.holders) + len(new.holders)
    holders, cells = np.empty(postings, np.int32), np.empty(postings, np.uint32)
    frequencies = np.empty(postings, kind)
    cdef int32_t[::1] all_holders = holders
    cdef uint32_t[::1] all_cells = cells
    cdef uint8_t[::1] all_frequencies = frequencies.view(np.uint8)
    cdef Written whole
    cdef bint has_old, has_own
    if len(known_at) != first.keys or len(new_at) != second.keys:
        raise ValueError("places of other keys")
    whole.size, whole.place = kind.itemsize, 0
    whole.holders, whole.frequencies, whole.cells = NULL, NULL, NULL
    if postings:
        whole.holders, whole.frequencies, whole.cells = &all_holders[0], &all_frequencies[0], &all_cells[0]
    for number in range(keys):
        before = whole.place
        has_old = old < first.keys and known_at[old] == number
        has_own = own < second.keys and new_at[own] == number
        merge(
            &first, first.starts[old] if has_old else 0, first.starts[old + 1] if has_old else 0,
            &second, second.starts[own] if has_own else 0, second.starts[own + 1] if has_own else 0,
            renumbered, &whole,
        )
        old += has_old
        own += has_own
        counts[number] = whole.place - before
    if old != first.keys or own != second.keys:
        raise ValueError("keys that have no place among the united ones, or not in their order")
    end = whole.place
    return Merged(np.asarray(counts), holders[:end], frequencies[:end], cells[:end])


cdef columns_of(postings, kind):
    """Give the columns of postings, sure to be within them."""
    starts, count = postings.starts, len(postings.holders)
    if not len(postings.frequencies) == len(postings.cells) == count:
        raise ValueError("columns of unlike lengths")
    if len(starts) != len(postings.keys) + 1 or starts[0] or starts[len(starts) - 1] != count or (np.diff(starts) < 0).any():
        raise ValueError("starts that are not those of the postings")
    return starts, postings.holders, postings.frequencies.astype(kind, copy=False).view(np.uint8), postings.cells


cdef Column column_of(columns) except *:
    cdef const int64_t[::1] starts = columns[0]
    cdef const int32_t[::1] holders = columns[1]
    cdef const uint8_t[::1] frequencies = columns[2]
    cdef const uint32_t[::1] cells = columns[3]
    cdef Column column
    column.starts, column.keys = &starts[0], len(starts) - 1
    column.holders, column.frequencies, column.cells = NULL, NULL, NULL
    if len(holders):
        column.holders, column.frequencies, column.cells = &holders[0], &frequencies[0], &cells[0]
    return column


cdef int merge(
    const Column* known, Py_ssize_t old, Py_ssize_t old_end, const Column* new, Py_ssize_t own, Py_ssize_t own_end,
    const int32_t[::1] renumbered, Written* whole,
) except -1:
    """Write the postings of a key that are not gone, in the order of their holders: those between two new ones at once.
    """
    cdef int32_t* target = whole.holders
    cdef int32_t holder = GONE, limit
    cdef Py_ssize_t start
    while old < old_end or own < own_end:
        start, target, limit = old, whole.holders + whole.place, new.holders[own] if own < own_end else LAST
        while old < old_end:
            if not 0 <= known.holders[old] < len(renumbered):
                raise IndexError(f"a holder {known.holders[old]} of {len(renumbered)}")
            holder = renumbered[known.holders[old]]
            if not 0 <= holder <= limit:
                break
            target[old - start] = holder
            old += 1
        copy(whole, known, start, old - start)
        if old < old_end and holder < 0:
            old += 1
        elif own < own_end:
            whole.holders[whole.place] = limit
            copy(whole, new, own, 1)
            own += 1
    return 0


cdef inline void copy(Written* whole, const Column* column, Py_ssize_t place, Py_ssize_t count) noexcept:
    """Write all of some postings but their holders, which are there already."""
    cdef Py_ssize_t size = whole.size
    if count:
        memcpy(whole.cells + whole.place, column.cells + place, count * sizeof(uint32_t))
        memcpy(whole.frequencies + whole.place * size, column.frequencies + place * size, count * size)
        whole.place += count
