"""What a service has in memory when its workers are forked: all that queries need, and nothing of a build."""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from widget.metrics import DIRECTORY

READY = """
import sys
from pathlib import Path
from widget import cli, server
from widget.settings import read_settings
server.Service(read_settings(data=Path(sys.argv[1]))).load()
print(*sys.modules)
"""
BUILDING = {"markdown_it", "nh3", "yaml", "index.builder", "index.guides", "index.evaluation", "whoosh.writing"}


@pytest.fixture(scope="module")
def configuration() -> ModuleType:
    """gunicorn's configuration; other tests must not see what importing it sets."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv(DIRECTORY, "")
        from widget import gunicorn_conf  # noqa: PLC0415 - see above
    return gunicorn_conf


@pytest.fixture(scope="module")
def loaded(sample_data: Path) -> set[str]:
    """The modules of a process that is about to serve, with those in which they stand."""
    command = [sys.executable, "-W", "ignore", "-c", READY, str(sample_data)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_nothing_that_only_a_build_needs_is_loaded_to_serve(loaded: set[str]) -> None:
    assert loaded & BUILDING == set()


def test_dictionaries_are_loaded_before_workers_are_forked(loaded: set[str], configuration: ModuleType) -> None:
    assert {"rjieba", "jieba.finalseg", "pypinyin.phrases_dict"} <= loaded
    assert configuration.preload_app


@pytest.fixture
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("_thawed")
def test_what_workers_share_is_live_and_frozen_before_they_are_forked(configuration: ModuleType) -> None:
    looks: list[int] = []
    served = SimpleNamespace(look=lambda: looks.append(gc.get_freeze_count()))
    application = SimpleNamespace(extensions={"helpwidget.snapshot": served})
    configuration.pre_fork(SimpleNamespace(app=SimpleNamespace(wsgi=lambda: application)), None)
    assert looks == [0]
    assert gc.get_freeze_count() > 10_000


def test_the_address_is_printed_once_connections_are_accepted(
    configuration: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    socket = SimpleNamespace(getsockname=lambda: ("127.0.0.1", 8000))
    configuration.when_ready(SimpleNamespace(LISTENERS=[SimpleNamespace(sock=socket)]))
    assert "Help widget: http://127.0.0.1:8000/\n" in capsys.readouterr().out
