"""What a generation holds beside what is made of its sections: its synonyms, its guides; and a digest of all of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from index.reader import GUIDES, SYNONYMS
from index.stored import StoredDocument, StoredGuide, dump_guides
from index.thesaurus import Thesaurus, dump_synonyms


def content_digest(documents: Iterable[StoredDocument], thesaurus: Thesaurus) -> str:
    """Give a digest of all that is indexed: equal digests make equal indexes."""
    digest = hashlib.sha256(dump_synonyms(thesaurus))
    for document in documents:
        digest.update(repr((document.guide.guide, document.digests)).encode())
    return digest.hexdigest()


def other_files(documents: Sequence[StoredDocument], thesaurus: Thesaurus) -> Iterator[tuple[str, bytes]]:
    """Give the files of a generation that are not made of its sections."""
    yield SYNONYMS, dump_synonyms(thesaurus)
    yield GUIDES, dump_guides(_named(documents))


def _named(documents: Sequence[StoredDocument]) -> list[StoredGuide]:
    """Give the guides of all documents, each with the words of its title that no other has."""
    words = [document.words or () for document in documents]
    holders = Counter(chain.from_iterable(words))
    return [
        replace(document.guide, names=tuple(word for word in own if holders[word] == 1))
        for document, own in zip(documents, words, strict=True)
    ]
