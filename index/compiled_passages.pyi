from index.documents import Section
from index.passages import Runs

def runs_of(section: Section) -> Runs: ...
