from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from urllib.parse import quote

from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import serving
from tests.widget.conftest import opened
from tests.widget.http_client import fetch
from tests.widget.test_snapshot import until

Numbers = dict[tuple[str, ...], float]


def numbers(exposition: str) -> Numbers:
    """Give each number by its name and the values of its labels, in the order of their names."""
    samples = (sample for family in text_string_to_metric_families(exposition) for sample in family.samples)
    return {(sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value for sample in samples}


def test_requests_are_counted_by_route_and_status(sample_data: Path) -> None:
    with opened(sample_data) as site:
        for target in (
            "/search?q=续费",
            "/search?q=密码",
            "/search?limit=x",
            "/sections/unlimited%23intro",
            "/secret/13",
        ):
            site.get(target)
        site.post("/search")
        counted = numbers(site.get("/metrics").text)
    assert counted["helpwidget_requests_total", "/search", "200"] == 2
    assert counted["helpwidget_requests_total", "/search", "400"] == 1
    assert counted["helpwidget_requests_total", "/sections/<path:section_id>", "200"] == 1
    assert counted["helpwidget_requests_total", "none", "404"] == 1
    assert counted["helpwidget_requests_total", "none", "405"] == 1
    assert counted["helpwidget_request_seconds_count", "/search"] == 3
    assert counted["helpwidget_request_seconds_bucket", "+Inf", "/search"] == 3
    assert counted["helpwidget_request_seconds_sum", "/search"] > 0


def test_questions_are_counted_by_whether_they_found_something_and_came_from_the_cache(sample_data: Path) -> None:
    with opened(sample_data) as site:
        for question in ("续费", "续费", "续费", "qzxw", "qzxw", ""):
            site.get("/search", query_string={"q": question})
        counted = numbers(site.get("/metrics").text)
    searches = {key[1:]: value for key, value in counted.items() if key[0] == "helpwidget_searches_total"}
    assert searches == {("miss", "some"): 1, ("hit", "some"): 2, ("miss", "none"): 1, ("hit", "none"): 1}


def test_a_generation_that_can_t_be_served_shows(sample_data: Path, tmp_path: Path) -> None:
    data = shutil.copytree(sample_data, tmp_path / "data")
    with opened(data) as site:
        before = numbers(site.get("/metrics").text)
        (data / "live").write_text("nothing\n")
        until(lambda: site.get("/readyz").get_json()["degraded"])
        after = numbers(site.get("/metrics").text)
    assert (before["helpwidget_degraded",], after["helpwidget_degraded",]) == (0, 1)
    assert 0 <= before["helpwidget_generation_age_seconds",] < after["helpwidget_generation_age_seconds",]


def test_numbers_are_those_of_all_workers_and_name_no_question(sample_data: Path) -> None:
    questions = ["续费", "13800138000", "qzxw nothing"]
    with serving("serve", "--data", str(sample_data), "--workers", "3") as address:
        answers = Counter(fetch(address, f"/search?q={quote(question)}").status for question in questions * 20)
        exposition = fetch(address, "/metrics").body.decode()
    counted = numbers(exposition)
    assert answers == {200: 60}
    assert counted["helpwidget_requests_total", "/search", "200"] == 60
    assert sum(value for key, value in counted.items() if key[0] == "helpwidget_searches_total") == 60
    assert not re.search(r"续|13800138|qzxw|%E7", exposition)  # three digits may stand in any number


def test_what_workers_share_lies_where_nobody_else_can_look_and_is_gone_at_the_end(
    sample_data: Path, tmp_path: Path
) -> None:
    with serving("serve", "--data", str(sample_data), environment={"TMPDIR": str(tmp_path)}) as address:
        fetch(address, "/search?q=a")
        [shared] = tmp_path.iterdir()
        assert shared.stat().st_mode & 0o777 == 0o700
        assert list(shared.glob("counter_*.db"))
    assert list(tmp_path.iterdir()) == []


def test_a_service_that_cannot_start_leaves_nothing(tmp_path: Path) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    command = [sys.executable, "-W", "ignore", "-m", "gunicorn", "-c", "python:widget.gunicorn_conf"]
    environment = {**os.environ, "TMPDIR": str(temporary), "HELPWIDGET_DATA": str(tmp_path / "none")}
    service = [*command, "widget:create_app()"]
    ended = subprocess.run(service, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert "no index here yet" in ended.stderr
    assert list(temporary.iterdir()) == []
