from collections.abc import Iterable

from index.analysis.normalizer import Folded
from index.documents import Span
from index.matches import ShownTerms as ShownTerms
from index.parsed_query import ParsedQuery

def shown_terms(query: ParsedQuery) -> ShownTerms: ...
def utf16_spans(text: str, spans: Iterable[Span]) -> list[list[int]]: ...
def find_matches(folded: Folded, shown: ShownTerms) -> tuple[Span, ...]: ...
