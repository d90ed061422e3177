# cython: language_level=3
"""Snippets cut from the texts of sections, compiled: a fifteenth of the time that `excerpts` takes."""

from array import array

from cpython.list cimport PyList_GET_ITEM
from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_New, PyUnicode_WRITE
from libc.string cimport memcmp, memcpy, memset

from index.compiled_fetch cimport LINE, fetch
from index.compiled_matches cimport BUCKETS, Match, ShownTerms, bucket, matches_of, spans_of
from index.compiled_named cimport field, named_pair
from index.compiled_text cimport Text, at, letter, part_of, text_of

from index.documents import Snippet
from index.passages import LENGTH as LONGEST

cdef Py_ssize_t LENGTH = LONGEST
cdef Py_UCS4 ELLIPSIS = "…"


cdef struct Window:
    int start, end
    int runs, count  # of a passage: its first run of sentences, and how many there are


cdef class Passages:
    """A section's text as snippets are cut from it: its passages, and the runs of sentences of those that don't fit.

    All of it lies in one piece of memory: the windows, the folded text, then the text.
    """

    cdef Text text, folded
    cdef object starts, ends  # the way back from the folded text, as arrays
    cdef Window* windows  # the passages, then their runs
    cdef Py_ssize_t count, total, size

    def __cinit__(self, str text not None, folded, tuple passages not None, tuple runs not None):
        cdef Text own = text_of(text), matched = text_of(folded.text)
        self.starts, self.ends = way_back(folded.starts), way_back(folded.ends)
        self.count = len(passages)
        self.size = (self.count + sum(map(len, runs))) * sizeof(Window)
        cdef Py_ssize_t behind = self.size + size_of(matched)
        self.windows = <Window*>PyMem_Malloc(behind + size_of(own))
        if self.windows is NULL:
            raise MemoryError()
        self.folded = copied(matched, <char*>self.windows + self.size)
        self.text = copied(own, <char*>self.windows + behind)
        self.size = behind + size_of(own)
        self.read(passages, runs)

    cdef int read(self, tuple passages, tuple runs) except -1:
        cdef tuple own
        cdef Window* window = self.windows
        self.total = self.count
        for passage, own in zip(passages, runs, strict=True):
            window[0] = self.window(passage, self.total, len(own))
            window += 1
            for run in own:
                self.windows[self.total] = self.window(run, 0, 0)
                self.total += 1
        return 0

    cdef Window window(self, bounds, int runs, int count) except *:
        cdef Window made
        made.start, made.end = bounds
        made.runs, made.count = runs, count
        if not 0 <= made.start <= made.end <= self.text.length:
            raise ValueError(f"{bounds}: no part of a text of {self.text.length} characters")
        return made

    def __dealloc__(self):
        PyMem_Free(self.windows)


cdef object way_back(places):
    """Give places of an original as an array."""
    return None if places is None else array("i", places)


cdef Py_ssize_t size_of(Text text) noexcept:
    """Give the bytes that a text takes, with what is left free behind it so that the next one lies as it must."""
    return (text.kind * text.length + 3) & ~3


cdef Text copied(Text text, char* to) noexcept:
    memcpy(to, text.data, text.kind * text.length)
    text.data = to
    return text


def make_snippets(list sections not None, ShownTerms shown not None):
    """Give the snippet of each section, as `excerpts.make_snippets` does.

    What lies in memory of all of them is on its way while the first one is cut.
    """
    cdef Passages of
    cdef Py_ssize_t place
    for place in range(len(sections)):
        fetch(<const void*>PyList_GET_ITEM(sections, place), LINE)
    cdef list each = [field(section, 2) for section in sections]
    for place in range(len(each)):
        fetch(<const void*>PyList_GET_ITEM(each, place), sizeof(Passages))
    for of in each:
        if of is not None:
            fetch(of.windows, of.size)
    return [make_snippet(of, shown) for of in each]


def make_snippet(Passages of not None, ShownTerms shown not None):
    """Give the passage of a section that holds most of the query, whole where it fits, else sentences of it."""
    if not of.count:
        return Snippet("", ())
    cdef Py_ssize_t count = 0
    cdef Match* found = matches_of(of.folded, of.starts, of.ends, shown, &count)
    cdef Window window
    try:
        if of.total > 1:
            tell_apart(of.text, found, count)
        window = of.windows[fullest(of.windows, of.count, found, count)]
        if window.count:
            window = of.windows[window.runs + fullest(of.windows + window.runs, window.count, found, count)]
        return cut(of.text, fitting(window, found, count), found, count)
    finally:
        PyMem_Free(found)


