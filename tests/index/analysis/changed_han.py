"""OpenCC's dictionaries -> the Han that become others by themselves.

`python -m tests.index.analysis.changed_han > index/analysis/data/changed_han.tsv`, when a test says that the installed
OpenCC is another one.
"""

from __future__ import annotations

from index.analysis.plain import PLANE, changed_han
from index.analysis.words import NOT_PLAIN
from index.script import opencc_version

_HEAD = """\
# Han that become others by themselves: as they are folded and as they are written; - stands for more or rare ones.
# Made of the dictionaries of this OpenCC by tests/index/analysis/changed_han.py, and compared with them by a test.
"""


def lines() -> list[str]:
    """Give the version of OpenCC, and a line for each Han."""
    folded, written = changed_han("".join(map(chr, range(ord(PLANE)))))
    every = sorted({*folded, *written})
    columns = ((han, folded.get(han, han), written.get(han, han)) for han in every)
    return [opencc_version(), *("\t".join(some).replace(NOT_PLAIN, "-") for some in columns)]


if __name__ == "__main__":
    print(_HEAD + "\n".join(lines()))  # noqa: T201 - this is what it is for
