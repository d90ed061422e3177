# cython: language_level=3, boundscheck=False, wraparound=False, cdivision=True
"""What sections may score at most, in windows of sections and in whole numbers of two bytes.

What a common term gives is added to many sections at once, by its ceilings. Sections are checked where something is read or
written by them: files may hold anything.
"""

from libc.string cimport memset

from index.compiled_evidence cimport Evidence, Part, Place
from index.compiled_points cimport begins
from index.compiled_scores cimport Besides, within
from index.compiled_vectors cimport COLUMNS, Bound, add_all, add_levels, raise_flagged, raise_to_levels, take_out

from index.scoring import FAQ_WEIGHT, PIECE_POINTS

cdef enum:
    UNITS = 65_000  # of the highest score: 256 levels of 255 have to fit into a bound too

cdef double FREQUENT = FAQ_WEIGHT, PIECE = PIECE_POINTS


cdef int begin(Window* window, Evidence evidence, bint weighs, Place count) except -1:
    """Go back to the first posting of each part, and find the unit in which the highest score can be bound."""
    cdef Place number
    cdef Part* part
    cdef double highest = 0, of_group = 0, room = UNITS / (FREQUENT if weighs else 1) - 2 * evidence.size - 2
    if count != evidence.sections:
        raise ValueError(f"{count} sections, not the {evidence.sections} in which was looked up")
    if count < 0 or room < 1:
        raise ValueError(f"{count} sections, {evidence.size} parts of a query")
    for number in range(evidence.size):
        part = evidence.parts + number
        part.at = 0
        of_group = max(0 if begins(evidence, number) else of_group, part.highest * part.weight)
        if begins(evidence, number + 1):
            highest += of_group
    window.unit = max(highest, PIECE) / room
    window.slack = slack_of(evidence, window.unit)
    if weighs:
        window.slack = <Place>(window.slack * FREQUENT) + 2
    return 0


cdef Place slack_of(Evidence evidence, double unit) noexcept:
    """Give how many units the bounds of a section may be above its score, before it is weighed."""
    cdef Place number, of_group = 0, slack = 0
    for number in range(evidence.size):
        if begins(evidence, number):
            of_group = 0
        of_group = max(of_group, (factor_of(evidence.parts + number, unit) >> 8) + 3 if evidence.parts[number].levels else 3)
        if begins(evidence, number + 1):
            slack += of_group
    return slack


cdef inline Bound factor_of(const Part* part, double unit) noexcept:
    """Give the units of 256 levels of a part, or of 65,536 grades where it has no levels; 0 where it gives nothing."""
    cdef double most = part.highest * part.weight
    return <Bound>(most / unit * (256. / 255 if part.levels else 65_536. / 65_535)) + 1 if most > 0 else 0


cdef bint to_next(Window* window, Evidence evidence, Besides* besides, Place count) except -1:
    """Move the window on to where the next posting or piece may be; tell whether there is one."""
    cdef Place low = window.low + window.width, nearest = count, number
    cdef Part* part
    for number in range(evidence.size):
        part = evidence.parts + number
        if part.levels is not NULL:
            nearest = low
        elif part.at < part.size:
            nearest = min(nearest, within(part.sections[part.at], low, count))
    if besides.at < besides.size:
        nearest = min(nearest, within(besides.pieces[besides.at], low, count))
    window.low = nearest - nearest % WINDOW
    window.width = min(<Place>WINDOW, count - window.low)
    return nearest < count


cdef void bound(Window* window, Evidence evidence, Besides* besides) noexcept:
    """Bound the scores of a window; what its last row has behind its last section is 0."""
    cdef Place number
    cdef Part* part
    cdef bint is_last  # of its group
    memset(window.scores, 0, min(window.width + COLUMNS, <Place>WINDOW) * sizeof(Bound))
    for number in range(evidence.size):
        part = evidence.parts + number
        is_last = begins(evidence, number + 1)
        if begins(evidence, number):
            if is_last:
                add(window, part)
                continue
            memset(window.of_group, 0, window.width * sizeof(Bound))
        raise_to(window, part)
        if is_last:
            add_all(window.scores, window.of_group, window.width)
    bound_besides(window, besides)


cdef void add(Window* window, Part* part) noexcept:
    """Add what a part may give each section of a window. All is taken out of the structures first: the compiler can't
    know that bounds are no structures.
    """
    cdef const int* sections = part.sections
    cdef const unsigned short* grades = part.grades
    cdef Bound* scores = window.scores
    cdef Bound factor = factor_of(part, window.unit)
    cdef Place low = window.low, at = part.at, size = part.size
    cdef size_t section, width = window.width
    if part.levels is not NULL:
        add_levels(scores, part.levels + low, factor, width if factor else 0)
        return
    while at < size:
        section = <size_t>(sections[at] - low)
        if section >= width:
            break
        scores[section] += units(grades[at], factor)
        at += 1
    part.at = at


cdef void raise_to(Window* window, Part* part) noexcept:
    """Raise what a group may give each section of a window to what one of its parts may, where that is more."""
    cdef const int* sections = part.sections
    cdef const unsigned short* grades = part.grades
    cdef Bound* of_group = window.of_group
    cdef Bound factor = factor_of(part, window.unit)
    cdef Place low = window.low, at = part.at, size = part.size
    cdef size_t section, width = window.width
    if part.levels is not NULL:
        raise_to_levels(of_group, part.levels + low, factor, width if factor else 0)
        return
    while at < size:
        section = <size_t>(sections[at] - low)
        if section >= width:
            break
        of_group[section] = max(of_group[section], units(grades[at], factor))
        at += 1
    part.at = at


cdef inline Bound units(unsigned int grade, unsigned int factor) noexcept:
    """Give the units of a grade, rounded up; none only where there is nothing to give."""
    return <Bound>((grade * factor >> 16) + (grade != 0 and factor != 0))


cdef void bound_besides(Window* window, Besides* besides) noexcept:
    """Let the bounds of a window depend on what else there is, as scores do."""
    cdef Place section
    cdef Bound more = <Bound>((FREQUENT - 1) * 65_536) + 1
    while besides.at < besides.size:
        section = besides.pieces[besides.at] - window.low
        if <size_t>section >= <size_t>window.width:
            break
        if window.scores[section] == 0:
            window.scores[section] = <Bound><int>(PIECE / window.unit) + 1
        besides.at += 1
    if besides.allowed:
        take_out(window.scores, besides.allowed + window.low, window.width)
    if besides.frequent:
        raise_flagged(window.scores, besides.frequent + window.low, more, window.width)
