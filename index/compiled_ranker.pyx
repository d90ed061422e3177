# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""A parsed query -> sections in order, compiled to machine code: most questions without a step of Python.

What is rare is left to `ranker`: a title that was typed as it stands, a literal piece, guides that crowd out others.
"""

cimport numpy as cnp
from cpython.float cimport PyFloat_FromDouble
from cpython.long cimport PyLong_FromSsize_t
from cpython.tuple cimport PyTuple_New
from libc.math cimport log, pow

from index.compiled_best cimport find_best
from index.compiled_coverage cimport Refined, refine
from index.compiled_evidence cimport Best, Evidence, Place, check
from index.compiled_folding cimport WRITTEN, PlainTexts
from index.compiled_group_postings cimport GroupPostings, Kept, look_up_in, run_of
from index.compiled_keys cimport FIRST as FIRST_HAN
from index.compiled_keys cimport LAST as LAST_HAN
from index.compiled_keys cimport key_of
from index.compiled_loops cimport Run, common_of
from index.compiled_named cimport field, named, new_named, put
from index.compiled_pieces cimport PAIRS, Pieces
from index.compiled_points cimport put_in_order
from index.compiled_scores cimport Besides, read_besides
from index.compiled_text cimport text_of

import numpy as np

from index.analysis.normalizer import PLAIN_TEXTS
from index.coverage import TOLD_BY as _TOLD_BY
from index.evidence import Besides as _Besides
from index.evidence import Found as _Found
from index.literal import holding
from index.ranker import LIMITS, Asked, settled
from index.ranker import Ranking as _Ranking
from index.ranker import rank as rank_by_steps
from index.reader import Tables
from index.scoring import FIRST as _FIRST
from index.scoring import GUIDE_SHARE, SCORE_POWER, USUAL_SCORE

cnp.import_array()

cdef enum:
    MOST_REFINED = 128  # sections that lie on the stack
    MOST_PAIRS = 256  # of a text; one is seldom longer than 200 characters

cdef PlainTexts plain_texts = PLAIN_TEXTS
cdef object TOLD_BY = _TOLD_BY
cdef type BesidesTuple = _Besides, Found = _Found, Ranking = _Ranking
cdef object NO_SECTIONS = np.array([], np.int32), NOTHING = _Ranking()
cdef Place FIRST = _FIRST, SHARE = GUIDE_SHARE
cdef Py_ssize_t PIECES, TELLING, SINGLE, TITLED, GUIDES, NAMES, FREQUENT
PIECES, TELLING, SINGLE, TITLED, GUIDES, NAMES, FREQUENT = range(len(Tables._fields))
cdef double POWER = SCORE_POWER, USUAL = USUAL_SCORE


def rank(query, reader, allowed=None, most=None, limits=LIMITS):
    """Give the `most` sections that answer the query best, or all; nothing if even the best hold too little of it.

    `allowed` says, for each section, whether it may be found.
    """
    cdef Evidence evidence, singles
    tables = reader.tables
    cdef GroupPostings among = field(tables, TELLING)
    cdef Place count = among.sections
    cdef double[MOST_REFINED] scores
    cdef Refined made = Refined(&scores[0], 0, 0)
    cdef Place refining = field(limits, 0)
    cdef double least = field(limits, 1)
    if refining > MOST_REFINED:
        return rank_by_steps(query, reader, allowed, most, limits)
    groups = field(query, 2)
    frequent = field(tables, FREQUENT) if field(query, 4) else None
    pieces = pieces_of(field(query, 0), tables, reader)
    cdef Besides others = read_besides(pieces, allowed, frequent, count)
    evidence = look_up_in(groups, among)
    find_best(evidence, count, refining, &others)
    if not evidence.best.total:
        return NOTHING
    singles = look_up_in(groups, field(tables, SINGLE))
    refine(&evidence.best, others.frequent, evidence, singles, TOLD_BY, &made)
    cdef bint is_relevant = made.told >= least or relevance(&made, count) >= least
    ranking = None
    if not is_title(field(query, 1), field(tables, TITLED)):
        if is_relevant:
            ranking = in_order(&evidence.best, scores, groups, tables, most)
        elif not others.size:
            ranking = ranking_of(&evidence.best, NULL, scores, 0, most is None)
    if ranking is not None:
        return ranking
    besides = named(BesidesTuple, pieces, allowed, frequent)
    return settled(found_of(&evidence.best, scores), is_relevant, Asked(query, evidence, besides), reader, most)


cdef double relevance(const Refined* made, Place count) noexcept:
    """Give the relevance of the best sections, as `scoring.relevance` does: never less than what they tell."""
    return made.told * pow(max(1.0, made.highest / log(1 + count) / USUAL), POWER)


cdef bint is_title(str folded, titled) except -1:
    """Tell whether a title is a folded text, of which only letters and digits count."""
    cdef Py_UCS4 character
    cdef bint is_whole = True
    for character in folded:
        is_whole = is_whole and (FIRST_HAN <= character <= LAST_HAN or character.isalnum())
    if not is_whole:
        folded = "".join([character for character in folded if character.isalnum()])
    return titled(folded) is not None


cdef object pieces_of(str text, tables, reader):
    """Give the sections that `holding` gives, which is asked where not all are Han in pairs."""
    cdef Pieces pieces = field(tables, PIECES)
    cdef GroupPostings among = field(tables, TELLING)
    cdef Kept kept = among.renewed()
    cdef Run[MOST_PAIRS] runs
    cdef str plain = plain_texts.become(text, WRITTEN)
    cdef Place place, size = -1 if plain is None else len(plain) - 1
    for place in range(size):
        if not key_of(text_of(plain), place, place + 2):
            return holding(text, reader)
        if not pieces.holds_pair(plain, place):
            return NO_SECTIONS
    if not 0 < size <= MOST_PAIRS:
        return holding(text, reader)
    for place in range(size):
        runs[place] = run_of(pieces.group(plain, place, place + 2, PAIRS), kept, among)
    return common_of(runs, size)


cdef object found_of(const Best* best, const double* scores):
    """Give the best sections and other scores of theirs as arrays."""
    cdef Place size = best.size, number
    cdef cnp.ndarray sections = cnp.PyArray_EMPTY(1, &size, cnp.NPY_INTP, 0)
    cdef cnp.ndarray points = cnp.PyArray_EMPTY(1, &size, cnp.NPY_FLOAT64, 0)
    for number in range(size):
        (<Place*>cnp.PyArray_DATA(sections))[number] = best.sections[number]
        (<double*>cnp.PyArray_DATA(points))[number] = scores[number]
    return named(Found, sections, points, best.total)


cdef object in_order(const Best* best, const double* scores, tuple groups, tables, most):
    """Give the ranking of the best sections, None where it needs more of them."""
    cdef Place[MOST_REFINED] order, first
    cdef Place wanted = best.total if most is None else min(<Place>most, best.total), few = min(FIRST, wanted), number, taken = 0, size
    cdef cnp.ndarray guides = field(tables, GUIDES)
    check(guides, cnp.NPY_INT64, 1)
    if wanted > best.size:
        return None
    size = put_in_order(scores, best.sections, best.size, best.size, order)
    while size > 0 and scores[order[size - 1]] <= 0:
        size -= 1
    for number in range(size):
        if taken < few and may_be_first(best, order[number], first, taken, guides, groups, tables):
            first[taken] = order[number]
            taken += 1
    if taken < few and size < best.total:
        return None
    for number in range(size):
        if taken < wanted and not has(first, taken, order[number]):
            first[taken] = order[number]
            taken += 1
    return ranking_of(best, first, scores, taken, most is None)


cdef bint may_be_first(
    const Best* best, Place number, const Place* first, Place taken, cnp.ndarray guides, tuple groups, tables
) except -1:
    """Tell whether a section's guide has room among the first ones, or is named."""
    cdef Place guide = guide_of(best.sections[number], guides), of_guide = 0, one
    for one in range(taken):
        of_guide += guide_of(best.sections[first[one]], guides) == guide
    return of_guide < SHARE or is_named(groups, field(tables, NAMES)[guide])


