# cython: language_level=3, boundscheck=False, wraparound=False
"""jieba's dictionary as one table, and the words that jieba makes of a run of Han, compiled to machine code.

Every beginning of a word is one number of a table of eight megabytes, an eighth of what jieba's own dictionary takes:
what comes before its last character, that character, and how often it occurs as a word. The processor's caches hold
little of a dictionary when a question comes, and cannot hold it when it is made: so what counts is how few places are
looked at, and that they are known early.
"""

cimport cython
from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport PyUnicode_Substring
from libc.math cimport log
from libc.stdint cimport uint64_t
from libc.string cimport memchr, memset

from index.compiled_characters cimport at, is_known
from index.compiled_fetch cimport prefetch
from index.compiled_text cimport Text, text_of

cdef enum:
    OFTEN_BITS = 21  # how often a word occurs: jieba's commonest has 20 bits
    CHARACTER_BITS = 21
    MOST_BITS = 21  # of the table: with the characters, its places are numbers of 22 bits
    BYTES_BITS = 3  # of the bytes of a dictionary's file that are a slot in its table, at first; jieba's needs no more
    CHARACTERS = 0x110000  # a character is its own number as a beginning, the longer ones follow

cdef uint64_t MOST_OFTEN = (1 << OFTEN_BITS) - 1


cdef inline bint has_ended(const Word* word) noexcept:
    """Tell whether all characters of a word were read: a number follows, and a part of speech."""
    return word.place == word.end or word.place[0] == c" "


cdef inline uint64_t number_after(const Word* word) noexcept:
    """Give the number behind a word, of which all characters were read."""
    cdef const unsigned char* place = word.place + 1
    cdef uint64_t number = 0
    while place < word.end and c"0" <= place[0] <= c"9":
        number = number * 10 + place[0] - c"0"
        place += 1
    return number


cdef inline Py_UCS4 next_character(Word* word) noexcept:
    """Give the next character of a word in UTF-8, and go on behind it; of bytes that are none, some number."""
    cdef const unsigned char* code = word.place
    cdef Py_ssize_t left = word.end - code
    if code[0] >= 0xF0 and left > 3:
        word.place += 4
        return (code[0] & 0x07) << 18 | (code[1] & 0x3F) << 12 | (code[2] & 0x3F) << 6 | code[3] & 0x3F
    if code[0] >= 0xE0 and left > 2:
        word.place += 3
        return (code[0] & 0x0F) << 12 | (code[1] & 0x3F) << 6 | code[2] & 0x3F
    if code[0] >= 0xC0 and left > 1:
        word.place += 2
        return (code[0] & 0x1F) << 6 | code[1] & 0x3F
    word.place += 1
    return code[0]


@cython.final
cdef class Dictionary:
    """The words of a dictionary of jieba's."""

    def __cinit__(self, const unsigned char[::1] text not None):
        """Take a dictionary's file. Raises OverflowError where that is larger than a table can be."""
        self.bits = min(max(int(len(text)).bit_length() - BYTES_BITS, 1), MOST_BITS)
        while not self.enter_all(&text[0], len(text)):
            if self.bits == MOST_BITS:
                raise OverflowError(f"a dictionary of {len(text)} bytes, more than a table holds")
            self.bits += 1
        if self.most > MOST_OFTEN:
            raise OverflowError(f"a dictionary in which a word occurs {self.most} times")
        self.total = log(<double>self.sum) if self.sum else 0

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
            slot = self.slot_of(beginning(node, at(text, place)))
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
            slot = self.slot_of(beginning(node, at(run, place)))
            if not slot[0] or not is_known(at(run, place)):
                break
            node, often = self.node_at(slot), slot[0] & MOST_OFTEN
            if often:
                score = log(<double>often) - self.total + steps[place + 1].score
                if not is_word or score >= best.score:
                    best.end, best.score = place + 1, score
                is_word = True
        return best

    cdef bint enter_all(self, const unsigned char* text, Py_ssize_t size) except -1:
        """Put all words into a new table; tell whether there was room."""
        cdef Word[AT_ONCE] words
        cdef const unsigned char* after = text + size
        cdef int count = 0
        self.make_room()
        while text < after:
            words[count].place = text
            words[count].end = <const unsigned char*>memchr(text, c"\n", after - text)
            if words[count].end is NULL:
                words[count].end = after
            text = words[count].end + 1
            if not has_ended(&words[count]):
                self.expect(0, &words[count])
                count += 1
            if count == AT_ONCE or text >= after:
                if not self.enter(words, count):
                    return False
                count = 0
        return True

    cdef int make_room(self) except -1:
        """Make a table without words. It is written to here, for a page that is first read is fetched twice."""
        PyMem_Free(self.slots)
        self.slots = <uint64_t*>PyMem_Malloc(sizeof(uint64_t) << self.bits)
        if self.slots is NULL:
            raise MemoryError()
        memset(self.slots, 0, sizeof(uint64_t) << self.bits)
        self.free = 3 << self.bits >> 2  # the fuller, the more places are looked at
        self.sum = self.most = 0
        return 0

    cdef inline void expect(self, uint64_t node, Word* word) noexcept:
        """Say that a beginning will be made longer by the next character of a word."""
        word.wanted = beginning(node, next_character(word))
        prefetch(self.slots + first_place(word.wanted, self.bits))

    cdef bint enter(self, Word* words, int count) noexcept:
        """Put words and all their beginnings into the table, one character of each after the other; tell if it has room.

        So what is looked at was asked for many words before.
        """
        cdef uint64_t* slot
        cdef int number, longer
        while count:
            longer = 0
            for number in range(count):
                slot = self.slot_of(words[number].wanted)
                if not slot[0]:
                    if not self.free:
                        return False
                    self.free -= 1
                    slot[0] = words[number].wanted << OFTEN_BITS
                if has_ended(&words[number]):
                    self.count(slot, number_after(&words[number]))
                else:
                    words[longer] = words[number]
                    self.expect(self.node_at(slot), &words[longer])
                    longer += 1
            count = longer
        return True

    cdef inline void count(self, uint64_t* slot, uint64_t often) noexcept:
        """Note how often a word occurs."""
        slot[0] = slot[0] & ~MOST_OFTEN | often & MOST_OFTEN
        self.sum += often
        self.most = max(self.most, often)

    cdef inline uint64_t* slot_of(self, uint64_t wanted) noexcept:
        """Give the slot of a beginning, or a free one, which is 0, if no word begins so."""
        cdef uint64_t place = first_place(wanted, self.bits)
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
