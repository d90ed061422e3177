"""How the index is tested: the same examples on every run, and folders of guides written in one line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import settings

from index.builder import build
from index.searcher import Searcher
from tests.index.loop_forms import FORMS, Form, form_of

settings.register_profile("index", derandomize=True, deadline=None, max_examples=60, database=None)
settings.load_profile("index")

WriteGuides = Callable[[Mapping[str, str | bytes]], Path]
Open = Callable[[Mapping[str, str]], Searcher]


@pytest.fixture
def write_guides(tmp_path: Path) -> WriteGuides:
    """A function that writes files (paths to contents) and gives their folder; again, and it replaces or adds."""
    folder = tmp_path / "guides"

    def write(files: Mapping[str, str | bytes]) -> Path:
        folder.mkdir(exist_ok=True)
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


@pytest.fixture
def rested(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the marks of guides last as soon as they are written."""
    monkeypatch.setattr("index.marks._RESTED", -60.0)


@pytest.fixture
def index_of(write_guides: WriteGuides, tmp_path: Path) -> Iterator[Open]:
    """A function that indexes guides and gives a searcher of them."""
    with ExitStack() as opened:

        def index(guides: Mapping[str, str]) -> Searcher:
            build(write_guides(guides), tmp_path / "data")
            return opened.enter_context(closing(Searcher.open(tmp_path / "data")))

        yield index


@pytest.fixture(scope="session")
def given_guides(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searcher]:
    """A searcher of the guides that HELPWIDGET_TEST_GUIDES names."""
    folder = os.environ.get("HELPWIDGET_TEST_GUIDES")
    if not folder:
        pytest.skip("HELPWIDGET_TEST_GUIDES names no folder of guides")
    data = tmp_path_factory.mktemp("given")
    build(Path(folder), data)
    opened = Searcher.open(data)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def compiled_loops() -> Form:
    """The compiled loops over postings."""
    return form_of("compiled")


@pytest.fixture(params=FORMS, scope="session")
def loops(request: pytest.FixtureRequest) -> Form:
    """One of the two forms of the loops over postings."""
    return form_of(request.param)
