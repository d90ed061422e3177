"""Which versions of libraries are installed."""

from __future__ import annotations

import re
from functools import cache
from importlib.metadata import distribution, version

_VERSION = re.compile(r"^Version: (.+)$", re.MULTILINE)


@cache
def version_of(library: str) -> str:
    """Give the version of a library. Raises PackageNotFoundError.

    Read in one line of what is said of it: to take all of that apart, as `version` does, takes twice as long.
    """
    found = _VERSION.search(distribution(library).read_text("METADATA") or "")
    return found[1] if found else version(library)
