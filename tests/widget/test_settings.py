from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from tests.widget.commands import only_line, run
from widget.settings import SETTINGS, SettingError, Settings, as_environment, read_settings

ROOT = Path(__file__).parents[2]
VARIABLES = {setting.variable for setting in SETTINGS}


def test_the_table_has_one_row_for_every_setting() -> None:
    assert [setting.name for setting in SETTINGS] == [field.name for field in fields(Settings)]


def test_every_row_says_what_it_does_and_what_fits() -> None:
    for setting in SETTINGS:
        assert setting.variable == f"HELPWIDGET_{setting.name.upper()}"
        assert setting.effect
        assert setting.fitting


def test_defaults_serve_this_machine_alone_and_let_any_site_ask() -> None:
    assert read_settings({"HOME": "/nowhere"}) == Settings(
        data=Path("~/.local/share/helpwidget").expanduser(),
        host="127.0.0.1",
        port=8000,
        workers=1,
        threads=4,
        queue=32,
        deadline=1000,
        origins=("*",),
        url_template="",
        synonyms=None,
        cache=4,
        access_log=False,
        proxies=0,
        rate_per_client="",
        rate_in_all="",
    )


READ = [
    ("HELPWIDGET_DATA", "/srv/index", Path("/srv/index")),
    ("HELPWIDGET_DATA", "~/index", Path("~/index").expanduser()),
    ("HELPWIDGET_HOST", "0.0.0.0", "0.0.0.0"),  # noqa: S104 - read, not bound
    ("HELPWIDGET_HOST", " ::1 ", "::1"),
    ("HELPWIDGET_PORT", "0", 0),
    ("HELPWIDGET_PORT", "65535", 65535),
    ("HELPWIDGET_WORKERS", "64", 64),
    ("HELPWIDGET_THREADS", "1", 1),
    ("HELPWIDGET_QUEUE", "900", 900),
    ("HELPWIDGET_DEADLINE", "60000", 60000),
    ("HELPWIDGET_ORIGINS", "https://a.example  http://localhost:3000", ("https://a.example", "http://localhost:3000")),
    ("HELPWIDGET_ORIGINS", "https://Shop.Example HTTPS://shop.example:443", ("https://shop.example",)),
    ("HELPWIDGET_ORIGINS", "http://a.example:80 http://a.example:443", ("http://a.example", "http://a.example:443")),
    (
        "HELPWIDGET_ORIGINS",
        "http://[::1]:3000 https://商店.example",
        ("http://[::1]:3000", "https://xn--czrs0t.example"),
    ),
    ("HELPWIDGET_URL_TEMPLATE", "/help/{id}#{anchor}", "/help/{id}#{anchor}"),
    ("HELPWIDGET_URL_TEMPLATE", "https://a.example/{id}", "https://a.example/{id}"),
    ("HELPWIDGET_SYNONYMS", "/srv/synonyms.txt", Path("/srv/synonyms.txt")),
    ("HELPWIDGET_CACHE", "0", 0),
    ("HELPWIDGET_ACCESS_LOG", "on", True),
    ("HELPWIDGET_PROXIES", "2", 2),
    ("HELPWIDGET_RATE_PER_CLIENT", "300 per minute", "300 per minute"),
    ("HELPWIDGET_RATE_IN_ALL", "5 per second", "5 per second"),
]


@pytest.mark.parametrize(("variable", "text", "value"), READ)
def test_each_variable_is_read(variable: str, text: str, value: object) -> None:
    name = variable.removeprefix("HELPWIDGET_").lower()
    assert getattr(read_settings({variable: text}), name) == value


def test_every_variable_is_tried_above() -> None:
    assert {variable for variable, _, _ in READ} == VARIABLES


