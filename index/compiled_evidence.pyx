# cython: language_level=3, boundscheck=False, wraparound=False
"""What the postings say about a query, as `evidence` has it, kept so that compiled loops read no Python values.

Columns, and where postings start and end in them, are checked once for each term: files may hold anything.
"""

cimport cython
cimport numpy as cnp
from cpython.dict cimport PyDict_GetItemWithError
from cpython.mem cimport PyMem_Free
from cpython.ref cimport PyObject

from index.compiled_named cimport field

from index.evidence import impacts_of

cnp.import_array()

@cython.final
cdef class TermPostings:
    """The postings of one term, by where they start and end in columns. Nobody can change it."""

    def __cinit__(self, columns, Place start, Place end, double highest, dampings=None, ceilings=None):
        self.columns, self.start, self.end, self.dampings, self.ceilings = columns, start, end, dampings, ceilings
        self.part.size, self.part.highest, self.count = end - start, highest, -1
        put_columns(&self.part, columns, start, end, dampings is None)
        if dampings is not None:
            self.part.dampings = <const double*>checked(dampings, cnp.NPY_FLOAT64)
            self.count = len(dampings)
        if ceilings is not None:
            put_ceilings(&self.part, field(ceilings, 0), field(ceilings, 1))
            if dampings is not None and len(field(ceilings, 0)) != self.count:
                raise ValueError(f"ceilings for {len(field(ceilings, 0))} of {self.count} sections")
            self.count = len(field(ceilings, 0))

    @property
    def highest(self):
        """Give what no impact is above."""
        return self.part.highest

    @property
    def holders(self):
        """Give how many sections hold the term."""
        return self.end - self.start

    @property
    def sections(self):
        """Give the sections that hold the term, in order."""
        return self.columns[0][self.start : self.end]

    @property
    def impacts(self):
        """Give the impact of the term in each section that holds it."""
        return impacts_of(self)

    @property
    def cells(self):
        """Give the cells of the term in each section that holds it."""
        return self.columns[3][self.start : self.end]


@cython.final
@cython.no_gc  # nothing that it keeps leads back to it
cdef class Evidence:
    """The groups that some section holds, with their parts, and the others. Nobody can change it."""

    def __dealloc__(self):
        PyMem_Free(self.known_groups)
        PyMem_Free(self.parts)
        PyMem_Free(self.best.sections)

    @property
    def known(self):
        """Give the groups that some section holds, each with its parts."""
        cdef Place number
        cdef Part part
        known = [(<object>self.known_groups[number].group, []) for number in range(self.count)]
        for number in range(self.size):
            part = self.parts[number]
            known[part.group][1].append((<object>part.alternative, <object>part.postings, part.weight))
        return known

    @property
    def unknown(self):
        """Give the groups that no section holds."""
        cdef Place number
        return [<object>self.unknown_groups[number].group for number in range(self.missed)]


cdef int put_columns(Part* part, columns, Place start, Place end, bint are_impacts) except -1:
    """Put where columns have postings."""
    cdef cnp.ndarray frequencies = field(columns, 1)
    cdef Place size = len(field(columns, 0))
    part.sections = <const int*>checked(field(columns, 0), cnp.NPY_INT32) + start
    part.width = width_of(frequencies, are_impacts)
    part.frequencies = <const unsigned char*>cnp.PyArray_DATA(frequencies) + start * part.width
    part.grades = <const unsigned short*>checked(field(columns, 2), cnp.NPY_UINT16) + start
    part.cells = <const unsigned int*>checked(field(columns, 3), cnp.NPY_UINT32) + start
    if any([len(column) != size for column in columns]):
        raise ValueError(f"columns of {', '.join([str(len(column)) for column in columns])} postings")
    if not 0 <= start <= end <= size:
        raise IndexError(f"postings {start} to {end} of {size}")
    return 0


cdef int put_ceilings(Part* part, levels, ranks) except -1:
    """Put where ceilings are."""
    part.levels = <const unsigned char*>checked(levels, cnp.NPY_UINT8)
    part.ranks = <const unsigned long long*>checked(ranks, cnp.NPY_UINT64)
    if len(ranks) * RANKED < len(levels):
        raise ValueError(f"{len(ranks)} ranks for {len(levels)} levels")
    return 0


cdef int width_of(cnp.ndarray frequencies, bint are_impacts) except -1:
    """Give the bytes of a frequency, or of what is an impact instead. Raise TypeError as `check` does."""
    cdef int kind = -1 if frequencies is None else cnp.PyArray_TYPE(frequencies)
    if are_impacts:
        kind = cnp.NPY_FLOAT64
    elif kind not in (cnp.NPY_UINT16, cnp.NPY_UINT32, cnp.NPY_UINT64):
        kind = cnp.NPY_UINT8
    check(frequencies, kind, 1)
    return <int>cnp.PyArray_ITEMSIZE(frequencies)


cdef void* checked(cnp.ndarray array, int kind) except? NULL:
    """Give where the values of an array are. Raise TypeError as `check` does."""
    check(array, kind, 1)
    return cnp.PyArray_DATA(array)


cdef int check(cnp.ndarray array, int kind, int dimensions) except -1:
    """Raise TypeError for anything but an array of this type in one piece, its bytes as this machine has them."""
    right = array is not None and cnp.PyArray_TYPE(array) == kind and cnp.PyArray_NDIM(array) == dimensions
    if not right or not cnp.PyArray_ISCARRAY_RO(array):
        raise TypeError(f"{array!r}: not kept as postings and scores are")
    return 0


cdef TermPostings postings_of(term, kept):
    """Give the postings of a term that are kept, or those that are looked up now."""
    if not isinstance(kept, dict):
        raise TypeError(f"{kept!r}: no dictionary")
    cdef PyObject* found = PyDict_GetItemWithError(kept, term)
    return <TermPostings?>(<object>found if found is not NULL else kept[term])
