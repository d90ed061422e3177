"""A folder of guides -> a published generation."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from whoosh.index import create_in

from index.analysis.analyzer import analyze
from index.analysis.channels import CHANNELS, Channel, terms
from index.analysis.normalizer import fold, written
from index.documents import Document, Section
from index.errors import DataDirectoryError, GenerationError, GuideError
from index.generation import Generation, Manifest, live_generation, verify
from index.guides.collection import collect
from index.guides.furniture import Removed
from index.impacts import ChannelWriter
from index.publication import PATIENCE, build_lock, new_directory, publish
from index.reader import GUIDES, SYNONYMS
from index.readings import READ_CHANNELS, write_readings
from index.schema import build_schema, fingerprint
from index.scoring import BREADCRUMB_WEIGHT, TITLE_WEIGHT
from index.stored import StoredGuide, dump_folds, dump_guides, dump_section
from index.thesaurus import Thesaurus, dump_synonyms, load_synonyms
from index.titles import answers_frequent_question, write_titles

LITERAL_CHANNELS: tuple[Channel, ...] = ("bigrams", "characters")
_MEMORY = 256
"""Megabytes of postings that Whoosh gathers before it writes them out."""

Progress = Callable[[int, int], None]
"""Called with the sections done and those in all."""


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
    this raises NoGuidesError, SynonymFileError, BuildRunningError or DataDirectoryError.
    """
    thesaurus = load_synonyms(synonyms)
    with build_lock(data, patience):
        collection = collect(folder)
        generation = index_documents(collection.documents, data, str(folder.resolve()), progress, thesaurus)
    count = generation.manifest.sections
    return Summary(generation, len(collection.documents), count, collection.removed, collection.skipped)


def index_documents(
    documents: tuple[Document, ...], data: Path, source: str, progress: Progress, thesaurus: Thesaurus
) -> Generation:
    """Publish a generation that holds `documents`. Needs the build lock. Raises DataDirectoryError."""
    sections = [section for document in documents for section in document.sections]
    building = new_directory(data)
    try:
        _write(building, sections, progress)
        (building / SYNONYMS).write_bytes(dump_synonyms(thesaurus))
        (building / GUIDES).write_bytes(dump_guides(_stored(documents)))
    except OSError as error:
        raise DataDirectoryError(building, f"can't be written ({error.strerror})") from error
    content = content_digest(documents, thesaurus)
    return publish(data, building, _manifest(content, len(documents), len(sections), source))


def _stored(documents: Sequence[Document]) -> list[StoredGuide]:
    titles = [{token.term for token in analyze(document.guide.title).tokens["words"]} for document in documents]
    holders = Counter(word for title in titles for word in title)
    return [
        StoredGuide(
            document.guide,
            tuple(section.id for section in document.sections),
            tuple(section.lang for section in document.sections),
            tuple(answers_frequent_question(section) for section in document.sections),
            tuple(sorted(word for word in title if holders[word] == 1)),
        )
        for document, title in zip(documents, titles, strict=True)
    ]


def _manifest(content: str, guides: int, sections: int, source: str) -> Manifest:
    built = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(fingerprint(), content, guides, sections, source, built, {})


def content_digest(documents: Iterable[Document], thesaurus: Thesaurus) -> str:
    """Give a digest of all that is indexed: equal digests make equal indexes."""
    digest = hashlib.sha256(dump_synonyms(thesaurus))
    for document in documents:
        digest.update(repr(document.guide).encode())
        for section in document.sections:
            digest.update(dump_section(section))
    return digest.hexdigest()


def _write(path: Path, sections: Sequence[Section], progress: Progress) -> None:
    channels = {channel: ChannelWriter() for channel in CHANNELS}
    writer = create_in(path, build_schema()).writer(limitmb=_MEMORY)
    try:
        for number, section in enumerate(sections, 1):
            frequencies = term_frequencies(section)
            for channel in CHANNELS:
                channels[channel].add(frequencies[channel])
            writer.add_document(section=dump_section(section), folds=dump_folds(section), words=frequencies["words"])
            progress(number, len(sections))
        writer.commit(optimize=True)
    except BaseException:
        with suppress(Exception):  # what stopped the writing may stop this; the first error is the one to tell
            writer.cancel()
        raise
    (path / "MAIN_WRITELOCK").unlink(missing_ok=True)  # Whoosh leaves it; nobody writes here again
    numbers = {channel: channels[channel].write(path, channel) for channel in CHANNELS}
    for channel in READ_CHANNELS:
        write_readings(path, channel, numbers[channel])
    write_titles(path, sections)


def term_frequencies(section: Section) -> dict[Channel, Counter[str]]:
    """Give the weighted occurrences of a section's terms by channel: those of titles count for more."""
    parts = [
        (section.text, 1),
        (section.title, TITLE_WEIGHT),
        (" \n".join(section.breadcrumb), BREADCRUMB_WEIGHT),
    ]
    frequencies: dict[Channel, Counter[str]] = {channel: Counter() for channel in CHANNELS}
    for text, weight in parts:
        found = terms(fold(text).text)
        for channel in CHANNELS:
            for term, count in Counter(found[channel]).items():
                frequencies[channel][term] += count * weight
    for text, _ in parts:
        for channel, literal in terms(written(text), LITERAL_CHANNELS).items():
            for term in literal:
                frequencies[channel].setdefault(term, 0)  # held, and without any impact
    return frequencies


def is_current(folder: Path, data: Path, synonyms: Path | None = None) -> bool:
    """Tell whether the live generation is intact and holds just what the guides below `folder` give now.

    And the `synonyms` of the site's own file. Raises NoGuidesError or SynonymFileError.
    """
    thesaurus = load_synonyms(synonyms)
    documents = collect(folder).documents
    try:
        generation = live_generation(data)
        verify(generation, fingerprint())
    except GenerationError:
        return False
    return generation.manifest.content == content_digest(documents, thesaurus)
