"""The block of `key: value` lines between --- lines at the head of a guide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import yaml

from index.documents import Language
from index.errors import GuideError

_BLOCK = re.compile(r"\A---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_LANGUAGES: dict[str, Language] = {
    "zh": "zh-Hans", "zh-hans": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans",
    "zh-hant": "zh-Hant", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant",
    "en": "en", "en-us": "en", "en-gb": "en",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a guide says of itself. `url` is http(s) or starts with a slash."""

    title: str | None = None
    lang: Language | None = None
    updated: str | None = None
    url: str | None = None


def split(source: str, path: str) -> tuple[FrontMatter, str]:
    """Give the front matter and the body of a guide; lines of the front matter become empty lines of the body.

    A first --- that does not open a mapping is a rule of the text. Raises GuideError, with the line, where the
    block is no YAML or holds a value that can't be used.
    """
    block = _BLOCK.match(source)
    if block is None:
        return FrontMatter(), source
    values = _load(block["yaml"], path)
    if not isinstance(values, dict):
        return FrontMatter(), source
    body = "\n" * block.group().count("\n") + source[block.end() :]
    return _read({str(key): value for key, value in values.items()}, path), body


def _load(text: str, path: str) -> object:
    try:
        return yaml.load(text, Loader=_Strings)  # noqa: S506 - a SafeLoader that resolves less
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        reason = f"front matter is not valid YAML ({error.problem}); put values with a colon in quotes"
        raise GuideError(path, reason, line) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise GuideError(path, "front matter is not valid YAML; remove what is no `key: value`", 1) from error


class _Strings(yaml.SafeLoader):
    """YAML whose scalars stay text: a date or a number is what the owner wrote."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - the attribute PyYAML looks up, empty


def _read(values: dict[str, object], path: str) -> FrontMatter:
    return FrontMatter(
        title=_text(values, "title"),
        lang=_language(values, path),
        updated=_text(values, "updated"),
        url=_url(values, path),
    )


def _text(values: dict[str, object], key: str) -> str | None:
    value = values.get(key)
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _language(values: dict[str, object], path: str) -> Language | None:
    name = _text(values, "lang")
    if name is None:
        return None
    try:
        return _LANGUAGES[name.lower().replace("_", "-")]
    except KeyError:
        raise GuideError(path, f"lang {name!r} is none of zh-Hans, zh-Hant, en", 1) from None


def _url(values: dict[str, object], path: str) -> str | None:
    url = _text(values, "url")
    if url is None or url.startswith("/") or is_web(url):
        return url
    raise GuideError(path, f"url {url!r} neither starts with http://, https:// nor with /", 1)


def is_web(url: str) -> bool:
    """Tell whether `url` is absolute and http or https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
