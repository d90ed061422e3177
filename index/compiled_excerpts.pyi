from index.documents import Snippet
from index.excerpts import Passages as Passages
from index.matches import ShownTerms

def make_snippet(of: Passages, shown: ShownTerms) -> Snippet: ...
