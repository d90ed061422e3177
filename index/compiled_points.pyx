# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What certain sections hold of a query, compiled to machine code; `array_loops` gives the same."""

from libc.string cimport memset

from index.compiled_evidence cimport Evidence, Part, Place

cdef enum:
    SOME = 32  # sections that are looked up at a time: about as many as are put in order anew


cdef bint begins(Evidence evidence, Place number) noexcept:
    """Tell whether a part is the first of its group, or there is no such part."""
    return number == 0 or number == evidence.size or evidence.parts[number].group != evidence.parts[number - 1].group


cdef void look_up(Evidence evidence, const Place* wanted, Place size, int* places) noexcept:
    """Give where each of some sections (columns) stands among the postings of each part (rows); -1 if it does not."""
    cdef int[SOME] some
    cdef Place first = 0, number, column, count
    cdef const Part* part
    while first < size:  # a range with a named step is an object of Python
        count = min(<Place>SOME, size - first)
        for column in range(count):
            some[column] = <int>wanted[first + column]
        for number in range(evidence.size):
            part = evidence.parts + number
            find(part.sections, <int>part.size, some, count, places + number * size + first)
        first += SOME


cdef inline void find(const int* sections, int left, const int* wanted, Place size, int* found) noexcept:
    """Give where each of a few sections stands among those of a part, which are in order and not none; -1 if it does not.

    All are looked for together, step by step, so that the processor waits for many places in memory at a time.
    """
    cdef int[SOME] places
    cdef int half, end = left, place
    cdef Place column
    for column in range(size):
        places[column] = 0
    while left > 1:
        half = left // 2
        for column in range(size):
            place = places[column]
            places[column] = place + (half if sections[place + half - 1] < wanted[column] else 0)
        left -= half
    for column in range(size):
        place = places[column] + (sections[places[column]] < wanted[column])
        found[column] = place if place < end and sections[place] == wanted[column] else -1


cdef void add_points(Evidence evidence, const int* places, Place size, double* points) noexcept:
    """Add to the points of some sections what the best of each group's parts gives them, by what was looked up."""
    cdef double[SOME] best
    cdef Place first = 0, number, count
    while first < size:
        count = min(<Place>SOME, size - first)
        for number in range(evidence.size):
            if begins(evidence, number):
                memset(best, 0, sizeof(best))
            raise_to(evidence.parts + number, places + number * size + first, count, best)
            if begins(evidence, number + 1):
                add(best, count, points + first)
        first += SOME


cdef inline void raise_to(const Part* part, const int* places, Place size, double* best) noexcept:
    cdef const double* impacts = part.impacts
    cdef double weight = part.weight
    cdef Place column
    for column in range(size):
        if places[column] >= 0:
            best[column] = max(best[column], impacts[places[column]] * weight)


cdef inline void add(const double* best, Place size, double* points) noexcept:
    cdef Place column
    for column in range(size):
        points[column] += best[column]


cdef Place put_in_order(const double* points, const Place* sections, Place size, Place most, Place* order) noexcept:
    """Give the numbers of the first of some sections in their order, `most` of them or all; give how many these are."""
    cdef Place number, at, count = 0
    for number in range(size):
        at = min(count, most)
        while at > 0 and before(points, sections, number, order[at - 1]):
            if at < most:
                order[at] = order[at - 1]
            at -= 1
        if at < most:
            order[at] = number
            count = min(count + 1, most)
    return count
