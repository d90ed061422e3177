# cython: language_level=3
"""Where pieces of a text start and end, one after the other, in memory that grows: first on the stack, where all is at
hand.
"""

from cpython.mem cimport PyMem_Free, PyMem_Malloc
from libc.string cimport memcpy


cdef struct Span:
    int start, end


cdef struct Spans:
    Span* at
    Span* owned  # memory to be freed, NULL for what is on the stack
    int count, room


cdef inline Spans spans_in(Span* room, int size) noexcept:
    """Give no spans yet, with room for some."""
    cdef Spans none
    none.at, none.owned, none.count, none.room = room, NULL, 0, size
    return none


cdef inline void release(Spans* spans) noexcept:
    PyMem_Free(spans.owned)


cdef inline bint touch(const Spans* spans, int start, int end) noexcept:
    """Tell whether one of the spans has a place in common with another one."""
    cdef int number
    cdef Span span
    for number in range(spans.count):
        span = spans.at[number]
        if start < span.end and span.start < end and span.start < span.end:
            return True
    return False


cdef inline int add(Spans* spans, Py_ssize_t start, Py_ssize_t end) except -1:
    if spans.count == spans.room:
        grow(spans)
    spans.at[spans.count].start, spans.at[spans.count].end = <int>start, <int>end
    spans.count += 1
    return 0


cdef inline int grow(Spans* spans) except -1:
    cdef Span* larger = <Span*>PyMem_Malloc(2 * spans.room * sizeof(Span))
    if larger is NULL:
        raise MemoryError()
    memcpy(larger, spans.at, spans.count * sizeof(Span))
    PyMem_Free(spans.owned)
    spans.at, spans.owned, spans.room = larger, larger, 2 * spans.room
    return 0