BAD = [
    ("HELPWIDGET_DATA", ""),
    ("HELPWIDGET_HOST", "  "),
    *(("HELPWIDGET_PORT", text) for text in ("", "abc", "-1", "65536", "80.0")),
    *(("HELPWIDGET_WORKERS", text) for text in ("0", "65", "two")),
    *(("HELPWIDGET_THREADS", text) for text in ("0", "65", "")),
    *(
        ("HELPWIDGET_ORIGINS", text)
        for text in ("", "shop.example", "https://shop.example/", "ftp://a.example", "* https://a.example", "http://[")
    ),
    *(("HELPWIDGET_ORIGINS", f"https://{text}") for text in ("user:pw@a.example", "a.example:99999", "a.example:x")),
    *(
        ("HELPWIDGET_ORIGINS", f"https://{text}")
        for text in ("*.example", "a.example:", "a.example?", "a,b", ":443", "a@")
    ),
    *(("HELPWIDGET_DEADLINE", text) for text in ("", "0", "60001", "0.5")),
    *(("HELPWIDGET_QUEUE", text) for text in ("", "0", "901")),
    *(("HELPWIDGET_CACHE", text) for text in ("", "-1", "1025", "4 MB")),
    *(("HELPWIDGET_ACCESS_LOG", text) for text in ("", "yes", "ON")),
    *(("HELPWIDGET_PROXIES", text) for text in ("", "-1", "9", "*")),
    *(
        (f"HELPWIDGET_RATE_{what}", text)
        for what in ("PER_CLIENT", "IN_ALL")
        for text in ("300", "0 per minute", "3/minute", "3 per week", "-1 per day", "3 per minute; 9 per hour")
    ),
    *(
        ("HELPWIDGET_URL_TEMPLATE", text)
        for text in ("/help", "help/{id}", "javascript:{id}", "/{id}/{title}", "/{id}{", "/{id}/{}")
    ),
]
UNCAUGHT = [
    ("HELPWIDGET_DATA", "~nobody-of-this-name/index"),
    ("HELPWIDGET_SYNONYMS", "~nobody-of-this-name/words.txt"),
    ("HELPWIDGET_ORIGINS", "https://"),
    ("HELPWIDGET_URL_TEMPLATE", "/{id}/{id.name}"),
    ("HELPWIDGET_URL_TEMPLATE", "/{id}/{anchor[a]}"),
]


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        *BAD,
        *UNCAUGHT,
    ],
)
def test_a_bad_value_is_refused_with_its_variable_and_what_fits(variable: str, text: str) -> None:
    with pytest.raises(SettingError) as refusal:
        read_settings({variable: text})
    fitting = next(setting.fitting for setting in SETTINGS if setting.variable == variable)
    assert str(refusal.value) == f"{variable}={text!r}: must be {fitting}"


def test_a_bad_value_that_was_given_is_refused_as_one_of_the_environment() -> None:
    with pytest.raises(SettingError, match="HELPWIDGET_HOST=''"):
        read_settings({}, host="")


def test_values_that_were_given_win_over_the_environment() -> None:
    settings = read_settings({"HELPWIDGET_PORT": "81", "HELPWIDGET_HOST": "a.example"}, port=82, host=None)
    assert (settings.port, settings.host) == (82, "a.example")


@pytest.mark.parametrize(("variable", "text", "value"), READ)
def test_the_environment_hands_settings_on_unchanged(variable: str, text: str, value: object) -> None:
    settings = read_settings({variable: text})
    assert read_settings(as_environment(settings)) == settings
    assert value in [getattr(settings, field.name) for field in fields(settings)]


def test_the_command_line_refuses_a_bad_value_in_one_line() -> None:
    ended = run("verify", HELPWIDGET_PORT="abc")
    assert ended.returncode == 1
    assert only_line(ended.stderr).startswith("error: HELPWIDGET_PORT='abc': must be ")
    ended = run("serve", "--host", "")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert only_line(ended.stderr).startswith("error: HELPWIDGET_HOST='': must be ")


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_readme_names_every_variable_and_no_other(readme: str) -> None:
    named = set(re.findall(r"HELPWIDGET_[A-Z_]+", (ROOT / readme).read_text("utf-8")))
    assert named == VARIABLES
