import numpy as np
from numpy.typing import NDArray

from index.array_hashes import HashTables
from index.packed import Packed

def hash_tables(keys: Packed, places: NDArray[np.int64]) -> HashTables: ...
