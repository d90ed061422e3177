# cython: language_level=3
"""Memory that will be read, asked for before: a processor reads from many places at once, if it knows of them."""

from cpython.tuple cimport PyTuple_Check, PyTuple_GET_ITEM, PyTuple_GET_SIZE

from index.compiled_named cimport field


cdef extern from *:
    """
    #if defined(__GNUC__)
    /* The empty instruction keeps compilers from leaving out a function that does nothing else, as one without effect. */
    #define prefetch(memory) (__extension__({ __builtin_prefetch(memory); __asm__ volatile(""); }))
    #else
    #define prefetch(memory) ((void)(memory))
    #endif
    """
    void prefetch(const void* memory) noexcept


cdef enum:
    LINE = 64  # bytes that a processor reads at once
    SHORT = 72  # bytes from where a short text begins to what it says


cdef inline void fetch(const void* memory, Py_ssize_t size) noexcept:
    """Ask for memory that will be read, without waiting for it."""
    cdef Py_ssize_t place = 0
    while place < size:
        prefetch(<const char*>memory + place)
        place += LINE


cdef inline void fetch_items(values) noexcept:
    """Ask for the values of a tuple: tuples of a few, short texts."""
    cdef Py_ssize_t place
    cdef const char* item
    for place in range(PyTuple_GET_SIZE(values) if PyTuple_Check(values) else 0):
        item = <const char*>PyTuple_GET_ITEM(values, place)
        prefetch(item)
        prefetch(item + SHORT)


cdef inline int fetch_groups(tuple groups) except -1:
    """Ask for groups, then for their fields, their alternatives, the fields of these: each says where others lie."""
    fetch_items(groups)
    for group in groups:
        fetch_items(group)
    for group in groups:
        fetch_items(field(group, 2))
    for group in groups:
        for alternative in field(group, 2):
            fetch_items(alternative)
    return 0
