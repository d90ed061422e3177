"""Whether bytes are still those that a build wrote: XXH3 of 128 bits.

It tells damage as surely as a cryptographic digest does, in a tenth of the time. Neither tells an attack: who can write
to a data directory writes the digests too.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import file_digest as read_through
from pathlib import Path
from typing import NamedTuple

from xxhash import xxh3_128


class Written(NamedTuple):
    """A file, and the digest of what was written into it, as 32 hex digits."""

    file: Path
    digest: str


def write_digested(file: Path, pieces: Iterable[bytes | memoryview]) -> Written:
    """Write pieces into a file, and count their digest while they are at hand. Raises OSError."""
    digest = xxh3_128()
    with file.open("wb") as writing:
        for piece in pieces:
            writing.write(piece)
            digest.update(piece)
    return Written(file, digest.hexdigest())


def file_digest(path: Path) -> str:
    """Give the digest of a file, as 32 hex digits. Raises OSError."""
    with path.open("rb") as file:
        return read_through(file, xxh3_128).hexdigest()


def seal_of(*pieces: bytes) -> bytes:
    """Give the digest, of 16 bytes, of pieces one after the other, which are copied nowhere."""
    digest = xxh3_128()
    for piece in pieces:
        digest.update(piece)
    return digest.digest()
