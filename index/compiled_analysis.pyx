# cython: language_level=3
"""Text to its tokens by channel, compiled to machine code: what stands between folding and cutting took as long as both.

Each frame of Python touches dozens of places in memory, which are far away when a question comes.
"""

cimport cython

from index.compiled_cuts cimport Cut, cut, every_token
from index.compiled_dictionary cimport Dictionary
from index.compiled_folding cimport PlainTexts
from index.compiled_model cimport MarkovModel
from index.compiled_named cimport new_named, put
from index.compiled_text cimport text_of

from index.analysis.segmenter import cutter
from index.analysis.tokens import Analysis as _Analysis

cdef type Analysis = _Analysis


@cython.final
cdef class Analyzer:
    """Plain texts, and what folds all others. The dictionary is loaded when the first text comes."""

    def __cinit__(self, PlainTexts texts not None, fold):
        self.texts, self.fold = texts, fold

    def analyze(self, str text not None):
        """Give the tokens of `text` in every channel."""
        self.load()
        folded = self.texts.folded(text)
        if folded is None:
            folded = self.fold(text)
        words, pairs, characters = every_token(folded[0], self.dictionary, self.model)
        analysis = new_named(Analysis, 2)
        put(analysis, 0, folded)
        put(analysis, 1, {"words": words, "bigrams": pairs, "characters": characters})
        return analysis

    cdef int load(self) except -1:
        if self.model is None:
            dictionary, model = cutter()
            self.dictionary, self.model = <Dictionary?>dictionary, <MarkovModel?>model
        return 0

    cdef str cut(self, str text, Cut* made):
        """Give a text folded, and find the words and runs of that."""
        self.load()
        cdef str folded = self.texts.plain(text)
        if folded is None:
            folded = <str?>self.fold(text)[0]
        cut(text_of(folded), self.dictionary, self.model, made)
        return folded
