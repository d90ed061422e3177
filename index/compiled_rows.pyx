# cython: language_level=3, boundscheck=False, wraparound=False
"""Columns of rows put beside each other, compiled to machine code: a tenth of the time that `byte_rows` takes.

Sizes are checked where bytes are taken by them, so that no more are read than a column has.
"""

from libc.string cimport memcpy

cimport numpy as cnp

import numpy as np

cnp.import_array()

ctypedef cnp.npy_intp Place

cdef enum:
    MOST = 64  # columns


cdef struct Column:
    const unsigned char* code
    const int* sizes
    Place left


cdef Column read(column, Place rows) except *:
    """Give where a column's bytes and sizes lie. They stay there as long as the column, which nobody can change."""
    cdef Column found
    some, measures = column
    cdef cnp.ndarray code = checked(some, cnp.NPY_UINT8), sizes = checked(measures, cnp.NPY_INT32)
    if cnp.PyArray_DIM(sizes, 0) != rows:
        raise ValueError(f"columns of {rows} and {len(sizes)} rows")
    found.code = <const unsigned char*>cnp.PyArray_DATA(code)
    found.sizes = <const int*>cnp.PyArray_DATA(sizes)
    found.left = cnp.PyArray_DIM(code, 0)
    return found


cdef cnp.ndarray checked(values, int kind):
    """Give values that are an array of a kind, one after the other."""
    if not isinstance(values, cnp.ndarray):
        raise TypeError(f"{values!r}: no array")
    cdef cnp.ndarray array = values
    if cnp.PyArray_TYPE(array) != kind or cnp.PyArray_NDIM(array) != 1 or not cnp.PyArray_IS_C_CONTIGUOUS(array):
        raise TypeError(f"an array of {array.dtype} in {array.ndim} dimensions")
    return array


def beside(*columns):
    """Give rows that have those of all columns one after the other, as `byte_rows.beside` does."""
    cdef Column parts[MOST]
    cdef Place count = len(columns), rows = len(columns[0][1]), row, number, size, place = 0
    if count > MOST:
        raise ValueError(f"{count} columns, more than {MOST}")
    for number in range(count):
        parts[number] = read(columns[number], rows)
    cdef cnp.ndarray code = np.empty(sum([parts[number].left for number in range(count)]), np.uint8)
    cdef cnp.ndarray sizes = np.zeros(rows, np.int32)
    cdef unsigned char* written = <unsigned char*>cnp.PyArray_DATA(code)
    cdef int* whole = <int*>cnp.PyArray_DATA(sizes)
    for row in range(rows):
        for number in range(count):
            size = parts[number].sizes[row]
            if size < 0 or size > parts[number].left:
                raise ValueError(f"row {row} has {size} bytes, of {parts[number].left} that are left")
            memcpy(written + place, parts[number].code, size)
            parts[number].code += size
            parts[number].left -= size
            whole[row] += <int>size
            place += size
    if place != cnp.PyArray_DIM(code, 0):
        raise ValueError(f"{place} bytes in rows, of {len(code)}")
    return type(columns[0])(code, sizes)
