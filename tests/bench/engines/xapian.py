"""Xapian: Debian's python3-xapian, where it fits this Python."""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from types import ModuleType

from tests.bench.engines import TOP, AbsentError, Ask, Question, TokenisedCorpus, timed

_DEBIAN = "/usr/lib/python3/dist-packages"
_LONGEST = 245
"""Bytes of a term that Xapian takes."""


def open_xapian(corpus: TokenisedCorpus) -> Ask:
    """Terms added as they are; joined by OR."""
    xapian = _module()
    folder = corpus.folder / "xapian"
    if not folder.exists():
        writer = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OPEN)
        for tokens in corpus.tokens:
            document = xapian.Document()
            for token in tokens:
                document.add_term(token.encode()[:_LONGEST])
            writer.add_document(document)
        writer.commit()
        writer.close()
    database = xapian.Database(str(folder))

    def search(question: Question) -> object:
        enquire = xapian.Enquire(database)
        enquire.set_query(xapian.Query(xapian.Query.OP_OR, [token.encode()[:_LONGEST] for token in question.tokens]))
        return enquire.get_mset(0, TOP)

    return timed(search)


def _module() -> ModuleType:
    """Give xapian, from Debian's folder if this environment has none. Raises AbsentError."""
    if "xapian" in sys.modules:
        return sys.modules["xapian"]
    spec = PathFinder.find_spec("xapian") or PathFinder.find_spec("xapian", [_DEBIAN])
    if spec is None or spec.loader is None:
        raise AbsentError("xapian: not installed (on Debian: python3-xapian)")
    module = module_from_spec(spec)
    sys.modules["xapian"] = module  # its own parts import it by this name
    try:
        spec.loader.exec_module(module)
    except ImportError as error:
        del sys.modules["xapian"]
        raise AbsentError(f"xapian: {error}") from error
    return module
