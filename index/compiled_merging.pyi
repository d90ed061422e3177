from index.array_merging import Merged, United
from index.postings import Numbers, Postings

def merged(known: Postings, numbers: Numbers, new: Postings, united: United) -> Merged: ...
