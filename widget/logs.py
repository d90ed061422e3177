"""What the service logs: one JSON object a line, without anything that a visitor typed."""

from __future__ import annotations

import logging
import traceback
from datetime import UTC, datetime
from pathlib import Path

import orjson
from gunicorn.config import Config
from gunicorn.glogging import Logger

REQUESTS = "helpwidget.requests"
_NEAREST = 12
"""5-50, frames of a traceback that are logged, counted from where the error was raised."""


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object. Of an error: its type and where it was raised, not what it says.

    An error's message may hold what a visitor typed; the places in the code can't.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Give the line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
        }
        line.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[1]:
            line.update(error=type(record.exc_info[1]).__name__, at=_places(record.exc_info[1]))
        return orjson.dumps(line).decode()


def _places(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)[-_NEAREST:]
    return [f"{'/'.join(Path(frame.filename).parts[-2:])}:{frame.lineno} {frame.name}" for frame in frames]


class Log(Logger):  # type: ignore[misc] # gunicorn ships no types
    """gunicorn's log and everything else that this process logs, as JSON lines on standard error."""

    def setup(self, cfg: Config) -> None:
        """Take over a configuration."""
        super().setup(cfg)
        handler = logging.StreamHandler()
        handler.setFormatter(JsonLines())
        self.error_log.handlers = [handler]
        logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
        logging.getLogger(REQUESTS).setLevel(logging.INFO)

    def close_on_exec(self) -> None:
        """Do nothing: no log is a file. gunicorn looks through all loggers for one, in each worker."""
