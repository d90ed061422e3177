"""Asks so often a second, whatever the answers: `python -m tests.bench.load PORT RATE SECONDS`, as JSON.

Clients that wait for an answer before they ask again slow down with the server and hide how late it is. Here every
request is a visitor of its own, on a connection of its own; the gaps between them are those of chance.
"""

from __future__ import annotations

import random
import select
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from urllib.parse import quote

import click
import orjson

QUESTIONS = Path(__file__).parents[1] / "qrels" / "sample.tsv"


@dataclass(slots=True)
class _Visit:
    connection: socket.socket
    began: float
    request: bytes
    status: str = "none"


def questions() -> list[str]:
    """Give questions that people ask."""
    lines = QUESTIONS.read_text("utf-8").splitlines()
    return list(dict.fromkeys(line.split("\t")[0] for line in lines if line and not line.startswith("#")))


def targets() -> list[str]:
    """Give addresses that ask these questions."""
    return [f"/search?q={quote(question)}" for question in questions()]


def load(port: int, rate: float, seconds: float) -> Iterator[tuple[str, float]]:
    """Give the status of each answer and the milliseconds to its end; `none` where no connection was had or kept."""
    chance = random.Random(1)  # noqa: S311 - for the gaps
    requests = [f"GET {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode() for target in targets()]
    poller = select.epoll()
    visits: dict[int, _Visit] = {}
    begin = due = perf_counter()
    count = 0
    while visits or due < begin + seconds:
        while due < min(perf_counter(), begin + seconds):
            if not _visit(port, requests[count % len(requests)], poller, visits):
                yield "none", 0.0
            due += chance.expovariate(rate)
            count += 1
        for file, _ in poller.poll(0.001):
            if not _goes_on(visits[file], poller):
                visit = visits.pop(file)
                visit.connection.close()
                yield visit.status, (perf_counter() - visit.began) * 1e3


def _visit(port: int, request: bytes, poller: select.epoll, visits: dict[int, _Visit]) -> bool:
    """Begin a visit; tell whether that goes, with as many open as a process may have."""
    try:
        connection = socket.socket()
    except OSError:
        return False
    connection.setblocking(False)
    visits[connection.fileno()] = _Visit(connection, perf_counter(), request)
    connection.connect_ex(("127.0.0.1", port))
    poller.register(connection, select.EPOLLOUT)
    return True


def _goes_on(visit: _Visit, poller: select.epoll) -> bool:
    """Send the request or read of the answer; tell whether more is to come."""
    try:
        if visit.request:
            visit.request = visit.request[visit.connection.send(visit.request) :]
            poller.modify(visit.connection, select.EPOLLOUT if visit.request else select.EPOLLIN)
            return True
        data = visit.connection.recv(65_536)
    except BlockingIOError:
        return True
    except OSError:
        return False
    if visit.status == "none" and data:
        visit.status = data[9:12].decode()
    return data != b""


@click.command()
@click.argument("port", type=int)
@click.argument("rate", type=float)
@click.argument("seconds", type=float)
def main(port: int, rate: float, seconds: float) -> None:
    """Print the statuses and milliseconds of all answers."""
    click.echo(orjson.dumps(list(load(port, rate, seconds))))


if __name__ == "__main__":
    main()
