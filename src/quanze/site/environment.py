"""Reading settings from the environment or from files, and a database's address from ``DATABASE_URL``. Pure."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def setting(name: str, default: str = "", environ: Mapping[str, str] = os.environ) -> str:
    """The environment's ``name``, or the content of the file that ``name_FILE`` points to, or ``default``."""
    path = environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {path}: {error.strerror}") from error
    return environ.get(name, default)


def flag(name: str, default: bool = False, environ: Mapping[str, str] = os.environ) -> bool:
    """A setting that is on or off; anything but the usual words is an error, lest a typing slip open a door."""
    text = setting(name, "", environ).lower()
    if text in ("", "1", "0", "yes", "no", "true", "false", "on", "off"):
        return text in ("1", "yes", "true", "on") if text else default
    raise ImproperlyConfigured(f"{name} is 1 or 0, not {text!r}")


def whole(name: str, default: int, environ: Mapping[str, str] = os.environ) -> int:
    """A setting that is a whole number, zero or more."""
    text = setting(name, str(default), environ)
    if not text.isdecimal():
        raise ImproperlyConfigured(f"{name} is a whole number, not {text!r}")
    return int(text)


def chosen(name: str, *among: str, environ: Mapping[str, str] = os.environ) -> str:
    """A setting that is one of some words; the first, where there is none."""
    text = setting(name, among[0], environ).lower() or among[0]
    if text not in among:
        raise ImproperlyConfigured(f"{name} is {', '.join(among[:-1])} or {among[-1]}, not {text!r}")
    return text


def words(name: str, default: str = "", environ: Mapping[str, str] = os.environ) -> list[str]:
    """A setting that lists words between commas."""
    return [word.strip() for word in setting(name, default, environ).split(",") if word.strip()]


def clamd(name: str, environ: Mapping[str, str] = os.environ) -> str:
    """A setting that says where clamd listens: ``host:port``, the path of a Unix socket, or nothing."""
    text = setting(name, "", environ)
    host, _, port = text.rpartition(":")
    if text and "/" not in text and not (host and port.isdecimal()):
        raise ImproperlyConfigured(f"{name} is host:port or the path of a socket, not {text!r}")
    return text


def address(hosts: Sequence[str], https: bool) -> str:
    """Where the public reaches the site, as well as it can be told: by the first host that is a name."""
    named = [host for host in hosts if host.strip("*.")]
    return f"{'https' if https else 'http'}://{named[0].lstrip('*.') if named else 'localhost'}"


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite, safe and concurrent: write-ahead log, every commit on the disk, and a writing transaction takes its
    lock when it begins, so that it waits instead of failing half-way."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-64000;",
        },
    }


def database(url: str, data: Path) -> dict[str, Any]:
    """The database at ``url`` (``postgresql://user:password@host:port/name?sslmode=…`` or ``sqlite:///path``); without
    one, SQLite in the data folder. A ``host`` in the query names a socket's folder."""
    if not url:
        return sqlite(data / "quanze.sqlite3")
    parts = urlsplit(url)
    name = unquote(parts.path[1:])
    if parts.scheme == "sqlite" and name:
        return sqlite(Path(name))
    if parts.scheme not in ("postgres", "postgresql") or not name:
        raise ImproperlyConfigured(
            "DATABASE_URL is postgresql://user:password@host:port/name or sqlite:///path"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": "10", **options},
    }
