from __future__ import annotations

import gzip
import hashlib

import pytest
from flask.testing import FlaskClient

from widget.assets import release

LARGEST = 8_192  # bytes of the widget on their way to a visitor
GZIP = {"Accept-Encoding": "br, gzip"}
WIDGETS = ["/help-widget.js", f"/{release().name}"]
FILES = [*WIDGETS, "/demo.css", "/demo.js", "/guide.css"]


@pytest.mark.parametrize("target", WIDGETS)
def test_the_widget_travels_as_small_as_gzip_makes_it(client: FlaskClient, target: str) -> None:
    answer = client.get(target, headers=GZIP)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.data) == int(answer.headers["Content-Length"]) <= LARGEST
    assert gzip.decompress(answer.data) == client.get(target).data


@pytest.mark.parametrize("target", FILES)
def test_a_file_has_a_tag_for_each_way_it_is_sent_and_the_tag_is_of_its_content(
    client: FlaskClient, target: str
) -> None:
    plain, packed = client.get(target), client.get(target, headers=GZIP)
    tags = [answer.headers["ETag"] for answer in (plain, packed)]
    digest = hashlib.sha256(plain.data).hexdigest()[:12]
    assert tags == [f'"{digest}"', f'"{digest}-gzip"']
    assert "Accept-Encoding" in plain.vary
    for headers, tag, other in [({}, *tags), (GZIP, *reversed(tags))]:
        unchanged = client.get(target, headers={**headers, "If-None-Match": tag})
        assert (unchanged.status_code, unchanged.data, unchanged.headers["ETag"]) == (304, b"", tag)
        assert "Accept-Encoding" in unchanged.vary
        assert client.get(target, headers={**headers, "If-None-Match": other}).status_code == 200


@pytest.mark.parametrize("target", FILES)
def test_a_file_is_of_the_kind_that_browsers_want(client: FlaskClient, target: str) -> None:
    kind = "css" if target.endswith("css") else "javascript"
    assert client.get(target).headers["Content-Type"] == f"text/{kind}; charset=utf-8"
