# cython: language_level=3
"""Memory that will be read, asked for before: a processor reads from many places at once, if it knows of them."""


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


cdef inline void fetch(const void* memory, Py_ssize_t size) noexcept:
    """Ask for memory that will be read, without waiting for it."""
    cdef Py_ssize_t place = 0
    while place < size:
        prefetch(<const char*>memory + place)
        place += LINE
