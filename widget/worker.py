"""gunicorn's thread worker, as this service needs it. What it overrides is why gunicorn has an upper bound."""

from __future__ import annotations

import logging
import math
import select
import socket
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import chain
from selectors import EVENT_READ
from threading import local
from types import FrameType

from gunicorn import util
from gunicorn.http.errors import ParseException
from gunicorn.http.message import Request
from gunicorn.workers.gthread import ThreadWorker

from widget.connection import Connection, rest
from widget.lead import Lead
from widget.metrics import Metrics
from widget.refusals import overloaded, reason, unreadable
from widget.settings import Settings
from widget.waiting import PATIENCE, Waiting

_LOG = logging.getLogger(__name__)

LAST_SECONDS = 1
"""1-5, whole seconds that a connection without a request is kept when the worker stops. Longer: slower stops; shorter:
more clients find a connection closed that they were about to use."""
BODY_SECONDS = 0.02
"""0.001-1, seconds a thread waits for the rest of a body, which nothing here reads. Longer: more connections with
bodies are kept, and everybody else waits longer."""
_IDLE_TICK = 1.0
_STOPPING_TICK = 0.1
_Then = Callable[[Connection, socket.socket], None]


class Worker(ThreadWorker):  # type: ignore[misc] # gunicorn ships no types
    """A worker that answers one request after the other, refuses more than it can answer, and repeats nothing broken.

    One thread takes all connections that were made and reads what came, waiting for none. Whoever there is no room for
    gets a 503; then one request is answered, by the same thread: threads share one interpreter, and handing it on takes
    longer than most answers. If one takes longer than PATIENCE, another thread goes on.
    """

    def __init__(self, *arguments: object) -> None:
        """Take what gunicorn gives, in its first process."""
        super().__init__(*arguments)
        self._threads = int(self.cfg.threads)
        self._waiting = Waiting()
        self._running: set[Connection] = set()
        self._stop_at = math.inf
        self._here = local()
        self._lead = Lead(self._serve, PATIENCE)
        if "workers" not in self.cfg.__dict__:  # once: to read a setting is to write into memory that workers share
            # gunicorn reads 26 settings a request; each is looked up in three steps unless it is an attribute
            self.cfg.__dict__.update({name: setting.get() for name, setting in self.cfg.settings.items()})

    def run(self) -> None:
        """See that some thread serves, until the end. If one fails, the process ends, and gunicorn starts another."""
        settings: Settings = self.wsgi.extensions["helpwidget.settings"]
        self._queue, self._origins = settings.queue, settings.origins
        self.poller.register(self.method_queue.fileno(), EVENT_READ, self.method_queue.run_callbacks)
        self._lead.run()
        self.poller.close()
        self.method_queue.close()

    def _serve(self, turn: int) -> None:
        """Serve as long as this thread leads."""
        while self._lead.is_held(turn) and self._goes_on():
            self.wait_for_and_dispatch_events(_IDLE_TICK)
            self.murder_keepalived()
            self.murder_pending()
            self._make_room()
            self._admit()

    def _goes_on(self) -> bool:
        """Tell gunicorn that this process lives; give whether there is somebody to serve."""
        self.notify()
        if not self.is_parent_alive():
            self.alive = False
        self.set_accept_enabled(self.nr_conns < self.worker_connections)
        if not self.alive:
            self._stop_at = min(self._stop_at, time.monotonic() + self.cfg.graceful_timeout)
        return self.alive or (self.nr_conns > 0 and time.monotonic() < self._stop_at)

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
        if not conn.has_request:
            conn.listen()
        if conn.has_request:
            self._waiting.add(conn)
        elif conn.has_ended:
            self._forget(conn)
        else:
            self._watch(conn, self.pending_conns, self.on_pending_socket_readable)

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        """Hear who has something to say: without waiting where there is work, not for long when stopping."""
        if self._waiting:
            timeout = 0 if self._has_thread else PATIENCE
        elif not self.alive:
            timeout = _STOPPING_TICK
        super().wait_for_and_dispatch_events(timeout)

    @property
    def _has_thread(self) -> bool:
        """Whether one more answer may be held up."""
        return len(self._running) < self._threads

    def _admit(self) -> None:
        """Refuse those for whom there is no room, unread; then answer one of the others."""
        for conn in self._waiting.refused(self._queue + self._threads - len(self._running)):
            self._send(conn.sock, 503, overloaded(conn.heard, self._origins))
            if conn.is_bodiless:
                self._forget(conn)
            else:
                self._end(conn)
        if self._waiting and self._has_thread:
            self._answer(self._waiting.next())

    def _answer(self, conn: Connection) -> None:
        """Answer a request. What comes after that is done by whoever leads then."""
        self._running.add(conn)
        if self._lead.risk(partial(self.handle, conn)):
            self.finish_request(conn)
        else:
            self.method_queue.defer(self.finish_request, conn)

    def handle(self, conn: Connection) -> None:
        """Read a request and answer it."""
        self._here.heard = conn.heard
        conn.is_kept = False
        try:
            conn.begin()
            conn.is_kept = super().handle(conn)
        except Exception as error:  # noqa: BLE001 - the next request is answered as well
            _LOG.error("a request could not be ended", exc_info=error)

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

    def finish_request(self, conn: Connection) -> None:
        """Wait for what else a connection sends, or end it.

        gunicorn breaks its promise to keep a connection when it is told to stop, and lets everybody wait, up to two
        seconds, for a client that does not close its end.
        """
        self._running.remove(conn)
        if not conn.is_kept:
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
        if conn.half_close():
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
        self.cfg.__dict__["keepalive"] = LAST_SECONDS
        self.method_queue.defer(self._hurry)

    def _hurry(self) -> None:
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
