"""What lasts as long as the process, counted no more, so that processes that were forked share it.

From Python 3.12 on an object can be told to be immortal (PEP 683): nothing is written to it by who uses it. Elsewhere
each reference is counted, which copies the page of memory for the process that counts.
"""

from __future__ import annotations

try:
    from index.compiled_immortal import make_immortal
except ModuleNotFoundError:  # one that is there and can't be used shall say so

    def make_immortal() -> int:
        """Mark nothing: Python has no way to do it."""
        return 0


__all__ = ["make_immortal"]