cdef int tell_apart(Text text, Match* found, Py_ssize_t count) except -1:
    """Give each match its size, and the number of the first one with the same letters."""
    cdef Py_ssize_t place
    cdef Py_ssize_t firsts[BUCKETS]
    cdef dict known = {}
    cdef str said
    memset(firsts, 0, sizeof(firsts))
    for place in range(count):
        if is_han(text, found[place].start, found[place].end):  # which have no case
            found[place].size = found[place].end - found[place].start
            found[place].same = first_like(text, found, place, &firsts[bucket(letter(text, found[place].start))])
        else:
            said = part_of(text, found[place].start, found[place].end).lower()
            found[place].size, found[place].same = len(said), known.setdefault(said, place)
    return 0


cdef bint is_han(Text text, Py_ssize_t start, Py_ssize_t end) noexcept:
    cdef Py_ssize_t place
    for place in range(start, min(end, text.length)):
        if not 0x3400 <= letter(text, place) <= 0x9fff:
            return False
    return start < end <= text.length


cdef Py_ssize_t first_like(Text text, Match* found, Py_ssize_t number, Py_ssize_t* last) noexcept:
    """Give the number of the first match with the same letters as one, which is noted where there is none before.

    `last` is one more than the last noted of those in its bucket; `seen` is that of the one noted before.
    """
    cdef Py_ssize_t other = last[0]
    while other:
        other -= 1
        if found[other].size == found[number].size and not memcmp(
            at(text, found[other].start), at(text, found[number].start), found[number].size * text.kind
        ):
            return other
        other = found[other].seen
    found[number].seen, last[0] = last[0], number + 1
    return number


cdef Py_ssize_t fullest(const Window* windows, Py_ssize_t count, Match* found, Py_ssize_t matches) noexcept:
    """Give the number of the window whose distinct matches have most characters, the first of equals."""
    cdef Py_ssize_t number, place, passed = 0, held, most = 0, best = 0
    for place in range(matches):
        found[place].seen = 0
    for number in range(count if count > 1 else 0):
        while passed < matches and found[passed].end <= windows[number].start:
            passed += 1
        held = 0
        for place in range(passed, matches):
            if found[place].start >= windows[number].end:
                break
            if found[found[place].same].seen <= number:
                found[found[place].same].seen = number + 1
                held += found[place].size
        if held > most:
            best, most = number, held
    return best


cdef Window fitting(Window window, const Match* found, Py_ssize_t count) noexcept:
    """Give a window that fits; of a sentence that is too long a piece around its first match."""
    cdef Py_ssize_t place, inside = window.start
    if window.end - window.start <= LENGTH:
        return window
    for place in range(count):
        if found[place].start < window.end and window.start < found[place].end:
            inside = found[place].start
            break
    window.start = max(window.start, min(inside - LENGTH // 3, window.end - LENGTH))  # a third before
    window.end = min(window.end, window.start + LENGTH)
    return window


cdef object cut(Text text, Window window, const Match* found, Py_ssize_t count):
    """Give a part of a text as a snippet."""
    cdef bint before = inside_sentence(text, window.start), after = inside_sentence(text, window.end)
    cdef tuple spans = spans_of(found, count, window.start, window.end, before - window.start)
    return named_pair(Snippet, line_of(text, window, before, after), spans)


cdef str line_of(Text text, Window window, bint before, bint after):
    """Give a part of a text as one line, with an ellipsis before it and after it where asked for."""
    cdef Py_UCS4 widest = ELLIPSIS if before or after else 0
    cdef Py_ssize_t place, size = before + window.end - window.start
    for place in range(window.start, window.end):
        widest = max(widest, letter(text, place))
    cdef str made = PyUnicode_New(size + after, widest)
    cdef int kind = PyUnicode_KIND(made)
    cdef void* into = PyUnicode_DATA(made)
    for place in range(before, size):
        PyUnicode_WRITE(kind, into, place, in_line(letter(text, window.start + place - before)))
    if before:
        PyUnicode_WRITE(kind, into, 0, ELLIPSIS)
    if after:
        PyUnicode_WRITE(kind, into, size, ELLIPSIS)
    return made


cdef inline Py_UCS4 in_line(Py_UCS4 code) noexcept:
    return c" " if code == "\n" else code


cdef bint inside_sentence(Text text, Py_ssize_t position) noexcept:
    """Tell whether a cut at `position` parts a sentence."""
    cdef Py_ssize_t before = position - 1, after = position
    if not 0 < position < text.length or ends_sentence(letter(text, before)) or letter(text, position) == "\n":
        return False
    while before >= 0 and letter(text, before) == " ":
        before -= 1
    while after < text.length and letter(text, after).isspace():
        after += 1
    return before >= 0 and after < text.length and not ends_sentence(letter(text, before))


cdef inline bint ends_sentence(Py_UCS4 code) noexcept:
    return code in "。！？!?；;\n”’」』）)…"
