# cython: language_level=3
"""Which terms of a query are marked, and where they stand in texts, compiled: a seventh of the time of `matches`."""

from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc

from index.compiled_fetch cimport fetch_groups
from index.compiled_named cimport field, named_pair
from index.compiled_text cimport Text, letter, text_of

from index.documents import Span
from index.script import FIRST_CJK

cdef Py_UCS4 CJK = ord(FIRST_CJK)

cdef enum:
    LAST = 0x7fffffff  # behind all places


cdef class ShownTerms:
    """The terms that are marked in folded text: those that say something where they stand alone, and others."""

    def __cinit__(self, tuple telling not None=(), tuple others not None=()):
        self.telling, self.others = telling, others
        self.terms = <Term*>PyMem_Calloc(len(telling) + len(others) + 1, sizeof(Term))
        if self.terms is NULL:
            raise MemoryError()
        read(telling, 0, True, self)
        read(others, len(telling), False, self)

    def __dealloc__(self):
        PyMem_Free(self.terms)


cdef int read(tuple terms, int number, bint tells, ShownTerms into) except -1:
    cdef str said
    cdef Term* term
    cdef int* head
    for said in terms:
        if not said:
            raise ValueError("an empty term")
        term = &into.terms[number]
        term.text, term.tells = text_of(said), tells
        term.first = letter(term.text, 0)
        head = &into.heads[bucket(term.first)]
        number += 1
        term.next, head[0] = head[0], number
    return 0


def shown_terms(query):
    """Give the terms of a query that are marked, as `matches.shown_terms` does."""
    cdef list words = [], pairs = [], telling, others = []
    cdef tuple groups = query.groups
    cdef str channel, typed, term, every
    cdef bint only_short = True
    fetch_groups(groups)
    for group in groups:
        if only_short:
            typed = part(group, 1)
            only_short = len(typed) == 1
        channel = part(group, 0)
        if channel == "words":
            write(part(group, 2), words)
        elif channel == "bigrams":
            write(part(group, 2), pairs)
    if not words and not pairs:
        return ShownTerms((), tuple([part(group, 1) for group in groups]))
    every, telling = "\n".join(words), words
    for term in pairs:
        (telling if term in every else others).append(term)
    if not only_short and (has_longer(telling) or has_longer(others)):
        telling, others = longer(telling), longer(others)
    return ShownTerms(tuple(telling), tuple(others))


cdef int write(alternatives, list terms) except -1:
    """Add how alternatives may be written: several words with spaces between, or none as Han has."""
    cdef str term
    for alternative in alternatives:
        term = part(alternative, 0)
        terms.append(term)
        if " " in term:
            terms.append(term.replace(" ", ""))
    return 0


cdef object part(values, Py_ssize_t number):
    """Give a field by its place; not inline, as a copy of `field` at each call would make more code to be fetched."""
    return field(values, number)


cdef bint has_longer(list terms) except -1:
    cdef str term
    for term in terms:
        if len(term) > 1:
            return True
    return False


cdef list longer(list terms):
    cdef str term
    return [term for term in terms if len(term) > 1]


def find_matches(folded, ShownTerms shown not None):
    """Give the spans of the original of a folded text that match, as `matches.find_matches` does."""
    cdef Py_ssize_t count = 0
    cdef Match* found = matches_of(text_of(folded.text), folded.starts, folded.ends, shown, &count)
    try:
        return spans_of(found, count, 0, LAST, 0)
    finally:
        PyMem_Free(found)


def utf16_spans(str text not None, spans):
    """Give spans of code points of `text` as [start, length] in UTF-16 units."""
    cdef Text read = text_of(text)
    cdef Py_ssize_t start, end
    cdef list found = []
    for span in spans:
        start, end = part(span, 0), part(span, 1)
        found.append([units(read, 0, start), units(read, start, end)])
    return found


cdef Py_ssize_t units(Text text, Py_ssize_t start, Py_ssize_t end) noexcept:
    cdef Py_ssize_t place, count = end - start
    if text.kind == 4:  # else all characters take one unit each
        for place in range(max(start, 0), min(end, text.length)):
            count += letter(text, place) > 0xffff
    return count


