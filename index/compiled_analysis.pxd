# cython: language_level=3
"""What other compiled modules ask of the analyzer without a call of Python."""

from index.compiled_cuts cimport Cut
from index.compiled_dictionary cimport Dictionary
from index.compiled_folding cimport PlainTexts
from index.compiled_model cimport MarkovModel


cdef class Analyzer:
    cdef PlainTexts texts
    cdef object fold
    cdef readonly Dictionary dictionary
    cdef MarkovModel model

    cdef int load(self) except -1
    cdef str cut(self, str text, Cut* made)
