# cython: language_level=3
"""What other compiled modules ask of the groups without a call of Python."""

from index.compiled_pieces cimport Pieces
from index.compiled_spans cimport Spans
from index.compiled_token_loops cimport Question

cdef tuple groups_of(
    str folded, const Question* question, list names, tuple guessed, const Spans* covered, Pieces pieces
)
