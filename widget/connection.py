"""A client's connection as far as it was read: by the thread that leads, waiting for nobody, up to a whole request."""

from __future__ import annotations

import io
import re
import socket
import struct

from gunicorn.config import Config
from gunicorn.http import RequestParser, errors
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import TConn

SEND_SECONDS = 5
"""1-60, whole seconds in which a client takes nothing of an answer before its connection is closed. Longer: whoever
reads nothing on purpose holds up more."""
LONGEST_HEAD = 65_536
"""8,192-1,048,576, bytes of a request before its body. Longer: slow clients take more memory."""
_CHUNK = 8_192
_END = b"\r\n\r\n"
_BODY = re.compile(rb"\n(?:content-length|transfer-encoding)", re.IGNORECASE)


class Connection(TConn):  # type: ignore[misc] # gunicorn ships no types
    """A connection, and what was heard on it of a request that is not answered yet."""

    parser: RequestParser  # None at first, as gunicorn has it
    heard = b""
    has_ended = False
    since = 0.0
    """When its request was whole."""
    is_kept = False
    """Whether it can be used again after the answer."""

    def __init__(self, cfg: Config, sock: socket.socket, client: object, server: object) -> None:
        """Take a connection that was made. Who doesn't read an answer is waited for so long and no longer."""
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, struct.pack("ll", SEND_SECONDS, 0))
        super().__init__(cfg, sock, client, server)

    def listen(self) -> None:
        """Hear what has come."""
        data = rest(self.sock)
        if data is None:
            return
        self.heard += data
        self.has_ended = not data

    @property
    def has_request(self) -> bool:
        """Whether there is a request to be answered: whole, or never to be whole."""
        return _END in self.heard or len(self.heard) >= LONGEST_HEAD or (self.has_ended and self.heard != b"")

    @property
    def is_bodiless(self) -> bool:
        """Whether nothing more belongs to the request. A body that is overlooked would be taken for another request."""
        return self.heard.endswith(_END) and not _BODY.search(self.heard)

    def begin(self) -> None:
        """Have gunicorn read what was heard."""
        self.data_ready = True  # it would wait for more
        if self.parser is None:
            self.parser = RequestParser(self.cfg, self.sock, self.client)
            self.parser.unreader = _Unreader(self)
        self.parser.unreader.buf = io.BytesIO(self.heard)
        self.parser.mesg = None  # the last one's body was read

    def renew(self) -> bool:
        """Turn to the next request; tell whether something of it was heard already."""
        self.heard = self.parser.unreader.take_buffered()
        return self.heard != b""

    def half_close(self) -> bool:
        """Tell the client that nothing more will be sent; False: it is gone."""
        try:
            self.sock.shutdown(socket.SHUT_WR)
        except OSError:
            return False
        return True


class _Unreader(SocketUnreader):  # type: ignore[misc] # gunicorn ships no types
    """What gunicorn reads a request from: what was heard of it, then the rest of its body."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection.sock)
        self._connection = connection

    def chunk(self) -> bytes:
        """Read some more. Raises LimitRequestHeaders: a head that is not whole by now is too long."""
        if _END in self._connection.heard or self._connection.has_ended:
            data: bytes = super().chunk()
            return data
        raise errors.LimitRequestHeaders(f"more than {LONGEST_HEAD} bytes")


def rest(connection: socket.socket) -> bytes | None:
    """Give what was sent and not read yet, empty at the end of a connection; None where there is nothing yet."""
    try:
        return connection.recv(_CHUNK, socket.MSG_DONTWAIT)
    except BlockingIOError:
        return None
    except OSError:
        return b""
