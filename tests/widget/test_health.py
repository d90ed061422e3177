from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flask.testing import FlaskClient

from index.generation import dump_manifest, live_generation
from tests.widget.conftest import opened


def test_a_process_that_answers_says_so(client: FlaskClient) -> None:
    answer = client.get("/livez")
    assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})


def test_readiness_names_the_generation_and_what_it_holds(client: FlaskClient, sample_data: Path) -> None:
    answer = client.get("/readyz")
    ready = answer.get_json()
    generation = live_generation(sample_data)
    assert answer.status_code == 200
    assert isinstance(ready.pop("ageSeconds"), int)
    assert ready == {
        "status": "ok",
        "generation": generation.name,
        "guides": 5,
        "sections": generation.manifest.sections,
        "degraded": False,
        "reason": None,
    }


def test_readiness_tells_the_age_of_the_generation(sample_data: Path, tmp_path: Path) -> None:
    data = shutil.copytree(sample_data, tmp_path / "data")
    live = live_generation(data)
    built = datetime.now(UTC) - timedelta(hours=1)
    (live.path / "manifest.json").write_bytes(dump_manifest(replace(live.manifest, built=built.isoformat())))
    with opened(data) as site:
        age = site.get("/readyz").get_json()["ageSeconds"]
    assert 3600 <= age <= (datetime.now(UTC) - built).total_seconds() + 1


def test_every_answer_names_the_generation_it_comes_from(client: FlaskClient, sample_data: Path) -> None:
    name = live_generation(sample_data).name
    for target in ("/search?q=a", "/search?q=续费", "/sections/unlimited%23intro", "/readyz"):
        assert client.get(target).get_json()["generation"] == name


def test_without_files_of_impacts_the_service_answers_the_same_and_says_that_it_is_degraded(
    client: FlaskClient, sample_data: Path, tmp_path: Path
) -> None:
    data = shutil.copytree(sample_data, tmp_path / "data")
    (live_generation(data).path / "words.impacts").unlink()
    with opened(data) as site:
        ready = site.get("/readyz")
        answer, expected = (one.get("/search?q=续费后多久生效").get_json() for one in (site, client))
    assert (ready.status_code, ready.get_json()["degraded"]) == (200, True)
    assert "derived" in ready.get_json()["reason"]
    assert answer["hits"] == expected["hits"]
