"""OpenCC's dictionaries -> the characters that only one script has.

`python -m tests.index.scripts > index/scripts.txt`, when a test says that the installed OpenCC is another one.
"""

from __future__ import annotations

import sys

from index.script import opencc_version, script_by_opencc

_HEAD = """\
# Characters that only one script has: the simplified ones, then the traditional ones.
# Made of the dictionaries of this OpenCC by tests/index/scripts.py, and compared with them by a test.
"""


def lines() -> list[str]:
    """Give the version of OpenCC, the simplified characters and the traditional ones."""
    found = [(chr(code), script_by_opencc(chr(code))) for code in range(sys.maxunicode + 1) if not _is_surrogate(code)]
    return [opencc_version(), *("".join(each for each, script in found if script == one) for one in "st")]


def _is_surrogate(code: int) -> bool:
    return 0xD800 <= code < 0xE000


if __name__ == "__main__":
    print(_HEAD + "\n".join(lines()))  # noqa: T201 - this is what it is for
