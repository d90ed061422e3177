"""What a service has in memory when its workers are forked: all that queries need, and nothing of a build."""

from __future__ import annotations

import gc
import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest
from gunicorn.config import Config

from tests.widget.damages import publish, until
from tests.widget.http_client import fetch
from tests.widget.test_serve import CONNECTIONS, started
from widget.logs import Log
from widget.metrics import DIRECTORY

READY = """
import sys
from pathlib import Path
from index.analysis import pinyin, segmenter
from widget import cli, server
from widget.settings import read_settings
server.Service(read_settings(data=Path(sys.argv[1]))).load()
tables = {"cutter": segmenter.cutter, "pinyin": pinyin._characters, "phrases": pinyin._phrases}
print(*sys.modules, *(name for name, table in tables.items() if table.cache_info().currsize))
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
    """The modules and tables of a process that is about to serve."""
    command = [sys.executable, "-W", "ignore", "-c", READY, str(sample_data)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_nothing_that_only_a_build_needs_is_loaded_to_serve(loaded: set[str]) -> None:
    assert loaded & BUILDING == set()


def test_dictionaries_are_loaded_before_workers_are_forked(loaded: set[str], configuration: ModuleType) -> None:
    assert {"cutter", "pinyin", "phrases"} <= loaded
    assert loaded.isdisjoint(
        {"jieba", "jieba.finalseg", "pypinyin", "rjieba"}
    )  # tables as sources, slow to load; read as text instead
    assert configuration.preload_app


@pytest.fixture
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_no_log_is_a_file() -> None:
    Log(Config())
    loggers = map(logging.getLogger, [None, *logging.root.manager.loggerDict])
    assert not [one for logger in loggers for one in logger.handlers if isinstance(one, logging.FileHandler)]


@pytest.mark.usefixtures("_thawed")
def test_what_workers_share_is_live_and_frozen_before_they_are_forked(configuration: ModuleType) -> None:
    looks: list[int] = []
    served = SimpleNamespace(look=lambda: looks.append(gc.get_freeze_count()))
    application = SimpleNamespace(extensions={"helpwidget.snapshot": served})
    server = SimpleNamespace(app=SimpleNamespace(wsgi=lambda: application), WORKERS={1: None})
    configuration.pre_fork(server, None)
    assert looks == [0]
    assert gc.get_freeze_count() > 10_000


@pytest.mark.usefixtures("_thawed")
def test_answers_are_rehearsed_and_what_lasts_is_marked_before_there_are_workers_and_not_again(
    configuration: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[object] = []
    monkeypatch.setattr(configuration, "rehearse", lambda *given: done.append(given))
    monkeypatch.setattr(configuration, "make_immortal", lambda: done.append("lasting"))
    application = SimpleNamespace(extensions={"helpwidget.snapshot": SimpleNamespace(look=lambda: None)})
    server = SimpleNamespace(app=SimpleNamespace(wsgi=lambda: application), WORKERS={})
    for number in (1, 2):
        configuration.pre_fork(server, number)
        server.WORKERS[number] = None
    assert done == [(1, application), "lasting"]


def test_the_address_is_printed_once_connections_are_accepted(
    configuration: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    socket = SimpleNamespace(getsockname=lambda: ("127.0.0.1", 8000))
    configuration.when_ready(SimpleNamespace(LISTENERS=[SimpleNamespace(sock=socket)]))
    assert "Help widget: http://127.0.0.1:8000/\n" in capsys.readouterr().out


@pytest.mark.skipif(not CONNECTIONS.exists(), reason="only Linux tells what a process has mapped")
def test_no_process_keeps_the_files_of_generations_that_are_no_longer_live(tmp_path: Path) -> None:
    folder, data = tmp_path / "guides", tmp_path / "data"
    gone = publish(folder, data, "first")
    with started("--data", str(data)) as (process, address):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        maps = [Path(f"/proc/{pid}/maps") for pid in (process.pid, *children)]
        assert all(gone in mapped.read_text() for mapped in maps)
        for word in ("second", "third"):
            publish(folder, data, word)
        until(lambda: bool(fetch(address, "/livez")) and not any(gone in mapped.read_text() for mapped in maps))
