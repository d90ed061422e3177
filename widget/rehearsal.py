"""Some of a site's titles, asked before workers are forked: what their answers make is then made once for all workers.

Made by each worker for itself it takes time, and memory that it has alone: headers and numbers that are looked up once,
bytecode that Python adapts to what runs most, what Python has found of types.
"""

from __future__ import annotations

import logging
import sys
from socket import socketpair
from typing import TYPE_CHECKING
from urllib.parse import quote

from gunicorn.util import seed

from index.errors import GenerationError
from widget.connection import Connection
from widget.metrics import Metrics
from widget.snapshot import Snapshot

if TYPE_CHECKING:
    from flask import Flask

    from widget.worker import Worker

_LOG = logging.getLogger(__name__)

_TITLES = 10
"""1-100, titles that are asked: each takes two milliseconds of the start. Fewer: Python adapts to less; it does when a
function runs for the eighth time."""
_NOBODY = ("127.0.0.1", 0)
_REQUEST = "GET /search?q={} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def rehearse(worker: Worker, app: Flask) -> None:
    """Have a worker answer before it is forked. Nothing of it is limited, logged or counted."""
    snapshot: Snapshot = app.extensions["helpwidget.snapshot"]
    metrics: Metrics = app.extensions["helpwidget.metrics"]
    try:
        titles = snapshot.searcher().suggest("", _TITLES)
    except GenerationError as error:
        _LOG.debug("nothing to rehearse: %s", error)  # whoever asks is told
        return
    if sys.version_info < (3, 12):
        sys._clear_type_cache()  # noqa: SLF001 - else each worker lets go of names in it, and writes where they lie
    seed()  # as each worker does when it begins: from Python 3.13 on that imports a module, and nothing later does
    worker.wsgi = app.extensions["helpwidget.rehearsed"]
    for title in titles:
        _ask(worker, title.text)
    metrics.forget()


def _ask(worker: Worker, question: str) -> None:
    client, own = socketpair()
    with client, own:
        client.sendall(_REQUEST.format(quote(question)).encode())
        conn = Connection(worker.cfg, own, _NOBODY, _NOBODY)
        conn.listen()
        worker.handle(conn)
