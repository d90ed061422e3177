# cython: language_level=3, boundscheck=False, wraparound=False
"""The groups of a query, compiled to machine code: a tenth of the time that `grouping` takes.

A group is found by a number of its channel and its term, in slots side by side: asked among other work, each place in
memory costs more than a step.
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.object cimport PyObject
from cpython.ref cimport Py_INCREF, Py_XDECREF
from cpython.tuple cimport PyTuple_New
from cpython.unicode cimport PyUnicode_Compare
from libc.stdint cimport uint64_t
from libc.string cimport memset

from index.compiled_keys cimport code_of, key_of
from index.compiled_named cimport field, named, put as put_in
from index.compiled_meanings cimport Meaning, joined, with_typed
from index.compiled_pieces cimport Pieces
from index.compiled_spans cimport Span, Spans, add, release, spans_in, touch
from index.compiled_text cimport text_of
from index.compiled_token_loops cimport Place, Question, begin_question, end_question, is_left, read

from index.analysis.channels import CHANNELS as _CHANNELS
from index.analysis.tokens import LONGEST_TERM
from index.parsed_query import Group as _Group

cdef tuple CHANNELS = _CHANNELS
cdef int TERM = LONGEST_TERM
cdef type Group = _Group

cdef enum:
    FEW = 48  # groups that lie on the stack, where all is at hand; more are rare
    SLOTS = 64  # for those: of what may be there, half is there


cdef enum Channel:
    WORDS
    PAIRS
    CHARACTERS


cdef struct Made:
    PyObject* group
    uint64_t key  # of its term; 0 where that is to be compared
    unsigned char channel
    unsigned char is_covered  # stands in one of the spans
    unsigned char is_plain  # nothing but what was typed


cdef struct Making:
    Made* made
    int* numbers  # of those made, from 1 on, in slots that their keys tell; 0 where there is none
    unsigned int mask
    int count
    const Spans* covered


def groups(str text not None, list guessed not None, list spans not None, Pieces pieces not None):
    """Give the groups of a text with what was guessed, as `groups_of` does."""
    cdef Question question
    cdef Span[FEW] few
    cdef Spans covered = spans_in(few, FEW)
    begin_question(&question)
    try:
        for first, last in spans:
            add(&covered, first, last)
        folded = read(text, pieces, &question)
        return groups_of(folded, &question, [], tuple(guessed), &covered, pieces)
    finally:
        end_question(&question)
        release(&covered)


cdef tuple groups_of(
    str folded, const Question* question, list names, tuple guessed, const Spans* covered, Pieces pieces
):
    """Give one group for each thing typed in each channel: itself and then what was guessed; the first of a term stays.

    What the names of these numbers mean is guessed first. What was typed in one of the spans, has no guesses and stands
    in no section is left out: others stand for it.
    """
    cdef size_t most = len(guessed) + 2 * len(names) + question.words + 2 * (len(folded) + question.cut.latin.count)
    cdef Made[FEW] few
    cdef int[SLOTS] few_numbers
    cdef Made* many = NULL
    cdef Making making
    making.made, making.numbers, making.mask, making.count, making.covered = few, few_numbers, SLOTS - 1, 0, covered
    if most > FEW:
        while making.mask < 2 * most:
            making.mask = 2 * making.mask + 1
        making.made = many = <Made*>PyMem_Malloc(most * sizeof(Made) + (making.mask + 1) * sizeof(int))
        if many is NULL:
            raise MemoryError()
        making.numbers = <int*>(many + most)
    try:
        memset(making.numbers, 0, (making.mask + 1) * sizeof(int))
        add_all(folded, question, names, guessed, pieces, &making)
        return left(&making, pieces)
    finally:
        release_groups(&making)
        PyMem_Free(many)


cdef void release_groups(const Making* making) noexcept:
    cdef int number
    for number in range(making.count):
        Py_XDECREF(making.made[number].group)


cdef int add_all(
    str folded, const Question* question, list names, tuple guessed, Pieces pieces, Making* making
) except -1:
    cdef const Place* place
    cdef int number
    for number in range(question.words):
        place = question.places + number
        if not place.is_out:
            add_typed(folded, place.start, place.end, place.size, WORDS, pieces, making)
    add_grams(folded, question, PAIRS, pieces, making)
    add_grams(folded, question, CHARACTERS, pieces, making)
    for number in names:
        add_meaning(pieces.meanings.of(number), making)
    for group in guessed:
        add_guesses(group, making)
    return 0


cdef int add_grams(
    str folded, const Question* question, Channel channel, Pieces pieces, Making* making
) except -1:
    """Add the groups of every pair or character of Han, and those of all else, in one of these channels."""
    cdef int number, place, size = 2 if channel == PAIRS else 1
    cdef Span span
    for number in range(question.cut.runs.count):
        span = question.cut.runs.at[number]
        for place in range(span.start, span.end - size + 1):
            if is_left(question, place, place + size):
                add_typed(folded, place, place + size, size, channel, pieces, making)
    for number in range(question.cut.latin.count):
        span = question.cut.latin.at[number]
        if is_left(question, span.start, span.end):
            add_typed(folded, span.start, span.end, min(span.end - span.start, TERM), channel, pieces, making)
    return 0


cdef int add_typed(
    str folded, int start, int end, int size, Channel channel, Pieces pieces, Making* making
) except -1:
    """Add the group of a piece, whose term may be cut, if it is not there; mark it where one of the spans holds it."""
    group = pieces.group(folded, start, start + size, channel)
    cdef Made* made = made_of(key_of(text_of(folded), start, start + size), channel, group, making)
    if made.group is NULL:
        put(made, group)
        made.is_plain = True
    made.is_covered = made.is_covered or touch(making.covered, start, end)
    return 0


cdef Made* made_of(uint64_t key, Channel channel, group, Making* making) except NULL:
    """Give what was made of the term of a group in its channel; a place without a group if there is none yet."""
    cdef uint64_t code = (key if key else code_of(text_of(<str?>field(group, 1)))) + channel
    cdef unsigned int slot = <unsigned int>(code * <uint64_t>11400714819323198485 >> 32) & making.mask
    cdef Made* made
    while making.numbers[slot]:
        made = making.made + making.numbers[slot] - 1
        if made.channel == channel and made.key == key and (key or has_term(made, <str?>field(group, 1))):
            return made
        slot = (slot + 1) & making.mask
    made = making.made + making.count
    making.count += 1
    making.numbers[slot] = making.count
    made.group, made.key, made.channel, made.is_covered, made.is_plain = NULL, key, channel, False, False
    return made


cdef bint has_term(const Made* made, str term) except -1:
    return made.group is not NULL and PyUnicode_Compare(<str?>field(<object>made.group, 1), term) == 0


cdef void put(Made* made, group) noexcept:
    """Put a group in the place of another one, or of none."""
    Py_INCREF(group)
    Py_XDECREF(made.group)
    made.group = <PyObject*>group


cdef int add_meaning(Meaning* meaning, Making* making) except -1:
    """Add the synonyms of a name to what was typed."""
    if meaning.word is not NULL:
        add_synonyms(meaning.key, WORDS, <object>meaning.word, &meaning.typed_word, making)
    if meaning.pair is not NULL:
        add_synonyms(meaning.key, PAIRS, <object>meaning.pair, &meaning.typed_pair, making)
    return 0


cdef int add_synonyms(uint64_t key, Channel channel, group, PyObject** typed, Making* making) except -1:
    """Add synonyms to what was typed; of both, where there is nothing else, the group is kept."""
    cdef Made* made = made_of(key, channel, group, making)
    if made.group is NULL:
        put(made, group)
    elif made.is_plain:
        put(made, with_typed(typed, <object>made.group, group))
        made.is_plain = False
    else:
        join(made, group)
    return 0


cdef int add_guesses(group, Making* making) except -1:
    """Add the alternatives of a group to those of what was typed, by their terms."""
    cdef str term = <str?>field(group, 1)
    cdef int channel = CHANNELS.index(field(group, 0))
    join(made_of(key_of(text_of(term), 0, len(term)), <Channel>channel, group, making), group)
    return 0


cdef int join(Made* made, group) except -1:
    cdef tuple before = <tuple?>field(<object>made.group, 2) if made.group is not NULL else ()
    cdef tuple each = joined(before, <tuple?>field(group, 2))
    if before or len(each) < len(<tuple>field(group, 2)):
        group = named(Group, field(group, 0), field(group, 1), each)
    put(made, group)
    made.is_plain = False
    return 0


cdef tuple left(const Making* making, Pieces pieces):
    """Give the groups but those that are marked, have one alternative and stand in no section."""
    cdef int number, count = 0
    for number in range(making.count):
        if not is_replaced(making.made + number, pieces):
            swap(making.made + count, making.made + number)
            count += 1
    cdef tuple groups = PyTuple_New(count)
    for number in range(count):
        put_in(groups, number, <object>making.made[number].group)
    return groups


cdef bint is_replaced(const Made* made, Pieces pieces) except -1:
    """Tell whether what was guessed stands for what was typed."""
    if not made.is_covered or not (made.is_plain or len(<tuple?>field(<object>made.group, 2)) == 1):
        return False
    return not pieces.holds(made.key, made.channel, <object>made.group)


cdef inline void swap(Made* one, Made* other) noexcept:
    cdef Made first = one[0]
    one[0], other[0] = other[0], first
