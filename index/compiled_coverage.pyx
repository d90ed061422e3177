# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What a few sections hold of a query, compiled to machine code; `array_coverage` gives the same."""

cimport numpy as cnp
from cpython.mem cimport PyMem_Free, PyMem_Malloc
from libc.float cimport DBL_MIN
from libc.math cimport isnan, sqrt
from libc.string cimport memset

from index.compiled_evidence cimport MOST_CHANNELS, Evidence, Part, Place, TermPostings, check, field, idf
from index.compiled_named cimport named
from index.compiled_points cimport add_points, begins, look_up

from index.evidence import Found as _Found
from index.scoring import FAQ_WEIGHT, TOGETHER_WEIGHT

cnp.import_array()

cdef enum:
    CELLS = 32  # of a section, as in `cells`
    EVERYWHERE = 0xFFFFFFFF

cdef unsigned char* PLACES = (
    b"\x00\x01\x1c\x02\x1d\x0e\x18\x03\x1e\x16\x14\x0f\x19\x11\x04\x08"
    b"\x1f\x1b\x0d\x17\x15\x13\x10\x07\x1a\x0c\x12\x06\x0b\x05\x0a\x09"
)
cdef double FREQUENT = FAQ_WEIGHT, TOGETHER = TOGETHER_WEIGHT
cdef type Found = _Found


def refined(found, Evidence evidence not None, Evidence singles not None, telling, cnp.ndarray frequent):
    """Give what was found, its scores with what characters add, and raised by what stands together.

    And of the first before they are raised: the highest, and the most that one of these sections tells.
    Characters of the sections that are `frequent` count for FAQ_WEIGHT as much; None: of none.
    """
    cdef cnp.ndarray sections = field(found, 0), scores = field(found, 1)
    check(sections, cnp.NPY_INTP, 1)
    check(scores, cnp.NPY_FLOAT64, 1)
    cdef Place size = cnp.PyArray_DIM(sections, 0), groups = len(evidence.groups)
    if cnp.PyArray_DIM(scores, 0) != size:
        raise ValueError(f"{len(scores)} scores of {size} sections")
    cdef cnp.ndarray raised = cnp.PyArray_EMPTY(1, &size, cnp.NPY_FLOAT64, 0)
    cdef const Place* section = <const Place*>cnp.PyArray_DATA(sections)
    cdef size_t places = size * max(evidence.size, singles.size)
    cdef double* shares = <double*>PyMem_Malloc(
        (2 * (groups + size)) * sizeof(double) + (places + groups * size + 1) * sizeof(int)
    )
    if shares is NULL:
        raise MemoryError
    cdef double* points = shares + 2 * groups  # of each section; then what it tells
    cdef unsigned int* cells = <unsigned int*>(points + 2 * size)
    cdef int* place = <int*>(cells + groups * size)
    try:
        share(evidence, telling, shares)
        look_up(singles, section, size, place)
        weigh(singles, place, size, section, frequent, <const double*>cnp.PyArray_DATA(scores), points)
        if evidence.placed is not sections:
            look_up(evidence, section, size, place)
        put_cells(evidence, evidence.places if evidence.placed is sections else place, size, groups, cells)
        hold_all(cells, groups, size, shares, points, <double*>cnp.PyArray_DATA(raised))
        highest, told = told_by_first(points, section, points + size, size, field(telling, 1))
        return named(Found, sections, raised, field(found, 2)), highest, told
    finally:
        PyMem_Free(shares)


cdef int weigh(
    Evidence singles, const int* places, Place size,
    const Place* sections, cnp.ndarray frequent, const double* scores, double* points
) except -1:
    """Give the scores of sections with what characters add."""
    cdef Place number
    memset(points, 0, size * sizeof(double))
    add_points(singles, places, size, points)
    if frequent is not None:
        check(frequent, cnp.NPY_BOOL, 1)
    for number in range(size):
        points[number] = scores[number] + points[number] * (FREQUENT if is_frequent(frequent, sections[number]) else 1)
    return 0


cdef int share(Evidence evidence, telling, double* rarity) except -1:
    """Give the share of each group in the rarity of all of its channel, then each one's in the information asked for.

    Channels count alike. `telling` is as in `evidence`. What it tells is kept with the postings of what was typed: those
    that are none have never been known.
    """
    cdef Place count = field(telling, 0), number, group
    said_of, missed_of = field(telling, 2), field(telling, 3)
    cdef double* said = rarity + len(evidence.groups)
    cdef double[MOST_CHANNELS] unheard, untold
    memset(&unheard[0], 0, sizeof(unheard))
    memset(&untold[0], 0, sizeof(untold))
    for number in range(evidence.size):
        if begins(evidence, number):
            group = evidence.parts[number].group
            rarity[group] = idf(count, evidence.parts[number].size)
            alternative, postings = evidence.alternatives[number], evidence.postings[number]
            said[group] = said_by(evidence.groups[group], alternative, postings, said_of)
    for number in range(len(evidence.unknown)):
        unknown, postings = evidence.unknown[number], evidence.missing[number]
        alternative = field(field(unknown, 2), 0) if postings is not None else None
        untold[evidence.channel_of(unknown)] += said_by(unknown, alternative, postings, missed_of)
    share_out(rarity, evidence, &unheard[0])
    share_out(said, evidence, &untold[0])
    return 0


