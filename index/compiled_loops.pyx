# cython: language_level=3, boundscheck=False, wraparound=False
"""The loops over postings and scores, compiled to machine code: a fraction of the time that `array_loops` takes.

Columns, and where postings start and end in them, are checked once for each part, and sections where they are written
to: files may hold anything.
"""

cimport cython
cimport numpy as cnp

from index import array_loops

cnp.import_array()

ctypedef cnp.npy_intp Place

cdef enum:
    CELLS = 32  # of a section, as in `cells`
    FEW = 128  # that many are kept in order by moving the lower ones; for more, sorting is cheaper


cdef struct Postings:
    Place size
    const int* sections
    const double* impacts
    const unsigned int* cells
    double weight


cdef Postings read(part) except *:
    """Give where a part's postings lie. They stay there as long as the part, which nobody can change."""
    of_term = field(part, 1)
    columns = field(of_term, 0)
    cdef cnp.ndarray sections = field(columns, 0), impacts = field(columns, 1), cells = field(columns, 2)
    cdef Postings postings
    check(sections, cnp.NPY_INT32, 1)
    check(impacts, cnp.NPY_FLOAT64, 1)
    check(cells, cnp.NPY_UINT32, 1)
    cdef Place start = field(of_term, 1), end = field(of_term, 2), size = cnp.PyArray_DIM(sections, 0)
    if size != cnp.PyArray_DIM(impacts, 0) or size != cnp.PyArray_DIM(cells, 0):
        raise ValueError(f"columns of {len(sections)}, {len(impacts)} and {len(cells)} postings")
    if not 0 <= start <= end <= size:
        raise IndexError(f"postings {start} to {end} of {size}")
    postings.size = end - start
    postings.sections = <const int*>cnp.PyArray_DATA(sections) + start
    postings.impacts = <const double*>cnp.PyArray_DATA(impacts) + start
    postings.cells = <const unsigned int*>cnp.PyArray_DATA(cells) + start
    postings.weight = field(part, 2)
    return postings


@cython.boundscheck(True)
cdef inline object field(values, Place place):
    """Give a field of a named tuple by its place: unpacking one takes three times as long, a name even longer."""
    if not isinstance(values, tuple):
        raise TypeError(f"{values!r}: no tuple")
    return (<tuple>values)[place]


cdef int check(cnp.ndarray array, int kind, int dimensions) except -1:
    """Raise TypeError for anything but an array of this type in one piece, its bytes as this machine has them."""
    right = array is not None and cnp.PyArray_TYPE(array) == kind and cnp.PyArray_NDIM(array) == dimensions
    if not right or not cnp.PyArray_ISCARRAY_RO(array):
        raise TypeError(f"{array!r}: not kept as postings and scores are")
    return 0


def look_up(groups, channels, weights):
    """Give the groups of which sections hold one alternative, several, and none; the first two with their parts."""
    cdef list alone = [], several = [], unknown = [], parts
    cdef Place start, end
    cdef double weight, own
    for group in groups:
        channel = field(group, 0)
        parts, weight, postings_of = [], weights[channel], channels[channel].postings_of
        for alternative in <tuple?>field(group, 2):
            postings, own = postings_of(field(alternative, 0)), field(alternative, 1)
            start, end = field(postings, 1), field(postings, 2)
            if start < end:
                parts.append((alternative, postings, weight * own))
        if not parts:
            unknown.append(group)
        elif len(parts) == 1:
            alone.append((group, parts))
        else:
            several.append((group, parts))
    return alone, several, unknown


def score(list known not None, Place count):
    """Give the scores of `count` sections: what the best of each group's alternatives gives, added up."""
    scores = cnp.PyArray_ZEROS(1, &count, cnp.NPY_FLOAT64, 0)
    cdef double* total = <double*>cnp.PyArray_DATA(scores)
    cdef double* best = NULL
    cdef list parts
    for _, parts in known:
        if len(parts) == 1:
            add(read(parts[0]), total, count)
            continue
        if best is NULL:
            of_group = cnp.PyArray_ZEROS(1, &count, cnp.NPY_FLOAT64, 0)
            best = <double*>cnp.PyArray_DATA(of_group)
        for part in parts:
            raise_to(read(part), best, count)
        for part in parts:
            move(read(part), best, total, count)
    return scores


cdef int add(Postings postings, double* total, Place count) except -1:
    cdef Place place
    for place in range(postings.size):
        total[within(postings.sections[place], count)] += postings.impacts[place] * postings.weight
    return 0


cdef int raise_to(Postings postings, double* best, Place count) except -1:
    """Raise the best points of a group to those of one of its parts, where that gives more."""
    cdef Place place, section
    cdef double points
    for place in range(postings.size):
        section, points = within(postings.sections[place], count), postings.impacts[place] * postings.weight
        if points > best[section]:
            best[section] = points
    return 0


cdef int move(Postings postings, double* best, double* total, Place count) except -1:
    """Move the best points of a group to the total, in the sections of one of its parts.

    These were within when their points were read, but the file may have been written to since.
    """
    cdef Place place, section
    for place in range(postings.size):
        section = within(postings.sections[place], count)
        total[section] += best[section]
        best[section] = 0
    return 0


cdef inline Place within(Place section, Place count) except -1:
    if section < 0 or section >= count:
        raise IndexError(f"section {section} of {count}")
    return section


