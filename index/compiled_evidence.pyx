# cython: language_level=3, boundscheck=False, wraparound=False
"""What the postings say about a query, as `evidence` has it, kept so that compiled loops read no Python values.

Columns, and where postings start and end in them, are checked once for each term: files may hold anything.
"""

cimport cython
cimport numpy as cnp
from cpython.dict cimport PyDict_GetItemWithError
from cpython.mem cimport PyMem_Free
from cpython.ref cimport PyObject
from libc.math cimport NAN, isnan

from index.compiled_named cimport field

cnp.import_array()

@cython.final
cdef class TermPostings:
    """The postings of one term, by where they start and end in columns. Nobody can change it."""

    def __cinit__(self, columns, Place start, Place end, ceilings=None):
        cdef cnp.ndarray sections = field(columns, 0), impacts = field(columns, 1), cells = field(columns, 2)
        check(sections, cnp.NPY_INT32, 1)
        check(impacts, cnp.NPY_FLOAT64, 1)
        check(cells, cnp.NPY_UINT32, 1)
        cdef Place size = cnp.PyArray_DIM(sections, 0)
        if size != cnp.PyArray_DIM(impacts, 0) or size != cnp.PyArray_DIM(cells, 0):
            raise ValueError(f"columns of {len(sections)}, {len(impacts)} and {len(cells)} postings")
        if not 0 <= start <= end <= size:
            raise IndexError(f"postings {start} to {end} of {size}")
        self.columns, self.start, self.end, self.highest = columns, start, end, NAN
        self.first_section = <const int*>cnp.PyArray_DATA(sections) + start
        self.first_impact = <const double*>cnp.PyArray_DATA(impacts) + start
        self.first_cells = <const unsigned int*>cnp.PyArray_DATA(cells) + start
        self.ceilings = ceilings
        cdef cnp.ndarray levels, ranks
        if ceilings is not None:
            levels, ranks = field(ceilings, 1), field(ceilings, 2)
            check(levels, cnp.NPY_UINT8, 1)
            check(ranks, cnp.NPY_UINT64, 1)
            if cnp.PyArray_DIM(ranks, 0) * RANKED < cnp.PyArray_DIM(levels, 0):
                raise ValueError(f"{len(ranks)} ranks for {len(levels)} levels")
            self.highest = field(ceilings, 0)
            self.levels, self.levelled = <const unsigned char*>cnp.PyArray_DATA(levels), cnp.PyArray_DIM(levels, 0)
            self.ranks = <const unsigned long long*>cnp.PyArray_DATA(ranks)

    cdef double highest_impact(self) noexcept:
        """Give what no impact is above. It is looked for once where there are no ceilings to tell it."""
        cdef Place number
        cdef double highest = 0
        if isnan(self.highest):
            for number in range(self.end - self.start):
                highest = max(highest, self.first_impact[number])
            self.highest = highest
        return self.highest

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
        return self.columns[1][self.start : self.end]

    @property
    def cells(self):
        """Give the cells of the term in each section that holds it."""
        return self.columns[2][self.start : self.end]


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
