import numpy as np
from numpy.typing import NDArray

from index.postings import Postings

def lengths_of(postings: Postings, sections: int) -> NDArray[np.float64]: ...
def graded(postings: Postings, damping: NDArray[np.float64]) -> NDArray[np.uint16]: ...
def ceilings_of(
    postings: Postings, grades: NDArray[np.uint16], terms: NDArray[np.int64], sections: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint64]]: ...
