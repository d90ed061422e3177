"""gunicorn's thread worker, as this service needs it. What it overrides is why gunicorn has an upper bound."""

from __future__ import annotations

import logging
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import chain
from selectors import EVENT_READ
from types import FrameType

from gunicorn import util
from gunicorn.http import RequestParser
from gunicorn.http.message import Request
from gunicorn.workers.gthread import TConn, ThreadWorker

from widget.metrics import Metrics
from widget.refusals import Unreader, overloaded, reason, rest, unreadable
from widget.settings import read_settings

_LOG = logging.getLogger(__name__)

SHORT_QUEUE = 1
"""1-32, requests that may wait for a thread while the worker is overloaded. Fewer: sooner answers, more refusals."""
CALM_SECONDS = 1.0
"""0.1-10: a worker is overloaded until it refused nobody for so long. Longer: slower to trust that it is over."""
LAST_SECONDS = 1
"""1-5, whole seconds that a connection without a request is kept when the worker stops. Longer: slower stops; shorter:
more clients find a connection closed that they were about to use."""
_STOPPING_TICK = 0.1
_SENDING_SECONDS = 0.02
_PROBES = (b"GET /livez", b"GET /readyz")


class Worker(ThreadWorker):  # type: ignore[misc] # gunicorn ships no types
    """A worker whose queue is bounded, and that repeats nothing of a broken request to its sender or in the log.

    Whoever comes when the queue is full gets a 503 at once, unread, so that refusing costs next to nothing. From then
    on the queue is short, for answers that come late help nobody, until nobody has come too many for a while.
    """

    def init_process(self) -> None:
        """Start to serve, in the worker's own process."""
        settings = read_settings()
        self._queue = settings.queue
        self._origins = settings.origins
        self._waiting = 0
        self._counting = threading.Lock()
        self._calm_from = 0.0
        self._refusing = ThreadPoolExecutor(max_workers=1)
        self._here = threading.local()
        super().init_process()

    def enqueue_req(self, conn: TConn) -> None:
        """Have a connection handled as soon as a thread is free, or refused where too many wait.

        One that its client closed asks nothing: it must not take a place in the queue.
        """
        is_overloaded = time.monotonic() < self._calm_from
        if _has_ended(conn.sock):
            self._forget(conn)
        elif self._waiting >= (min(SHORT_QUEUE, self._queue) if is_overloaded else self._queue):
            self._calm_from = time.monotonic() + CALM_SECONDS
            self._then_finish(self._refusing.submit(self._refuse, conn), conn)
        else:
            self._count(1)
            self._then_finish(self.tpool.submit(self.handle, conn), conn)

    def handle(self, conn: TConn) -> object:
        """Handle a connection, in its thread."""
        self._count(-1)
        if conn.parser is None:
            conn.parser = RequestParser(self.cfg, conn.sock, conn.client)
            conn.parser.unreader = Unreader(conn.sock)
        self._here.unreader = conn.parser.unreader
        conn.parser.unreader.heard = b""
        return super().handle(conn)

    def handle_error(self, req: Request, client: socket.socket, addr: object, exc: Exception) -> None:  # noqa: ARG002
        """Answer what gunicorn could not read, or an accident outside the application."""
        status, detail = reason(exc)
        if status == 500:
            _LOG.error("a request could not be handled", exc_info=exc)
        self._send(client, status, unreadable(status, detail, self._here.unreader.heard + rest(client), self._origins))

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
                self._count(1)
                return self.handle(conn)
        except OSError:
            _LOG.debug("refused before anything was sent")
        self._send(conn.sock, 503, overloaded(rest(conn.sock), self._origins))
        return False

    def _send(self, client: socket.socket, status: int, response: bytes) -> None:
        metrics: Metrics = self.wsgi.extensions["helpwidget.metrics"]
        metrics.answered("none", str(status), 0.0)
        try:
            util.write_nonblock(client, response)
        except OSError:
            _LOG.debug("who was refused did not wait for the answer")

    def finish_request(self, conn: TConn, fs: Future[object]) -> None:
        """Wait for what else a connection sends, or end it.

        gunicorn breaks its promise to keep a connection when it is told to stop, and lets everybody wait, up to two
        seconds, for a client that does not close its end.
        """
        result = False if fs.cancelled() or fs.exception() else fs.result()
        if result is True:
            self._watch(conn, self.keepalived_conns, self.on_client_socket_readable)
        elif result:
            self._watch(conn, self.pending_conns, self.on_pending_socket_readable)
        elif _half_closed(conn.sock):
            self._watch(conn, self.pending_conns, self._drain)
        else:
            self._forget(conn)

    def _watch(self, conn: TConn, conns: deque[TConn], then: Callable[[TConn, socket.socket], None]) -> None:
        """Call `then` when a connection can be read, unless it is idle for so long that gunicorn closes it."""
        conn.sock.setblocking(False)
        conn.set_timeout()
        conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(then, conn))

    def _drain(self, conn: TConn, client: socket.socket) -> None:
        """Read what comes after the last answer, which would never arrive if the connection were closed over it."""
        if not rest(client):
            self.poller.unregister(client)
            self.pending_conns.remove(conn)
            self._forget(conn)

    def _forget(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop: whoever is connected may ask once more, within a moment."""
        super().handle_exit(sig, frame)
        self.cfg.set("keepalive", LAST_SECONDS)
        for conn in chain(self.keepalived_conns, self.pending_conns):
            conn.timeout = min(conn.timeout, time.monotonic() + LAST_SECONDS)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Accept connections or not. At the end, all that were made are taken before the listener is closed."""
        super().set_accept_enabled(enabled and self.alive)
        while self.sockets and not self.alive:
            listener = self.sockets.pop()
            made = select.poll()
            made.register(listener, select.POLLIN)
            while self.nr_conns < self.worker_connections and made.poll(0):
                self.accept(listener)
            listener.close()

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Do what is to be done, and look soon for what has been idle for long when stopping."""
        super().wait_for_and_dispatch_events(timeout if self.alive else min(timeout, _STOPPING_TICK))


def _has_ended(connection: socket.socket) -> bool:
    """Tell whether a client closed its end and left nothing to read."""
    try:
        return not connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True


def _half_closed(connection: socket.socket) -> bool:
    """Tell a client that nothing more will be sent; False: it is gone."""
    try:
        connection.shutdown(socket.SHUT_WR)
    except OSError:
        return False
    return True
