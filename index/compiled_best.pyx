# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The sections with the highest scores, compiled to machine code; `array_loops` gives the same.

All scores are bounded first, in a fraction of the time that the scores themselves take; these are computed only of the
sections that may be among the highest.
"""

from cpython.float cimport PyFloat_FromDouble
from cpython.long cimport PyLong_FromSsize_t
from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.tuple cimport PyTuple_New
from libc.string cimport memcpy, memset

from index.compiled_bounds cimport WINDOW, Window, begin, bound, to_next
from index.compiled_evidence cimport Best, Evidence, Place
from index.compiled_named cimport named, put
from index.compiled_points cimport add_points, look_up, put_in_order
from index.compiled_scores cimport Besides, besides_of
from index.compiled_vectors cimport COLUMNS, Bound, raise_peaks, reached

from index.evidence import NOTHING as _NOTHING
from index.evidence import Best as _Best
from index.scoring import FAQ_WEIGHT, PIECE_POINTS

cdef enum:
    FEW = 256  # candidates that lie on the stack, where all is at hand; more are rare

cdef double FREQUENT = FAQ_WEIGHT, PIECE = PIECE_POINTS
cdef object NOTHING = _NOTHING
cdef type BestTuple = _Best


cdef struct Candidates:  # sections that may be among the best
    Place size, room
    Place* sections
    Bound* bounds  # behind them
    void* owned  # what both lie in; NULL for what is on the stack
    Place most  # so many are the best
    Bound[COLUMNS] peaks  # of all windows


def best(Evidence evidence not None, Place count, Place most, besides=NOTHING):
    """Give the `most` highest of the scores that `every` gives, highest first, equal ones in order, as `Best` has them.
    """
    cdef Besides others = Besides(NULL, 0, 0, NULL, NULL)
    if besides is not NOTHING:
        others = besides_of(besides, count)
    find_best(evidence, count, most, &others)
    cdef Place size = evidence.best.size, number
    cdef tuple sections = PyTuple_New(size), scores = PyTuple_New(size)
    for number in range(size):
        put(sections, number, PyLong_FromSsize_t(evidence.best.sections[number]))
        put(scores, number, PyFloat_FromDouble(evidence.best.scores[number]))
    return named(BestTuple, sections, scores, evidence.best.total)


cdef int find_best(Evidence evidence, Place count, Place most, Besides* others) except -1:
    """Find the `most` highest scores and keep them with the evidence."""
    cdef Bound[WINDOW] of_window, of_group
    cdef Place[FEW] few
    cdef Bound[FEW] few_bounds
    cdef Window window = Window(0, 0, &of_window[0], &of_group[0], 0, 0)
    cdef Candidates some
    cdef Place total = 0
    if most < 1:
        raise ValueError(f"the {most} highest")
    some.size, some.room, some.owned, some.most = 0, FEW, NULL, most
    some.sections, some.bounds = few, few_bounds
    memset(some.peaks, 0, sizeof(some.peaks))
    begin(&window, evidence, others.frequent is not NULL, count)
    try:
        while to_next(&window, evidence, others, count):
            bound(&window, evidence, others)
            total += add_candidates(&window, &some)
        drop(&some, least_of(&window, reached(some.bounds, some.size, most)))
        keep(evidence, chosen(&some, evidence, others, total))
    finally:
        PyMem_Free(some.owned)
    return 0


cdef Place add_candidates(const Window* window, Candidates* some) except -1:
    """Add those sections of a window that may be among the best of all windows so far, by the peaks of its columns: each
    is that of another section. Give how many sections of the window have a bound.
    """
    cdef Bound[COLUMNS] peaks
    cdef Place column, least, held, rows = (window.width + COLUMNS - 1) // COLUMNS
    memset(peaks, 0, sizeof(peaks))
    held = raise_peaks(peaks, window.scores, rows)
    raise_peaks(some.peaks, peaks, 1)
    least = least_of(window, reached(some.peaks, COLUMNS, some.most))
    for column in range(COLUMNS):
        if peaks[column] >= least:
            add_column(window, column, rows, least, some)
    return held


cdef inline Place least_of(const Window* window, Place bound) noexcept:
    """Give what the best sections have at least, where so many have this bound: scores are that much less at most."""
    return max(1, bound - window.slack)


cdef int add_column(const Window* window, Place column, Place rows, Place least, Candidates* some) except -1:
    """Add the sections of a column: all are put down, and those below `least` are written over."""
    cdef Place row, place, size = some.size
    make_room(some, rows)
    cdef Place* sections = some.sections
    cdef Bound* bounds = some.bounds
    for row in range(rows):
        place = row * COLUMNS + column
        sections[size], bounds[size] = window.low + place, window.scores[place]
        size += window.scores[place] >= least
    some.size = size
    return 0


cdef int make_room(Candidates* some, Place more) except -1:
    if some.size + more > some.room:
        grow(some, 2 * some.room + more)
    return 0


cdef int grow(Candidates* some, Place room) except -1:
    cdef Place* sections = <Place*>PyMem_Malloc(room * (sizeof(Place) + sizeof(Bound)))
    if sections is NULL:
        raise MemoryError
    memcpy(sections, some.sections, some.size * sizeof(Place))
    memcpy(sections + room, some.bounds, some.size * sizeof(Bound))
    PyMem_Free(some.owned)
    some.owned, some.sections, some.bounds, some.room = sections, sections, <Bound*>(sections + room), room
    return 0


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


cdef inline void keep(Evidence evidence, Best best) noexcept:
    PyMem_Free(evidence.best.sections)
    evidence.best = best


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
    add_points(evidence, some.sections, places, some.size, points)
    for number in range(some.size):
        if points[number] == 0:
            points[number] = PIECE
        if others.frequent and others.frequent[some.sections[number]]:
            points[number] *= FREQUENT