cdef double said_by(group, alternative, TermPostings postings, told_by) except -1:
    """Give what a group says; it is kept with an alternative's postings where that is what was typed."""
    if postings is None or field(alternative, 2) != "typed" or field(alternative, 0) != field(group, 1):
        return told_by(group)
    if isnan(postings.said):
        postings.said = told_by(group)
    return postings.said


cdef int share_out(double* weights, Evidence evidence, double* totals) except -1:
    """Divide the weight of each group by that of its channel, and by the number of channels that have any."""
    cdef Place number, channel, asked = 0
    cdef const Part* parts = evidence.parts
    for number in range(evidence.size):
        if begins(evidence, number):
            totals[parts[number].channel] += weights[parts[number].group]
    for channel in range(len(evidence.channels)):
        asked += totals[channel] > 0
    for number in range(evidence.size):
        if begins(evidence, number):
            weights[parts[number].group] /= totals[parts[number].channel] * asked
    return 0


cdef void hold_all(
    const unsigned int* cells, Place groups, Place size, const double* shares, double* points, double* raised
) noexcept:
    """Give the points of each section, raised by what stands together in it; behind the points, what a stretch tells."""
    cdef Place column
    cdef double known, together
    cdef double* told = points + size
    for column in range(size):
        known = together = told[column] = 0
        hold(cells + column, shares, groups, size, &known, &together, told + column)
        raised[column] = points[column] * (1 + TOGETHER * together / sqrt(max(known, DBL_MIN)))


cdef void put_cells(Evidence evidence, const int* places, Place size, Place groups, unsigned int* cells) noexcept:
    """Put the cells in which each group (rows) stands in each section (columns)."""
    cdef Place number, column
    cdef unsigned int* row
    cdef const Part* part
    memset(cells, 0, groups * size * sizeof(unsigned int))
    for number in range(evidence.size):
        part = evidence.parts + number
        row = cells + part.group * size
        for column in range(size):
            if places[number * size + column] >= 0:
                row[column] |= part.cells[places[number * size + column]]


cdef void hold(
    const unsigned int* cells, const double* shares, Place groups, Place size,
    double* known, double* together, double* told
) noexcept:
    """Add up the shares of the groups that have cells in a section: all of the first row, and of the best stretches."""
    cdef double[2][CELLS] stretches
    cdef double rarity, said, everywhere = 0, said_everywhere = 0, most = 0, most_said = 0
    cdef Place group, cell
    cdef unsigned int reached
    memset(&stretches[0][0], 0, sizeof(stretches))
    for group in range(groups):
        reached, rarity, said = cells[group * size], shares[group], shares[groups + group]
        if reached:
            known[0] += rarity
        if reached == EVERYWHERE:
            everywhere, said_everywhere, reached = everywhere + rarity, said_everywhere + said, 0
        reached |= reached >> 1
        while reached:
            cell = lowest(reached)
            stretches[0][cell] += rarity
            stretches[1][cell] += said
            most, most_said = max(most, stretches[0][cell]), max(most_said, stretches[1][cell])
            reached &= reached - 1
    together[0], told[0] = most + everywhere, most_said + said_everywhere


cdef inline Place lowest(unsigned int bits) noexcept:
    """Give the place of the lowest bit: times this number, each of the 32 bits gives other highest five."""
    return PLACES[((bits & (0 - bits)) * <unsigned int>0x077CB531) >> 27]


cdef bint is_frequent(cnp.ndarray frequent, Place section) except -1:
    if frequent is None:
        return False
    if not 0 <= section < cnp.PyArray_DIM(frequent, 0):
        raise IndexError(f"section {section} of {len(frequent)}")
    return (<const unsigned char*>cnp.PyArray_DATA(frequent))[section]


cdef tuple told_by_first(const double* points, const Place* sections, const double* told, Place size, Place most):
    """Give the highest points, and the most that one of the `most` sections with the highest points tells."""
    cdef Place last = -1, following, place
    cdef double highest = 0, tells = 0
    for _ in range(min(most, size)):
        following = -1
        for place in range(size):
            if last >= 0 and not before(points, sections, last, place):
                continue
            if following < 0 or before(points, sections, place, following):
                following = place
        if following < 0:
            break
        last = following
        highest, tells = max(highest, points[last]), max(tells, told[last])
    return highest, tells


cdef inline bint before(const double* points, const Place* sections, Place one, Place other) noexcept:
    return points[one] > points[other] or (points[one] == points[other] and sections[one] < sections[other])
