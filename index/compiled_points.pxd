# cython: language_level=3
"""What certain sections hold of a query: their postings are looked up, and all others not gone through; their order."""

from index.compiled_evidence cimport Evidence, Place

cdef void look_up(Evidence evidence, const Place* wanted, Place size, int* places) noexcept
cdef void add_points(
    Evidence evidence, const Place* sections, const int* places, Place size, double* points
) noexcept
cdef Place put_in_order(const double* points, const Place* sections, Place size, Place most, Place* order) noexcept


cdef inline bint begins(Evidence evidence, Place number) noexcept:
    """Tell whether a part is the first of its group, or there is no such part."""
    return number == 0 or number == evidence.size or evidence.parts[number].group != evidence.parts[number - 1].group


cdef inline bint before(const double* points, const Place* sections, Place one, Place other) noexcept:
    """Tell whether one of two sections comes first: the one with more points, or of equal ones as they stand."""
    return points[one] > points[other] or (points[one] == points[other] and sections[one] < sections[other])
