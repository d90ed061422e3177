# cython: language_level=3, boundscheck=False, wraparound=False
"""Folded text to tokens, compiled to machine code: a fifth of the time that `cuts` takes, beside the dictionary's."""

from cpython.object cimport PyObject, PyTypeObject, newfunc
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ, PyUnicode_Substring

from index.analysis.tokens import LONGEST_RUN, LONGEST_TERM, SHORTEST_NAME, Token

cdef Py_ssize_t RUN = LONGEST_RUN, TERM = LONGEST_TERM, NAME = SHORTEST_NAME
cdef type Named = Token
cdef newfunc new_tuple = (<PyTypeObject*>tuple).tp_new


cdef enum Sort:
    SIGN
    LETTER
    DIGIT


cdef struct Text:
    int kind  # bytes of a code point, as Python keeps them
    const void* data
    Py_ssize_t length


cdef object token(str text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t offset, Py_ssize_t longest):
    """Give a token of text[start:end], without calling its class, which takes three times as long."""
    cdef str term = PyUnicode_Substring(text, start, min(end, start + longest))
    cdef tuple arguments = ((term, offset + start, offset + end),)
    return new_tuple(Named, <PyObject*>arguments, NULL)


def tokens_of(str folded not None, cutter):
    """Give the words, the pairs and the single characters of a text's runs of Han, each with the tokens of all else."""
    cdef list words = [], pairs = [], characters = [], latin = []
    cdef Text text = text_of(folded)
    cdef Py_ssize_t start = 0, end = 0
    while next_run(text, &start, &end):
        if is_han(at(text, start)):
            add_words(PyUnicode_Substring(folded, start, end), start, cutter, words)
            add_pieces(folded, start, end, 2, pairs)
            add_pieces(folded, start, end, 1, characters)
        else:
            add_latin(folded, text, start, end, latin)
    return tuple(words + latin), tuple(pairs + latin), tuple(characters + latin)


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
    add_words(run, offset, cutter, words)
    return words


cdef Text text_of(str text) noexcept:
    cdef Text read
    read.kind, read.data, read.length = PyUnicode_KIND(text), PyUnicode_DATA(text), len(text)
    return read


cdef Py_UCS4 at(Text text, Py_ssize_t place) noexcept:
    """Give the character at a place; outside of the text, one that is neither letter nor Han."""
    return PyUnicode_READ(text.kind, text.data, place) if 0 <= place < text.length else 0


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
        while is_latin(text, place):
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


cdef int add_words(str run, Py_ssize_t offset, cutter, list words) except -1:
    cdef Py_ssize_t place
    for place in range(0, len(run), RUN):
        add_words_of_piece(PyUnicode_Substring(run, place, place + RUN), offset + place, cutter, words)
    return 0


cdef int add_words_of_piece(str piece, Py_ssize_t offset, cutter, list words) except -1:
    """Add the words of a run of Han that need not be split, and after them the names."""
    cut, has, model = cutter
    cdef list found = cut(piece), names = []
    cdef Py_ssize_t start = 0, end, singles = 0
    cdef str word
    for word in found:
        end = start + len(word)
        if end - start == 1:
            singles += 1
        else:
            add_names(piece, start - singles, start, offset, model, names)
            singles = 0
            add_inside(word, offset + start, has, words)
        words.append(token(word, 0, end - start, offset + start, end - start))
        start = end
    add_names(piece, start - singles, start, offset, model, names)
    words += names
    return 0


cdef int add_inside(str word, Py_ssize_t offset, has, list words) except -1:
    """Add the shorter words of two and three characters that a word holds."""
    cdef Py_ssize_t size, place
    for size in range(2, min(len(word), 4)):
        for place in range(len(word) - size + 1):
            if has(PyUnicode_Substring(word, place, place + size)):
                words.append(token(word, place, place + size, offset, size))
    return 0


cdef int add_names(str piece, Py_ssize_t start, Py_ssize_t end, Py_ssize_t offset, model, list names) except -1:
    """Add the words that the model makes of the single characters piece[start:end], if these are several."""
    cdef str name
    if end - start < 2:
        return 0
    for name in model(PyUnicode_Substring(piece, start, end)):
        if len(name) >= NAME:
            names.append(token(name, 0, len(name), offset + start, len(name)))
        start += len(name)
    return 0
