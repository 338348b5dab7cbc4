"""An installation whose record was anchored twice, and what somebody can do who has its database file in hand."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from quanze.audit import anchoring
from quanze.audit.chain import columns, link
from quanze.audit.services import Origin, Thing, record
from quanze.digests import canonical
from quanze.people.services import open_agency

CHAIN = "wolong-gxj"
NAMES = {CHAIN: "南阳市卧龙区工业和信息化局"}
BEGIN = datetime(2026, 11, 1, 9, tzinfo=UTC)

Run = Callable[..., list[tuple[Any, ...]]]


def anchored_in_files() -> override_settings:
    """Key and anchors among the files, so that they go wherever a state goes."""
    return override_settings(ANCHORS=settings.FILES / "anchors", ANCHOR_KEY=settings.FILES / "anchor_key")


def make_anchored() -> None:
    """Ten events, anchored after the sixth and after the tenth."""
    settings.FILES.mkdir(parents=True, exist_ok=True)
    with anchored_in_files():
        anchoring.make_key()
        open_agency(CHAIN, NAMES[CHAIN])
        act(1, 6)
        anchoring.anchor(NAMES, now=BEGIN + timedelta(days=1))
        act(7, 10)
        anchoring.anchor(NAMES, now=BEGIN + timedelta(days=2))


def act(first: int, last: int) -> None:
    """Some events of the agency, an hour apart."""
    with transaction.atomic():
        for n in range(first, last + 1):
            thing = Thing("cases.Case", str(n), f"办件{n}")
            at = BEGIN + timedelta(hours=n)
            record(CHAIN, "case.act", who=None, thing=thing, where=Origin("192.0.2.7", "浏览器"), at=at)


@contextmanager
def in_hand() -> Iterator[Run]:
    """The database, without what the program puts before it: a file in SQLite's own hands, its triggers dropped; on
    PostgreSQL the tables of somebody who turns triggers off."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("audit_event", "audit_trace"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")

            def run(statement: str, *values: Any) -> list[tuple[Any, ...]]:
                cursor.execute(statement.replace("?", "%s"), values)
                return cursor.fetchall() if cursor.description else []

            yield run
        return
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as file, file:
        triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'audit_%'"
        for (name,) in file.execute(triggers).fetchall():
            file.execute(f"DROP TRIGGER {name}")
        yield lambda statement, *values: file.execute(statement, values).fetchall()


def rewrite(run: Run, number: int) -> None:
    """What an event says, with the column that shows it."""
    run(
        "UPDATE audit_event SET body = replace(body, '办件', '别的'), thing_label = replace(thing_label, '办件', '别的') "
        "WHERE chain = ? AND sequence = ?",
        CHAIN,
        number,
    )


def compute(run: Run, chain: str = CHAIN) -> None:
    """Every digest of a chain anew, and its head."""
    previous = ""
    rows = run("SELECT id, body FROM audit_event WHERE chain = ? ORDER BY sequence", chain)
    for pk, body in rows:
        previous = link(previous, body)
        run("UPDATE audit_event SET digest = ? WHERE id = ?", previous, pk)
    run("UPDATE audit_head SET digest = ?, sequence = ? WHERE chain = ?", previous, len(rows), chain)


def forge(run: Run) -> None:
    """All of the chain: bodies that count from one without a gap, and digests that follow."""
    rows = run("SELECT id, body FROM audit_event WHERE chain = ? ORDER BY sequence", CHAIN)
    for number, (pk, body) in enumerate(rows, 1):
        said = {**json.loads(body), "sequence": number}
        text = canonical(said)
        run("UPDATE audit_event SET body = ?, sequence = ? WHERE id = ?", text, columns(text)["sequence"], pk)
    compute(run)
