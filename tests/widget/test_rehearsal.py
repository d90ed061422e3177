"""What is asked before workers are forked: titles, answered as visitors' questions are, of which nothing is left."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest
from flask import Flask
from gunicorn.config import Config

from index.errors import GenerationDamagedError
from tests.conftest import serving
from tests.widget.http_client import fetch
from tests.widget.test_metrics import numbers
from widget import create_app
from widget.logs import REQUESTS, Log
from widget.metrics import DIRECTORY
from widget.rehearsal import rehearse
from widget.settings import read_settings
from widget.worker import Worker

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


@pytest.fixture
def app(sample_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    monkeypatch.setenv(DIRECTORY, str(tmp_path))
    app = create_app(read_settings({}, data=shutil.copytree(sample_data, tmp_path / "data"), access_log="on"))
    yield app
    app.extensions["helpwidget.snapshot"].searcher().close()


@pytest.fixture
def worker() -> Iterator[Worker]:
    cfg = Config()
    worker = Worker(1, os.getpid(), [], None, 15, cfg, Log(cfg))
    yield worker
    worker.tmp.close()


def test_settings_of_gunicorn_are_looked_up_once_for_all_workers(worker: Worker) -> None:
    cfg = worker.cfg
    assert cfg.__dict__.keys() >= cfg.settings.keys()
    cfg.__dict__["keepalive"] = 77
    Worker(2, os.getpid(), [], None, 15, cfg, worker.log).tmp.close()
    assert cfg.keepalive == 77


def test_each_title_is_answered_once(app: Flask, worker: Worker) -> None:
    asked: dict[str, bytes] = {}
    answer = app.extensions["helpwidget.rehearsed"]

    def noting(environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        asked[environ["RAW_URI"]] = body = b"".join(answer(environ, start))
        return [body]

    app.extensions["helpwidget.rehearsed"] = noting
    rehearse(worker, app)
    assert len(asked) == worker.nr == 10
    assert all(target.startswith("/search?q=") for target in asked)
    assert all(b'"hits":[{' in body for body in asked.values())


def test_what_a_process_counted_is_forgotten_and_no_other_s(app: Flask, worker: Worker, tmp_path: Path) -> None:
    own, other = (tmp_path / f"counter_{pid}.db" for pid in (os.getpid(), 1))
    for path in (own, other):
        path.touch()
    rehearse(worker, app)
    assert (own.exists(), other.exists()) == (False, True)


def test_no_request_is_logged(app: Flask, worker: Worker, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", REQUESTS):
        rehearse(worker, app)
    assert caplog.records == []


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="references to such names are not counted there")
def test_names_that_only_loading_looked_up_are_let_go(app: Flask, worker: Worker) -> None:
    name = f"looked_up_by_{os.getpid()}"
    before = sys.getrefcount(name)
    assert not hasattr(object, name)
    assert sys.getrefcount(name) > before
    rehearse(worker, app)
    assert sys.getrefcount(name) == before


def test_where_no_index_is_left_nothing_is_asked(app: Flask, worker: Worker, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patched:
        gone = Mock(side_effect=GenerationDamagedError(tmp_path, "is gone"))
        patched.setattr(app.extensions["helpwidget.snapshot"], "searcher", gone)
        rehearse(worker, app)
    assert worker.nr == 0


def test_nothing_of_a_rehearsal_is_counted(sample_data: Path) -> None:
    with serving("serve", "--data", str(sample_data), "--workers", "2") as address:
        counted = numbers(fetch(address, "/metrics").body.decode())
    assert sum(value for key, value in counted.items() if key[0] == "helpwidget_searches_total") == 0
    assert not [key for key in counted if key[0] == "helpwidget_requests_total"]


def test_a_rehearsal_uses_up_no_rate(sample_data: Path) -> None:
    with serving("serve", "--data", str(sample_data), environment={"HELPWIDGET_RATE_IN_ALL": "3 per day"}) as address:
        assert [fetch(address, "/search?q=a").status for _ in range(4)] == [200, 200, 200, 429]
