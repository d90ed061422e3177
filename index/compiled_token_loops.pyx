# cython: language_level=3, boundscheck=False, wraparound=False
"""Which tokens of a question count, compiled to machine code: a tenth of the time that `token_loops` takes.

What they need for themselves lies side by side, and no Python value is made of what is not asked for: asked among other
work, each place in memory costs more than a step.
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc

from index.compiled_analysis cimport Analyzer
from index.compiled_characters cimport at
from index.compiled_cuts cimport begin, end, token
from index.compiled_dictionary cimport Dictionary
from index.compiled_pieces cimport ALWAYS_LEFT_OUT, ASKS, LEFT_OUT
from index.compiled_spans cimport add, release, spans_in
from index.compiled_text cimport text_of

from operator import itemgetter

from index.analysis.analyzer import ANALYZER
from index.analysis.tokens import LONGEST_TERM
from index.parsed_query import Typed as _Typed
from index.script import FIRST_HAN, LAST_OF_MOST_HAN
from index.token_loops import LONGEST_SUSPECT

cdef Py_UCS4 HAN = ord(FIRST_HAN), LAST = ord(LAST_OF_MOST_HAN)
cdef int LONGEST = LONGEST_SUSPECT, TERM = LONGEST_TERM
cdef Analyzer analyzer = ANALYZER
cdef type Typed = _Typed


def typed_of(str text not None, Pieces pieces not None):
    """Give what was typed without question words; with these if that leaves no word."""
    cdef Question question
    begin_question(&question)
    try:
        folded = read(text, pieces, &question)
        return typed_in(folded, &question)
    finally:
        end_question(&question)


cdef void begin_question(Question* question) noexcept:
    begin(&question.cut)
    question.owned = NULL
    question.suspects = spans_in(question.few_suspects, MANY)


cdef void end_question(Question* question) noexcept:
    """Free what was needed besides."""
    end(&question.cut)
    PyMem_Free(question.owned)
    release(&question.suspects)


cdef str read(str text, Pieces pieces, Question* question):
    """Give a text folded, and find which of its words count, and which may be slips.

    Of Han words inside others (便利 in 便利店) only the outermost counts: whoever typed the long one means it. Only
    words of the dictionary hide others.
    """
    cdef str folded = analyzer.cut(text, &question.cut)
    cdef Text characters = text_of(folded)
    make_room(question)
    place_words(characters, question)
    leave_out(folded, pieces, question, LEFT_OUT)
    if question.words and not keep_outermost(characters, question):
        leave_out(folded, pieces, question, ALWAYS_LEFT_OUT)
        keep_outermost(characters, question)
    find_suspects(characters, question)
    return folded


cdef int make_room(Question* question) except -1:
    """Make room for three places a word."""
    question.words = question.cut.words.count + question.cut.latin.count
    question.places = question.few
    if 3 * question.words > MANY:
        question.places = question.owned = <Place*>PyMem_Malloc(3 * question.words * sizeof(Place))
        if question.owned is NULL:
            raise MemoryError()
    return 0


cdef void place_words(Text text, Question* question) noexcept:
    """Note where the words stand; all is Han if the last is: what is not stands at the end."""
    cdef int number, han = question.cut.words.count
    cdef Py_UCS4 first = HAN
    cdef Span span
    for number in range(question.words):
        span = question.cut.words.at[number] if number < han else question.cut.latin.at[number - han]
        first = at(text, span.start)
        question.places[number].start, question.places[number].end = span.start, span.end
        question.places[number].size = span.end - span.start if number < han else min(span.end - span.start, TERM)
        question.places[number].is_han, question.places[number].known = first >= HAN, -1
    question.is_han, question.asks = HAN <= first <= LAST, False


cdef int leave_out(str folded, Pieces pieces, Question* question, int which) except -1:
    """Mark the words that lie inside one of those left out, and put these behind all."""
    cdef Place* places = question.places
    cdef int number, said
    question.out = 0
    for number in range(question.words):
        said = pieces.said_of(folded, places[number].start, places[number].start + places[number].size)
        if said & which:
            question.asks = question.asks or said & ASKS
            places[question.words + question.out] = places[number]
            question.out += 1
    for number in range(question.words):
        places[number].is_out = not is_left(question, places[number].start, places[number].end)
    return 0


cdef bint is_left(const Question* question, int start, int end) noexcept:
    """Tell whether a piece lies inside no word that is left out."""
    cdef int number
    for number in range(question.words, question.words + question.out):
        if holds(question.places + number, start, end):
            return False
    return True


cdef inline bint holds(const Place* outer, int start, int end) noexcept:
    return outer.start <= start and end <= outer.end


cdef int keep_outermost(Text text, Question* question) noexcept:
    """Mark the words that lie inside others, and give how many are left."""
    cdef int number, left = 0
    for number in range(question.words):
        question.places[number].is_out = question.places[number].is_out or is_inner(text, question, number)
        left += not question.places[number].is_out
    return left


cdef bint is_inner(Text text, Question* question, int inner) noexcept:
    """Tell whether a word of the dictionary lies inside a longer one, which is asked first: no dictionary has names."""
    cdef Place* places = question.places
    cdef int outer, start = places[inner].start, end = places[inner].end
    for outer in range(question.words if places[inner].is_han else 0):
        if holds(places + outer, start, end) and places[outer].end - places[outer].start > end - start:
            if places[outer].is_han and is_known(text, places + outer) and is_known(text, places + inner):
                return True
    return False


cdef bint is_known(Text text, Place* place) noexcept:
    if place.known < 0:
        place.known = analyzer.dictionary.holds(text, place.start, place.start + place.size)
    return place.known


cdef object typed_in(str folded, Question* question):
    """Give what was typed, as ways of understanding take it."""
    cdef int n
    cdef const Place* places = question.places
    words = [
        token(folded, places[n].start, places[n].end, 0, places[n].size)
        for n in range(question.words)
        if not places[n].is_out
    ]
    tokens = {"words": words, "bigrams": grams(folded, question, 2), "characters": grams(folded, question, 1)}
    last = sorted([token for token in words if token[2] == len(folded)], key=itemgetter(1))
    suspects = [(question.suspects.at[n].start, question.suspects.at[n].end) for n in range(question.suspects.count)]
    return Typed(folded, tokens, tuple(last), tuple(suspects), question.is_han, question.asks)


cdef list grams(str folded, const Question* question, int size):
    """Give the tokens of every piece of so many Han, and those of all else, that are left."""
    cdef const Spans* runs = &question.cut.runs
    cdef const Spans* latin = &question.cut.latin
    cdef int n, place
    cdef list found = []
    for n in range(runs.count):
        for place in range(runs.at[n].start, runs.at[n].end - size + 1):
            if is_left(question, place, place + size):
                found.append(token(folded, place, place + size, 0, size))
    for n in range(latin.count):
        if is_left(question, latin.at[n].start, latin.at[n].end):
            found.append(token(folded, latin.at[n].start, latin.at[n].end, 0, TERM))
    return found


cdef int find_suspects(Text text, Question* question) except -1:
    """Find the pieces of two to four Han that are neighbouring words with a single character among them, or no word.

    The longest come first.
    """
    cdef Place* found = question.places + 2 * question.words
    cdef int number, count = 0
    for number in range(question.words):
        if touches_single(question, question.places + number):
            if question.places[number].size == 1 or is_known(text, question.places + number):
                count = put_in_order(found, count, question.places[number])
    return add_runs(found, without_inner(found, count), &question.suspects)


cdef bint touches_single(const Question* question, const Place* place) noexcept:
    """Tell whether a word of Han is a single one, or one of these stands in it or beside it: no other makes a piece."""
    cdef int number
    cdef const Place* other
    for number in range(question.words if place.is_han and not place.is_out else 0):
        other = question.places + number
        if other.size == 1 and other.is_han and not other.is_out:
            if other.start <= place.end and place.start <= other.end:
                return True
    return False


cdef int put_in_order(Place* places, int count, Place new) noexcept:
    """Put a place among the first ones, in order: where it starts, the longest first. Give how many they are then."""
    cdef int number = count
    while number and not comes_before(places + number - 1, &new):
        places[number] = places[number - 1]
        number -= 1
    places[number] = new
    return count + 1


cdef inline bint comes_before(const Place* one, const Place* other) noexcept:
    return one.start < other.start or (one.start == other.start and one.end >= other.end)


cdef int without_inner(Place* places, int count) noexcept:
    """Move those that lie inside no other to the front, and give how many they are."""
    cdef int number, left = 0
    for number in range(count):
        if not left or places[number].end > places[left - 1].end:
            places[left] = places[number]
            left += 1
    return left


cdef int add_runs(const Place* places, int count, Spans* found) except -1:
    """Add the pieces that neighbours are: two to four Han, a single one among them, and no word longer than a pair."""
    cdef int length, first, last
    cdef bint has_single
    for length in range(LONGEST if count > 1 else 0, 1, -1):
        for first in range(count):
            has_single = False
            for last in range(first, count):
                if places[last].size > 2 or places[last].end - places[first].start > length:
                    break
                if last > first and places[last].start != places[last - 1].end:
                    break
                has_single = has_single or places[last].size == 1
                if has_single and last > first and places[last].end - places[first].start == length:
                    add(found, places[first].start, places[last].end)
    return 0
