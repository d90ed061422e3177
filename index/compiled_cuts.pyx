# cython: language_level=3, boundscheck=False, wraparound=False
"""Folded text to tokens, compiled to machine code: a fifth of the time that `cuts` takes, beside the dictionary's."""

from cpython.unicode cimport PyUnicode_Substring

from index.compiled_characters cimport at, part_of
from index.compiled_dictionary cimport Dictionary, Step
from index.compiled_model cimport MarkovModel
from index.compiled_named cimport named
from index.compiled_spans cimport Span, Spans, add, release, spans_in
from index.compiled_text cimport Text, text_of

from index.analysis.tokens import LONGEST_TERM, SHORTEST_NAME, Token

cdef Py_ssize_t TERM = LONGEST_TERM, NAME = SHORTEST_NAME
cdef type Named = Token

cdef enum:
    RUN = 500  # LONGEST_RUN
    NAMES = 250  # of a run: each has two characters or more


cdef enum Sort:
    SIGN
    LETTER
    DIGIT


cdef object token(str text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t offset, Py_ssize_t longest):
    """Give a token of text[start:end], without calling its class; the text stands at an offset in another one."""
    return named(Named, PyUnicode_Substring(text, start, min(end, start + longest)), offset + start, offset + end)


cdef void begin(Cut* made) noexcept:
    """Begin with no span of any sort."""
    made.words = spans_in(made.few_words, FEW)
    made.runs = spans_in(made.few_runs, FEW)
    made.latin = spans_in(made.few_latin, FEW)


cdef void end(Cut* made) noexcept:
    """Free what was needed besides."""
    release(&made.words)
    release(&made.runs)
    release(&made.latin)


cdef int cut(Text text, Dictionary dictionary, MarkovModel model, Cut* made) except -1:
    """Find the words and the runs of Han of a text, and all else."""
    cdef Py_ssize_t start = 0, after = 0
    while next_run(text, &start, &after):
        if is_han(at(text, start)):
            add(&made.runs, start, after)
            add_words(text, start, after, dictionary, model, &made.words)
        else:
            add_latin(text, start, after, &made.latin)
    return 0


def tokens_of(str folded not None, cutter):
    """Give the words, the pairs and the single characters of a text's runs of Han, each with the tokens of all else."""
    dictionary, model = cutter
    return every_token(folded, <Dictionary?>dictionary, <MarkovModel?>model)


cdef tuple every_token(str folded, Dictionary dictionary, MarkovModel model):
    cdef Cut made
    cdef list latin
    begin(&made)
    try:
        cut(text_of(folded), dictionary, model, &made)
        latin = tokens_in(folded, &made.latin, 0, TERM)
        return (
            tuple(tokens_in(folded, &made.words, 0, len(folded)) + latin),
            tuple(pieces_in(folded, &made.runs, 2) + latin),
            tuple(pieces_in(folded, &made.runs, 1) + latin),
        )
    finally:
        end(&made)


cdef list tokens_in(str text, const Spans* spans, Py_ssize_t offset, Py_ssize_t longest):
    cdef int n
    return [token(text, spans.at[n].start, spans.at[n].end, offset, longest) for n in range(spans.count)]


cdef list pieces_in(str text, const Spans* runs, int size):
    """Give the tokens of every piece of so many characters of some runs."""
    cdef int number, place
    cdef list pieces = []
    for number in range(runs.count):
        for place in range(runs.at[number].start, runs.at[number].end - size + 1):
            pieces.append(token(text, place, place + size, 0, size))
    return pieces


def runs_of(str folded not None):
    """Give the runs of Han of a text and the tokens of all else: Latin and digit runs whole and in parts."""
    cdef list runs = []
    cdef Text text = text_of(folded)
    cdef Py_ssize_t start = 0, after = 0
    cdef Span[FEW] few
    cdef Spans latin = spans_in(few, FEW)
    try:
        while next_run(text, &start, &after):
            if is_han(at(text, start)):
                runs.append((PyUnicode_Substring(folded, start, after), start))
            else:
                add_latin(text, start, after, &latin)
        return runs, tokens_in(folded, &latin, 0, TERM)
    finally:
        release(&latin)


def words_of(str run not None, Py_ssize_t offset, cutter):
    """Give the words of a run of Han at an offset, with those inside others, and the model's names."""
    cdef Span[FEW] few
    cdef Spans words = spans_in(few, FEW)
    dictionary, model = cutter
    try:
        add_words(text_of(run), 0, len(run), <Dictionary?>dictionary, <MarkovModel?>model, &words)
        return tokens_in(run, &words, offset, len(run))
    finally:
        release(&words)


