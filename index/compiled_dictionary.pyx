# cython: language_level=3, boundscheck=False, wraparound=False
"""jieba's dictionary as one table, and the words that jieba makes of a run of Han, compiled to machine code.

Every beginning of a word is one number of a table of eight megabytes, an eighth of what jieba's own dictionary takes:
what comes before its last character, that character, and how often it occurs as a word. The processor's caches hold
little of a dictionary when a question comes, so what counts is how few places are looked at, and that they are known
early.
"""

cimport cython
from cpython.mem cimport PyMem_Calloc, PyMem_Free, PyMem_Malloc
from cpython.unicode cimport PyUnicode_Substring
from libc.math cimport log
from libc.stdint cimport uint64_t

from index.compiled_characters cimport at, is_known
from index.compiled_fetch cimport prefetch
from index.compiled_text cimport Text, text_of

cdef enum:
    OFTEN_BITS = 21  # how often a word occurs: jieba's commonest has 20 bits
    CHARACTER_BITS = 21
    MOST_BITS = 21  # of the table: with the characters, its places are numbers of 22 bits
    MOST_CHARACTER = (1 << CHARACTER_BITS) - 1
    CHARACTERS = 0x110000  # a character is its own number as a beginning, the longer ones follow

cdef uint64_t MOST_OFTEN = (1 << OFTEN_BITS) - 1


cdef bint next_line(const unsigned char* text, Py_ssize_t size, Line* line) noexcept:
    """Go on to the next line of a dictionary, which holds a word, a number and a part of speech; tell if there is one.
    """
    cdef Py_ssize_t place = line.after
    line.start, line.characters, line.often = place, 0, 0
    while place < size and text[place] != c" " and text[place] != c"\n":
        line.characters += place == line.start or not is_continued(text[place])
        place += 1
    line.end = place
    place += 1
    while place < size and c"0" <= text[place] <= c"9":
        line.often = line.often * 10 + text[place] - c"0"
        place += 1
    while place < size and text[place] != c"\n":
        place += 1
    line.after = place + 1
    return line.start < size


cdef inline bint is_continued(unsigned char byte) noexcept:
    """Tell whether a byte of UTF-8 goes on with the character of the one before."""
    return byte & 0xC0 == 0x80


cdef inline Py_UCS4 next_character(const unsigned char* text, Py_ssize_t end, Py_ssize_t* place) noexcept:
    """Give the character of UTF-8 at a place, and go on to the next one; of bytes that are none, some number."""
    cdef uint64_t character = text[place[0]]
    character &= 0x7F if character < 0x80 else 0x1F if character < 0xE0 else 0x0F if character < 0xF0 else 0x07
    place[0] += 1
    while place[0] < end and is_continued(text[place[0]]):
        character = (character << 6 | text[place[0]] & 0x3F) & MOST_CHARACTER
        place[0] += 1
    return <Py_UCS4>character


