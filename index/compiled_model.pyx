# cython: language_level=3, boundscheck=False, wraparound=False
"""jieba's hidden Markov model, compiled to machine code: a hundredth of the time that `model` takes.

What is known of a character lies in one place, where `model` looks into four dictionaries.
"""

cimport cython
from cpython.mem cimport PyMem_Free, PyMem_Malloc
from cpython.unicode cimport PyUnicode_Substring

from index.compiled_characters cimport FIRST_KNOWN, LAST_KNOWN, at, is_known
from index.compiled_text cimport Text, text_of

from index.analysis.model import NEVER as _NEVER

cdef enum:
    B, M, E, S
    # Where a state's likeliest way came from the first of the two states that it may come from.
    B_OF_E = 1
    M_OF_B = 2
    E_OF_B = 4
    S_OF_E = 8

cdef Py_ssize_t KNOWN = LAST_KNOWN - FIRST_KNOWN + 1
cdef double NEVER = _NEVER


@cython.final
cdef class MarkovModel:
    """The tables of a `Model`."""

    def __cinit__(self, model):
        start, transitions, emissions = model
        self.emissions = <double*>PyMem_Malloc(4 * KNOWN * sizeof(double))
        if self.emissions is NULL:
            raise MemoryError()
        for state, name in enumerate("BMES"):
            self.first[state] = start[name]
            self.learn(state, emissions[name])
        self.eb, self.sb = transitions["E"]["B"], transitions["S"]["B"]
        self.bm, self.mm = transitions["B"]["M"], transitions["M"]["M"]
        self.be, self.me = transitions["B"]["E"], transitions["M"]["E"]
        self.es, self.ss = transitions["E"]["S"], transitions["S"]["S"]

    def __dealloc__(self):
        PyMem_Free(self.emissions)

    cdef int learn(self, int state, dict logarithms) except -1:
        """Take the logarithms of characters in a state."""
        cdef Py_ssize_t place
        cdef Py_UCS4 character
        cdef double logarithm
        for place in range(KNOWN):
            self.emissions[4 * place + state] = NEVER
        for character, logarithm in logarithms.items():
            if is_known(character):
                self.emissions[4 * (<Py_ssize_t>character - FIRST_KNOWN) + state] = logarithm
        return 0

    def words(self, str run not None):
        """Give the words of a run of Han, which are the run when joined."""
        cdef unsigned char* ends = <unsigned char*>PyMem_Malloc(len(run) + 1)
        cdef Py_ssize_t start = 0, place
        cdef list words = []
        if ends is NULL:
            raise MemoryError()
        self.find(text_of(run), ends)
        try:
            for place in range(len(run)):
                if ends[place]:
                    words.append(PyUnicode_Substring(run, start, place + 1))
                    start = place + 1
        finally:
            PyMem_Free(ends)
        return words

    cdef void find(self, Text run, unsigned char* ends) noexcept:
        """Tell for each character of a run whether a word ends there.

        Characters that the model was not trained with are a word with their like.
        """
        cdef Py_ssize_t start, place = 0
        while place < run.length:
            start = place
            while place < run.length and is_known(at(run, place)) == is_known(at(run, start)):
                ends[place] = False
                place += 1
            if is_known(at(run, start)):
                self.decode(run, start, place, ends)
            ends[place - 1] = True

    cdef void decode(self, Text run, Py_ssize_t start, Py_ssize_t end, unsigned char* ends) noexcept:
        """Find the likeliest states of known characters (Viterbi's algorithm); of two as likely, the later letter.

        On the way there `ends` keeps where each character's states came from.
        """
        cdef const double* out = self.said(at(run, start))
        cdef double b = self.first[B] + out[B], m = self.first[M] + out[M]
        cdef double e = self.first[E] + out[E], s = self.first[S] + out[S]
        cdef double e_b, s_b, b_m, m_m, b_e, m_e, e_s, s_s
        cdef Py_ssize_t place
        cdef int state, came
        for place in range(start + 1, end):
            out = self.said(at(run, place))
            e_b, s_b, b_m, m_m = e + self.eb + out[B], s + self.sb + out[B], b + self.bm + out[M], m + self.mm + out[M]
            b_e, m_e, e_s, s_s = b + self.be + out[E], m + self.me + out[E], e + self.es + out[S], s + self.ss + out[S]
            ends[place] = (e_b > s_b) * B_OF_E + (b_m > m_m) * M_OF_B + (b_e > m_e) * E_OF_B + (e_s > s_s) * S_OF_E
            b, m, e, s = max(e_b, s_b), max(b_m, m_m), max(b_e, m_e), max(e_s, s_s)
        state = E if e > s else S
        for place in range(end - 1, start - 1, -1):
            came, ends[place] = ends[place], state == E or state == S
            state = before(state, came)

    cdef inline const double* said(self, Py_UCS4 character) noexcept:
        return self.emissions + 4 * (<Py_ssize_t>character - FIRST_KNOWN)


cdef inline int before(int state, int came) noexcept:
    """Give the state before a state."""
    if state == B:
        return E if came & B_OF_E else S
    if state == M:
        return B if came & M_OF_B else M
    if state == E:
        return B if came & E_OF_B else M
    return E if came & S_OF_E else S
