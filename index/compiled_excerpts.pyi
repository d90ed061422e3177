from collections.abc import Sequence

from index.documents import Snippet
from index.excerpts import Passages as Passages
from index.matches import ShownTerms

def make_snippet(of: Passages, shown: ShownTerms) -> Snippet: ...
def make_snippets(sections: Sequence[tuple[object, object, Passages]], shown: ShownTerms) -> list[Snippet]: ...
