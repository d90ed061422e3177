# cython: language_level=3
"""What other compiled modules ask of the cuts without a call of Python."""

from index.compiled_dictionary cimport Dictionary
from index.compiled_model cimport MarkovModel
from index.compiled_spans cimport Span, Spans
from index.compiled_text cimport Text

cdef enum:
    FEW = 64  # spans that lie on the stack; more are rare in questions


cdef struct Cut:
    Spans words  # of Han
    Spans runs  # of Han
    Spans latin  # all else: runs whole and in parts
    Span[FEW] few_words, few_runs, few_latin


cdef void begin(Cut* made) noexcept
cdef int cut(Text text, Dictionary dictionary, MarkovModel model, Cut* made) except -1
cdef void end(Cut* made) noexcept
cdef tuple every_token(str folded, Dictionary dictionary, MarkovModel model)
cdef object token(str text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t offset, Py_ssize_t longest)
