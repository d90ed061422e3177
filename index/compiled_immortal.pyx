# cython: language_level=3
"""What lasts as long as the process, counted no more: who uses it then writes nothing where it lies.

Nothing is allocated, and the mark itself says what was seen: memory that a walk took and gave back would be filled by each
worker for itself. What may belong to an index, or to anything else that goes, has to be told from what it is.
"""

from cpython.object cimport PyObject

cdef extern from *:
    """
    #if PY_VERSION_HEX >= 0x030C0000 && PY_VERSION_HEX < 0x030E0000 && !defined(Py_GIL_DISABLED)
    #define is_immortal(o) _Py_IsImmortal(o)
    #define set_immortal(o) ((o)->ob_refcnt = _Py_IMMORTAL_REFCNT)
    #define visit_tracked(visit, given) PyUnstable_GC_VisitObjects(visit, given)
    #else  /* nothing is, before; later versions keep the mark in another way */
    #define is_immortal(o) 1
    #define set_immortal(o) ((void) 0)
    #define visit_tracked(visit, given) ((void) (visit))
    #endif
    """
    ctypedef int (*Visit)(PyObject*, void*) noexcept
    bint is_immortal(PyObject*)
    void set_immortal(PyObject*)
    void visit_tracked(Visit, void*)

cdef extern from "Python.h":
    ctypedef struct PyTypeObject:
        int (*tp_traverse)(PyObject*, Visit, void*) noexcept
        void* tp_descr_get
        PyObject* tp_dict
    ctypedef struct PyCodeObject:
        PyObject* co_consts
        PyObject* co_names
        PyObject* co_exceptiontable
        PyObject* co_localsplusnames
        PyObject* co_filename
        PyObject* co_name
        PyObject* co_qualname
        PyObject* co_linetable
    PyTypeObject* type_of "Py_TYPE" (PyObject*)
    bint is_text "PyUnicode_CheckExact" (PyObject*)
    bint is_bytes "PyBytes_CheckExact" (PyObject*)
    bint is_int "PyLong_CheckExact" (PyObject*)
    bint is_float "PyFloat_CheckExact" (PyObject*)
    bint is_code "PyCode_Check" (PyObject*)
    bint is_tuple "PyTuple_CheckExact" (PyObject*)
    bint is_frozenset "PyFrozenSet_CheckExact" (PyObject*)
    bint is_cell "PyCell_Check" (PyObject*)
    bint is_type "PyType_Check" (PyObject*)
    bint is_module "PyModule_Check" (PyObject*)
    bint is_function "PyFunction_Check" (PyObject*)
    bint is_compiled_function "PyCFunction_Check" (PyObject*)
    PyObject* closure_of "PyFunction_GET_CLOSURE" (PyObject*)
    PyObject* defaults_of "PyFunction_GET_DEFAULTS" (PyObject*)
    PyObject* named_defaults_of "PyFunction_GET_KW_DEFAULTS" (PyObject*)
    PyObject* bound_to "PyCFunction_GET_SELF" (PyObject*)
    PyObject* dictionary_of "PyModule_GetDict" (PyObject*)
    bint next_item "PyDict_Next" (PyObject*, Py_ssize_t*, PyObject**, PyObject**)
    PyTypeObject PyMethodDescr_Type
    PyTypeObject PyClassMethodDescr_Type
    PyTypeObject PyWrapperDescr_Type
    PyTypeObject PyMemberDescr_Type
    PyTypeObject PyGetSetDescr_Type

cdef enum:
    NESTED = 12  # tuples, cells and functions, one in another: those decorated twice, and constants; deeper ones stay counted


def make_immortal():
    """Mark functions, types, modules, what describes attributes, code, and the names and constants of them all.

    What changes while the process runs is left as it is: instances, what they hold, and functions that hold them. So are
    functions that hold themselves.
    Gives how many objects are marked now and were not.
    """
    cdef Py_ssize_t marked = 0
    visit_tracked(mark_lasting, &marked)
    return marked


cdef int mark_lasting(PyObject* found, void* marked) noexcept:
    """Mark an object that Python tracks, and what belongs to it, if it lasts; go on to the next one."""
    if is_type(found):
        mark(found, marked)
        type_of(found).tp_traverse(found, mark, marked)
        mark_items((<PyTypeObject*> found).tp_dict, marked)
    elif is_module(found):
        mark(found, marked)
        mark_items(dictionary_of(found), marked)
    elif is_function(found):
        mark(found, marked)
    elif describes(type_of(found)):
        set_marked(found, marked)
    return 1


cdef int mark(PyObject* found, void* marked) noexcept:
    """Mark an object and its parts, if they last."""
    if is_immortal(found) or not lasts(found, NESTED):
        return 0
    set_marked(found, marked)
    if is_code(found):
        mark_code(<PyCodeObject*> found, marked)
    elif is_function(found) or is_cell(found) or is_tuple(found) or is_frozenset(found):
        type_of(found).tp_traverse(found, mark, marked)
    return 0


cdef void mark_code(PyCodeObject* code, void* marked) noexcept:
    mark(code.co_consts, marked)
    mark(code.co_names, marked)
    mark(code.co_localsplusnames, marked)
    mark(code.co_exceptiontable, marked)
    mark(code.co_linetable, marked)
    mark(code.co_filename, marked)
    mark(code.co_name, marked)
    mark(code.co_qualname, marked)


cdef void mark_items(PyObject* names, void* marked) noexcept:
    """Mark the dictionary of a type or a module, its names, and what lasts or describes an attribute among its values."""
    cdef Py_ssize_t place = 0
    cdef PyObject* name = NULL
    cdef PyObject* value = NULL
    if names is NULL:  # of a type that isn't made yet
        return
    set_marked(names, marked)
    while next_item(names, &place, &name, &value):
        mark(name, marked)
        mark(value, marked)
        if type_of(value).tp_descr_get is not NULL and not is_function(value):
            set_marked(value, marked)


cdef void set_marked(PyObject* found, void* marked) noexcept:
    if not is_immortal(found):
        set_immortal(found)
        (<Py_ssize_t*> marked)[0] += 1


cdef bint lasts(PyObject* found, Py_ssize_t nested) noexcept:
    """Whether an object lasts, with all that it holds. What is nested deeper than `nested` doesn't."""
    if is_immortal(found) or is_text(found) or is_bytes(found) or is_int(found) or is_float(found):
        return True
    if is_code(found) or is_type(found) or is_module(found):
        return True
    if is_compiled_function(found):
        return bound_to(found) is NULL or is_type(bound_to(found)) or is_module(bound_to(found))
    if is_function(found):
        return (all_last(closure_of(found), nested) and all_last(defaults_of(found), nested)
                and all_last(named_defaults_of(found), nested))
    return (is_tuple(found) or is_frozenset(found) or is_cell(found)) and all_last(found, nested)


cdef bint all_last(PyObject* holder, Py_ssize_t nested) noexcept:
    """Whether all that is held lasts, if there is anything."""
    nested -= 1
    return holder is NULL or nested > 0 and not type_of(holder).tp_traverse(holder, goes, &nested)


cdef int goes(PyObject* found, void* nested) noexcept:
    return not lasts(found, (<Py_ssize_t*> nested)[0])


cdef bint describes(PyTypeObject* kind) noexcept:
    """Whether objects of a type are what C says of a type's attributes."""
    return (kind is &PyMethodDescr_Type or kind is &PyClassMethodDescr_Type or kind is &PyWrapperDescr_Type
            or kind is &PyMemberDescr_Type or kind is &PyGetSetDescr_Type)
