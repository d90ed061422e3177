# cython: language_level=3, boundscheck=False, wraparound=False
"""The lengths of sections, the impacts of postings, the levels and ranks of common terms, compiled to machine code.

One pass is in the place of five.
"""

from libc.math cimport ceil
from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t

import numpy as np

from index.array_weighing import LEVELS, RANKED

cdef double HIGHEST = LEVELS
cdef Py_ssize_t BITS = RANKED

ctypedef fused Frequency:
    uint8_t
    uint16_t
    uint32_t
    uint64_t


def lengths_of(postings, Py_ssize_t sections):
    """Give lengths as `array_weighing.lengths_of` does. Raises ValueError or IndexError as `weighed` does."""
    found = np.zeros(sections)
    frequencies = postings.frequencies
    if frequencies.itemsize == 1:
        add[uint8_t](postings.holders, frequencies, found)
    elif frequencies.itemsize == 2:
        add[uint16_t](postings.holders, frequencies, found)
    elif frequencies.itemsize == 4:
        add[uint32_t](postings.holders, frequencies, found)
    else:
        add[uint64_t](postings.holders, frequencies, found)
    return found


def weighed(postings, const double[::1] damping, const double[::1] rarity):
    """Give impacts as `array_weighing.weighed` does.

    Raises ValueError or IndexError where postings are not what they have to be.
    """
    cdef const int64_t[::1] starts = postings.starts
    cdef const int32_t[::1] holders = postings.holders
    found = np.empty(holders.shape[0])
    cdef double[::1] impacts = found
    frequencies = postings.frequencies
    cdef Py_ssize_t key, keys = rarity.shape[0]
    if starts.shape[0] != keys + 1 or starts[0] or starts[keys] != holders.shape[0]:
        raise ValueError("starts that are not those of the postings")
    for key in range(keys):
        if starts[key] > starts[key + 1]:
            raise ValueError("starts that are not in order")
    if frequencies.itemsize == 1:
        weigh[uint8_t](starts, holders, frequencies, damping, rarity, impacts)
    elif frequencies.itemsize == 2:
        weigh[uint16_t](starts, holders, frequencies, damping, rarity, impacts)
    elif frequencies.itemsize == 4:
        weigh[uint32_t](starts, holders, frequencies, damping, rarity, impacts)
    else:
        weigh[uint64_t](starts, holders, frequencies, damping, rarity, impacts)
    return found


def levels(postings, const double[::1] damping):
    """Give levels as `array_weighing.levels` does. Raises ValueError or IndexError as `weighed` does."""
    found = np.zeros(damping.shape[0], np.uint8)
    frequencies = postings.frequencies
    if frequencies.itemsize == 1:
        level[uint8_t](postings.holders, frequencies, damping, found)
    elif frequencies.itemsize == 2:
        level[uint16_t](postings.holders, frequencies, damping, found)
    elif frequencies.itemsize == 4:
        level[uint32_t](postings.holders, frequencies, damping, found)
    else:
        level[uint64_t](postings.holders, frequencies, damping, found)
    return found


def ranks(postings, Py_ssize_t sections):
    """Give ranks as `array_weighing.ranks` does. Raises IndexError as `weighed` does."""
    found = np.zeros((sections + BITS - 1) // BITS, np.uint64)
    rank(postings.holders, sections, found)
    return found


cdef int add(const int32_t[::1] holders, const Frequency[::1] frequencies, double[::1] lengths) except -1:
    cdef Py_ssize_t place
    check(holders, frequencies.shape[0], lengths.shape[0])
    for place in range(holders.shape[0]):
        lengths[holders[place]] += <double>frequencies[place]
    return 0


cdef int weigh(
    const int64_t[::1] starts, const int32_t[::1] holders, const Frequency[::1] frequencies,
    const double[::1] damping, const double[::1] rarity, double[::1] impacts,
) except -1:
    cdef Py_ssize_t key, place
    check(holders, frequencies.shape[0], damping.shape[0])
    for key in range(rarity.shape[0]):
        for place in range(starts[key], starts[key + 1]):
            impacts[place] = impact(frequencies[place], damping[holders[place]], rarity[key])
    return 0


cdef int level(
    const int32_t[::1] holders, const Frequency[::1] frequencies, const double[::1] damping, uint8_t[::1] found
) except -1:
    cdef Py_ssize_t place
    check(holders, frequencies.shape[0], damping.shape[0])
    for place in range(holders.shape[0]):
        found[holders[place]] = <uint8_t>ceil(impact(frequencies[place], damping[holders[place]], HIGHEST))
    return 0


cdef int rank(const int32_t[::1] holders, Py_ssize_t sections, uint64_t[::1] found) except -1:
    """Count the holders of each rank in its upper half, and then those before it."""
    cdef Py_ssize_t place
    cdef uint64_t before = 0, held
    check(holders, holders.shape[0], sections)
    for place in range(holders.shape[0]):
        found[holders[place] // BITS] += (<uint64_t>1 << BITS) | (<uint64_t>1 << holders[place] % BITS)
    for place in range(found.shape[0]):
        held = found[place] >> BITS
        found[place] += (before - held) << BITS
        before += held
    return 0


cdef inline double impact(double often, double damping, double rarity) noexcept:
    """Give one impact: by the very steps of `scoring.impacts`, so that it is the same to the last bit."""
    return rarity * often / (often + damping)


cdef int check(const int32_t[::1] holders, Py_ssize_t frequencies, Py_ssize_t sections) except -1:
    """Make sure that each posting has a frequency, and its holder is a section."""
    cdef Py_ssize_t place
    if frequencies != holders.shape[0]:
        raise ValueError("columns of unlike lengths")
    for place in range(holders.shape[0]):
        if not 0 <= holders[place] < sections:
            raise IndexError(f"a holder {holders[place]} of {sections}")
    return 0
