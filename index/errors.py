"""Everything the index can refuse, as one tree.

HelpIndexError
├── GuideError                 one guide can't be used: it is skipped and named
├── NoGuidesError              nothing is left to index: the live generation stays
├── DataDirectoryError         the data directory can't be written or read
├── BuildRunningError          another build holds the lock
├── BuildKilledError           a process of the build was killed: the live generation stays
├── GenerationError
│   ├── GenerationMissingError   nothing was published here yet
│   ├── GenerationForeignError   made by another program or by another version of this one
│   ├── GenerationDamagedError   a file differs from the manifest
│   ├── NoEarlierGenerationError   there is no intact generation to go back to
│   └── TemporaryFolderError       it needs files for a while, and there is nowhere to write them
├── SectionNotFoundError       no section of the live generation has this id
├── GuideNotFoundError         no guide of it has this id
├── JudgedSetError             a set of judged queries can't be read
└── SynonymFileError           a file of synonyms can't be read

Each message is one line that carries the offending value and says what to do.
"""

from __future__ import annotations

from pathlib import Path

from index.printable import printable


class HelpIndexError(Exception):
    """Any refusal of the index; `str(error)` is one line for people, whatever the names in it hold."""

    def __str__(self) -> str:
        """Give the message with escapes for what is not printable."""
        return printable(super().__str__())


class GuideError(HelpIndexError):
    """One guide can't be used; `path` is relative to the guides folder, `line` counts from 1 or is None."""

    def __init__(self, path: str, reason: str, line: int | None = None) -> None:
        self.path = path
        self.reason = reason
        self.line = line
        where = path if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {reason}")

    def __reduce__(self) -> tuple[type[GuideError], tuple[str, str, int | None]]:
        """Let it come back from another process."""
        return GuideError, (self.path, self.reason, self.line)


class NoGuidesError(HelpIndexError):
    """The folder is missing, or no guide in it can be used."""

    def __init__(self, folder: Path, reason: str) -> None:
        self.folder = folder
        super().__init__(f"{folder}: {reason}")


class DataDirectoryError(HelpIndexError):
    """The data directory can't be used as it is."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"{path}: {reason}; choose another folder with --data or HELPWIDGET_DATA")


class BuildRunningError(HelpIndexError):
    """Another build holds the lock of this data directory."""

    def __init__(self, data: Path, seconds: float) -> None:
        self.data = data
        super().__init__(f"{data}: another build still runs after {seconds:g} s; wait for it and try again")


class BuildKilledError(HelpIndexError):
    """A process of a build was killed; nothing was published."""

    def __init__(self, data: Path) -> None:
        self.data = data
        super().__init__(f"{data}: a process of the build was killed, perhaps for want of memory; free some, try again")


class GenerationError(HelpIndexError):
    """A generation can't be served."""


class GenerationMissingError(GenerationError):
    """Nothing was published in this data directory yet."""

    def __init__(self, data: Path) -> None:
        self.data = data
        super().__init__(f"{data}: no index here yet; run: helpwidget index GUIDES --data {data}")


class GenerationForeignError(GenerationError):
    """The generation was made by another program or by another version of this one."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"{path}: {reason}; index the guides again: helpwidget index GUIDES")


class GenerationDamagedError(GenerationError):
    """A file of the generation differs from the manifest; nothing of it was loaded."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path = path
        super().__init__(f"{path}: {reason}; index the guides again (helpwidget index GUIDES) or: helpwidget rollback")


class NoEarlierGenerationError(GenerationError):
    """There is no intact generation before the live one."""

    def __init__(self, data: Path) -> None:
        self.data = data
        super().__init__(f"{data}: no intact index before the live one; run: helpwidget index GUIDES --data {data}")


class TemporaryFolderError(GenerationError):
    """A generation needs files for a while, and nowhere can they be written."""

    def __init__(self, data: Path) -> None:
        self.data = data
        super().__init__(
            f"neither the temp directory nor {data} can be written; set TMPDIR to a folder that can be written"
        )


class SectionNotFoundError(HelpIndexError):
    """No section of the live generation has this id."""

    def __init__(self, section_id: str) -> None:
        self.section_id = section_id
        super().__init__(f"no section {section_id!r}; section ids look like GUIDE#ANCHOR and stand in search results")


class GuideNotFoundError(HelpIndexError):
    """No guide of the live generation has this id."""

    def __init__(self, guide_id: str) -> None:
        self.guide_id = guide_id
        super().__init__(f"no guide {guide_id!r}; a guide's id is its path below the guides folder without the ending")


class JudgedSetError(HelpIndexError):
    """A file of a set of judged queries can't be read; `line` counts from 1 or is None."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        self.path = path
        self.line = line
        where = str(path) if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {reason}")


class SynonymFileError(HelpIndexError):
    """A file of synonyms can't be used; `line` counts from 1 or is None. Nothing was built with it."""

    def __init__(self, path: Path, line: int | None, reason: str) -> None:
        self.path = path
        self.line = line
        where = str(path) if line is None else f"{path}:{line}"
        super().__init__(f"{where}: {reason}")
