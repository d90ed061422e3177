# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""The scores of all sections and the highest of them, compiled to machine code; `array_loops` gives the same.

Sections are scored in windows, all parts of a query side by side. They are checked where something is read or written by
them: files may hold anything.
"""

cimport numpy as cnp
from libc.string cimport memcpy, memset

from index.compiled_evidence cimport Evidence, Part, Place, check, field
from index.compiled_fetch cimport fetch
from index.compiled_named cimport named

from index.evidence import NOTHING
from index.evidence import Found as _Found
from index.scoring import FAQ_WEIGHT, PIECE_POINTS

cnp.import_array()

cdef enum:
    WINDOW = 4096  # sections scored at a time: their scores stay in the nearest caches
    SOON = 256  # postings of each term that are asked for before they are read: 0-4,096, more: first ones are driven out

cdef double FREQUENT = FAQ_WEIGHT, PIECE = PIECE_POINTS
cdef type Found = _Found


cdef struct Window:  # the sections from `low` on, and what is known of them
    Place low, width
    double* scores
    double* of_group


cdef struct Besides:  # what counts besides postings; NULL where nothing does
    const int* pieces
    Place at, size
    const unsigned char* allowed
    const unsigned char* frequent


cdef struct Best:  # those found so far, highest first
    Place most, count
    double least  # what a score has to exceed
    Place* sections
    double* scores


def best(Evidence evidence not None, Place count, Place most, besides=NOTHING):
    """Give the `most` highest of the scores that `every` gives, highest first, equal ones in order, as `Found` has them.
    """
    if most < 1:
        raise ValueError(f"the {most} highest")
    cdef cnp.ndarray sections = cnp.PyArray_EMPTY(1, &most, cnp.NPY_INTP, 0)
    cdef cnp.ndarray scores = cnp.PyArray_EMPTY(1, &most, cnp.NPY_FLOAT64, 0)
    cdef Best found = Best(most, 0, 0, <Place*>cnp.PyArray_DATA(sections), <double*>cnp.PyArray_DATA(scores))
    cdef Besides others = besides_of(besides, count)
    cdef double[WINDOW] of_window, of_group
    cdef Window window = Window(0, 0, &of_window[0], &of_group[0])
    cdef Place total = 0
    begin(evidence, &of_group[0], count)
    while to_next(&window, evidence, &others, count):
        memset(of_window, 0, window.width * sizeof(double))
        fill(&window, evidence, &others)
        total += keep_best(&window, &others, &found)
    if found.count < most:
        return named(Found, sections[: found.count], scores[: found.count], total)
    return named(Found, sections, scores, total)


def every(Evidence evidence not None, Place count, besides=NOTHING):
    """Give the scores of `count` sections: what the best of each group's alternatives gives, added up.

    Pieces score PIECE_POINTS where nothing else speaks for them, those not allowed 0, frequent ones FAQ_WEIGHT as much.
    """
    scores = cnp.PyArray_ZEROS(1, &count, cnp.NPY_FLOAT64, 0)
    cdef double* first = <double*>cnp.PyArray_DATA(scores)
    cdef Besides others = besides_of(besides, count)
    cdef double[WINDOW] of_group
    cdef Window window = Window(0, 0, first, &of_group[0])
    cdef Place section
    begin(evidence, &of_group[0], count)
    while to_next(&window, evidence, &others, count):
        window.scores = first + window.low
        fill(&window, evidence, &others)
        for section in range(window.width if others.frequent else 0):
            if others.frequent[window.low + section]:
                window.scores[section] *= FREQUENT
    return scores


cdef Besides besides_of(besides, Place count) except *:
    cdef Besides others = Besides(NULL, 0, 0, flags(field(besides, 1), count), flags(field(besides, 2), count))
    cdef cnp.ndarray pieces = field(besides, 0)
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


cdef int begin(Evidence evidence, double* of_group, Place count) except -1:
    """Go back to the first posting of each part; no section has anything of a group yet."""
    cdef Place number
    cdef Part* part
    if count < 0:
        raise ValueError(f"{count} sections")
    for number in range(evidence.size):
        part = evidence.parts + number
        part.at = 0
        fetch(part.sections, min(part.size, <Place>SOON) * sizeof(int))
        fetch(part.impacts, min(part.size, <Place>SOON) * sizeof(double))
    memset(of_group, 0, min(count, <Place>WINDOW) * sizeof(double))


cdef bint to_next(Window* window, Evidence evidence, Besides* besides, Place count) except -1:
    """Move the window on to where the next posting or piece is; tell whether there is one."""
    cdef Place low = window.low + window.width, nearest = count, number
    cdef Part* part
    for number in range(evidence.size):
        part = evidence.parts + number
        if part.at < part.size:
            nearest = min(nearest, within(part.sections[part.at], low, count))
    if besides.at < besides.size:
        nearest = min(nearest, within(besides.pieces[besides.at], low, count))
    window.low = nearest - nearest % WINDOW
    window.width = min(<Place>WINDOW, count - window.low)
    return nearest < count


cdef inline Place within(Place section, Place low, Place count) except -1:
    if section < low or section >= count:
        raise IndexError(f"section {section} of {count}, or one of {low} and more that come after")
    return section


cdef void fill(Window* window, Evidence evidence, Besides* besides) noexcept:
    """Add up the scores of a window, without what frequent ones count for."""
    cdef Place number = 0, first, section
    while number < evidence.size:
        first, number = number, number + 1
        while number < evidence.size and evidence.parts[number].group == evidence.parts[first].group:
            number += 1
        if number == first + 1:
            add(window, evidence.parts + first)
        else:
            add_highest(window, evidence.parts + first, number - first)
    while besides.at < besides.size:
        section = besides.pieces[besides.at] - window.low
        if <size_t>section >= <size_t>window.width:
            break
        if window.scores[section] == 0:
            window.scores[section] = PIECE
        besides.at += 1
    for section in range(window.width if besides.allowed else 0):
        if not besides.allowed[window.low + section]:
            window.scores[section] = 0


cdef void add(Window* window, Part* part) noexcept:
    """Add what a part gives each section of a window. All is taken out of the structures first: see `add_highest`."""
    cdef const int* sections = part.sections
    cdef const double* impacts = part.impacts
    cdef double* scores = window.scores
    cdef double weight = part.weight
    cdef Place low = window.low, at = part.at, size = part.size
    cdef size_t section, width = window.width
    while at < size:
        section = <size_t>(sections[at] - low)
        if section >= width:
            break
        scores[section] += impacts[at] * weight
        at += 1
    part.at = at


cdef void add_highest(Window* window, Part* parts, Place size) noexcept:
    """Add what the best of a group's parts gives each section. The compiler can't know that scores are no structures."""
    cdef double* scores = window.scores
    cdef double* of_group = window.of_group
    cdef const int* sections
    cdef Place number, at
    cdef size_t section
    for number in range(size):
        raise_to(window, parts + number)
    for number in range(size):
        sections = parts[number].sections
        for at in range(parts[number].start, parts[number].at):
            section = <size_t>(sections[at] - window.low)
            if section < <size_t>window.width:  # as before, unless somebody has written into the file since
                scores[section] += of_group[section]
                of_group[section] = 0


cdef void raise_to(Window* window, Part* part) noexcept:
    """Raise what a group gives each section of a window to what one of its parts does, where that is more."""
    cdef const int* sections = part.sections
    cdef const double* impacts = part.impacts
    cdef double* of_group = window.of_group
    cdef double weight = part.weight
    cdef Place low = window.low, at = part.at, size = part.size
    cdef size_t section, width = window.width
    part.start = at
    while at < size:
        section = <size_t>(sections[at] - low)
        if section >= width:
            break
        of_group[section] = max(of_group[section], impacts[at] * weight)
        at += 1
    part.at = at


cdef Place keep_best(Window* window, Besides* besides, Best* found) noexcept:
    """Keep those of a window that are among the best; give how many of its scores are positive."""
    cdef const double* scores = window.scores
    cdef double most = FREQUENT if besides.frequent else 1, score
    cdef Place first, place, width = window.width
    for first in range(0, width, 8):
        if first + 8 <= width and highest_of(scores + first) * most <= found.least:
            continue
        for place in range(first, min(first + 8, width)):
            score = scores[place]
            if besides.frequent and besides.frequent[window.low + place]:
                score *= FREQUENT
            if score > found.least:
                insert(found, window.low + place, score)
    return positive(scores, width)


cdef Place positive(const double* scores, Place size) noexcept:
    """Give how many of some scores, none of them negative, are not 0: by their bits, which the compiler takes in pairs."""
    cdef unsigned long long bits, count = 0
    cdef Place place
    for place in range(size):
        memcpy(&bits, scores + place, sizeof(double))
        count += (0 - bits) >> 63
    return count


cdef inline double highest_of(const double* eight) noexcept:
    """Give the highest of eight scores: with one branch after it, since hardly any is high enough."""
    cdef double even = max(max(eight[0], eight[2]), max(eight[4], eight[6]))
    cdef double odd = max(max(eight[1], eight[3]), max(eight[5], eight[7]))
    return max(even, odd)


cdef void insert(Best* found, Place section, double score) noexcept:
    cdef Place at = min(found.count, found.most - 1)
    while at > 0 and found.scores[at - 1] < score:
        found.scores[at], found.sections[at] = found.scores[at - 1], found.sections[at - 1]
        at -= 1
    found.scores[at], found.sections[at] = score, section
    found.count = min(found.count + 1, found.most)
    if found.count == found.most:
        found.least = found.scores[found.most - 1]
