"""gunicorn's thread worker, as this service needs it. What it overrides is why gunicorn has an upper bound."""

from __future__ import annotations

import logging
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from selectors import EVENT_READ
from types import FrameType

from gunicorn import util
from gunicorn.http.errors import ParseException
from gunicorn.http.message import Request
from gunicorn.workers.gthread import ThreadWorker

from widget.connection import Connection, rest
from widget.metrics import Metrics
from widget.refusals import overloaded, reason, unreadable
from widget.settings import read_settings
from widget.threads import Threads

_LOG = logging.getLogger(__name__)

PLACES = 1
"""1-4, requests that are worked on at once. Threads share one interpreter, which numpy hands on with every call: two
searches at once take one and a half times as long as one after the other."""
PATIENCE = 0.1
"""0.01-1, seconds after which a request leaves its place to the next, and goes on beside it; in an overload, who waited
longer is refused. Longer: fewer refusals where the load is only just too high, and later answers."""
CALM_SECONDS = 1.0
"""0.1-10: an overload is over when nobody was refused for so long. Longer: slower to trust that it is over."""
LAST_SECONDS = 1
"""1-5, whole seconds that a connection without a request is kept when the worker stops. Longer: slower stops; shorter:
more clients find a connection closed that they were about to use."""
BODY_SECONDS = 0.02
"""0.001-1, seconds a thread waits for the rest of a body, which nothing here reads. Longer: more connections with
bodies are kept, and more threads wait."""
_STOPPING_TICK = 0.1
_Then = Callable[[Connection, socket.socket], None]
_PROBES = (b"GET /livez", b"GET /readyz")


