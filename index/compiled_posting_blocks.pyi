from index.array_posting_blocks import Blocks
from index.byte_rows import Rows
from index.postings import Frequencies, Numbers

def block_rows(holders: Numbers, frequencies: Frequencies, blocks: Blocks) -> Rows: ...
