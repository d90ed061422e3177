"""A folder of guides -> their sources; what can't be read is named."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from unicodedata import normalize

from index.errors import GuideError, NoGuidesError
from index.marks import FileMark, lasting_mark
from index.text_files import decode

ENDINGS = (".md", ".markdown")
LARGEST = 200_000
"""100,000-2,000,000, bytes of the largest guide that is read: a book of 65,000 Han characters. More: one guide without
repetition may take longer than 10 s, and more than 500 MB."""
MOST_MARKS = 25_000
"""10,000-100,000, ends of lines and characters with a meaning in Markdown. More: the same, and more memory."""
_MARKS = "\n[]<&|*_`#>-"
_LONGEST_LIGATURE = 18
"""Code points that one may become in Unicode's NFKC: ﷺ."""
_TAG_COST = 3
"""Marks that one < counts for: HTML that is nested deeply takes the sanitiser a time that grows with its square."""
NOTHING_KNOWN: Mapping[str, FileMark] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Source:
    """A guide's file: its id (the path below the folder, without the ending), its path there, its text, its mark.

    The text of a guide is never empty: here it is where the file was not read. The mark is empty where it may not last.
    """

    id: str
    path: str
    text: str
    mark: FileMark = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder gave, in the order of the paths."""

    sources: tuple[Source, ...]
    skipped: tuple[GuideError, ...]


def read_folder(folder: Path, known: Mapping[str, FileMark] = NOTHING_KNOWN) -> Reading:
    """Give the guides below `folder`. Hidden ones are left alone. Raises NoGuidesError without a folder.

    Those whose files have just the marks that are `known`, by ids, are not read.
    """
    root = Path(os.path.realpath(folder))
    _check_folder(folder, root)
    sources: dict[str, Source] = {}
    skipped: list[GuideError] = []
    seen: dict[str, str] = {}
    for entry in sorted(_walk(root, skipped), key=_in_order):
        try:
            source = _read(root, entry, seen, known)
            first = sources.setdefault(source.id, source)
            if first is not source:
                skipped.append(GuideError(source.path, f"has the same id as {first.path}; rename one of them"))
        except GuideError as error:
            skipped.append(error)
    ordered = sorted(sources.values(), key=lambda source: source.path)
    return Reading(tuple(ordered), tuple(sorted(skipped, key=lambda error: error.path)))


def is_touched(folder: Path, since: float) -> bool:
    """Tell whether a guide was written, moved or linked after a time, in seconds since the epoch, or can't be read.

    Raises NoGuidesError without a folder.
    """
    root = Path(os.path.realpath(folder))
    _check_folder(folder, root)
    try:
        return any(entry.stat().st_ctime > since for entry in _walk(root, []))
    except OSError:
        return True


def _in_order(entry: os.DirEntry[str]) -> tuple[bool, list[str]]:
    """Give by what guides are read: links after all files, so that these go by their own names."""
    return entry.is_symlink(), entry.path.split(os.sep)  # noqa: PTH206 - as in `_bytes`


def _check_folder(folder: Path, root: Path) -> None:
    if not _is_text(str(root)):
        raise NoGuidesError(folder, "this name is not UTF-8; rename the folder")
    try:
        is_folder = stat.S_ISDIR(root.stat().st_mode)
    except FileNotFoundError as error:
        raise NoGuidesError(folder, "no such folder; name the folder that holds the guides") from error
    except OSError as error:
        raise NoGuidesError(folder, f"{_reason(error)}; name the folder that holds the guides") from error
    if not is_folder:
        raise NoGuidesError(folder, "is a file; name the folder that holds the guides")


def _walk(root: Path, skipped: list[GuideError]) -> Iterator[os.DirEntry[str]]:
    """Give the guides below `root`, linked ones too; linked folders are named, not entered."""
    folders = [str(root)]
    while folders:
        for entry in _entries(root, folders.pop(), skipped):
            if entry.is_dir(follow_symlinks=False):
                folders.append(entry.path)
            elif entry.is_symlink() and _is_folder(entry):
                skipped.append(GuideError(_relative(root, entry.path), _linked_folder(root, Path(entry.path))))
            elif entry.name.lower().endswith(ENDINGS):
                yield entry


def _entries(root: Path, folder: str, skipped: list[GuideError]) -> list[os.DirEntry[str]]:
    """Give what stands in a folder and is not hidden."""
    try:
        return [entry for entry in os.scandir(folder) if not entry.name.startswith(".")]
    except OSError as error:
        skipped.append(GuideError(_relative(root, folder), _reason(error)))
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _linked_folder(root: Path, path: Path) -> str:
    target = Path(os.path.realpath(path))
    if target in path.parents or target == root:
        return "a loop: this link leads to a folder above itself; remove it"
    if not target.is_relative_to(root):
        return f"this link leads outside the folder, to {target}; copy the guides into the folder"
    return f"this link leads to {_relative(root, str(target))}, which is read in its own place; remove the link"


def _read(root: Path, entry: os.DirEntry[str], seen: dict[str, str], known: Mapping[str, FileMark]) -> Source:
    """Give one guide. Raises GuideError."""
    name = _relative(root, entry.path)
    if not _is_text(name):
        raise GuideError(name, "this name is not UTF-8; rename the file or its folder")
    guide = os.path.splitext(name)[0]  # noqa: PTH122 - a string, with / on every system
    try:
        target = _target(root, entry, name, seen)
        status = entry.stat()
        mark = lasting_mark(status)
        text = "" if mark and mark == known.get(guide) else _decode(name, _bytes(name, target, status))
    except (OSError, RuntimeError) as error:
        raise GuideError(name, _reason(error, Path(entry.path))) from error
    seen[target] = name
    return Source(guide, name, text, mark)


def _is_text(name: str) -> bool:
    """Tell whether a name is UTF-8: other bytes are surrogates in Python."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _target(root: Path, entry: os.DirEntry[str], name: str, seen: dict[str, str]) -> str:
    """Give the file of a guide: where a link leads, else what it is. Raises OSError, RuntimeError or GuideError."""
    if not entry.is_symlink():  # nor is any folder above it, below the root
        return entry.path
    target = Path(entry.path).resolve(strict=True)
    if not target.is_relative_to(root):
        raise GuideError(name, f"this link leads outside the folder, to {target}; copy the guide into the folder")
    first = seen.get(str(target))
    if first:
        raise GuideError(name, f"this link leads to {first}, which is read in its own place; remove the link")
    return str(target)


