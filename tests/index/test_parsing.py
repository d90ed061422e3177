from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

import pytest

from index.gathering import load
from index.parsing import Known, parse_files, read_files

Given = TypeVar("Given")
Made = TypeVar("Made")
WriteGuides = Callable[[Mapping[str, str]], Path]
GUIDES = {f"{n}.md": f"# 第{n}篇\n\n正文{n}。\n" for n in range(5)}


class Told:
    """Spreads work over this process, and tells what was begun."""

    def __init__(self) -> None:
        self.begun: list[object] = []

    def __call__(self, work: Callable[[Given], Made], items: Iterable[Given]) -> Iterator[Made]:
        self.begun.append(work)
        return map(work, items)


@pytest.mark.parametrize(("changed", "begun"), [(0, []), (1, []), (4, [load])])
def test_dictionaries_are_loaded_as_soon_as_it_is_seen_that_several_guides_are_new(
    write_guides: WriteGuides, changed: int, begun: list[object]
) -> None:
    known = parse_files(read_files(write_guides(GUIDES), (), map), Known(), map).collection.documents
    edited = dict(list(GUIDES.items())[:changed])
    folder = write_guides({name: f"{text}\n新的一句。\n" for name, text in edited.items()})
    told = Told()
    read_files(folder, known, told)
    assert told.begun == begun


def test_what_is_known_of_guides_gives_the_same_documents(write_guides: WriteGuides) -> None:
    folder = write_guides(GUIDES)
    files = read_files(folder, (), map)
    whole = parse_files(files, Known(), map)
    documents = {document.key: document for document in whole.collection.documents}
    again = parse_files(files, Known(documents, whole.statements), map)
    assert again.collection == whole.collection
    assert (len(whole.sections), len(again.sections)) == (5, 0)