class Worker(ThreadWorker):  # type: ignore[misc] # gunicorn ships no types
    """A worker whose threads only get whole requests, that refuses more than it can answer, and repeats nothing broken.

    The first thread takes all connections that were made and reads what came, waiting for none. Whoever there is no
    room for gets a 503 before anybody else gets a thread: threads share one interpreter and lose it with each call of
    the kernel, so that refusing beside an answer is slow, and makes the answer late. From then on the newest request is
    answered first, for answers that come late help nobody, until nobody was refused for a while.
    """

    def init_process(self) -> None:
        """Start to serve, in the worker's own process."""
        settings = read_settings()
        self._queue = settings.queue
        self._origins = settings.origins
        self._waiting: deque[Connection] = deque()
        self._running: set[Connection] = set()
        self._calm_from = 0.0
        self._here = threading.local()
        super().init_process()

    def accept(self, listener: socket.socket) -> None:
        """Take the connections that were made."""
        server = listener.getsockname()
        with suppress(BlockingIOError, ConnectionAbortedError):
            while self.nr_conns < self.worker_connections:
                sock, client = listener.accept()
                self.nr_conns += 1
                self.enqueue_req(Connection(self.cfg, sock, client, server))

    def _make_room(self) -> None:
        """See that one more connection can be taken. Not while events are handled: the one that goes may have one."""
        if self.nr_conns >= self.worker_connections and self.pending_conns:
            self._leave(self.pending_conns[0])

    def enqueue_req(self, conn: Connection) -> None:
        """Read what a connection has sent; what is no whole request yet waits for the rest, without a thread."""
        if not conn.heard:
            conn.set_timeout()
        conn.listen()
        if conn.has_request:
            conn.since = time.monotonic()
            self._waiting.append(conn)
        elif conn.has_ended:
            self._forget(conn)
        else:
            self._watch(conn, self.pending_conns, self.on_pending_socket_readable)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Do what is to be done, and look soon for what has been idle for long when stopping."""
        soon = PATIENCE if self._waiting else timeout if self.alive else _STOPPING_TICK
        super().wait_for_and_dispatch_events(min(timeout, soon))
        self._make_room()
        self._admit()

    def _admit(self) -> None:
        """Refuse those for whom there is no room; then give threads to others."""
        now = time.monotonic()
        is_calm = now >= self._calm_from
        busy = sum(now - conn.since < PATIENCE for conn in self._running)
        places = max(0, min(self.cfg.threads - len(self._running), PLACES - busy))
        self._refuse(list(self._too_many(now, is_calm=is_calm)), now)
        for _ in range(min(places, len(self._waiting))):
            self._start(self._waiting.popleft() if is_calm else self._waiting.pop(), now)

    def _too_many(self, now: float, *, is_calm: bool) -> Iterator[Connection]:
        """Take those that have waited longest, where more wait than may or, in an overload, in vain for too long."""
        waiting, room = self._waiting, self.cfg.threads + self._queue - len(self._running)
        while len(waiting) > room or (not is_calm and waiting and now - waiting[0].since > PATIENCE):
            yield waiting.popleft()

    def _refuse(self, conns: Sequence[Connection], now: float) -> None:
        """Refuse requests unread, but those that only ask whether the process lives."""
        for conn in conns:
            if conn.heard.startswith(_PROBES):
                self._start(conn, now)
                continue
            self._calm_from = now + CALM_SECONDS
            self._send(conn.sock, 503, overloaded(conn.heard, self._origins))
            if conn.is_bodiless:
                self._forget(conn)
            else:
                self._end(conn)

    def _start(self, conn: Connection, now: float) -> None:
        conn.since = now
        self._running.add(conn)
        self.tpool.submit(partial(self.handle, conn))

    def get_thread_pool(self) -> Threads:
        """Give the threads that requests are handled in."""
        return Threads(self.cfg.threads)

    def handle(self, conn: Connection) -> None:
        """Handle a request, in its thread."""
        conn.begin()
        self._here.heard = conn.heard
        is_kept = False
        try:
            is_kept = super().handle(conn)
        finally:
            self.method_queue.defer(self.finish_request, conn, is_kept)

    def handle_error(self, req: Request, client: socket.socket, addr: object, exc: Exception) -> None:  # noqa: ARG002
        """Answer what gunicorn could not read, or an accident outside the application."""
        status, detail = reason(exc)
        if status == 500:
            _LOG.error("a request could not be handled", exc_info=exc)
        self._send(client, status, unreadable(status, detail, self._here.heard, self._origins))

    def _keepalive_after(self, conn: Connection, keepalive: object) -> bool:
        """Tell whether a connection can be used again: not if its request has a body that is broken or comes slowly."""
        if conn.is_bodiless:
            return bool(keepalive)
        try:
            return bool(keepalive and conn.parser.finish_body(deadline=time.monotonic() + BODY_SECONDS))
        except (OSError, ParseException) as error:
            _LOG.debug("a body could not be read: %s", type(error).__name__)
            return False

    def _send(self, client: socket.socket, status: int, response: bytes) -> None:
        metrics: Metrics = self.wsgi.extensions["helpwidget.metrics"]
        metrics.refused(str(status))
        try:
            util.write_nonblock(client, response)
        except OSError:
            _LOG.debug("who was refused did not wait for the answer")

    def finish_request(self, conn: Connection, is_kept: bool) -> None:
        """Wait for what else a connection sends, or end it.

        gunicorn breaks its promise to keep a connection when it is told to stop, and lets everybody wait, up to two
        seconds, for a client that does not close its end.
        """
        self._running.remove(conn)
        if not is_kept:
            self._end(conn)
            return
        conn.set_timeout()
        if conn.renew():
            self.enqueue_req(conn)
        else:
            self._watch(conn, self.keepalived_conns, self.on_client_socket_readable)

    def _watch(self, conn: Connection, conns: deque[Connection], then: _Then) -> None:
        """Call `then` when a connection can be read, unless that takes so long that gunicorn closes it."""
        conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(then, conn))

    def _end(self, conn: Connection) -> None:
        """Close a connection once its client has: closed over what was not read, it would lose the last answer."""
        if _half_closed(conn.sock):
            conn.set_timeout()
            self._watch(conn, self.pending_conns, self._drain)
        else:
            self._forget(conn)

    def _drain(self, conn: Connection, client: socket.socket) -> None:
        if rest(client) == b"":
            self._leave(conn)

    def _leave(self, conn: Connection) -> None:
        """Close a connection that has sent no whole request yet, or has its last answer."""
        self.poller.unregister(conn.sock)
        self.pending_conns.remove(conn)
        self._forget(conn)

    def _forget(self, conn: Connection) -> None:
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
                self._make_room()
            listener.close()


def _half_closed(connection: socket.socket) -> bool:
    """Tell a client that nothing more will be sent; False: it is gone."""
    try:
        connection.shutdown(socket.SHUT_WR)
    except OSError:
        return False
    return True
