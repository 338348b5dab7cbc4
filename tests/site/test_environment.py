"""Settings: from the environment, from files, and safe without any."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from quanze.site.environment import chosen, database, flag, setting, whole, words


def test_a_setting_may_lie_in_a_file(tmp_path):
    secret = tmp_path / "key"
    secret.write_text("geheim\n")
    assert setting("KEY", environ={"KEY_FILE": str(secret), "KEY": "other"}) == "geheim"
    assert setting("KEY", "default", environ={}) == "default"
    with pytest.raises(ImproperlyConfigured, match="KEY_FILE"):
        setting("KEY", environ={"KEY_FILE": str(tmp_path / "none")})


@pytest.mark.parametrize(
    ("text", "value"), [("1", True), ("on", True), ("0", False), ("No", False), ("", False)]
)
def test_a_flag(text, value):
    assert flag("X", environ={"X": text}) is value


@pytest.mark.parametrize(
    "read",
    [
        lambda: flag("X", environ={"X": "ture"}),
        lambda: whole("X", 0, {"X": "-1"}),
        lambda: chosen("X", "tls", "none", environ={"X": "nnoe"}),
    ],
)
def test_a_typing_slip_opens_no_door(read):
    with pytest.raises(ImproperlyConfigured, match=r"^X is "):
        read()


@pytest.mark.parametrize(("text", "value"), [("", "tls"), ("None", "none"), ("tls", "tls")])
def test_one_of_some_words(text, value):
    assert chosen("X", "tls", "none", environ={"X": text}) == value


def test_words_between_commas():
    assert words("X", environ={"X": " qz.example.cn, 127.0.0.1,"}) == ["qz.example.cn", "127.0.0.1"]


def test_without_an_address_the_database_lies_in_the_data_folder():
    found = database("", Path("/data"))
    assert found["NAME"] == "/data/quanze.sqlite3"
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in found["OPTIONS"]["init_command"]
    assert "synchronous=FULL" in found["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://qz:p%40ss@db.example.cn:5433/list", ("list", "qz", "p@ss", "db.example.cn", "5433")),
        ("postgres://qz@/list?host=/run/postgresql", ("list", "qz", "", "/run/postgresql", "")),
        ("postgresql:///list?host=/run/pg&port=5433", ("list", "", "", "/run/pg", "5433")),
    ],
)
def test_a_postgresql_address(url, expected):
    found = database(url, Path("/data"))
    assert tuple(found[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")) == expected


def test_further_words_of_an_address_go_to_the_driver():
    assert database("postgresql://h/list?sslmode=verify-full", Path())["OPTIONS"]["sslmode"] == "verify-full"


@pytest.mark.parametrize("url", ["mysql://h/list", "postgresql://h/", "list", "sqlite://"])
def test_another_address_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL is postgresql://"):
        database(url, Path())


def deployed(tmp_path: Path, **environ: str) -> str:
    """What Django itself says of the settings as they would be in use."""
    done = subprocess.run(
        [sys.executable, "-m", "django", "check", "--deploy", "--settings", "quanze.site.settings"],
        env={"PATH": "", "PYTHONPATH": ":".join(sys.path), "QUANZE_DATA": str(tmp_path), **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_behind_https_django_finds_nothing_to_say_against_the_settings(tmp_path):
    assert "no issues" in deployed(tmp_path, QUANZE_HTTPS="1", QUANZE_HOSTS="qz.example.cn")


def test_mail_needs_an_address_to_come_from(tmp_path):
    server = {"QUANZE_SMTP_HOST": "mail.example.cn"}
    assert "QUANZE_MAIL_FROM is the address" in deployed(tmp_path, **server)
    assert "QUANZE_MAIL_FROM" not in deployed(tmp_path, QUANZE_SMTP_USER="qz@example.cn", **server)


def test_no_mail_is_sent_unless_somebody_says_by_which_server():
    from quanze.people import mail

    assert not mail.enabled()


def test_debug_is_off_and_hosts_are_this_machines_own():
    from quanze.site import settings

    assert settings.DEBUG is False
    assert settings.ALLOWED_HOSTS == ["localhost", "127.0.0.1", "[::1]"]
