# cython: language_level=3
"""Named tuples, made by other compiled modules without a call of their class, which takes five times as long."""

from cpython.ref cimport Py_INCREF
from cpython.tuple cimport PyTuple_SET_ITEM


cdef extern from "Python.h":
    object new_named "PyType_GenericAlloc" (type kind, Py_ssize_t size)


cdef inline void put(named, Py_ssize_t place, value) noexcept:
    """Put a value into a field of a new tuple; each of its fields has to be put once."""
    Py_INCREF(value)
    PyTuple_SET_ITEM(named, place, value)
