"""A folder of guides -> a published generation."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TypeVar

from index.analysing import analyse, begin
from index.build_lock import PATIENCE, Lock, build_lock
from index.contents import content_digest, other_files
from index.documents import Document, Removed
from index.errors import (
    BuildKilledError,
    DataDirectoryError,
    GenerationDamagedError,
    GenerationError,
    GenerationForeignError,
    GuideError,
    HelpIndexError,
)
from index.gathering import load
from index.generation import Generation, Manifest, check, live_generation
from index.guides.reader import is_touched
from index.parallel import Spread, cores, spreading
from index.parsing import Known, kept, parse_folder, with_words
from index.publication import going_live, new_directory
from index.remembered import (
    Guides,
    Recalled,
    last_build,
    recall,
    recall_guides,
    remember_guides,
    remember_sections,
)
from index.schema import fingerprint
from index.thesaurus import Thesaurus, load_synonyms
from index.writing import Progress, write_index

Made = TypeVar("Made")
_UNSEEN = 20_000
"""700-100,000, new objects at which the garbage collector looks. More: what is garbage is kept for longer."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build made: counts, the furniture taken out and the guides skipped, by path."""

    generation: Generation
    guides: int
    sections: int
    removed: tuple[tuple[str, Removed], ...]
    skipped: tuple[GuideError, ...]


def build(
    folder: Path,
    data: Path,
    progress: Progress = lambda _done, _total: None,
    patience: float = PATIENCE,
    synonyms: Path | None = None,
) -> Summary:
    """Index the guides below `folder` and publish the generation in the data directory.

    `synonyms` is a file of the site's own. The live generation serves until the new one is complete, and stays when
    this raises NoGuidesError, SynonymFileError, BuildRunningError, BuildKilledError or DataDirectoryError.
    """
    thesaurus = load_synonyms(synonyms)
    with _unseen(), build_lock(data, patience) as lock, _working(lock, worth_loading(folder, data)) as means:

        def made(known: Recalled | None) -> Summary:
            guides = recall_guides(data)  # this and what follows, while others load dictionaries
            same = _still_found(guides, known)
            collection, statements, sections = parse_folder(folder, same, means.spread)
            documents = with_words(collection.documents, means.spread, guides.documents)
            del guides  # all texts: what follows needs the memory
            new = New(Guides(documents, statements), sections, str(folder.resolve()), thesaurus)
            generation = _index(new, known, means, progress)
            count = generation.manifest.sections
            return Summary(generation, len(collection.documents), count, collection.removed, collection.skipped)

        return _with_what_is_known(data, made)


@contextmanager
def _unseen() -> Iterator[None]:
    """Have the garbage collector pass over what is there, and look seldom at what is new: hardly any is garbage.

    It would look at all modules every few million objects, and all the time at those of guides.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_UNSEEN, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _with_what_is_known(data: Path, made: Callable[[Recalled | None], Made]) -> Made:
    """Give what is made with what the last build found; without it where that turns out to be damaged."""
    try:
        return made(recall(data))
    except (GenerationDamagedError, GenerationForeignError):
        return made(None)


def index_documents(documents: Iterable[Document], lock: Lock, source: str, thesaurus: Thesaurus) -> Generation:
    """Publish a generation that holds `documents`. Raises DataDirectoryError or BuildKilledError."""
    every = [kept(document) for document in documents]
    with _working(lock) as means:

        def made(known: Recalled | None) -> Generation:
            sections = dict(chain.from_iterable(zip(one.document.digests, one.sections, strict=True) for one in every))
            new = New(Guides(with_words([one.document for one in every], means.spread)), sections, source, thesaurus)
            return _index(new, known, means, lambda _done, _total: None)

        return _with_what_is_known(lock.data, made)


def worth_loading(folder: Path, data: Path) -> int:
    """Give how many processes are to load dictionaries at once, before any guide is read: one if some may be new.

    Where guides were touched and are the same, it loads them in vain; to wait for what is new would take longer.
    Raises NoGuidesError.
    """
    last = last_build(data)
    if not is_touched(folder, last or 0.0):
        return 0
    return cores() if last is None else 1


class Means(NamedTuple):
    """What a build works with: the right to write, a way to spread work, and what waits for what is still `ending`."""

    lock: Lock
    spread: Spread
    ending: ExitStack


@contextmanager
def _working(lock: Lock, loading: int = 0) -> Iterator[Means]:
    """Give what a build works with, over all processors; so many processes load dictionaries at once."""
    with ExitStack() as ending:
        try:
            with spreading(cores(), (lock.handle,), [load] * loading) as spread:
                yield Means(lock, spread, ending)
        except BrokenExecutor as error:
            raise BuildKilledError(lock.data) from error


def _still_found(guides: Guides, known: Recalled | None) -> Known:
    """Give what is known of guides: the documents of whose sections it is known what is found in them."""
    found = frozenset(known.digests) if known else frozenset[str]()
    documents = {document.key: document for document in guides.documents if found.issuperset(document.digests)}
    return Known(documents, guides.statements)


class New(NamedTuple):
    """What a generation is made of; `sections` as in `Parsing`."""

    guides: Guides
    sections: dict[str, bytes]
    source: str
    thesaurus: Thesaurus


def _index(new: New, known: Recalled | None, means: Means, progress: Progress) -> Generation:
    """Publish a generation. Raises DataDirectoryError, and what `begin` and `analyse` raise.

    Old generations are still being removed when this returns: that is `ending` with the build.
    """
    lock, spread, ending = means
    documents = new.guides.documents
    digests = [digest for document in documents for digest in document.digests]
    count = len(digests)
    building = new_directory(lock.data)
    begun = begin(digests, new.sections, known, spread)
    remember_guides(lock.data, new.guides)  # this and the digest, while others analyse
    content = content_digest(documents, new.thesaurus)
    try:
        sealed = write_index(
            building,
            analyse(begun, known, spread, lambda done: progress(done // 2, count)),
            other_files(documents, new.thesaurus),
            spread,
            progress,
        )
    except OSError as error:
        raise _failed(error, building, known) from error
    manifest = _manifest(content, len(documents), count, new.source)
    generation = ending.enter_context(going_live(lock.data, building, manifest, sealed))
    remember_sections(lock.data, generation.name, digests)
    return generation


def _failed(error: OSError, building: Path, known: Recalled | None) -> HelpIndexError:
    """Give why a build failed: what it builds upon may have been taken away or cut short since it was verified."""
    reason, place = error.strerror or str(error), Path(error.filename or building)
    if known and place.parent == known.generation.path:
        return GenerationDamagedError(place, reason)
    return DataDirectoryError(building, f"can't be written ({reason})")


def _manifest(content: str, guides: int, sections: int, source: str) -> Manifest:
    built = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(fingerprint(), content, guides, sections, source, built, {})


def is_current(folder: Path, data: Path, synonyms: Path | None = None) -> bool:
    """Tell whether the live generation is intact and holds just what the guides below `folder` give now.

    And the `synonyms` of the site's own file. Raises NoGuidesError or SynonymFileError.
    """
    try:
        generation = live_generation(data)
        check(generation, fingerprint())
    except GenerationError:
        return False
    thesaurus = load_synonyms(synonyms)
    guides = recall_guides(data)
    known = Known({document.key: document for document in guides.documents}, guides.statements)
    documents = parse_folder(folder, known, map).collection.documents
    return generation.manifest.content == content_digest(documents, thesaurus)
