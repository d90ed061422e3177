"""HTTP spoken byte by byte, so that nothing on the client's side mends or refuses a request."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import orjson


@dataclass(frozen=True)
class Answer:
    """A response; header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:  # noqa: ANN401 - whatever the service says
        """The body, parsed."""
        return orjson.loads(self.body)


def connect(address: str) -> socket.socket:
    """Open a connection to a service."""
    parts = urlsplit(address)
    assert parts.hostname
    assert parts.port
    return socket.create_connection((parts.hostname, parts.port), timeout=30)


def request_bytes(target: bytes | str, method: str = "GET", **headers: str) -> bytes:
    """Give a request whose target is sent as it stands."""
    raw = target if isinstance(target, bytes) else target.encode("utf-8", "surrogatepass")
    lines = {"Host": "localhost", "Connection": "close", **{k.replace("_", "-"): v for k, v in headers.items()}}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return method.encode() + b" " + raw + b" HTTP/1.1\r\n" + head.encode() + b"\r\n"


def read_answer(connection: socket.socket) -> Answer:
    """Read a response up to the end of the connection."""
    with connection, connection.makefile("rb") as stream:
        data = stream.read()
    head, _, body = data.partition(b"\r\n\r\n")
    status_line, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(int(status_line.split(" ")[1]), headers, body)


def fetch(address: str, target: bytes | str, method: str = "GET", **headers: str) -> Answer:
    """Send one request to a service and read its response."""
    connection = connect(address)
    connection.sendall(request_bytes(target, method, **headers))
    return read_answer(connection)


def loaded(address: str, change: Callable[[], None], changes: int, enough: int) -> Counter[tuple[int, str, str]]:
    """Ask for guides that say `alpha` from eight threads, until there were so many changes and `enough` answers.

    Give how often each came back: the status, the generation it names, the title that it holds.
    """
    stop = Event()

    def ask(target: str) -> Counter[tuple[int, str, str]]:
        seen: Counter[tuple[int, str, str]] = Counter()
        while not stop.is_set() or seen.total() < enough / 8:
            answer = fetch(address, target)
            found = answer.json["hits"][0] if "hits" in answer.json else answer.json
            seen[answer.status, answer.json["generation"], found["title"]] += 1
        return seen

    with ThreadPoolExecutor(8) as pool:
        asking = [pool.submit(ask, target) for target in ("/search?q=alpha", "/sections/a%23intro") * 4]
        try:
            for _ in range(changes):
                change()
        finally:
            stop.set()
        return sum((thread.result() for thread in asking), Counter())
