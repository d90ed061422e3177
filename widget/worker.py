"""gunicorn's thread worker, as this service needs it. What it overrides is why gunicorn has an upper bound."""

from __future__ import annotations

import logging
import socket
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor

from gunicorn import util
from gunicorn.http import errors
from gunicorn.http.message import Request
from gunicorn.workers.gthread import TConn, ThreadWorker

from widget.headers import EXPOSED
from widget.metrics import Metrics
from widget.problems import TITLES, problem_body
from widget.settings import read_settings

_LOG = logging.getLogger(__name__)

SHORT_QUEUE = 1
"""1-32, requests that may wait for a thread while the worker is overloaded. Fewer: sooner answers, more refusals."""
CALM_SECONDS = 1.0
"""0.1-10: a worker is overloaded until it refused nobody for so long. Longer: slower to trust that it is over."""
_SENDING_SECONDS = 0.02
_PROBES = (b"GET /livez", b"GET /readyz")
_REFUSALS: tuple[tuple[type[Exception], int, str], ...] = (
    (errors.LimitRequestLine, 414, "the address is too long"),
    (errors.LimitRequestHeaders, 431, "the headers are too long"),
    (errors.ExpectationFailed, 417, "nothing can be expected of a request without a body"),
    (errors.ParseException, 400, "this is no request in HTTP"),
)


class Worker(ThreadWorker):  # type: ignore[misc] # gunicorn ships no types
    """A worker whose queue is bounded, and that repeats nothing of a broken request to its sender or in the log.

    Whoever comes when the queue is full gets a 503 at once, unread, so that refusing costs next to nothing. From then
    on the queue is short, for answers that come late help nobody, until nobody has come too many for a while.
    """

    def init_process(self) -> None:
        """Start to serve, in the worker's own process."""
        self._queue = read_settings().queue
        self._waiting = 0
        self._counting = threading.Lock()
        self._calm_from = 0.0
        self._refusing = ThreadPoolExecutor(max_workers=1)
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        """Have a connection handled as soon as a thread is free, or refused where too many wait."""
        overloaded = time.monotonic() < self._calm_from
        if self._waiting >= (min(SHORT_QUEUE, self._queue) if overloaded else self._queue):
            self._calm_from = time.monotonic() + CALM_SECONDS
            self._then_finish(self._refusing.submit(self._refuse, conn), conn)
        else:
            self._count(1)
            self._then_finish(self.tpool.submit(self.handle, conn), conn)

    def handle(self, conn: TConn) -> object:
        """Handle a connection, in its thread."""
        self._count(-1)
        return super().handle(conn)

    def handle_error(self, req: Request, client: socket.socket, addr: object, exc: Exception) -> None:  # noqa: ARG002
        """Answer what gunicorn could not read, or an accident outside the application."""
        known = ((status, detail) for kind, status, detail in _REFUSALS if isinstance(exc, kind))
        status, detail = next(known, (500, "something went wrong on our side"))
        if status == 500:
            _LOG.error("a request could not be handled", exc_info=exc)
        self._send(client, status, TITLES[status].lower().replace(" ", "_"), detail)

    def _count(self, change: int) -> None:
        with self._counting:
            self._waiting += change

    def _then_finish(self, future: Future[object], conn: TConn) -> None:
        future.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))

    def _refuse(self, conn: TConn) -> object:
        """Refuse a connection; those that only ask whether the process lives are handled."""
        conn.sock.settimeout(_SENDING_SECONDS)
        try:
            if conn.sock.recv(len(_PROBES[-1]), socket.MSG_PEEK).startswith(_PROBES):
                return super().handle(conn)
            conn.sock.recv(65_536)  # what was sent and not read would reset the connection before the answer arrives
        except OSError:
            _LOG.debug("refused before anything was sent")
        self._send(conn.sock, 503, "overloaded", "too many ask at once; ask again in 1 s", "Retry-After: 1")
        return False

    def _send(self, client: socket.socket, status: int, code: str, detail: str, *more: str) -> None:
        metrics: Metrics = self.wsgi.extensions["helpwidget.metrics"]
        metrics.answered("none", str(status), 0.0)
        try:
            util.write_nonblock(client, _response(status, code, detail, more))
        except OSError:
            _LOG.debug("who was refused did not wait for the answer")


def _response(status: int, code: str, detail: str, more: tuple[str, ...]) -> bytes:
    """Give a problem as the bytes of a response: for requests that never reach the application."""
    body = problem_body(status, code, detail)
    lines = [
        f"HTTP/1.1 {status} {TITLES[status]}",
        "Connection: close",
        "Content-Type: application/problem+json",
        f"Content-Length: {len(body)}",
        "Cache-Control: no-store",
        "X-Content-Type-Options: nosniff",
        *more,
    ]
    if "*" in read_settings().origins:
        lines += ["Access-Control-Allow-Origin: *", f"Access-Control-Expose-Headers: {EXPOSED}"]
    return "\r\n".join([*lines, "", ""]).encode() + body
