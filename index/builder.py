"""A folder of guides -> a published generation."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from pathlib import Path

from index.analysing import analyse
from index.analysis.analyzer import analyze
from index.analysis.channels import CHANNELS
from index.documents import Document
from index.errors import BuildKilledError, DataDirectoryError, GenerationError, GuideError
from index.generation import Generation, Manifest, check, live_generation
from index.guides.collection import collect
from index.guides.furniture import Removed
from index.impacts import write_impacts
from index.numbers_by_key import write_numbers
from index.parallel import Spread, cores, spreading
from index.publication import PATIENCE, Lock, build_lock, new_directory, publish
from index.reader import GUIDES, SYNONYMS
from index.remembered import Findings, recall, remember
from index.schema import fingerprint
from index.stored import StoredGuide, dump_guides, dump_section
from index.thesaurus import Thesaurus, dump_synonyms, load_synonyms
from index.titles import answers_frequent_question
from index.whoosh_files import Segment, parts, write_contents, write_segment

WORTH_A_PROCESS = 500
"""100-5,000, sections for which one more process is started. Fewer: starting it takes longer than it saves."""

Progress = Callable[[int, int], None]
"""Called with the sections done and those in all; one that is analysed and not yet written is half done."""


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
    with build_lock(data, patience) as lock:
        collection = collect(folder)
        generation = index_documents(collection.documents, lock, str(folder.resolve()), progress, thesaurus)
    count = generation.manifest.sections
    return Summary(generation, len(collection.documents), count, collection.removed, collection.skipped)


def index_documents(
    documents: tuple[Document, ...], lock: Lock, source: str, progress: Progress, thesaurus: Thesaurus
) -> Generation:
    """Publish a generation that holds `documents`.

    Raises DataDirectoryError or BuildKilledError.
    """
    sections = [dump_section(section) for document in documents for section in document.sections]
    processes = min(cores(), ceil(len(sections) / WORTH_A_PROCESS))
    building = new_directory(lock.data)
    try:
        with spreading(processes, (lock.handle,)) as spread:
            findings = analyse(sections, recall(lock.data), spread, lambda done: progress(done // 2, len(sections)))
            _write(building, findings, spread, progress)
        (building / SYNONYMS).write_bytes(dump_synonyms(thesaurus))
        (building / GUIDES).write_bytes(dump_guides(_stored(documents)))
    except OSError as error:
        raise DataDirectoryError(building, f"can't be written ({error.strerror})") from error
    except BrokenExecutor as error:
        raise BuildKilledError(lock.data) from error
    content = content_digest(documents, thesaurus)
    generation = publish(lock.data, building, _manifest(content, len(documents), len(sections), source))
    remember(lock.data, findings)
    return generation


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


def _write(path: Path, findings: Findings, spread: Spread, progress: Progress) -> None:
    """Write what is made of sections, which are half done."""
    postings, count = findings.postings, len(findings.stored)
    segments: list[Segment] = []
    written = spread(write_segment, parts(path, findings.stored, postings["words"]))
    for name in postings:
        if name in CHANNELS:
            write_impacts(path, name, postings[name], count)
        else:
            write_numbers(path, name, postings[name])
    for segment in written:
        segments.append(segment)
        progress((count + sum(segment.sections for segment in segments)) // 2, count)
    write_contents(path, segments)


def is_current(folder: Path, data: Path, synonyms: Path | None = None) -> bool:
    """Tell whether the live generation is intact and holds just what the guides below `folder` give now.

    And the `synonyms` of the site's own file. Raises NoGuidesError or SynonymFileError.
    """
    thesaurus = load_synonyms(synonyms)
    documents = collect(folder).documents
    try:
        generation = live_generation(data)
        check(generation, fingerprint())
    except GenerationError:
        return False
    return generation.manifest.content == content_digest(documents, thesaurus)
