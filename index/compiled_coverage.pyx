# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What a few sections hold of a query, compiled to machine code; `array_loops` gives the same."""

cimport numpy as cnp
from libc.float cimport DBL_MIN
from libc.math cimport isnan, sqrt
from libc.string cimport memset

from index.compiled_evidence cimport MOST_CHANNELS, Evidence, Part, Place, TermPostings, check, field, idf
from index.scoring import FAQ_WEIGHT, TOGETHER_WEIGHT

cnp.import_array()

cdef enum:
    CELLS = 32  # of a section, as in `cells`
    EVERYWHERE = 0xFFFFFFFF
    SOME = 64  # sections that are looked up at a time

cdef unsigned char* PLACES = (
    b"\x00\x01\x1c\x02\x1d\x0e\x18\x03\x1e\x16\x14\x0f\x19\x11\x04\x08"
    b"\x1f\x1b\x0d\x17\x15\x13\x10\x07\x1a\x0c\x12\x06\x0b\x05\x0a\x09"
)
cdef double FREQUENT = FAQ_WEIGHT, TOGETHER = TOGETHER_WEIGHT


def points_in(Evidence evidence not None, cnp.ndarray sections):
    """Give what `every` gives certain sections for postings alone, without going through those of all others."""
    check(sections, cnp.NPY_INTP, 1)
    cdef const Place* wanted = <const Place*>cnp.PyArray_DATA(sections)
    cdef Place size = cnp.PyArray_DIM(sections, 0), first
    points = cnp.PyArray_ZEROS(1, &size, cnp.NPY_FLOAT64, 0)
    cdef double* total = <double*>cnp.PyArray_DATA(points)
    for first in range(0, size, SOME):
        add_points(evidence, wanted + first, min(<Place>SOME, size - first), total + first)
    return points


cdef void add_points(Evidence evidence, const Place* wanted, Place size, double* total) noexcept:
    cdef Place[SOME] places
    cdef double[SOME] best
    cdef Place number, column
    cdef const Part* part
    for number in range(evidence.size):
        part = evidence.parts + number
        find(part, wanted, size, places)
        if begins(evidence, number):
            for column in range(size):
                best[column] = 0
        for column in range(size):
            if places[column] >= 0:
                best[column] = max(best[column], part.impacts[places[column]] * part.weight)
        if number + 1 == evidence.size or begins(evidence, number + 1):
            for column in range(size):
                total[column] += best[column]


cdef inline bint begins(Evidence evidence, Place number) noexcept:
    """Tell whether a part is the first of its group."""
    return number == 0 or evidence.parts[number].group != evidence.parts[number - 1].group


cdef void find(const Part* part, const Place* wanted, Place size, Place* places) noexcept:
    """Give where each section stands among a part's postings, which are in order and not none; -1 if it is not there.

    All are looked for together, step by step, so that the processor waits for many places in memory at a time.
    """
    cdef const int* sections = part.sections
    cdef Place left = part.size, half, column
    for column in range(size):
        places[column] = 0
    while left > 1:
        half = left // 2
        for column in range(size):
            places[column] += half * <Place>(sections[places[column] + half - 1] < wanted[column])
        left -= half
    for column in range(size):
        places[column] += <Place>(sections[places[column]] < wanted[column])
        if places[column] == part.size or sections[places[column]] != wanted[column]:
            places[column] = -1


def shares(Evidence evidence not None, Place count, information, missed):
    """Give the share of each group (columns) in the rarity of all of its channel, and in the information asked for.

    Channels count alike. `information` tells what a group says that some section has, `missed` what one does that none
    has. Both are kept with the postings of what was typed: those that are none have never been known.
    """
    cdef Place[2] shape = [2, len(evidence.groups)]
    table = cnp.PyArray_ZEROS(2, shape, cnp.NPY_FLOAT64, 0)
    cdef double* rarity = <double*>cnp.PyArray_DATA(table)
    cdef double* said = rarity + shape[1]
    cdef double[MOST_CHANNELS] unheard, untold
    cdef Place number, group
    memset(&unheard[0], 0, sizeof(unheard))
    memset(&untold[0], 0, sizeof(untold))
    for number in range(evidence.size):
        if begins(evidence, number):
            group = evidence.parts[number].group
            rarity[group] = idf(count, evidence.parts[number].size)
            alternative, postings = evidence.alternatives[number], evidence.postings[number]
            said[group] = said_by(evidence.groups[group], alternative, postings, information)
    for number in range(len(evidence.unknown)):
        unknown, postings = evidence.unknown[number], evidence.missing[number]
        alternative = field(field(unknown, 2), 0) if postings is not None else None
        untold[evidence.of_channel(unknown)] += said_by(unknown, alternative, postings, missed)
    share_out(rarity, evidence, &unheard[0])
    share_out(said, evidence, &untold[0])
    return table


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
    for number in range(len(evidence.groups)):
        totals[evidence.of_channel(evidence.groups[number])] += weights[number]
    for channel in range(len(evidence.channels)):
        asked += totals[channel] > 0
    for number in range(len(evidence.groups)):
        weights[number] /= totals[evidence.of_channel(evidence.groups[number])] * asked
    return 0