def points_in(list known not None, cnp.ndarray sections):
    """Give what `score` gives certain sections, without going through the postings of all others."""
    check(sections, cnp.NPY_INTP, 1)
    cdef const Place* wanted = <const Place*>cnp.PyArray_DATA(sections)
    cdef Place count = cnp.PyArray_DIM(sections, 0), column, place
    points = cnp.PyArray_ZEROS(1, &count, cnp.NPY_FLOAT64, 0)
    of_group = cnp.PyArray_ZEROS(1, &count, cnp.NPY_FLOAT64, 0)
    cdef double* total = <double*>cnp.PyArray_DATA(points)
    cdef double* best = <double*>cnp.PyArray_DATA(of_group)
    cdef Postings postings
    cdef list parts
    for _, parts in known:
        for part in parts:
            postings = read(part)
            for column in range(count):
                place = find(postings, wanted[column])
                if place >= 0:
                    best[column] = max(best[column], postings.impacts[place] * postings.weight)
        for column in range(count):
            total[column] += best[column]
            best[column] = 0
    return points


def held(list known not None, cnp.ndarray sections, cnp.ndarray shares):
    """Give what sections (columns) hold of the groups, by each row of their shares: in all, and in one stretch at most.

    `shares` has a column for each group. A stretch is two neighbouring cells.
    """
    check(sections, cnp.NPY_INTP, 1)
    check(shares, cnp.NPY_FLOAT64, 2)
    cdef Place groups = cnp.PyArray_DIM(shares, 1), column, row
    if groups != len(known):
        raise ValueError(f"shares of {groups} groups for {len(known)}")
    cdef Place[2] shape = [cnp.PyArray_DIM(shares, 0), cnp.PyArray_DIM(sections, 0)]
    sums, peaks = cnp.PyArray_ZEROS(2, shape, cnp.NPY_FLOAT64, 0), cnp.PyArray_ZEROS(2, shape, cnp.NPY_FLOAT64, 0)
    cdef double* total = <double*>cnp.PyArray_DATA(sums)
    cdef double* peak = <double*>cnp.PyArray_DATA(peaks)
    cdef const double* share = <const double*>cnp.PyArray_DATA(shares)
    table = cells_of(known, sections)
    cdef const unsigned int* cells = <const unsigned int*>cnp.PyArray_DATA(table)
    for row in range(shape[0]):
        for column in range(shape[1]):
            add_shares(cells + column, shape[1], share, groups, total, peak)
            total, peak = total + 1, peak + 1
        share += groups
    return sums, peaks


cdef cnp.ndarray cells_of(list known, cnp.ndarray sections):
    """Give the cells in which each group (rows) stands in each section (columns)."""
    cdef const Place* wanted = <const Place*>cnp.PyArray_DATA(sections)
    cdef Place[2] shape = [len(known), cnp.PyArray_DIM(sections, 0)]
    cdef Place column, place
    cdef cnp.ndarray table = cnp.PyArray_ZEROS(2, shape, cnp.NPY_UINT32, 0)
    cdef unsigned int* row = <unsigned int*>cnp.PyArray_DATA(table)
    cdef Postings postings
    cdef list parts
    for _, parts in known:
        for part in parts:
            postings = read(part)
            for column in range(shape[1]):
                place = find(postings, wanted[column])
                if place >= 0:
                    row[column] |= postings.cells[place]
        row += shape[1]
    return table


cdef void add_shares(
    const unsigned int* cells, Place step, const double* shares, Place groups, double* total, double* peak
) noexcept:
    """Add to `total` the shares of the groups that have cells, and raise `peak` to those of the best stretch."""
    cdef double[CELLS] stretches
    cdef Place group, cell
    cdef unsigned int reached
    for cell in range(CELLS):
        stretches[cell] = 0
    for group in range(groups):
        reached = cells[group * step]
        if reached:
            total[0] += shares[group]
            reached |= reached >> 1
            cell = 0
            while reached:
                if reached & 1:
                    stretches[cell] += shares[group]
                reached, cell = reached >> 1, cell + 1
    for cell in range(CELLS):
        peak[0] = max(peak[0], stretches[cell])


cdef Place find(Postings postings, Place section) noexcept:
    """Give where a section stands among the postings, which are in order; -1 if it is not there."""
    cdef Place low = 0, high = postings.size, middle
    while low < high:
        middle = (low + high) // 2
        if postings.sections[middle] < section:
            low = middle + 1
        else:
            high = middle
    return low if low < postings.size and postings.sections[low] == section else -1


def highest(cnp.ndarray scores, Place most):
    """Give the places of the `most` highest positive scores, highest first, equal ones in their order."""
    if not 0 < most <= FEW:
        return array_loops.highest(scores, most)
    check(scores, cnp.NPY_FLOAT64, 1)
    cdef const double* every = <const double*>cnp.PyArray_DATA(scores)
    places = cnp.PyArray_EMPTY(1, &most, cnp.NPY_INTP, 0)
    cdef Place* best = <Place*>cnp.PyArray_DATA(places)
    cdef Place first, place, at, count = 0, size = cnp.PyArray_DIM(scores, 0)
    cdef double least = 0
    for first in range(0, size, 4):
        if first + 4 <= size and not exceed(every + first, least):
            continue
        for place in range(first, min(first + 4, size)):
            if every[place] > least:
                at = min(count, most - 1)
                while at > 0 and every[best[at - 1]] < every[place]:
                    best[at] = best[at - 1]
                    at -= 1
                best[at] = place
                count = min(count + 1, most)
                if count == most:
                    least = every[best[most - 1]]
    return places[:count]


cdef inline bint exceed(const double* four, double least) noexcept:
    """Tell whether one of four scores is higher: with one branch, since hardly any is."""
    return max(max(four[0], four[1]), max(four[2], four[3])) > least