def _bytes(name: str, target: str, status: os.stat_result) -> bytes:
    if not stat.S_ISREG(status.st_mode):
        raise GuideError(name, "is no regular file")
    if status.st_size > LARGEST:
        raise GuideError(name, f"has {status.st_size:,} bytes, more than {LARGEST:,}; split it")
    with open(target, "rb", 0) as file:  # noqa: PTH123 - making a path of each takes longer than reading it
        return file.readall()


def _decode(name: str, data: bytes) -> str:
    text = decode(data, lambda line, reason: GuideError(name, reason, line))
    if not text.strip("\0 \t\r\n\f\v\u3000"):
        raise GuideError(name, "is empty")
    marks = _marks(text)
    if marks > MOST_MARKS:
        raise GuideError(name, f"has {marks:,} lines and marks of Markdown, more than {MOST_MARKS:,}; split it")
    folded = _folded_length(text)
    if folded > LARGEST:
        raise GuideError(
            name, f"has {folded:,} characters when ligatures are written out, more than {LARGEST:,}; split it"
        )
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")


def _marks(text: str) -> int:
    """Give the ends of lines and marks of Markdown of a text; 0 of a text that is too short to have too many."""
    if len(text) * _TAG_COST <= MOST_MARKS:
        return 0
    return sum(map(text.count, _MARKS)) + (_TAG_COST - 1) * text.count("<")


def _folded_length(text: str) -> int:
    """Give the code points of a text in Unicode's NFKC, or somewhat more than that."""
    if len(text) * _LONGEST_LIGATURE <= LARGEST:
        return len(text)
    return sum(len(normalize("NFKC", character)) * times for character, times in Counter(text).items())


def _reason(error: Exception, path: Path | None = None) -> str:
    if isinstance(error, RuntimeError) or getattr(error, "errno", None) == 40:
        return "a loop of links; remove it"
    if isinstance(error, FileNotFoundError) and path is not None and path.is_symlink():
        return f"a broken link to {os.readlink(path)}; mend or remove it"  # noqa: PTH115 - may be anything
    if isinstance(error, PermissionError):
        return "no permission to read it; allow the user that runs this to read it"
    return f"can't be read: {getattr(error, 'strerror', None) or error}"


def _relative(root: Path, path: str) -> str:
    """Give a path from the root on, with / on every system; . for the root itself."""
    return path.removeprefix(str(root)).replace(os.sep, "/").removeprefix("/") or "."
