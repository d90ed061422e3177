# cython: language_level=3
"""Loops over the bounds of many sections, of which a processor takes eight, sixteen or more at once.

They are written in C, so that the compiler knows that what they write is nothing they read. Where it can, it makes a
second form of each for processors that take twice as many, which is chosen when the module is loaded.
"""

ctypedef unsigned short Bound  # of a score, or of what a group or a part of it gives: so many units or less

cdef extern from *:
    """
    #include <stddef.h>

    #if defined(__x86_64__) && defined(__GLIBC__) && defined(__GNUC__) && !defined(__clang__)
    #define FOR_EACH_PROCESSOR __attribute__((unused, target_clones("avx2", "default")))
    #define APART __restrict__
    #elif defined(__GNUC__)
    #define FOR_EACH_PROCESSOR __attribute__((unused))
    #define APART __restrict__
    #else
    #define FOR_EACH_PROCESSOR
    #define APART
    #endif

    #if defined(__GNUC__)
    #define SHORT_CODE _Pragma("GCC unroll 1") /* else a loop of a few steps is written out, and its code is far away too */
    #else
    #define SHORT_CODE
    #endif

    typedef unsigned short Bound;
    enum {
        COLUMNS = 128,
        FINEST = 32 /* 1-256, units, of 65,000 that the highest bound has. Less: fewer candidates, found in more steps */
    };

    /* The units of a level, of which 256 have `factor`: no level of 1 and more has none. */
    static inline Bound units_of_level(Bound level, Bound factor) {
        return (Bound)(((unsigned int)(Bound)(level << 8) * factor >> 16) + (level != 0));
    }

    static inline Bound higher(Bound one, Bound other) {
        return one > other ? one : other;
    }

    FOR_EACH_PROCESSOR static void add_levels(
        Bound *APART scores, const unsigned char *APART levels, Bound factor, size_t size
    ) {
        for (size_t at = 0; at < size; at++) scores[at] += units_of_level(levels[at], factor);
    }

    FOR_EACH_PROCESSOR static void raise_to_levels(
        Bound *APART of_group, const unsigned char *APART levels, Bound factor, size_t size
    ) {
        for (size_t at = 0; at < size; at++) of_group[at] = higher(of_group[at], units_of_level(levels[at], factor));
    }

    FOR_EACH_PROCESSOR static void add_all(Bound *APART scores, const Bound *APART of_group, size_t size) {
        for (size_t at = 0; at < size; at++) scores[at] += of_group[at];
    }

    FOR_EACH_PROCESSOR static void take_out(Bound *APART scores, const unsigned char *APART allowed, size_t size) {
        for (size_t at = 0; at < size; at++) scores[at] *= allowed[at] != 0;
    }

    /* Raise the bounds that have a flag by `more` 65,536ths, but those of 0. */
    FOR_EACH_PROCESSOR static void raise_flagged(
        Bound *APART scores, const unsigned char *APART flags, Bound more, size_t size
    ) {
        for (size_t at = 0; at < size; at++)
            scores[at] += (Bound)(((unsigned int)scores[at] * more >> 16) + 1) * (flags[at] != 0) * (scores[at] != 0);
    }

    /* Raise the peak of each column to the bounds of a window's rows; give how many of these are not 0. */
    FOR_EACH_PROCESSOR static size_t raise_peaks(Bound *APART peaks, const Bound *APART scores, size_t rows) {
        Bound held[COLUMNS] = {0};
        size_t total = 0;
        for (size_t row = 0; row < rows; row++, scores += COLUMNS) {
            SHORT_CODE
            for (size_t at = 0; at < COLUMNS; at++) {
                peaks[at] = higher(peaks[at], scores[at]);
                held[at] += scores[at] != 0;
            }
        }
        SHORT_CODE
        for (size_t at = 0; at < COLUMNS; at++) total += held[at];
        return total;
    }

    /* Give a bound that `most` of some bounds reach, to FINEST units the highest one, bit by bit; 0 if there are fewer.
       Of more than 65,535 it may be a lower one. */
    FOR_EACH_PROCESSOR static Bound reached(const Bound *bounds, size_t size, size_t most) {
        Bound least = 0;
        for (Bound bit = 0x8000; bit >= FINEST; bit >>= 1) {
            Bound wanted = least | bit, count = 0;
            for (size_t at = 0; at < size; at++) count += bounds[at] >= wanted;
            least = count >= most ? wanted : least;
        }
        return least;
    }
    """
    enum:
        COLUMNS  # of a window, which has its sections in rows
    void add_levels(Bound* scores, const unsigned char* levels, Bound factor, size_t size) noexcept
    void raise_to_levels(Bound* of_group, const unsigned char* levels, Bound factor, size_t size) noexcept
    void add_all(Bound* scores, const Bound* of_group, size_t size) noexcept
    void take_out(Bound* scores, const unsigned char* allowed, size_t size) noexcept
    void raise_flagged(Bound* scores, const unsigned char* flags, Bound more, size_t size) noexcept
    size_t raise_peaks(Bound* peaks, const Bound* scores, size_t rows) noexcept
    Bound reached(const Bound* bounds, size_t size, size_t most) noexcept
