"""Numbers in dictionaries that processes share, looked up without a write where they lie.

Whoever is given an object of Python's is counted in it, so that its page of memory is the process's own from then on:
in Python that can't be helped.
"""

from __future__ import annotations

try:
    from index.compiled_shared_numbers import number_in
except ModuleNotFoundError:  # one that is there and can't be used shall say so
    number_in = dict.get  # type: ignore[assignment] # which takes more

__all__ = ["number_in"]
