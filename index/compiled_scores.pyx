# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The scores of all sections, compiled to machine code; `array_loops` gives the same.

Sections are checked where something is read or written by them: files may hold anything.
"""

cimport numpy as cnp
from cpython.mem cimport PyMem_Calloc, PyMem_Free

from index.compiled_evidence cimport Evidence, Part, Place, check, impact
from index.compiled_named cimport field
from index.compiled_points cimport begins

from index.evidence import NOTHING
from index.scoring import FAQ_WEIGHT, PIECE_POINTS

cnp.import_array()

cdef double FREQUENT = FAQ_WEIGHT, PIECE = PIECE_POINTS


def every(Evidence evidence not None, Place count, besides=NOTHING):
    """Give the scores of `count` sections: what the best of each group's alternatives gives, added up.

    Pieces score PIECE_POINTS where nothing else speaks for them, those not allowed 0, frequent ones FAQ_WEIGHT as much.
    """
    if count < 0:
        raise ValueError(f"{count} sections")
    cdef cnp.ndarray scores = cnp.PyArray_ZEROS(1, &count, cnp.NPY_FLOAT64, 0)
    cdef double* of_group = <double*>PyMem_Calloc(max(count, 1), sizeof(double))
    if of_group is NULL:
        raise MemoryError
    try:
        add_groups(evidence, <double*>cnp.PyArray_DATA(scores), of_group, count)
    finally:
        PyMem_Free(of_group)
    weigh(<double*>cnp.PyArray_DATA(scores), besides_of(besides, count), count)
    return scores


cdef int add_groups(Evidence evidence, double* scores, double* of_group, Place count) except -1:
    """Add what the best of each group's parts gives each section. `of_group` is 0 before and behind."""
    cdef Place number, first = 0, part
    for number in range(evidence.size):
        raise_to(of_group, evidence.parts + number, count)
        if begins(evidence, number + 1):
            for part in range(first, number + 1):
                take(scores, of_group, evidence.parts + part, count)
            first = number + 1
    return 0


cdef int raise_to(double* of_group, const Part* part, Place count) except -1:
    """Raise what a group gives each section to what one of its parts does, where that is more."""
    cdef Place at, section
    for at in range(part.size):
        section = within(part.sections[at], 0, count)
        of_group[section] = max(of_group[section], impact(part, at, section) * part.weight)
    return 0


cdef int take(double* scores, double* of_group, const Part* part, Place count) except -1:
    """Add to the scores what a group gives the sections of one of its parts, and nothing a second time."""
    cdef Place at, section
    for at in range(part.size):
        section = within(part.sections[at], 0, count)
        scores[section] += of_group[section]
        of_group[section] = 0
    return 0


cdef int weigh(double* scores, Besides others, Place count) except -1:
    """Let scores depend on what else there is."""
    cdef Place at, section
    for at in range(others.size):
        section = within(others.pieces[at], 0, count)
        if scores[section] == 0:
            scores[section] = PIECE
    for section in range(count if others.allowed else 0):
        if not others.allowed[section]:
            scores[section] = 0
    for section in range(count if others.frequent else 0):
        if others.frequent[section]:
            scores[section] *= FREQUENT
    return 0


cdef Place outside(Place section, Place low, Place count) except -1:
    raise IndexError(f"section {section} of {count}, or one of {low} and more that come after")


cdef Besides besides_of(besides, Place count) except *:
    return read_besides(field(besides, 0), field(besides, 1), field(besides, 2), count)


cdef Besides read_besides(cnp.ndarray pieces, allowed, frequent, Place count) except *:
    cdef Besides others = Besides(NULL, 0, 0, flags(allowed, count), flags(frequent, count))
    if pieces is not None:
        check(pieces, cnp.NPY_INT32, 1)
        others.pieces, others.size = <const int*>cnp.PyArray_DATA(pieces), cnp.PyArray_DIM(pieces, 0)
    return others


cdef const unsigned char* flags(cnp.ndarray each, Place count) except? NULL:
    """Give where the flags of all sections lie, NULL for None."""
    if each is None:
        return NULL
    check(each, cnp.NPY_BOOL, 1)
    if cnp.PyArray_DIM(each, 0) != count:
        raise ValueError(f"{len(each)} flags for {count} sections")
    return <const unsigned char*>cnp.PyArray_DATA(each)
