# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What certain sections hold of a query, compiled to machine code; `array_loops` gives the same."""

from libc.string cimport memset

from index.compiled_evidence cimport RANKED, Evidence, Part, Place, impact
from index.compiled_fetch cimport prefetch

cdef enum:
    SOME = 32  # sections whose points are added up at a time: about as many as are put in order anew
    MARKS = 512  # where sections are marked by the last bits of their numbers: thirty share hardly any
    FEW = 256  # sections that can be marked
    STEPS = 12  # postings that are gone through in the time in which a section is looked for among them


cdef struct Marks:  # numbers of sections, from 1 on; 0 where there is none
    unsigned char[MARKS] last
    unsigned char[FEW] before


cdef void look_up(Evidence evidence, const Place* wanted, Place size, int* places) noexcept:
    """Give where each of some sections (columns) stands among the postings of each part (rows); -1 if it does not.

    There is no branch for a section that depends on what is read: the processor goes on with the next ones, and so waits
    for many places in memory at a time.
    """
    cdef Place number
    cdef const Part* part
    cdef Marks marks
    cdef bint is_marked = size < FEW
    if is_marked:
        mark(&marks, wanted, size)
    for number in range(evidence.size):
        part = evidence.parts + number
        if part.ranks:
            find_by_rank(part, evidence.sections, wanted, size, places + number * size)
        elif is_marked and part.size < STEPS * size:
            find_by_marks(part.sections, part.size, &marks, wanted, size, places + number * size)
        else:
            find(part.sections, part.size, wanted, size, places + number * size)


cdef void mark(Marks* marks, const Place* wanted, Place size) noexcept:
    """Mark sections, which are found again by their marks: the last of them, from which each tells the one before it."""
    cdef Place column
    cdef unsigned char* last
    memset(marks.last, 0, sizeof(marks.last))
    for column in range(size):
        last = marks.last + (wanted[column] & (MARKS - 1))
        marks.before[column] = last[0]
        last[0] = <unsigned char>(column + 1)


cdef inline void find_by_marks(
    const int* sections, Place end, const Marks* marks, const Place* wanted, Place size, int* found
) noexcept:
    """Give where each of some marked sections stands among those of a part, by going through these; -1 if it does not."""
    cdef Place place
    cdef unsigned char number
    memset(found, -1, size * sizeof(int))
    for place in range(end):
        number = marks.last[sections[place] & (MARKS - 1)]
        while number:
            if wanted[number - 1] == sections[place]:
                found[number - 1] = <int>place
            number = marks.before[number - 1]


cdef inline void find(const int* sections, Place end, const Place* wanted, Place size, int* found) noexcept:
    """Give where each of some sections stands among those of a part, which are in order and not none; -1 if it does not."""
    cdef Place column, place, left, half
    for column in range(size):
        place, left = 0, end
        while left > 1:
            half = left // 2
            place += half & -<Place>(sections[place + half - 1] < wanted[column])
            left -= half
        place = min(place + (sections[place] < wanted[column]), end - 1)
        found[column] = <int>(place | -<Place>(sections[place] != wanted[column]))


cdef inline void find_by_rank(const Part* part, Place count, const Place* wanted, Place size, int* found) noexcept:
    """Give the same of a part that has ranks: those before a section are counted for each RANKED sections, and by bits.

    Frequencies will be read: nothing has been near them yet.
    """
    cdef Place column, place
    cdef size_t section
    cdef unsigned long long rank
    for column in range(size):
        section = <size_t>wanted[column]
        found[column] = -1
        if section < <size_t>count:
            rank = part.ranks[section // RANKED]
            place = <Place>(rank >> RANKED) + bits_of(<unsigned int>(rank & ((<unsigned long long>1 << section % RANKED) - 1)))
            place = place if place < part.size else -1
            place |= -<Place>(~rank >> section % RANKED & 1)
            found[column] = <int>place
            prefetch(part.frequencies + max(place, 0) * part.width)


cdef inline unsigned int bits_of(unsigned int bits) noexcept:
    """Give how many bits are set: those of two, four and eight neighbours are added up, then all by one product."""
    bits -= bits >> 1 & 0x55555555
    bits = (bits & 0x33333333) + (bits >> 2 & 0x33333333)
    bits = (bits + (bits >> 4)) & 0x0F0F0F0F
    return bits * <unsigned int>0x01010101 >> 24


cdef void add_points(
    Evidence evidence, const Place* sections, const int* places, Place size, double* points
) noexcept:
    """Add to the points of some sections what the best of each group's parts gives them, by what was looked up."""
    cdef double[SOME] best
    cdef Place first = 0, number, count
    while first < size:
        count = min(<Place>SOME, size - first)
        for number in range(evidence.size):
            if begins(evidence, number):
                memset(best, 0, sizeof(best))
            raise_to(evidence, number, sections + first, places + number * size + first, count, best)
            if begins(evidence, number + 1):
                add(best, count, points + first)
        first += SOME


cdef inline void raise_to(
    Evidence evidence, Place number, const Place* sections, const int* places, Place size, double* best
) noexcept:
    """Raise what a group gives some sections to what one of its parts does; postings may be those of other sections."""
    cdef const Part* part = evidence.parts + number
    cdef Place column
    for column in range(size):
        if places[column] >= 0 and <size_t>sections[column] < <size_t>evidence.sections:
            best[column] = max(best[column], impact(part, places[column], sections[column]) * part.weight)


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
