from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

import pytest

from index.libraries import version_of
from index.remembered import _LIBRARIES


@pytest.mark.parametrize("library", _LIBRARIES)
def test_a_version_is_the_one_that_its_installation_says(library: str) -> None:
    assert version_of(library) == version(library)


def test_a_version_is_found_without_the_usual_metadata(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "importlib.metadata.PathDistribution.read_text", lambda _, name: "Version: 1\n" * (name != "METADATA")
    )
    assert version_of.__wrapped__("opencc") == "1"


def test_what_is_not_installed_has_no_version() -> None:
    with pytest.raises(PackageNotFoundError):
        version_of("no-such-library")
