# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The lengths of sections, the grades of postings, the ceilings of common terms, compiled to machine code.

One pass is in the place of five.
"""

from libc.stdint cimport int32_t, int64_t, uint8_t, uint16_t, uint32_t, uint64_t

import numpy as np

from index.array_weighing import GRADES, LEVELS

cdef enum:
    BITS = 32  # sections of a rank, as RANKED has it
    FEW = 8  # 1-100: lower frequencies, of which the grades in all sections are looked up; more leave the nearest caches

cdef double HIGHEST = GRADES
cdef uint32_t OF_LEVEL = GRADES / LEVELS  # so many grades

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


def ceilings_of(postings, const uint16_t[::1] grades, const int64_t[::1] terms, Py_ssize_t sections):
    """Give levels and ranks as `array_weighing.ceilings_of` does. Raises ValueError or IndexError as `graded` does."""
    cdef const int32_t[::1] holders = postings.holders
    cdef const int64_t[::1] starts = postings.starts
    cdef Py_ssize_t number, term, start, end, blocks = (sections + BITS - 1) // BITS
    levels = np.zeros(len(terms) * sections, np.uint8)
    ranks = np.zeros(len(terms) * blocks, np.uint64)
    cdef uint8_t[::1] every_level = levels
    cdef uint64_t[::1] every_rank = ranks
    for number in range(terms.shape[0]):
        term = terms[number]
        if not 0 <= term < starts.shape[0] - 1:
            raise IndexError(f"a term {term} of {starts.shape[0] - 1}")
        start, end = starts[term], starts[term + 1]
        if not 0 <= start <= end <= holders.shape[0]:
            raise ValueError("starts that are not those of the postings")
        check(holders[start:end], grades[start:end].shape[0], sections)
        level(holders[start:end], grades[start:end], every_level[number * sections : (number + 1) * sections])
        rank(holders[start:end], every_rank[number * blocks : (number + 1) * blocks])
    return levels, ranks


cdef int add(const int32_t[::1] holders, const Frequency[::1] frequencies, double[::1] lengths) except -1:
    cdef Py_ssize_t place
    check(holders, frequencies.shape[0], lengths.shape[0])
    for place in range(holders.shape[0]):
        lengths[holders[place]] += <double>frequencies[place]
    return 0


cdef int grade(
    const int32_t[::1] holders, const Frequency[::1] frequencies, const double[::1] damping, uint16_t[::1] grades
) except -1:
    cdef Py_ssize_t place, sections = damping.shape[0]
    cdef const uint16_t[::1] few = grades_of_few(damping)
    check(holders, frequencies.shape[0], sections)
    for place in range(holders.shape[0]):
        if frequencies[place] < FEW:
            grades[place] = few[frequencies[place] * sections + holders[place]]
        else:
            grades[place] = grade_of(<double>frequencies[place], damping[holders[place]])
    return 0


cdef uint16_t[::1] grades_of_few(const double[::1] damping):
    """Give the grades of each of the FEW frequencies in all sections: most postings have one of these."""
    cdef uint16_t[::1] found = np.zeros(FEW * len(damping), np.uint16)
    cdef Py_ssize_t often, section, sections = damping.shape[0]
    for often in range(1, FEW):
        for section in range(sections):
            found[often * sections + section] = grade_of(often, damping[section])
    return found


cdef void level(const int32_t[::1] holders, const uint16_t[::1] grades, uint8_t[::1] found) noexcept:
    cdef Py_ssize_t place
    for place in range(holders.shape[0]):
        found[holders[place]] = <uint8_t>((grades[place] + OF_LEVEL - 1) // OF_LEVEL)


cdef void rank(const int32_t[::1] holders, uint64_t[::1] found) noexcept:
    """Count the holders of each rank in its upper half, and then those before it."""
    cdef Py_ssize_t place
    cdef uint64_t before = 0, held
    for place in range(holders.shape[0]):
        found[holders[place] // BITS] += (<uint64_t>1 << BITS) | (<uint64_t>1 << holders[place] % BITS)
    for place in range(found.shape[0]):
        held = found[place] >> BITS
        found[place] += (before - held) << BITS
        before += held


cdef inline uint16_t grade_of(double often, double damping) noexcept:
    """Give a grade, by the very steps of `scoring.impacts`, rounded up: a call of `ceil` takes longer than all else."""
    cdef double part = HIGHEST * often / (often + damping)
    cdef int whole = <int>part
    return <uint16_t>(whole + (whole < part))


cdef int check(const int32_t[::1] holders, Py_ssize_t frequencies, Py_ssize_t sections) except -1:
    """Make sure that each posting has a frequency, and its holder is a section."""
    cdef Py_ssize_t place
    cdef uint32_t wrong = 0, count = <uint32_t>max(sections, 0)
    if frequencies != holders.shape[0]:
        raise ValueError("columns of unlike lengths")
    for place in range(holders.shape[0]):  # without a way out, so that a processor takes many at once
        wrong |= <uint32_t>holders[place] >= count
    if wrong:
        raise IndexError(f"a holder that is none of {sections} sections")
    return 0
