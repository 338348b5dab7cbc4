"""States of the database that tests begin with: each is made once in a run, and every test begins with it as it was."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import override_settings

_open: dict[str, BaseDatabaseWrapper] = {}
"""The connections to databases that were led to, by name: to begin one anew for each test would cost the server a
process and the catalogue of all tables, every time."""


@contextmanager
def database(name: str) -> Iterator[None]:
    """The connection leads to the database ``name`` meanwhile; so do those that other threads begin."""
    before, shared = connections[DEFAULT_DB_ALIAS], connections.settings[DEFAULT_DB_ALIAS]
    elsewhere, shared["NAME"] = shared["NAME"], name
    if name not in _open:
        _open[name] = connections.create_connection(DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = _open[name]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS], shared["NAME"] = before, elsewhere


def leave() -> None:
    """No connection of this thread leads to any of them any more."""
    for name in tuple(_open):
        forget(name)


def forget(name: str) -> None:
    """No connection of this thread leads to the database ``name`` any more."""
    if name in _open:
        _open.pop(name).close()


def copy_database(suffix: str) -> str:
    """The name of a copy of the database that the connection leads to."""
    creation = connection.creation
    connections.close_all()
    creation.clone_test_db(suffix, verbosity=0)
    name: str = creation.get_test_db_clone_settings(suffix)["NAME"]
    return name


@contextmanager
def copied(suffix: str) -> Iterator[str]:
    """The same, and the copy is gone afterwards."""
    name = copy_database(suffix)
    creation = connection.creation
    try:
        yield name
    finally:
        forget(name)
        connections.close_all()
        if connection.vendor == "postgresql":
            # It drops no database that somebody is in, be it a thread that forgot to close its connection.
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
                )
        creation.destroy_test_db(suffix=suffix, verbosity=0)
        connections.close_all()


@dataclass(frozen=True)
class Start:
    """A database, the files that belong to it, and what the function that made it gave back."""

    database: str
    files: Path
    made: Any

    def taken(self) -> Any:
        """What was made, as nobody has touched it; its files are put where files are now."""
        if self.files.exists():
            copytree(self.files, settings.FILES, dirs_exist_ok=True)
        return copy.deepcopy(self.made)


class Starts:
    """Those of one run, with their files in the folder ``home``. They last as long as the server, or on SQLite the folder
    of the run: to drop them one by one would take seconds."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._made: dict[tuple[Any, ...], Start] = {}

    def of(self, make: Callable[..., Any], *arguments: str) -> Start:
        """The state that ``make(*arguments)`` leads to from an empty database."""
        key = (make, *arguments)
        if key not in self._made:
            suffix = f"start{len(self._made)}"
            name = copy_database(suffix)
            files = self._home / suffix
            with database(name), override_settings(FILES=files):
                self._made[key] = Start(name, files, make(*arguments))
        return self._made[key]
