# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What a few sections hold of a query, compiled to machine code; `array_coverage` gives the same."""

cimport numpy as cnp
from cpython.mem cimport PyMem_Free, PyMem_Malloc
from libc.float cimport DBL_MIN
from libc.math cimport isnan, sqrt
from libc.string cimport memset

from index.compiled_evidence cimport MOST_CHANNELS, Best, Evidence, Held, Part, Place, check
from index.compiled_named cimport field, named
from index.compiled_points cimport add_points, before, look_up

from index.evidence import Found as _Found
from index.scoring import FAQ_WEIGHT, TOGETHER_WEIGHT

cnp.import_array()

cdef enum:
    CELLS = 32  # of a section, as in `cells`
    EVERYWHERE = 0xFFFFFFFF
    ROOM = 1024  # numbers that lie on the stack, where all is at hand

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
    cdef Place size = cnp.PyArray_DIM(sections, 0)
    if cnp.PyArray_DIM(scores, 0) != size:
        raise ValueError(f"{len(scores)} scores of {size} sections")
    cdef cnp.ndarray raised = cnp.PyArray_EMPTY(1, &size, cnp.NPY_FLOAT64, 0)
    cdef Refined made = Refined(<double*>cnp.PyArray_DATA(raised), 0, 0)
    cdef Best some
    some.size, some.sections, some.places = size, <Place*>cnp.PyArray_DATA(sections), NULL
    some.scores = <double*>cnp.PyArray_DATA(scores)
    refine(&some, flags_of(frequent, sections), evidence, singles, telling, &made)
    return named(Found, sections, raised, field(found, 2)), made.highest, made.told


cdef const unsigned char* flags_of(cnp.ndarray each, cnp.ndarray sections) except? NULL:
    """Give where the flags of all sections lie, NULL for None. Raise IndexError if one of some sections has none."""
    cdef Place number, section
    if each is None:
        return NULL
    check(each, cnp.NPY_BOOL, 1)
    for number in range(cnp.PyArray_DIM(sections, 0)):
        section = (<const Place*>cnp.PyArray_DATA(sections))[number]
        if not 0 <= section < cnp.PyArray_DIM(each, 0):
            raise IndexError(f"section {section} of {len(each)}")
    return <const unsigned char*>cnp.PyArray_DATA(each)


cdef int refine(
    const Best* some, const unsigned char* frequent, Evidence evidence, Evidence singles, telling, Refined* made
) except -1:
    """Refine the scores of some sections; there is room for as many in what is made.

    Their places are NULL where they were not looked up, and so are the flags of all sections where none is frequent.
    """
    cdef Place size = some.size, groups = evidence.count
    cdef Place parts = max(0 if some.places else evidence.size, singles.size)
    cdef size_t room = 2 * (groups + size) * sizeof(double) + size * (parts + groups) * sizeof(int)
    cdef double[ROOM] few
    cdef double* shares = &few[0]
    cdef double* many = NULL
    if room > sizeof(few):
        shares = many = <double*>PyMem_Malloc(room)
        if many is NULL:
            raise MemoryError
    cdef double* points = shares + 2 * groups  # of each section; then what it tells
    cdef unsigned int* cells = <unsigned int*>(points + 2 * size)
    cdef int* places = <int*>(cells + groups * size)
    try:
        share(evidence, telling, shares)
        look_up(singles, some.sections, size, places)
        weigh(some, frequent, singles, places, points)
        if some.places is NULL:
            look_up(evidence, some.sections, size, places)
        put_cells(evidence, places if some.places is NULL else some.places, size, cells)
        hold_all(cells, groups, size, shares, points, made.scores)
        tell_by_first(points, some.sections, points + size, size, field(telling, 0), made)
    finally:
        PyMem_Free(many)
    return 0


cdef void weigh(
    const Best* some, const unsigned char* frequent, Evidence singles, const int* places, double* points
) noexcept:
    """Give the scores of sections with what characters add."""
    cdef Place number
    cdef bint is_frequent
    memset(points, 0, some.size * sizeof(double))
    add_points(singles, some.sections, places, some.size, points)
    for number in range(some.size):
        is_frequent = frequent is not NULL and frequent[some.sections[number]]
        points[number] = some.scores[number] + points[number] * (FREQUENT if is_frequent else 1)


cdef int share(Evidence evidence, telling, double* rarity) except -1:
    """Give the share of each group in the rarity of all of its channel, then each one's in the information asked for.

    Channels count alike. `telling` is as in `evidence`. What a group says is kept with it.
    """
    cdef Place number
    said_of, missed_of = field(telling, 1), field(telling, 2)
    cdef double* said = rarity + evidence.count
    cdef double[MOST_CHANNELS] unheard, untold
    memset(&unheard[0], 0, sizeof(unheard))
    memset(&untold[0], 0, sizeof(untold))
    for number in range(evidence.count):
        rarity[number] = evidence.known_groups[number].rarity
        said[number] = said_by(evidence.known_groups[number], said_of)
    for number in range(evidence.missed):
        untold[evidence.unknown_groups[number].channel] += said_by(evidence.unknown_groups[number], missed_of)
    share_out(rarity, evidence, &unheard[0])
    share_out(said, evidence, &untold[0])
    return 0


cdef double said_by(Held* held, told_by) except -1:
    if isnan(held.said):
        held.said = told_by(<object>held.group)
    return held.said


cdef void share_out(double* weights, Evidence evidence, double* totals) noexcept:
    """Divide the weight of each group by that of its channel, and by the number of channels that have any."""
    cdef Place number, channel, asked = 0
    for number in range(evidence.count):
        totals[evidence.known_groups[number].channel] += weights[number]
    for channel in range(MOST_CHANNELS):
        asked += totals[channel] > 0
    for number in range(evidence.count):
        weights[number] /= totals[evidence.known_groups[number].channel] * asked


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


cdef void put_cells(Evidence evidence, const int* places, Place size, unsigned int* cells) noexcept:
    """Put the cells in which each group (rows) stands in each section (columns)."""
    cdef Place number, column
    cdef unsigned int* row
    cdef const Part* part
    memset(cells, 0, evidence.count * size * sizeof(unsigned int))
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


cdef void tell_by_first(
    const double* points, const Place* sections, const double* told, Place size, Place most, Refined* made
) noexcept:
    """Give the highest points, and the most that one of the `most` sections with the highest points tells."""
    cdef Place last = -1, following, place
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
        made.highest, made.told = max(made.highest, points[last]), max(made.told, told[last])