def held(Evidence evidence not None, cnp.ndarray sections, cnp.ndarray shares):
    """Give what sections hold of the groups, by the first row of their shares, and what one stretch does, by each row.

    `shares` has a column for each group. A stretch is two neighbouring cells.
    """
    check(sections, cnp.NPY_INTP, 1)
    check(shares, cnp.NPY_FLOAT64, 2)
    cdef Place groups = len(evidence.groups), size = cnp.PyArray_DIM(sections, 0), column
    if cnp.PyArray_DIM(shares, 0) != 2 or cnp.PyArray_DIM(shares, 1) != groups:
        raise ValueError(f"{cnp.PyArray_DIM(shares, 0)} shares of {cnp.PyArray_DIM(shares, 1)} groups for {groups}")
    cdef cnp.ndarray known = cnp.PyArray_ZEROS(1, &size, cnp.NPY_FLOAT64, 0)
    cdef cnp.ndarray together = cnp.PyArray_ZEROS(1, &size, cnp.NPY_FLOAT64, 0)
    cdef cnp.ndarray told = cnp.PyArray_ZEROS(1, &size, cnp.NPY_FLOAT64, 0)
    cdef const double* share = <const double*>cnp.PyArray_DATA(shares)
    cdef cnp.ndarray table = cells_of(evidence, sections, groups)
    cdef const unsigned int* cells = <const unsigned int*>cnp.PyArray_DATA(table)
    for column in range(size):
        hold(cells + column, size, share, groups, at(known, column), at(together, column), at(told, column))
    return known, together, told


cdef inline double* at(cnp.ndarray values, Place place) noexcept:
    return <double*>cnp.PyArray_DATA(values) + place


cdef cnp.ndarray cells_of(Evidence evidence, cnp.ndarray sections, Place groups):
    """Give the cells in which each group (rows) stands in each section (columns)."""
    cdef const Place* wanted = <const Place*>cnp.PyArray_DATA(sections)
    cdef Place[2] shape = [groups, cnp.PyArray_DIM(sections, 0)]
    cdef Place[SOME] places
    cdef Place number, first, size, column
    cdef cnp.ndarray table = cnp.PyArray_ZEROS(2, shape, cnp.NPY_UINT32, 0)
    cdef unsigned int* row
    cdef const Part* part
    for number in range(evidence.size):
        part = evidence.parts + number
        row = <unsigned int*>cnp.PyArray_DATA(table) + part.group * shape[1]
        for first in range(0, shape[1], SOME):
            size = min(<Place>SOME, shape[1] - first)
            find(part, wanted + first, size, places)
            for column in range(size):
                if places[column] >= 0:
                    row[first + column] |= part.cells[places[column]]
    return table


cdef void hold(
    const unsigned int* cells, Place step, const double* shares, Place groups,
    double* known, double* together, double* told,
) noexcept:
    """Add up the shares of the groups that have cells in a section: all of the first row, and of the best stretches."""
    cdef double[2][CELLS] stretches
    cdef double rarity, said, everywhere = 0, said_everywhere = 0, most = 0, most_said = 0
    cdef Place group, cell
    cdef unsigned int reached
    memset(&stretches[0][0], 0, sizeof(stretches))
    for group in range(groups):
        reached, rarity, said = cells[group * step], shares[group], shares[groups + group]
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


def refined(found, cnp.ndarray characters, coverage, cnp.ndarray frequent, Place most):
    """Give the scores of what was found with what characters add, raised by what stands together.

    And of the `most` highest before they are raised: the highest, and the most that one of these sections tells.
    Characters of the sections that are `frequent` count for FAQ_WEIGHT as much; None: of none.
    """
    cdef cnp.ndarray sections = field(found, 0)
    check(sections, cnp.NPY_INTP, 1)
    cdef Place size = cnp.PyArray_DIM(sections, 0), place
    cdef cnp.ndarray raised = cnp.PyArray_EMPTY(1, &size, cnp.NPY_FLOAT64, 0)
    cdef cnp.ndarray points = cnp.PyArray_EMPTY(1, &size, cnp.NPY_FLOAT64, 0)
    cdef const Place* section = <const Place*>cnp.PyArray_DATA(sections)
    cdef const double* score = values(field(found, 1), size)
    cdef const double* more = values(characters, size)
    cdef const double* known = values(field(coverage, 0), size)
    cdef const double* together = values(field(coverage, 1), size)
    cdef const double* told = values(field(coverage, 2), size)
    cdef double weight
    for place in range(size):
        weight = FREQUENT if is_frequent(frequent, section[place]) else 1
        at(points, place)[0] = score[place] + more[place] * weight
        weight = 1 + TOGETHER * together[place] / sqrt(max(known[place], DBL_MIN))
        at(raised, place)[0] = at(points, place)[0] * weight
    return raised, *told_by_first(at(points, 0), section, told, size, most)


cdef const double* values(cnp.ndarray each, Place size) except NULL:
    check(each, cnp.NPY_FLOAT64, 1)
    if cnp.PyArray_DIM(each, 0) != size:
        raise ValueError(f"{len(each)} values for {size} sections")
    return <const double*>cnp.PyArray_DATA(each)


cdef bint is_frequent(cnp.ndarray frequent, Place section) except -1:
    if frequent is None:
        return False
    check(frequent, cnp.NPY_BOOL, 1)
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
