"""What becomes of each character by itself."""

from __future__ import annotations

from collections.abc import Callable


class EachCharacter(dict[int, str]):
    """Code points to what becomes of their characters, as `str.translate` takes them; found once each."""

    def __init__(self, become: Callable[[str], str]) -> None:
        super().__init__()
        self._become = become

    def __missing__(self, code: int) -> str:
        self[code] = self._become(chr(code))
        return self[code]
