# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The lengths of sections, the grades of postings, the ranks of common terms, compiled to machine code.

One pass is in the place of five.
"""

from libc.stdint cimport int32_t, uint8_t, uint16_t, uint32_t, uint64_t

import numpy as np

from index.array_weighing import GRADES, RANKED

cdef double HIGHEST = GRADES
cdef Py_ssize_t BITS = RANKED

ctypedef fused Frequency:
    uint8_t
    uint16_t
    uint32_t
    uint64_t


def lengths_of(postings, Py_ssize_t sections):
    """Give lengths as `array_weighing.lengths_of` does. Raises ValueError or IndexError as `graded` does."""
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


def graded(postings, const double[::1] damping):
    """Give grades as `array_weighing.graded` does.

    Raises ValueError or IndexError where postings are not what they have to be.
    """
    found = np.empty(len(postings.holders), np.uint16)
    frequencies = postings.frequencies
    if frequencies.itemsize == 1:
        grade[uint8_t](postings.holders, frequencies, damping, found)
    elif frequencies.itemsize == 2:
        grade[uint16_t](postings.holders, frequencies, damping, found)
    elif frequencies.itemsize == 4:
        grade[uint32_t](postings.holders, frequencies, damping, found)
    else:
        grade[uint64_t](postings.holders, frequencies, damping, found)
    return found


def ranks(postings, Py_ssize_t sections):
    """Give ranks as `array_weighing.ranks` does. Raises IndexError as `graded` does."""
    found = np.zeros((sections + BITS - 1) // BITS, np.uint64)
    rank(postings.holders, sections, found)
    return found


cdef int add(const int32_t[::1] holders, const Frequency[::1] frequencies, double[::1] lengths) except -1:
    cdef Py_ssize_t place
    check(holders, frequencies.shape[0], lengths.shape[0])
    for place in range(holders.shape[0]):
        lengths[holders[place]] += <double>frequencies[place]
    return 0


cdef int grade(
    const int32_t[::1] holders, const Frequency[::1] frequencies, const double[::1] damping, uint16_t[::1] grades
) except -1:
    cdef Py_ssize_t place
    check(holders, frequencies.shape[0], damping.shape[0])
    for place in range(holders.shape[0]):
        grades[place] = rounded_up(impact(<double>frequencies[place], damping[holders[place]], HIGHEST))
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


cdef inline uint16_t rounded_up(double number) noexcept:
    """Give the next whole number: a call of `ceil` takes longer than all else."""
    cdef int whole = <int>number
    return <uint16_t>(whole + (whole < number))


cdef int check(const int32_t[::1] holders, Py_ssize_t frequencies, Py_ssize_t sections) except -1:
    """Make sure that each posting has a frequency, and its holder is a section."""
    cdef Py_ssize_t place
    if frequencies != holders.shape[0]:
        raise ValueError("columns of unlike lengths")
    for place in range(holders.shape[0]):
        if not 0 <= holders[place] < sections:
            raise IndexError(f"a holder {holders[place]} of {sections}")
    return 0
