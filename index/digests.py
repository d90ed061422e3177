"""Whether bytes are still those that a build wrote: XXH3 of 128 bits.

It tells damage as surely as a cryptographic digest does, in a tenth of the time. Neither tells an attack: who can write
to a data directory writes the digests too.
"""

from __future__ import annotations

from hashlib import file_digest as read_through
from pathlib import Path

from xxhash import xxh3_128


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
