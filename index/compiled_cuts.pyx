# cython: language_level=3, boundscheck=False, wraparound=False
"""Folded text to tokens, compiled to machine code: a fifth of the time that `cuts` takes, beside the dictionary's."""

from cpython.object cimport PyObject
from cpython.unicode cimport PyUnicode_Substring

from index.compiled_characters cimport at, part_of
from index.compiled_dictionary cimport Dictionary, Step
from index.compiled_model cimport MarkovModel
from index.compiled_named cimport new_named, put
from index.compiled_text cimport Text, text_of

from index.analysis.tokens import LONGEST_TERM, SHORTEST_NAME, Token

cdef Py_ssize_t TERM = LONGEST_TERM, NAME = SHORTEST_NAME
cdef type Named = Token

cdef enum:
    RUN = 500  # LONGEST_RUN


cdef enum Sort:
    SIGN
    LETTER
    DIGIT


cdef struct Grams:
    PyObject* characters  # lists of tokens
    PyObject* pairs
    Py_ssize_t first_character, first_pair  # what to add to a place for that of its token


cdef object token(str text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t offset, Py_ssize_t longest):
    """Give a token of text[start:end], without calling its class."""
    made = new_named(Named, 3)
    put(made, 0, PyUnicode_Substring(text, start, min(end, start + longest)))
    put(made, 1, offset + start)
    put(made, 2, offset + end)
    return made


def tokens_of(str folded not None, cutter):
    """Give the words, the pairs and the single characters of a text's runs of Han, each with the tokens of all else."""
    return every_token(folded, cutter)


cdef tuple every_token(str folded, cutter):
    cdef list words = [], pairs = [], characters = [], latin = []
    cdef Text text = text_of(folded)
    cdef Py_ssize_t start = 0, end = 0
    cdef Grams grams
    dictionary, model = cutter
    while next_run(text, &start, &end):
        if is_han(at(text, start)):
            grams = Grams(<PyObject*>characters, <PyObject*>pairs, len(characters) - start, len(pairs) - start)
            add_pieces(folded, start, end, 2, pairs)
            add_pieces(folded, start, end, 1, characters)
            add_words(folded, start, end, 0, &grams, <Dictionary?>dictionary, <MarkovModel?>model, words)
        else:
            add_latin(folded, text, start, end, latin)
    return joined(words, latin), joined(pairs, latin), joined(characters, latin)


cdef tuple joined(list han, list latin):
    if latin:
        han += latin
    return tuple(han)


def runs_of(str folded not None):
    """Give the runs of Han of a text and the tokens of all else: Latin and digit runs whole and in parts."""
    cdef list runs = [], latin = []
    cdef Text text = text_of(folded)
    cdef Py_ssize_t start = 0, end = 0
    while next_run(text, &start, &end):
        if is_han(at(text, start)):
            runs.append((PyUnicode_Substring(folded, start, end), start))
        else:
            add_latin(folded, text, start, end, latin)
    return runs, latin


def words_of(str run not None, Py_ssize_t offset, cutter):
    """Give the words of a run of Han that begins at `offset`, with those inside others, and the model's names."""
    cdef list words = []
    dictionary, model = cutter
    add_words(run, 0, len(run), offset, NULL, <Dictionary?>dictionary, <MarkovModel?>model, words)
    return words


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


cdef int add_pieces(str text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t size, list pieces) except -1:
    """Add every piece of so many characters of text[start:end]."""
    cdef Py_ssize_t place
    for place in range(start, end - size + 1):
        pieces.append(token(text, place, place + size, 0, size))
    return 0


cdef int add_latin(str folded, Text text, Py_ssize_t start, Py_ssize_t end, list tokens) except -1:
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
            tokens.append(token(folded, start, end, 0, TERM))
            whole = True
        if place - first < end - start:
            tokens.append(token(folded, first, place, 0, TERM))
    return 0


cdef Sort sort_of(Py_UCS4 code) noexcept:
    return DIGIT if code.isdecimal() else LETTER if code.isalnum() else SIGN


cdef object word(str text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t offset, const Grams* grams):
    """Give a token of text[start:end], which may be one of `grams`: each token more is a place in memory more."""
    if grams is not NULL and end - start == 1:
        return (<list>grams.characters)[start + grams.first_character]
    if grams is not NULL and end - start == 2:
        return (<list>grams.pairs)[start + grams.first_pair]
    return token(text, start, end, offset, end - start)


cdef int add_words(
    str text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t offset, const Grams* grams,
    Dictionary dictionary, MarkovModel model, list words,
) except -1:
    """Add the words of the run of Han text[start:end], in pieces of no more than RUN."""
    while start < end:
        add_words_of_piece(text, start, min(start + RUN, end), offset, grams, dictionary, model, words)
        start += RUN
    return 0


cdef int add_words_of_piece(
    str text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t offset, const Grams* grams,
    Dictionary dictionary, MarkovModel model, list words,
) except -1:
    """Add the words of a run of Han that need not be split, and after them the names."""
    cdef list names = []
    cdef Py_ssize_t place = start, singles = start, after
    cdef Step[RUN + 1] steps
    dictionary.choose(part_of(text_of(text), start, end), steps)
    while place < end:
        after = start + steps[place - start].end
        if after - place > 1:
            add_names(text, singles, place, offset, grams, model, names)
            add_inside(text, place, after, offset, grams, dictionary, words)
            singles = after
        words.append(word(text, place, after, offset, grams))
        place = after
    add_names(text, singles, end, offset, grams, model, names)
    if names:
        words += names
    return 0


cdef int add_inside(
    str text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t offset, const Grams* grams, Dictionary dictionary, list words
) except -1:
    """Add the shorter words of two and three characters that the word text[start:end] holds."""
    cdef Py_ssize_t size, place
    for size in range(2, min(end - start, 4)):
        for place in range(start, end - size + 1):
            if dictionary.holds(text_of(text), place, place + size):
                words.append(word(text, place, place + size, offset, grams))
    return 0


cdef int add_names(
    str text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t offset, const Grams* grams, MarkovModel model, list names
) except -1:
    """Add the words that the model makes of the single characters text[start:end], if these are several."""
    cdef Py_ssize_t place, first = start
    cdef unsigned char[RUN] ends
    if end - start < 2:
        return 0
    model.find(part_of(text_of(text), start, end), ends)
    for place in range(start, end):
        if ends[place - start]:
            if place + 1 - first >= NAME:
                names.append(word(text, first, place + 1, offset, grams))
            first = place + 1
    return 0
