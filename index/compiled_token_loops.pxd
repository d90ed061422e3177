# cython: language_level=3
"""What other compiled modules ask of a question's tokens without a call of Python."""

from index.compiled_cuts cimport Cut
from index.compiled_pieces cimport Pieces
from index.compiled_spans cimport Span, Spans
from index.compiled_text cimport Text

cdef enum:
    MANY = 128  # places that lie on the stack, where all is at hand; more are rare


cdef struct Place:
    int start, end, size  # the size of its term: that of a long Latin run is cut
    unsigned char is_han, is_out
    signed char known  # by the dictionary; -1 where it was not asked yet


cdef struct Question:
    Cut cut
    Place* places  # of the words, behind them of those that are left out, and then room for as many
    Place* owned
    int words, out
    bint is_han, asks
    Spans suspects
    Place[MANY] few
    Span[MANY] few_suspects


cdef void begin_question(Question* question) noexcept
cdef str read(str text, Pieces pieces, Question* question)
cdef void end_question(Question* question) noexcept
cdef object typed_in(str folded, Question* question)
cdef bint is_left(const Question* question, int start, int end) noexcept
