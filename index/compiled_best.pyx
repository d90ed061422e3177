# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The sections with the highest scores, compiled to machine code; `array_loops` gives the same.

All scores are bounded first, in a fraction of the time that the scores themselves take; these are computed only of the
sections that may be among the highest.
"""

cimport numpy as cnp
from cpython.mem cimport PyMem_Free, PyMem_Malloc, PyMem_Realloc
from libc.string cimport memcpy, memset

from index.compiled_bounds cimport COLUMNS, WINDOW, Window, begin, bound, to_next
from index.compiled_evidence cimport Best, Evidence, Place
from index.compiled_named cimport named
from index.compiled_points cimport add_points, look_up, put_in_order
from index.compiled_scores cimport Besides, besides_of
from index.compiled_vectors cimport Bound, count_positive, raise_to_all

from index.evidence import NOTHING
from index.evidence import Found as _Found
from index.scoring import FAQ_WEIGHT, PIECE_POINTS

cnp.import_array()

cdef double FREQUENT = FAQ_WEIGHT, PIECE = PIECE_POINTS
cdef type Found = _Found


cdef struct Candidates:  # sections that may be among the best
    Place size, room
    Place* sections
    Bound* bounds
    Place most, count  # so many are the best; the highest bounds of sections found so far, highest first
    Bound[COLUMNS] highest


def best(Evidence evidence not None, Place count, Place most, besides=NOTHING):
    """Give the `most` highest of the scores that `every` gives, highest first, equal ones in order, as `Found` has them.
    """
    cdef Besides others = besides_of(besides, count)
    find_best(evidence, count, most, &others)
    cdef Place size = evidence.best.size
    cdef cnp.ndarray sections = cnp.PyArray_EMPTY(1, &size, cnp.NPY_INTP, 0)
    cdef cnp.ndarray scores = cnp.PyArray_EMPTY(1, &size, cnp.NPY_FLOAT64, 0)
    memcpy(cnp.PyArray_DATA(sections), evidence.best.sections, size * sizeof(Place))
    memcpy(cnp.PyArray_DATA(scores), evidence.best.scores, size * sizeof(double))
    evidence.found = sections
    return named(Found, sections, scores, evidence.best.total)


cdef int find_best(Evidence evidence, Place count, Place most, Besides* others) except -1:
    """Find the `most` highest scores and keep them with the evidence."""
    cdef Bound[WINDOW] of_window, of_group
    cdef Window window = Window(0, 0, &of_window[0], &of_group[0], 0, 0)
    cdef Candidates some
    cdef Place total = 0
    if most < 1:
        raise ValueError(f"the {most} highest")
    some.size = some.room = some.count = 0
    some.most, some.sections, some.bounds = most, NULL, NULL
    begin(&window, evidence, others.frequent is not NULL, count)
    try:
        while to_next(&window, evidence, others, count):
            bound(&window, evidence, others)
            total += count_positive(window.scores, window.width)
            add_candidates(&window, &some)
        drop(&some, least_of(&window, &some))
        evidence.keep(chosen(&some, evidence, others, total))
    finally:
        PyMem_Free(some.sections)
        PyMem_Free(some.bounds)
    return 0


cdef int add_candidates(const Window* window, Candidates* some) except -1:
    """Add those sections of a window that may be among the best of all windows so far, by the peaks of its columns."""
    cdef Bound[COLUMNS] peaks
    cdef Place column, row, place, least, rows = (window.width + COLUMNS - 1) // COLUMNS
    memset(peaks, 0, sizeof(peaks))
    for row in range(rows):
        raise_to_all(peaks, window.scores + row * COLUMNS, COLUMNS)
    keep_highest(peaks, some)
    least = least_of(window, some)
    for column in range(COLUMNS):
        for row in range(rows if peaks[column] >= least else 0):
            place = row * COLUMNS + column
            if window.scores[place] >= least:
                append(some, window.low + place, window.scores[place])
    return 0


cdef void keep_highest(const Bound* peaks, Candidates* some) noexcept:
    """Keep the highest bounds, as many as sections are wanted: each peak is that of another section."""
    cdef Bound* highest = some.highest
    cdef Place column, at
    for column in range(COLUMNS if some.most <= COLUMNS else 0):
        if some.count == some.most and peaks[column] <= highest[some.count - 1]:
            continue
        at = min(some.count, some.most - 1)
        while at > 0 and highest[at - 1] < peaks[column]:
            highest[at] = highest[at - 1]
            at -= 1
        highest[at] = peaks[column]
        some.count = min(some.count + 1, some.most)


cdef Place least_of(const Window* window, const Candidates* some) noexcept:
    """Give a bound that all sections have that may be among the best: scores are that much less at most."""
    return max(1, some.highest[some.most - 1] - window.slack) if some.count == some.most else 1


cdef int append(Candidates* some, Place section, Bound bound) except -1:
    if some.size == some.room:
        some.room = max(2 * some.room, <Place>COLUMNS)
        some.sections = <Place*>grown(some.sections, some.room * sizeof(Place))
        some.bounds = <Bound*>grown(some.bounds, some.room * sizeof(Bound))
    some.sections[some.size], some.bounds[some.size] = section, bound
    some.size += 1
    return 0


cdef void* grown(void* memory, size_t size) except NULL:
    cdef void* more = PyMem_Realloc(memory, size)
    if more is NULL:
        raise MemoryError
    return more


cdef void drop(Candidates* some, Place least) noexcept:
    """Drop the candidates whose bounds are lower."""
    cdef Place number, kept = 0
    for number in range(some.size):
        if some.bounds[number] >= least:
            some.sections[kept] = some.sections[number]
            kept += 1
    some.size = kept


cdef Best chosen(const Candidates* some, Evidence evidence, const Besides* others, Place total) except *:
    """Give the best of the candidates with their scores, and where they stand among the postings."""
    cdef Place size = min(some.size, some.most), number, part
    cdef Best best = room_for(size, evidence.size)
    cdef double* points = <double*>PyMem_Malloc(
        some.size * (sizeof(double) + sizeof(Place) + evidence.size * sizeof(int)) + 1
    )
    if points is NULL:
        PyMem_Free(best.sections)
        raise MemoryError
    cdef Place* order = <Place*>(points + some.size)
    cdef int* places = <int*>(order + some.size)
    look_up(evidence, some.sections, some.size, places)
    score(some, evidence, others, places, points)
    put_in_order(points, some.sections, some.size, size, order)
    for number in range(size):
        best.sections[number], best.scores[number] = some.sections[order[number]], points[order[number]]
        for part in range(evidence.size):
            best.places[part * size + number] = places[part * some.size + order[number]]
    PyMem_Free(points)
    best.total = total
    return best


cdef Best room_for(Place size, Place parts) except *:
    """Give room for so many sections, in one piece of memory that starts with these."""
    cdef Best best
    best.size, best.sections = size, <Place*>PyMem_Malloc(size * (sizeof(Place) + sizeof(double) + parts * sizeof(int)) + 1)
    if best.sections is NULL:
        raise MemoryError
    best.scores = <double*>(best.sections + size)
    best.places = <int*>(best.scores + size)
    return best


cdef void score(
    const Candidates* some, Evidence evidence, const Besides* others, const int* places, double* points
) noexcept:
    """Give the scores of the candidates. Pieces alone have no points."""
    cdef Place number
    memset(points, 0, some.size * sizeof(double))
    add_points(evidence, places, some.size, points)
    for number in range(some.size):
        if points[number] == 0:
            points[number] = PIECE
        if others.frequent and others.frequent[some.sections[number]]:
            points[number] *= FREQUENT
