# cython: language_level=3, boundscheck=False, wraparound=False
"""A cleaned text -> a parsed query, compiled to machine code: most questions without a step of Python.

Most are all Han, and nothing in them sounds like something else: only synonyms, and what a last word may become, are left
to be found. What the ways to understand say of a piece by itself is kept with it.
"""

from index.compiled_folding cimport PlainTexts
from index.compiled_grouping cimport groups_of
from index.compiled_named cimport new_named, put
from index.compiled_pieces cimport SOUNDS, Pieces
from index.compiled_spans cimport Span, Spans, add, release, spans_in
from index.compiled_token_loops cimport Place, Question, begin_question, end_question, read, typed_in

from index.analysis.normalizer import PLAIN_TEXTS
from index.deadline import NEVER as _NEVER
from index.parsed_query import ParsedQuery as _ParsedQuery
from index.query_parser import clean_by_steps, parsed
from index.understanding.homophones import sounds_like_words
from index.understanding.prefixes import grown
from index.understanding.ways import understand

cdef object NEVER = _NEVER
cdef PlainTexts plain_texts = PLAIN_TEXTS
cdef type ParsedQuery = _ParsedQuery

cdef enum:
    FEW = 16  # spans that lie on the stack


def clean(str text not None):
    """Give a query without what has no shape, in NFKC, its white space folded."""
    cdef str plain = plain_texts.cleaned(text)
    return clean_by_steps(text) if plain is None else plain


def parse(str text not None, reader, deadline=NEVER):
    """Give the parsed query of a cleaned text, with all that may have been meant by it in this index.

    Ways that have not been asked before the deadline are not asked any more.
    """
    cdef Question question
    cdef Span[FEW] few
    cdef Spans covered = spans_in(few, FEW)
    begin_question(&question)
    try:
        return parsed_in(text, reader, deadline, &question, &covered)
    finally:
        end_question(&question)
        release(&covered)


cdef object parsed_in(str text, reader, deadline, Question* question, Spans* covered):
    cdef Pieces pieces = reader.tables.pieces
    cdef list names = []
    cdef tuple guessed = (), rewritings = ()
    folded = read(text, pieces, question)
    if is_usual(folded, question, pieces, reader) and (deadline is NEVER or not deadline.passed):
        names = pieces.meanings.found(folded, covered)
        guessed = grown_to(folded, question, names, covered, pieces, reader)
    else:
        guessed, rewritings, pairs = understand(typed_in(folded, question), reader, deadline)
        for first, last in pairs:
            add(covered, first, last)
    found = groups_of(folded, question, names, guessed, covered, pieces)
    if rewritings or '"' in text:
        return parsed(text, folded, found, question.asks, rewritings)
    return parsed_plainly(text, folded, found, question.asks)


cdef bint is_usual(str folded, const Question* question, Pieces pieces, reader) except -1:
    """Tell whether all is Han, and nothing sounds like something else that may have been meant."""
    cdef int number
    for number in range(question.suspects.count if question.is_han else 0):
        span = question.suspects.at[number]
        if pieces.says(folded, span.start, span.end, SOUNDS, sounds_like_words, reader):
            return False
    return question.is_han


cdef tuple grown_to(str folded, const Question* question, list names, Spans* covered, Pieces pieces, reader):
    """Give what the longest of the last words that may become others may become, as `prefixes` does."""
    cdef int end = <int>len(folded), start = next_last(question, 0, end)
    cdef tuple groups
    while start < end:
        groups = pieces.become(folded, start, end, grown, reader)
        if groups:
            if pieces.meanings.end_in(names, folded, end - start):
                return ()
            add(covered, start, end)
            return groups
        start = next_last(question, start + 1, end)
    return ()


cdef int next_last(const Question* question, int start, int end) noexcept:
    """Give where the longest of the words starts that end a text and start from a place on; its end if there is none."""
    cdef int number, first = end
    cdef const Place* place
    for number in range(question.words):
        place = question.places + number
        if place.end == end and not place.is_out and start <= place.start < first:
            first = place.start
    return first


cdef object parsed_plainly(str text, str folded, tuple found, bint asks):
    """Give a parsed query without phrases, nothing of which was read as something else."""
    query = new_named(ParsedQuery, 7)
    put(query, 0, text)
    put(query, 1, folded)
    put(query, 2, found)
    put(query, 3, ())
    put(query, 4, asks)
    put(query, 5, None)
    put(query, 6, None)
    return query
