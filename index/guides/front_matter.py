"""The block of `key: value` lines between --- lines at the head of a guide."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import yaml

from index.documents import Language
from index.errors import GuideError

_BLOCK = re.compile(r"\A---[ \t]*\r?\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_SURROGATE = re.compile("[\ud800-\udfff]")
_LANGUAGES: dict[str, Language] = {
    "zh": "zh-Hans", "zh-hans": "zh-Hans", "zh-cn": "zh-Hans", "zh-sg": "zh-Hans",
    "zh-hant": "zh-Hant", "zh-tw": "zh-Hant", "zh-hk": "zh-Hant", "zh-mo": "zh-Hant",
    "en": "en", "en-us": "en", "en-gb": "en",
}  # fmt: skip

LONGEST = 20_000
"""2,000-100,000, characters of a block. More: YAML that is made to be slow takes seconds."""
LONGEST_TITLE = 200
"""80-500, characters of a title or of a heading that opens a section; a longer heading is text of the section above it.
More: it stands in the breadcrumb of every section below."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What a guide says of itself. `url` is http(s), or a path from the root."""

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
    return _read(values, path), body


def _load(text: str, path: str) -> object:
    """Give the value of YAML, made of text, lists and dictionaries alone: tags and merge keys mean nothing here."""
    if len(text) > LONGEST:
        raise GuideError(path, f"front matter has {len(text):,} characters, more than {LONGEST:,}; shorten it", 1)
    try:
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it constructs less than a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        reason = f"front matter is not valid YAML ({error.problem}); put values with a colon in quotes"
        raise GuideError(path, reason, line) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise GuideError(path, "front matter is not valid YAML; remove what is no `key: value`", 1) from error
    except (ValueError, OverflowError) as error:  # PyYAML looks up the characters and versions that it is told unseen
        reason = "front matter names a character or a YAML version that there is not; write characters as they are"
        raise GuideError(path, reason, 1) from error


def _read(values: dict[str, object], path: str) -> FrontMatter:
    return FrontMatter(
        title=_title(values, path),
        lang=_language(values, path),
        updated=_text(values, "updated", path),
        url=_url(values, path),
    )


def _text(values: dict[str, object], key: str, path: str) -> str | None:
    value = values.get(key)
    if not isinstance(value, str):
        return None
    if _SURROGATE.search(value):
        raise GuideError(path, f"{key} {value!r} holds half a character; write characters as they are", 1)
    return " ".join(value.split()) or None


def _title(values: dict[str, object], path: str) -> str | None:
    title = _text(values, "title", path)
    if title is not None and len(title) > LONGEST_TITLE:
        raise GuideError(path, f"title has {len(title):,} characters, more than {LONGEST_TITLE}; shorten it", 1)
    return title


def _language(values: dict[str, object], path: str) -> Language | None:
    name = _text(values, "lang", path)
    if name is None:
        return None
    try:
        return _LANGUAGES[name.lower().replace("_", "-")]
    except KeyError:
        raise GuideError(path, f"lang {name!r} is none of zh-Hans, zh-Hant, en", 1) from None


def _url(values: dict[str, object], path: str) -> str | None:
    url = _text(values, "url", path)
    if url is None or is_own(url) or is_web(url):
        return url
    raise GuideError(path, f"url {url!r} is no address with http:// or https://, and starts with no single /", 1)


def is_own(url: str) -> bool:
    r"""Tell whether `url` is a path from the root of the same host: // and, to browsers, /\ lead to another."""
    return url.startswith("/") and not url.startswith(("//", "/\\"))


def is_web(url: str) -> bool:
    """Tell whether `url` is absolute and http or https."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
