"""Triggers that refuse changes, as migration operations for SQLite and PostgreSQL.

They stand behind the services: what is published or recorded stays as it is whatever code, shell or database client
asks for. On SQLite, Django alters a table by making a new one, which loses its triggers: a migration that does so
repeats the operation (``tests/audit/test_guards.py`` fails until it does).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


@dataclass(frozen=True, slots=True)
class Guard:
    """One trigger: on ``event`` (``INSERT``, ``UPDATE``, ``DELETE``; ``columns`` narrows an update) the database
    refuses with ``message`` where ``when`` holds. ``when`` is SQL over ``OLD`` and ``NEW`` that both databases read."""

    name: str
    event: str
    message: str
    when: str = "1 = 1"
    columns: Sequence[str] = ()

    def sqlite(self, table: str) -> list[str]:
        """The statements that install this guard on SQLite."""
        return [
            f"CREATE TRIGGER {self._trigger(table)} BEFORE {self._event()} ON {table} FOR EACH ROW WHEN {self.when} "
            f"BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
        ]

    def postgresql(self, table: str) -> list[str]:
        """The same on PostgreSQL, as SQLSTATE 23000 so that Django too raises ``IntegrityError``."""
        trigger = self._trigger(table)
        kept = "OLD" if self.event == "DELETE" else "NEW"
        return [
            f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {self.when} THEN "
            f"RAISE EXCEPTION '{self.message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
            f"RETURN {kept}; END $$",
            f"CREATE TRIGGER {trigger} BEFORE {self._event()} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()",
        ]

    def _trigger(self, table: str) -> str:
        return f"{table}_{self.name}"

    def _event(self) -> str:
        return f"{self.event} OF {', '.join(self.columns)}" if self.columns else self.event


class GuardTable(Operation):
    """Install ``guards`` on ``table``; on PostgreSQL ``TRUNCATE`` is refused too."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, table: str, guards: Sequence[Guard]) -> None:
        self.table = table
        self.guards = guards

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.table, self.guards], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the models' state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        postgresql = schema_editor.connection.vendor == "postgresql"
        for guard in self.guards:
            for statement in guard.postgresql(self.table) if postgresql else guard.sqlite(self.table):
                schema_editor.execute(statement, params=None)
        if postgresql:
            truncate = f"{self.table}_truncate"
            for statement in (
                f"CREATE FUNCTION {truncate}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION "
                f"'{self.guards[0].message}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
                f"CREATE TRIGGER {truncate} BEFORE TRUNCATE ON {self.table} EXECUTE FUNCTION {truncate}()",
            ):
                schema_editor.execute(statement, params=None)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        names = [f"{self.table}_{guard.name}" for guard in self.guards]
        if schema_editor.connection.vendor == "postgresql":
            for name in [*names, f"{self.table}_truncate"]:
                schema_editor.execute(f"DROP FUNCTION {name}() CASCADE", params=None)
        else:
            for name in names:
                schema_editor.execute(f"DROP TRIGGER {name}", params=None)

    def describe(self) -> str:
        return f"Guard {self.table} against changes"


class LiftGuards(Operation):
    """Take guards off a table, for a migration that alters what they hold; a later operation puts them on again."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, guarded: GuardTable) -> None:
        self.guarded = guarded

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [self.guarded], {}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of the models' state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self.guarded.database_backwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        self.guarded.database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Lift the guards of {self.guarded.table}"


def refuse_changes(table: str, message: str) -> GuardTable:
    """No row of ``table`` is ever updated or deleted."""
    return GuardTable(table, [Guard("no_update", "UPDATE", message), Guard("no_delete", "DELETE", message)])