cdef bint is_named(tuple groups, frozenset names) except -1:
    """Tell whether one of the groups was typed as one of some names."""
    for group in groups:
        if field(group, 1) in names:
            return True
    return False


cdef inline Place guide_of(Place section, cnp.ndarray guides) except -1:
    if section >= cnp.PyArray_DIM(guides, 0):
        raise IndexError(f"section {section} of {len(guides)}")
    return (<const cnp.npy_int64*>cnp.PyArray_DATA(guides))[section]


cdef inline bint has(const Place* numbers, Place size, Place one) noexcept:
    cdef Place number
    for number in range(size):
        if numbers[number] == one:
            return True
    return False


cdef object ranking_of(const Best* best, const Place* first, const double* scores, Place size, bint all_asked):
    """Give a ranking of the first so many of the best sections."""
    cdef Place number
    cdef tuple sections = PyTuple_New(size), scored = PyTuple_New(size), refined = PyTuple_New(best.size if all_asked else 0)
    for number in range(size):
        put(sections, number, PyLong_FromSsize_t(best.sections[first[number]]))
        put(scored, number, PyFloat_FromDouble(scores[first[number]]))
    for number in range(len(refined)):
        put(refined, number, PyLong_FromSsize_t(best.sections[number]))
    ranking = new_named(Ranking, 4)
    put(ranking, 0, sections)
    put(ranking, 1, scored)
    put(ranking, 2, best.total if size else 0)
    put(ranking, 3, refined)
    return ranking
