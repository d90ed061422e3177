"""Text files of a site's owner, read whole; what can't be read is refused by file and line, with what to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from index.errors import HelpIndexError

Refusal = Callable[[int | None, str], HelpIndexError]
"""Makes an error of a line (from 1, or None) and a reason."""


def read_text(path: Path, refusal: Callable[[Path, int | None, str], HelpIndexError]) -> str:
    """Give the text of a file in UTF-8. Raises what `refusal` makes of the path, the line and the reason."""
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise refusal(path, None, "no such file; name one that is there") from error
    except OSError as error:
        raise refusal(path, None, f"can't be read ({error.strerror or error}); name a file that can") from error
    return decode(data, partial(refusal, path))


def decode(data: bytes, refusal: Refusal) -> str:
    """Give bytes in UTF-8 as text, without a byte order mark. Raises what `refusal` makes of the line of a bad byte."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise refusal(line, f"not UTF-8 (byte 0x{data[error.start]:02x}); save it as UTF-8") from error
