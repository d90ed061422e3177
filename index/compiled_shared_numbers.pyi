from typing import TypeVar, overload

_Number = TypeVar("_Number", int, float)

@overload
def number_in(numbers: dict[str, _Number], key: str) -> _Number | None: ...
@overload
def number_in(numbers: dict[str, _Number], key: str, otherwise: _Number) -> _Number: ...