cdef Match* matches_of(Text text, starts, ends, ShownTerms shown, Py_ssize_t* count) except NULL:
    """Give the parts of the original of a folded text that match, in order; whoever calls frees them."""
    cdef Match* found = <Match*>PyMem_Malloc((text.length // 2 + 1) * sizeof(Match))  # no two of them touch
    if found is NULL:
        raise MemoryError()
    try:
        count[0] = lead_back(starts, ends, found, find(shown, text, found))
    except:
        PyMem_Free(found)
        raise
    return found


cdef Py_ssize_t find(ShownTerms terms, Text text, Match* found) noexcept:
    """Read the runs of characters that terms stand on; where one that tells begins in any, only those."""
    cdef Py_ssize_t place = possible(terms.heads, text, 0), longest, count = 0
    cdef int number
    cdef bint tells, told = False
    cdef Py_UCS4 code
    cdef Term* term
    while place < text.length:
        code = letter(text, place)
        number, longest, tells = terms.heads[bucket(code)], 0, False
        while number:
            term = &terms.terms[number - 1]
            number = term.next
            if term.first == code and stands(term.text, text, place):
                longest, tells = max(longest, term.text.length), tells or term.tells
        if longest:
            if not count or found[count - 1].end < place:
                found[count] = Match(place, place, False, 0, 0, 0)
                count += 1
            found[count - 1].end = max(found[count - 1].end, place + longest)
            found[count - 1].tells |= tells
            told |= tells
        place = possible(terms.heads, text, place + 1)
    return telling_of(found, count) if told else count


cdef inline Py_ssize_t possible(const int* heads, Text text, Py_ssize_t place) noexcept:
    """Give the first place from `place` on where a term may start: one loop for each width of characters, for speed."""
    cdef const unsigned char* narrow = <const unsigned char*>text.data
    cdef const unsigned short* usual = <const unsigned short*>text.data
    if text.kind == 2:
        while place < text.length and not heads[bucket(usual[place])]:
            place += 1
    elif text.kind == 1:
        while place < text.length and not heads[bucket(narrow[place])]:
            place += 1
    else:
        while place < text.length and not heads[bucket(letter(text, place))]:
            place += 1
    return place


cdef Py_ssize_t telling_of(Match* found, Py_ssize_t count) noexcept:
    """Keep the matches that tell; give how many there are."""
    cdef Py_ssize_t place, kept = 0
    for place in range(count):
        if found[place].tells:
            found[kept] = found[place]
            kept += 1
    return kept


cdef bint stands(Text term, Text text, Py_ssize_t start) noexcept:
    """Tell whether a term whose first character stands at `start` stands there whole, and goes on at neither edge."""
    cdef Py_ssize_t end = start + term.length, place
    if end > text.length:
        return False
    for place in range(1, term.length):
        if letter(text, start + place) != letter(term, place):
            return False
    return not goes_on(text, start, start - 1) and not goes_on(text, end - 1, end)


cdef bint goes_on(Text text, Py_ssize_t edge, Py_ssize_t neighbour) noexcept:
    """Tell whether the edge of a term is Latin and goes on with its neighbour, which may be nothing."""
    if letter(text, edge) >= CJK or neighbour < 0 or neighbour >= text.length:
        return False
    cdef Py_UCS4 other = letter(text, neighbour)
    return other < CJK and (other.isalnum() or other == "_")


cdef Py_ssize_t lead_back(starts, ends, Match* found, Py_ssize_t count) except -1:
    """Give matches their places in the original, those joined that overlap or touch there; give how many there are."""
    cdef Py_ssize_t place, start, end, kept = 0
    if starts is None or ends is None:
        return count
    for place in range(count):
        start, end = starts[found[place].start], ends[found[place].end - 1]
        if not 0 <= start < end <= LAST:
            raise ValueError(f"{start} to {end}: no part of a text")
        if kept and start <= found[kept - 1].end:
            found[kept - 1].end = max(found[kept - 1].end, end)
        else:
            found[kept] = Match(start, end, False, 0, 0, 0)
            kept += 1
    return kept


cdef tuple spans_of(const Match* found, Py_ssize_t count, Py_ssize_t start, Py_ssize_t end, Py_ssize_t shift):
    """Give the matches that reach into a part of a text, as spans of the part moved on by `shift`."""
    cdef list spans = []
    cdef Py_ssize_t place
    for place in range(count):
        if found[place].start < end and start < found[place].end:
            spans.append(named_pair(Span, max(found[place].start, start) + shift, min(found[place].end, end) + shift))
    return tuple(spans)
