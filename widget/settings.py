"""Every setting in one table: its environment variable, default and effect."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

_RATE_FORM = re.compile(r"[1-9][0-9]{0,8} per (?:second|minute|hour|day)")
_USUAL_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]*:[0-9a-f:.]*")


class SettingError(Exception):
    """A setting holds a value that can't be used; the message names the variable and says what fits."""

    def __init__(self, variable: str, value: str, fitting: str) -> None:
        self.variable = variable
        self.value = value
        super().__init__(f"{variable}={value!r}: must be {fitting}")


@dataclass(frozen=True, slots=True)
class Settings:
    """What the service was told. See SETTINGS for the meaning of each."""

    data: Path
    host: str
    port: int
    workers: int
    threads: int
    queue: int
    deadline: int
    origins: tuple[str, ...]
    url_template: str
    synonyms: Path | None
    cache: int
    access_log: bool
    proxies: int
    rate_per_client: str
    rate_in_all: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table. `read` makes the value of a variable's text, or raises ValueError."""

    name: str
    default: str
    fitting: str
    effect: str
    read: Callable[[str], object]

    @property
    def variable(self) -> str:
        """The environment variable."""
        return f"HELPWIDGET_{self.name.upper()}"


def _between(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        value = int(text)
        if not least <= value <= most:
            raise ValueError(text)
        return value

    return read


def _origins(text: str) -> tuple[str, ...]:
    origins = tuple(dict.fromkeys(origin if origin == "*" else _origin(origin) for origin in text.split()))
    if not origins or ("*" in origins and len(origins) > 1):
        raise ValueError(text)
    return origins


def _origin(text: str) -> str:
    """Give an origin as browsers send it: in lower case, with an international name in ASCII, without a usual port."""
    parts = urlsplit(text)
    host = (parts.hostname or "").encode("idna").decode()
    if parts.scheme not in _USUAL_PORTS or not _HOST.fullmatch(host):
        raise ValueError(text)
    shown = f"[{host}]" if ":" in host else host
    if parts.port is not None and parts.port != _USUAL_PORTS[parts.scheme]:
        shown = f"{shown}:{parts.port}"
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc or text[-1] in ":?#":
        raise ValueError(text)
    return f"{parts.scheme}://{shown}"


def _url_template(text: str) -> str:
    if text and (not text.startswith(("http://", "https://", "/")) or "{id}" not in text):
        raise ValueError(text)
    text.format(id="", anchor="")
    return text


def _switch(text: str) -> bool:
    return {"on": True, "off": False}[text]


def _rate(text: str) -> str:
    if text and not _RATE_FORM.fullmatch(text):
        raise ValueError(text)
    return text


def _host(text: str) -> str:
    if not text.strip():
        raise ValueError(text)
    return text.strip()


def _data(text: str) -> Path:
    if not text:
        raise ValueError(text)
    return Path(text).expanduser()


def _file(text: str) -> Path | None:
    return Path(text).expanduser() if text else None


_RATE = "empty, or a rate such as 300 per minute"

SETTINGS: tuple[Setting, ...] = (
    Setting("data", "~/.local/share/helpwidget", "a folder", "where generations of the index are kept", _data),
    Setting("host", "127.0.0.1", "a host name or address", "where the service listens; 0.0.0.0 is everywhere", _host),
    Setting("port", "8000", "a number from 0 to 65535", "the port; 0 takes a free one", _between(0, 65535)),
    Setting("workers", "1", "a number from 1 to 64", "processes; one serves a small site", _between(1, 64)),
    Setting("threads", "4", "a number from 1 to 64", "answers under way at once", _between(1, 64)),
    Setting("queue", "32", "a number from 1 to 900", "requests of a process that wait", _between(1, 900)),
    Setting("deadline", "1000", "a number from 1 to 60000", "milliseconds a search may take", _between(1, 60000)),
    Setting(
        "origins", "*", "* or origins such as https://shop.example, with spaces between them, no paths, no passwords",
        "sites whose pages may call the API", _origins,
    ),
    Setting(
        "url_template", "", "empty, or an address with {id} and perhaps {anchor}, such as /help/{id}#{anchor}",
        "where a section's link leads if its guide names no url; empty: the service's own page", _url_template,
    ),
    Setting("synonyms", "", "empty, or a file", "the site's own words of one meaning, for new indexes", _file),
    Setting("cache", "4", "a number from 0 to 1024", "megabytes of answers that each process keeps", _between(0, 1024)),
    Setting("access_log", "off", "on or off", "a line for each request: its route, never what was asked", _switch),
    Setting("proxies", "0", "a number from 0 to 8", "proxies in front that add X-Forwarded-For", _between(0, 8)),
    Setting("rate_per_client", "", _RATE, "how often one client may ask; empty: as often as it likes", _rate),
    Setting("rate_in_all", "", _RATE, "how often all clients together may ask; empty: as often as they like", _rate),
)  # fmt: skip


def read_settings(environment: Mapping[str, str] = os.environ, **given: object) -> Settings:
    """Give the settings of an environment; values `given` (not None) win, texts read alike. Raises SettingError."""
    values: dict[str, object] = {}
    for setting in SETTINGS:
        value = given.get(setting.name)
        text = value if isinstance(value, str) else environment.get(setting.variable, setting.default)
        try:
            values[setting.name] = setting.read(text)
        except (ValueError, LookupError, AttributeError, TypeError, RuntimeError):
            raise SettingError(setting.variable, text, setting.fitting) from None
        if value is not None and not isinstance(value, str):
            values[setting.name] = value
    return Settings(**{field.name: values[field.name] for field in fields(Settings)})  # type: ignore[arg-type]


def as_environment(settings: Settings) -> dict[str, str]:
    """Give the environment variables that make these settings."""
    return {setting.variable: _text(getattr(settings, setting.name)) for setting in SETTINGS}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if value is None:
        return ""
    return " ".join(value) if isinstance(value, tuple) else str(value)
