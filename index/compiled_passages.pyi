from collections.abc import Iterable

from index.documents import Span
from index.passages import Runs

def runs_of(text: str, passages: Iterable[Span]) -> Runs: ...
