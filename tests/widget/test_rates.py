"""How often somebody may ask, whatever they say of themselves."""

from __future__ import annotations

import os
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import serving
from tests.widget.conftest import opened
from tests.widget.http_client import fetch
from widget.counters import SLOTS, SharedCounters
from widget.rates import client

RATE = {"HELPWIDGET_RATE_PER_CLIENT": "3 per hour"}
FORGED = [
    {},
    {"X-Forwarded-For": "203.0.113.{n}"},
    {"X-Forwarded-For": "203.0.113.{n}, 198.51.100.{n}, 192.0.2.{n}"},
    {"X-Forwarded-For": "2001:db8:{n}::1"},
    {"X-Forwarded-For": "garbage-{n}"},
    {"X-Forwarded-For": ",,{n}"},
    {"X-Real-IP": "203.0.113.{n}"},
    {"Forwarded": "for=203.0.113.{n}"},
    {"X-Client-IP": "203.0.113.{n}", "True-Client-IP": "203.0.113.{n}", "CF-Connecting-IP": "203.0.113.{n}"},
]


def forged(headers: dict[str, str], n: int, passed_by: int) -> dict[str, str]:
    """Give what arrives of forged headers after real proxies, each of which appends whom it saw."""
    sent = {name: value.format(n=n) for name, value in headers.items()}
    seen = ["198.18.0.7", *(f"10.0.0.{proxy}" for proxy in range(1, passed_by))][:passed_by]
    chain = [part for part in [sent.get("X-Forwarded-For"), *seen] if part]
    return {**sent, "X-Forwarded-For": ", ".join(chain)} if chain else sent


@pytest.mark.parametrize("headers", FORGED, ids=lambda headers: "+".join(headers) or "none")
@pytest.mark.parametrize("proxies", [0, 1, 2])
def test_no_header_makes_a_client_another_one(sample_data: Path, proxies: int, headers: dict[str, str]) -> None:
    with opened(sample_data, HELPWIDGET_PROXIES=str(proxies), **RATE) as site:
        statuses = [site.get("/search?q=a", headers=forged(headers, n, proxies)).status_code for n in range(9)]
    assert statuses == [200] * 3 + [429] * 6


@pytest.mark.parametrize("proxies", [1, 2])
def test_behind_proxies_each_client_has_its_own_count(sample_data: Path, proxies: int) -> None:
    with opened(sample_data, HELPWIDGET_PROXIES=str(proxies), **RATE) as site:
        for last in range(5):
            seen = ", ".join([f"203.0.113.{last}", *["10.0.0.1"] * (proxies - 1)])
            statuses = [site.get("/nowhere", headers={"X-Forwarded-For": seen}).status_code for _ in range(4)]
            assert statuses == [404] * 3 + [429]


def test_kept_answers_files_and_errors_count_as_well(sample_data: Path) -> None:
    with opened(sample_data, **RATE) as site:
        targets = [
            "/search?q=a",
            "/search?q=a",
            "/nowhere",
            "/search?q=a",
            "/help-widget.js",
            "/sections/x",
            "/metrics",
        ]
        assert [site.get(target).status_code for target in targets] == [200, 200, 404, 429, 429, 429, 429]
        assert site.get("/livez").status_code == site.get("/readyz").status_code == 200


def test_who_asks_too_often_is_told_when_to_come_back_and_any_site_can_read_it(sample_data: Path) -> None:
    with opened(sample_data, HELPWIDGET_RATE_PER_CLIENT="1 per minute") as site:
        site.get("/search?q=a")
        answer = site.get("/search?q=a", headers={"Origin": "https://shop.example"})
    problem = answer.get_json()
    assert (answer.status_code, answer.content_type) == (429, "application/problem+json")
    assert (problem["status"], problem["code"], problem["title"]) == (429, "too_many_requests", "Too many requests")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]


def test_all_together_may_ask_only_so_often_and_who_is_refused_takes_nothing_from_it(sample_data: Path) -> None:
    limits = {"HELPWIDGET_PROXIES": "1", "HELPWIDGET_RATE_IN_ALL": "5 per hour", **RATE}
    with opened(sample_data, **limits) as site:

        def ask(who: str) -> int:
            return site.get("/search?q=a", headers={"X-Forwarded-For": who}).status_code

        assert [ask("203.0.113.1") for _ in range(9)] == [200] * 3 + [429] * 6
        assert [ask(f"203.0.113.{n}") for n in range(2, 6)] == [200, 200, 429, 429]


def test_without_a_setting_nobody_is_refused(sample_data: Path) -> None:
    with opened(sample_data) as site:
        assert {site.get("/search?q=a").status_code for _ in range(500)} == {200}


def test_workers_and_threads_count_together(sample_data: Path) -> None:
    rate = {"HELPWIDGET_RATE_PER_CLIENT": "50 per hour"}
    arguments = ("serve", "--data", str(sample_data), "--workers", "3")
    with serving(*arguments, environment=rate) as address, ThreadPoolExecutor(8) as pool:
        statuses = Counter(pool.map(lambda _: fetch(address, "/search?q=a").status, range(120)))
    assert statuses == {200: 50, 429: 70}


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("fe80::1%eth0", "fe80::/64"),
        ("no address", "no address"),
        ("", ""),
    ],
)
def test_a_client_is_an_address_or_a_whole_network_of_the_sixth_version(address: str, name: str) -> None:
    assert client(address) == name


def test_processes_share_a_counter_and_one_that_dies_holding_it_locks_nobody_out() -> None:
    counters = SharedCounters()
    children = []
    for n in range(3):
        child = os.fork()
        if child == 0:
            for _ in range(500):
                counters.incr("a", 60)
            if n == 0:
                counters._alone().__enter__()
            os._exit(0)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0, 0]
    assert counters.incr("a", 60) == 1_501


def test_counters_are_told_apart_and_end() -> None:
    counters = SharedCounters()
    keys = [f"client {n}" for n in range(SLOTS // 2)]
    for key in keys:
        counters.incr(key, 60)
    assert {counters.get(key) for key in keys} == {1}
    counters.incr("short", 0)
    assert counters.get("short") == 0
    assert counters.incr("short", 0) == 1
    assert 1 <= counters.seconds_left(keys[0]) <= 60
    counters.clear(keys[0])
    assert (counters.get(keys[0]), counters.get(keys[1])) == (0, 1)
    counters.reset()
    assert counters.get(keys[1]) == 0


def test_with_more_clients_than_counters_somebody_is_counted_too_much_but_nobody_too_little() -> None:
    counters = SharedCounters()
    for n in range(SLOTS * 2):
        counters.incr(f"client {n}", 60)
    assert min(counters.incr(f"client {n}", 60) for n in range(0, SLOTS * 2, 97)) >= 2
