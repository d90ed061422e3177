"""Memory of several workers: that of all processes together, each page that several share counted once (PSS).

`python -m tests.bench.sharing DATA...`: the live index of each data directory is served with the application loaded
before the workers are forked, as it is, and by each worker for itself. Every worker answers all questions first, alone.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from urllib.parse import quote

from index.generation import live_generation
from tests.bench.building import family, share
from tests.bench.corpora import sample_corpus
from tests.bench.http import BIN, running

WORKERS = 4
PORT = 7105
_ALONE = """
from widget.gunicorn_conf import *
preload_app = False
def pre_fork(server, worker): pass
"""
"""The product's configuration without what loads the application in the first process."""


def megabytes(data: Path, configuration: str) -> float:
    """Give the memory of a first process and its workers, in megabytes, when each worker answered all questions."""
    size = live_generation(data).manifest.sections
    command = [str(BIN / "gunicorn"), "-w", str(WORKERS), "-b", f"127.0.0.1:{PORT}", "-c", configuration]
    environment = {"HELPWIDGET_DATA": str(data.resolve()), "HELPWIDGET_CACHE": "0"}
    with running([*command, "widget:create_app()"], PORT, environment) as server:
        first = int(Path(f"/proc/{server.process}/stat").read_text().rpartition(")")[2].split()[1])
        while len(workers := [pid for pid in family(first) if pid != first]) < WORKERS:
            sleep(0.1)
        for worker in workers:
            with _alone(worker, workers):
                _ask(sample_corpus(size).queries)
        return sum(map(share, (first, *workers)))


@contextmanager
def _alone(worker: int, workers: list[int]) -> Iterator[None]:
    """Stop the other workers."""
    others = [pid for pid in workers if pid != worker]
    for pid in others:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in others:
            os.kill(pid, signal.SIGCONT)


def _ask(questions: tuple[str, ...]) -> None:
    for question in questions:
        connection = HTTPConnection("127.0.0.1", PORT, timeout=20)
        connection.request("GET", f"/search?q={quote(question)}")
        assert connection.getresponse().status == 200
        connection.close()


def main(folders: list[Path]) -> None:
    """Print a table."""
    print(f"| sections | MB of {WORKERS} workers, loaded before the fork | by each for itself | ratio |")  # noqa: T201
    print("|---|---|---|---|")  # noqa: T201
    with TemporaryDirectory(prefix="helpwidget-bench-") as folder:
        alone = Path(folder) / "alone.py"
        alone.write_text(_ALONE, "utf-8")
        for data in folders:
            shared, own = megabytes(data, "python:widget.gunicorn_conf"), megabytes(data, str(alone))
            sections = live_generation(data).manifest.sections
            print(f"| {sections} | {shared:.0f} | {own:.0f} | {shared / own:.2f} |", flush=True)  # noqa: T201


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