@cython.final
cdef class Dictionary:
    """The words of a dictionary of jieba's."""

    def __cinit__(self, bytes text not None):
        """Take a dictionary's file. Raises OverflowError where that is larger than a table can be."""
        cdef const unsigned char* read = text
        cdef Line line
        cdef Beginnings known
        cdef uint64_t characters = 0, total = 0, most = 0
        line.after = 0
        while next_line(read, len(text), &line):
            characters += line.characters
            total += line.often
            most = max(most, line.often)
        self.bits = max(int(characters).bit_length(), 1)
        if self.bits > MOST_BITS or most > MOST_OFTEN:
            raise OverflowError(f"a dictionary of {characters} characters, of which a word occurs {most} times")
        self.total = log(<double>total) if total else 0
        self.slots = <uint64_t*>PyMem_Calloc(1 << self.bits, sizeof(uint64_t))
        if self.slots is NULL:
            raise MemoryError()
        line.after = known.count = 0
        while next_line(read, len(text), &line):
            self.enter(read, &line, &known)

    def __dealloc__(self):
        PyMem_Free(self.slots)

    def has(self, str word not None):
        """Tell whether the dictionary has a word."""
        return self.holds(text_of(word), 0, len(word))

    def cut(self, str run not None):
        """Give the words that a run of Han is when joined, by jieba's way without its model."""
        cdef Step* steps = <Step*>PyMem_Malloc((len(run) + 1) * sizeof(Step))
        cdef Py_ssize_t start = 0
        cdef list words = []
        if steps is NULL:
            raise MemoryError()
        self.choose(text_of(run), steps)
        try:
            while start < len(run):
                words.append(PyUnicode_Substring(run, start, steps[start].end))
                start = steps[start].end
        finally:
            PyMem_Free(steps)
        return words

    cdef bint holds(self, Text text, Py_ssize_t start, Py_ssize_t end) noexcept:
        """Tell whether the dictionary has the word text[start:end]."""
        cdef uint64_t node = 0, often = 0
        cdef uint64_t* slot
        cdef Py_ssize_t place
        for place in range(start, end):
            slot = self.slot_of(node, at(text, place))
            if not slot[0]:
                return False
            node, often = self.node_at(slot), slot[0] & MOST_OFTEN
        return often > 0

    cdef void choose(self, Text run, Step* steps) noexcept:
        """Choose for each character of a run the word that starts there; there is a step more than characters."""
        cdef Py_ssize_t start
        self.fetch(run)
        steps[run.length].score = 0
        for start in range(run.length - 1, -1, -1):
            steps[start] = self.first_word(run, start, steps)

    cdef Step first_word(self, Text run, Py_ssize_t start, const Step* steps) noexcept:
        """Choose the word that starts at a character, by what follows each; of two as likely, the longer.

        The sums are jieba's to the last bit, so that what is as likely there is as likely here.
        """
        cdef Step best
        cdef double score
        cdef uint64_t node = 0, often
        cdef uint64_t* slot
        cdef Py_ssize_t place
        cdef bint is_word = False
        best.end = start + 1
        best.score = -self.total + steps[start + 1].score if is_known(at(run, start)) else 0
        for place in range(start, run.length):
            slot = self.slot_of(node, at(run, place))
            if not slot[0] or not is_known(at(run, place)):
                break
            node, often = self.node_at(slot), slot[0] & MOST_OFTEN
            if often:
                score = log(<double>often) - self.total + steps[place + 1].score
                if not is_word or score >= best.score:
                    best.end, best.score = place + 1, score
                is_word = True
        return best

    cdef void enter(self, const unsigned char* text, const Line* line, Beginnings* known) noexcept:
        """Put a word and all its beginnings into the table; most are those of the word before."""
        cdef uint64_t node = 0
        cdef uint64_t* slot = NULL
        cdef Py_UCS4 character
        cdef Py_ssize_t place = line.start, size = 0
        while place < line.end:
            character = next_character(text, line.end, &place)
            if size < known.count and known.characters[size] == character:
                slot = known.slots[size]
            else:
                known.count = size  # those that come were beginnings of another word
                slot = self.slot_of(node, character)
                if not slot[0]:
                    slot[0] = beginning(node, character) << OFTEN_BITS
            node = self.node_at(slot)
            if known.count == size < DEEPEST:
                known.characters[size], known.slots[size], known.count = character, slot, size + 1
            size += 1
        if slot is not NULL:
            slot[0] = slot[0] & ~MOST_OFTEN | line.often

    cdef inline uint64_t* slot_of(self, uint64_t node, Py_UCS4 character) noexcept:
        """Give the slot of a beginning, or a free one, which is 0, if no word begins so."""
        cdef uint64_t wanted = beginning(node, character), place = first_place(wanted, self.bits)
        while self.slots[place] and self.slots[place] >> OFTEN_BITS != wanted:
            place = (place + 1) & ((<uint64_t>1 << self.bits) - 1)
        return self.slots + place

    cdef inline uint64_t node_at(self, uint64_t* slot) noexcept:
        """Give the number of the beginning in a slot."""
        cdef uint64_t wanted = slot[0] >> OFTEN_BITS
        return wanted if wanted >> CHARACTER_BITS == 0 else CHARACTERS + <uint64_t>(slot - self.slots)

    cdef void fetch(self, Text run) noexcept:
        """Have the processor fetch what each character and each pair is looked up in, all at once."""
        cdef Py_ssize_t place
        for place in range(run.length):
            prefetch(self.slots + first_place(beginning(0, at(run, place)), self.bits))
            prefetch(self.slots + first_place(beginning(at(run, place), at(run, place + 1)), self.bits))


cdef inline uint64_t beginning(uint64_t node, Py_UCS4 character) noexcept:
    """Give what stands for a beginning that was made longer by a character; its number before that is 0 for none."""
    return node << CHARACTER_BITS | <uint64_t>character


cdef inline uint64_t first_place(uint64_t wanted, int bits) noexcept:
    """Give the place in the table that a beginning is looked for first: Fibonacci's, which spreads what is alike."""
    return wanted * <uint64_t>11400714819323198485 >> (64 - bits)
