import numpy as np
from numpy.typing import NDArray

from index.postings import Postings

def weighed(postings: Postings, damping: NDArray[np.float64], rarity: NDArray[np.float64]) -> NDArray[np.float64]: ...
def levels(postings: Postings, damping: NDArray[np.float64]) -> NDArray[np.uint8]: ...