cdef bint is_han(Py_UCS4 code) noexcept:
    """Tell whether a character is of the class `HAN`."""
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0xF900 <= code <= 0xFAFF
        or 0x20000 <= code <= 0x323AF
        or code == 0x3005
        or code == 0x3007
    )


cdef bint is_letter(Py_UCS4 code) noexcept:
    """Tell whether a character is a letter or digit, and no Han."""
    return code.isalnum() and not is_han(code)


cdef bint is_latin(Text text, Py_ssize_t place) noexcept:
    """Tell whether a character belongs to a Latin run: a letter or digit, or a sign as in c++ and usb-c."""
    cdef Py_UCS4 code = at(text, place)
    if is_letter(code):
        return True
    if code in "+#" and not is_letter(at(text, place + 1)):
        return True
    return code in "-_.'@/+&:" and is_letter(at(text, place - 1)) and is_letter(at(text, place + 1))


cdef bint next_run(Text text, Py_ssize_t* start, Py_ssize_t* end) noexcept:
    """Go on from `end` to the next run of Han or Latin, if there is any."""
    cdef Py_ssize_t place = end[0]
    while place < text.length and not is_han(at(text, place)) and not is_latin(text, place):
        place += 1
    start[0] = place
    if is_han(at(text, place)):
        while is_han(at(text, place)):
            place += 1
    else:
        while place < text.length and is_latin(text, place):
            place += 1
    end[0] = place
    return place > start[0]


cdef int add_latin(Text text, Py_ssize_t start, Py_ssize_t end, Spans* spans) except -1:
    """Add the Latin run text[start:end] and its parts, which are numbers and words; nothing for a run of signs."""
    cdef Py_ssize_t place = start, first
    cdef Sort sort
    cdef bint whole = False
    while place < end:
        first, sort = place, sort_of(at(text, place))
        while place < end and sort_of(at(text, place)) == sort:
            place += 1
        if sort == SIGN:
            continue
        if not whole:
            add(spans, start, end)
            whole = True
        if place - first < end - start:
            add(spans, first, place)
    return 0


cdef Sort sort_of(Py_UCS4 code) noexcept:
    return DIGIT if code.isdecimal() else LETTER if code.isalnum() else SIGN


cdef int add_words(
    Text text, Py_ssize_t start, Py_ssize_t end, Dictionary dictionary, MarkovModel model, Spans* words
) except -1:
    """Add the words of the run of Han text[start:end], in pieces of no more than RUN."""
    while start < end:
        add_words_of_piece(text, start, min(start + RUN, end), dictionary, model, words)
        start += RUN
    return 0


cdef int add_words_of_piece(
    Text text, Py_ssize_t start, Py_ssize_t end, Dictionary dictionary, MarkovModel model, Spans* words
) except -1:
    """Add the words of a run of Han that need not be split, and after them the names."""
    cdef Span[NAMES] room
    cdef Spans names = spans_in(room, NAMES)
    cdef Py_ssize_t place = start, singles = start, after
    cdef int number
    cdef Step[RUN + 1] steps
    dictionary.choose(part_of(text, start, end), steps)
    while place < end:
        after = start + steps[place - start].end
        if after - place > 1:
            add_names(text, singles, place, model, &names)
            add_inside(text, place, after, dictionary, words)
            singles = after
        add(words, place, after)
        place = after
    add_names(text, singles, end, model, &names)
    for number in range(names.count):
        add(words, names.at[number].start, names.at[number].end)
    return 0


cdef int add_inside(Text text, Py_ssize_t start, Py_ssize_t end, Dictionary dictionary, Spans* words) except -1:
    """Add the shorter words of two and three characters that the word text[start:end] holds."""
    cdef Py_ssize_t size, place
    for size in range(2, min(end - start, 4)):
        for place in range(start, end - size + 1):
            if dictionary.holds(text, place, place + size):
                add(words, place, place + size)
    return 0


cdef int add_names(Text text, Py_ssize_t start, Py_ssize_t end, MarkovModel model, Spans* names) except -1:
    """Add the words that the model makes of the single characters text[start:end], if these are several."""
    cdef Py_ssize_t place, first = start
    cdef unsigned char[RUN] ends
    if end - start < 2:
        return 0
    model.find(part_of(text, start, end), ends)
    for place in range(start, end):
        if ends[place - start]:
            if place + 1 - first >= NAME:
                add(names, first, place + 1)
            first = place + 1
    return 0
