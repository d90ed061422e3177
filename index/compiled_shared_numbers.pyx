# cython: language_level=3
"""Numbers in dictionaries, looked up without a write where they lie."""

from cpython.dict cimport PyDict_GetItemWithError
from cpython.object cimport PyObject


cdef extern from "Python.h":
    bint is_float "PyFloat_CheckExact" (PyObject*)
    double float_of "PyFloat_AS_DOUBLE" (PyObject*)
    Py_ssize_t int_of "PyLong_AsSsize_t" (PyObject*) except? -1


def number_in(dict numbers not None, key, otherwise=None):
    """Give the number of a key, as another object than the one in the dictionary; `otherwise` where it has none."""
    cdef PyObject* found = PyDict_GetItemWithError(numbers, key)
    if found is NULL:
        return otherwise
    return float_of(found) if is_float(found) else int_of(found)
