"""gunicorn's configuration: `gunicorn -c python:widget.gunicorn_conf "widget:create_app()"`.

Thread workers, because a slow client holds a thread and not a process; preloaded, because workers then share the
memory of jieba's dictionary, which is frozen for that; no access log, because it would hold what visitors typed.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
from typing import TYPE_CHECKING

from index.immortal import make_immortal
from index.private_folder import make_private_folder
from widget.assets import release
from widget.held_folder import hold, remove_abandoned
from widget.logs import Log
from widget.metrics import DIRECTORY
from widget.rehearsal import rehearse
from widget.settings import read_settings
from widget.worker import Worker

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter

_settings = read_settings()
_private = make_private_folder(_settings.data)
hold(_private)
remove_abandoned(_private.parent)
os.environ[DIRECTORY] = str(_private)


def _remove(owner: int) -> None:
    if os.getpid() == owner:  # workers end here too, while others go on
        shutil.rmtree(_private, ignore_errors=True)


atexit.register(_remove, os.getpid())  # gunicorn's own hook is not called where it could not start

bind = [f"{f'[{_settings.host}]' if ':' in _settings.host else _settings.host}:{_settings.port}"]
workers = _settings.workers
threads = _settings.threads
worker_class = Worker
worker_tmp_dir = str(_private)
logger_class = Log
preload_app = True
accesslog = None
loglevel = "warning"
control_socket_disable = True
timeout = 30
graceful_timeout = 10
keepalive = 5
limit_request_line = 8190
limit_request_fields = 64
limit_request_field_size = 4094


def when_ready(server: Arbiter) -> None:
    """Print the address of the demo page and the tag to embed once connections are accepted."""
    host, port = server.LISTENERS[0].sock.getsockname()[:2]
    shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - shown, not bound
    root = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/"
    print(f"Help widget: {root}\nEmbed it: {release().tag(root)}", flush=True)  # noqa: T201 - for whoever started it


def pre_fork(server: Arbiter, worker: Worker) -> None:
    """See before each fork that what the worker inherits is live and undamaged, and freeze it.

    A collection in a worker would write into each object, and so copy the memory that the workers share. So would
    a rehearsal here, once the first worker is there, and marking what lasts.
    """
    app = server.app.wsgi()
    app.extensions["helpwidget.snapshot"].look()
    if not server.WORKERS:
        rehearse(worker, app)
        make_immortal()
    gc.freeze()
