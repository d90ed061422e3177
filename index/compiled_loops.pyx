# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What is done with sections once they have scores, and what is common to postings, compiled to machine code.

`array_loops` gives the same.
"""

cimport numpy as cnp
from cpython.mem cimport PyMem_Free, PyMem_Malloc
from libc.string cimport memcpy

from index import array_loops
from index.compiled_evidence cimport Place, TermPostings, check, postings_of
from index.scoring import GUIDE_SHARE

cnp.import_array()

cdef enum:
    FEW = 128  # that many are kept in order by moving the lower ones; for more, sorting is cheaper

cdef Place SHARE = GUIDE_SHARE


cdef struct Highest:  # the places found so far, highest score first
    Place most, count
    double least  # what a score has to reach
    Place* places
    double* scores


def highest(cnp.ndarray scores, cnp.ndarray sections, Place most):
    """Give the places of the `most` highest positive scores, highest first, equal ones in the order of their sections."""
    if not 0 < most <= FEW:
        return array_loops.highest(scores, sections, most)
    check(scores, cnp.NPY_FLOAT64, 1)
    check(sections, cnp.NPY_INTP, 1)
    cdef Place size = cnp.PyArray_DIM(scores, 0), first, place
    if size != cnp.PyArray_DIM(sections, 0):
        raise ValueError(f"{size} scores of {len(sections)} sections")
    cdef const double* score = <const double*>cnp.PyArray_DATA(scores)
    cdef const Place* section = <const Place*>cnp.PyArray_DATA(sections)
    cdef cnp.ndarray places = cnp.PyArray_EMPTY(1, &most, cnp.NPY_INTP, 0)
    cdef double[FEW] kept
    cdef Highest found = Highest(most, 0, 0, <Place*>cnp.PyArray_DATA(places), &kept[0])
    for first in range(0, size, 8):
        if first + 8 <= size and highest_of(score + first) < found.least:
            continue
        for place in range(first, min(first + 8, size)):
            put(&found, place, score[place], section)
    return places if found.count == most else places[: found.count]


cdef inline double highest_of(const double* eight) noexcept:
    """Give the highest of eight scores: with one branch after it, since hardly any is high enough."""
    cdef double even = max(max(eight[0], eight[2]), max(eight[4], eight[6]))
    cdef double odd = max(max(eight[1], eight[3]), max(eight[5], eight[7]))
    return max(even, odd)


cdef void put(Highest* found, Place place, double score, const Place* section) noexcept:
    """Put a place among the best if its score is, before equal ones of later sections."""
    cdef Place at = min(found.count, found.most - 1)
    if score < found.least or score <= 0:
        return
    if found.count == found.most and not (score > found.least or section[place] < section[found.places[at]]):
        return
    while at > 0 and (
        found.scores[at - 1] < score
        or (found.scores[at - 1] == score and section[found.places[at - 1]] > section[place])
    ):
        found.scores[at], found.places[at] = found.scores[at - 1], found.places[at - 1]
        at -= 1
    found.scores[at], found.places[at] = score, place
    found.count = min(found.count + 1, found.most)
    if found.count == found.most:
        found.least = found.scores[found.most - 1]


def first(cnp.ndarray order, cnp.ndarray sections, cnp.ndarray guides, Place most, named):
    """Give the first `most` places of an order of sections, with no more than GUIDE_SHARE of a guide, as a list.

    `guides` has the number of each section's guide. A guide that is `named`, a function of the number, may have more.
    """
    check(order, cnp.NPY_INTP, 1)
    check(sections, cnp.NPY_INTP, 1)
    check(guides, cnp.NPY_INT64, 1)
    cdef const Place* places = <const Place*>cnp.PyArray_DATA(order)
    cdef const Place* section = <const Place*>cnp.PyArray_DATA(sections)
    cdef const cnp.npy_int64* guide = <const cnp.npy_int64*>cnp.PyArray_DATA(guides)
    cdef list kept = []
    cdef Place number, place, of_guide, one, size = cnp.PyArray_DIM(sections, 0), count = cnp.PyArray_DIM(guides, 0)
    for number in range(cnp.PyArray_DIM(order, 0)):
        place = within(places[number], size)
        within(section[place], count)
        of_guide = 0
        for one in kept:
            of_guide += guide[section[one]] == guide[section[place]]
        if of_guide < SHARE or named(guide[section[place]]):
            kept.append(place)
            if len(kept) == most:
                break
    return kept


cdef inline Place within(Place place, Place size) except -1:
    if not 0 <= place < size:
        raise IndexError(f"place {place} of {size}")
    return place


cpdef object common(list holders):
    """Give the sections, in order, that all of some postings have, or arrays of sections; none where there are none."""
    if holders is None:
        raise TypeError("None: no list")
    cdef Place number, count = len(holders)
    cdef Run* runs = <Run*>PyMem_Malloc(count * sizeof(Run) + 1)
    if runs is NULL:
        raise MemoryError
    try:
        for number in range(count):
            runs[number] = run_of(holders[number])
        return common_of(runs, count)
    finally:
        PyMem_Free(runs)


cdef object common_of(const Run* runs, Place count):
    """Give the sections, in order, that all of some runs have."""
    cdef Place number, least = 0
    for number in range(count):
        if runs[number].size < runs[least].size:
            least = number
    cdef Place size = runs[least].size if count else 0
    cdef cnp.ndarray found = cnp.PyArray_EMPTY(1, &size, cnp.NPY_INT32, 0)
    cdef int* sections = <int*>cnp.PyArray_DATA(found)
    if size:
        memcpy(sections, runs[least].sections, size * sizeof(int))
    for number in range(count):
        if size and number != least:
            size = keep_common(sections, size, runs[number])
    return found if size == cnp.PyArray_DIM(found, 0) else found[:size]


def holding_pairs(list texts not None, pairs, singles):
    """Give the sections, in order, that hold each pair of neighbouring characters of some texts, or a lone one.

    The postings of both are as `evidence.Terms` keeps them. Hardly any section holds all, so it ends at the first pair
    that none does.
    """
    cdef list found = []
    cdef TermPostings postings
    cdef str text
    cdef Place place
    for text in texts:
        if len(text) == 1:
            found.append(postings_of(text, singles))
        for place in range(len(text) - 1):
            postings = postings_of(text[place : place + 2], pairs)
            if postings.start == postings.end:
                return common([postings])
            found.append(postings)
    return common(found)


cdef Run run_of(one) except *:
    """Give where the sections of postings lie, or those of an array."""
    if isinstance(one, TermPostings):
        return Run((<TermPostings>one).part.sections, (<TermPostings>one).part.size)
    cdef cnp.ndarray sections = one
    check(sections, cnp.NPY_INT32, 1)
    return Run(<const int*>cnp.PyArray_DATA(sections), cnp.PyArray_DIM(sections, 0))


cdef Place keep_common(int* sections, Place size, Run other) noexcept:
    """Keep those sections that another run has too, both in order; give how many these are."""
    cdef Place place, low = 0, high, middle, kept = 0
    for place in range(size):
        high = other.size
        while low < high:
            middle = (low + high) // 2
            if other.sections[middle] < sections[place]:
                low = middle + 1
            else:
                high = middle
        if low < other.size and other.sections[low] == sections[place]:
            sections[kept] = sections[place]
            kept += 1
    return kept
