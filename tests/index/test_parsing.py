from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from index import parsing
from index.parsing import Known, parse_files, read_files, worth_loading

WriteGuides = Callable[[Mapping[str, str]], Path]
GUIDES = {f"{n}.md": f"# 第{n}篇\n\n正文{n}。\n" for n in range(5)}


@pytest.mark.parametrize(("changed", "loaded"), [(0, 0), (1, 1), (5, 4)])
def test_dictionaries_are_loaded_by_one_process_for_few_new_guides_and_by_all_for_many(
    write_guides: WriteGuides, monkeypatch: pytest.MonkeyPatch, changed: int, loaded: int
) -> None:
    monkeypatch.setattr(parsing, "WORTH_ONE", 1)
    monkeypatch.setattr(parsing, "WORTH_ALL", 50)
    monkeypatch.setattr(parsing, "cores", lambda: 4)
    known = parse_files(read_files(write_guides(GUIDES)), Known(), map).collection.documents
    edited = dict(list(GUIDES.items())[:changed])
    files = read_files(write_guides({name: f"{text}\n新的一句。\n" for name, text in edited.items()}))
    assert worth_loading(files, known) == loaded


def test_what_is_known_of_guides_gives_the_same_documents(write_guides: WriteGuides) -> None:
    folder = write_guides(GUIDES)
    files = read_files(folder)
    whole = parse_files(files, Known(), map)
    documents = {document.key: document for document in whole.collection.documents}
    again = parse_files(files, Known(documents, whole.statements), map)
    assert again.collection == whole.collection
    assert (len(whole.sections), len(again.sections)) == (5, 0)
