# cython: language_level=3
"""What other compiled modules ask of the cuts without a call of Python."""

cdef tuple every_token(str folded, cutter)
