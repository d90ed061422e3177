"""What the tests of the service share: the application on the sample guides, and on guides of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from index.builder import build
from tests.widget.commands import write_guides
from widget import create_app
from widget.settings import SETTINGS, read_settings

ClientOf = Callable[..., FlaskClient]
"""Called with guides by id, and HELPWIDGET_ variables; gives a client of an application that serves them."""


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)


@contextmanager
def opened(data: Path, **environment: str) -> Iterator[FlaskClient]:
    """Give a client of an application on a data directory; its files are closed at the end."""
    app = create_app(read_settings(environment, data=data))
    try:
        yield app.test_client()
    finally:
        app.extensions["helpwidget.snapshot"].searcher().close()


@pytest.fixture(scope="session")
def client(sample_data: Path) -> Iterator[FlaskClient]:
    """A client of the application on the sample guides."""
    with opened(sample_data) as sample:
        yield sample


@pytest.fixture
def client_of(tmp_path: Path) -> Iterator[ClientOf]:
    """A client of the application on guides of the test's own."""
    with ExitStack() as stack:

        def make(guides: dict[str, str], **environment: str) -> FlaskClient:
            build(write_guides(tmp_path / "guides", guides), tmp_path / "data")
            return stack.enter_context(opened(tmp_path / "data", **environment))

        yield make
