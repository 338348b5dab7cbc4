"""What is recorded or published stays: the database itself refuses, whoever asks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.state import ProjectState

from quanze.audit.guards import refuse_changes
from quanze.audit.models import Event, Trace
from quanze.audit.services import Origin, record
from quanze.lists import readers
from quanze.people.services import open_agency
from quanze.registry import published_files
from quanze.registry.models import Edition, Entry, Matter, MatterVersion, PublishedFile
from quanze.registry.services import import_document

SAMPLE = Path(__file__).parents[2] / "examples" / "wolong" / "wolong-gxj-2025.txt"


def publish() -> Edition:
    """The sample list as the first edition, and a record with a trace."""
    bureau = open_agency("wolong-gxj", "南阳市卧龙区工业和信息化局")
    with transaction.atomic():
        record("wolong-gxj", "login", who=None, where=Origin("192.0.2.7"))
    return import_document(bureau, readers.read(SAMPLE), by=None)


@pytest.fixture(autouse=True)
def published(start) -> Edition:
    return start(publish)


def _made_file() -> PublishedFile:
    file = PublishedFile.objects.get(part="retained", format="json")
    published_files.keep(file, b"{}")
    file.refresh_from_db()
    return file


FORBIDDEN = {
    "a published file is made again": lambda: PublishedFile.objects.filter(pk=_made_file().pk).update(size=9),
    "a published file is deleted": lambda: _made_file().delete(),
    "an event is rewritten": lambda: Event.objects.update(verb="nothing"),
    "an event is deleted": lambda: Event.objects.filter(trace=None)._raw_delete("default"),
    "a trace is rewritten": lambda: Trace.objects.update(address="192.0.2.8"),
    "a matter gets another number": lambda: Matter.objects.filter(number=1).update(number=99),
    "a matter is deleted": lambda: Matter.objects.filter(number=1)._raw_delete("default"),
    "a version's content is rewritten": lambda: MatterVersion.objects.update(content={"name": "别的事项"}),
    "a version is deleted": lambda: MatterVersion.objects.all()._raw_delete("default"),
    "an edition gets another date": lambda: Edition.objects.update(effective_from=date(2020, 1, 1)),
    "an edition is saved again": lambda: Edition.objects.get().save(),
    "an edition is deleted": lambda: Edition.objects.all()._raw_delete("default"),
    "a row moves": lambda: Entry.objects.filter(annex="retained", position=0).update(position=77),
    "a row gets another version": lambda: Entry.objects.update(version_id=Entry.objects.first().version_id),
    "a row is taken out": lambda: Entry.objects.filter(position=0).update(until=1),
    "a row is deleted": lambda: Entry.objects.filter(position=0)._raw_delete("default"),
    "a row is smuggled in": lambda: Entry.objects.bulk_create([_row(since=1)]),
}


def _row(since: int) -> Entry:
    row = Entry.objects.filter(annex="retained").first()
    row.pk, row.position, row.since = None, 500, since
    return row


@pytest.mark.parametrize("act", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_database_refuses(act):
    with pytest.raises(IntegrityError, match=r"审计|编号|版本"), transaction.atomic():
        act()


def test_the_next_edition_may_begin_and_end_rows():
    Entry.objects.bulk_create([_row(since=2)])
    Entry.objects.filter(position=500).update(until=3)
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(position=500).update(until=4)


def test_postgresql_refuses_to_empty_the_tables():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    connection.check_constraints()  # else the checks still owed for the rows of this test would refuse first
    for table in ("audit_event", "registry_edition", "registry_entry", "registry_matterversion"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {table} CASCADE")


def test_guards_can_be_taken_back_and_put_on_again():
    operation = refuse_changes("audit_event", "审计记录只能追加")
    with connection.schema_editor() if connection.vendor == "postgresql" else Statements() as editor:
        operation.database_backwards("audit", editor, ProjectState(), ProjectState())
        Event.objects.filter(verb="login").update(verb="login.failed")
        operation.database_forwards("audit", editor, ProjectState(), ProjectState())
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(verb="login")


class Statements:
    """SQLite's own schema editor refuses to work inside the test's transaction; triggers need none of it."""

    connection = connection

    def __enter__(self) -> Statements:
        return self

    def __exit__(self, *failure: object) -> None:
        """Nothing is held."""

    def execute(self, sql: str, params: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute(sql)
