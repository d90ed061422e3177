# cython: language_level=3
"""What other compiled modules ask for without a call of Python."""

from index.compiled_evidence cimport Evidence, Place
from index.compiled_scores cimport Besides

cdef int find_best(Evidence evidence, Place count, Place most, Besides* others) except -1
