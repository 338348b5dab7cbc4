"""What a hundred editions weigh against one, how long it takes to publish one and to tell two apart.

``python -m bench.editions``
"""

from __future__ import annotations

import os
import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.figures import Figure, report, seconds
from bench.generate import document
from quanze.lists.model import Annex, AnnexKind, ListDocument, Matter, Text

MATTERS, EDITIONS, CHANGED = 1_000, 100, 0.01
TIMES = 3.0
DIFFERENCE_SECONDS = 5.0
PUBLICATION_SECONDS = 10.0


def main() -> int:
    """In an installation of its own, on SQLite, whose file is weighed. Exit status 1 beyond a limit."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QUANZE_DATA"] = folder
        os.environ.pop("DATABASE_URL", None)
        os.environ["DJANGO_SETTINGS_MODULE"] = "quanze.site.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return report(figures(Path(folder)))


def figures(folder: Path) -> Iterator[Figure]:
    """One edition, then ninety-nine that each change one matter in a hundred: nine texts, and every tenth time a matter
    that is put in and one that is taken out."""
    from quanze.digests import canonical, strict_loads
    from quanze.people.services import open_agency
    from quanze.registry import proof, queries
    from quanze.registry.services import import_document

    empty = weight(folder)
    agency = open_agency("bench", "平川市工业和信息化局")
    current = document(MATTERS)
    first = import_document(agency, current, by=None)
    one = weight(folder) - empty
    chance = random.Random(9)
    latest, slowest = first, 0.0
    for edition in range(2, EDITIONS + 1):
        current = adjusted(current, chance, edition)
        took = seconds(lambda current=current: import_document(agency, current, by=None))
        slowest = max(slowest, took)
    latest = queries.last(agency) or first
    every = weight(folder) - empty
    yield Figure(f"{EDITIONS} 版 {MATTERS} 项（每版改 1%）与一版的存储之比", every / one, "倍", most=TIMES)
    yield Figure("公布一版，最慢", slowest, "秒", most=PUBLICATION_SECONDS)
    name = f"比较第 1 版与第 {EDITIONS} 版（{MATTERS} 项）"
    yield Figure(name, seconds(lambda: queries.between(first, latest)), "秒", most=DIFFERENCE_SECONDS)
    export = canonical(queries.exported(latest))
    verified = seconds(lambda: proof.problems(strict_loads(export)))
    yield Figure(f"验证一版 {MATTERS} 项", verified, "秒", most=DIFFERENCE_SECONDS)


def weight(folder: Path) -> int:
    """Bytes of the database, nothing waiting beside it."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return sum(path.stat().st_size for path in folder.glob("*.sqlite3"))


def adjusted(document: ListDocument, chance: random.Random, edition: int) -> ListDocument:
    """The list with one matter in a hundred changed."""
    annex = document.annex(AnnexKind.RETAINED)
    assert annex is not None
    matters = list(annex.matters)
    for at in chance.sample(range(len(matters)), round(len(matters) * CHANGED) - 1):
        basis = matters[at].basis
        assert basis is not None
        matters[at] = replace(matters[at], basis=Text.plain(f"{basis.value}（第{edition}次调整）"))
    if edition % 10 == 0:
        gone = matters.pop(chance.randrange(len(matters)))
        at = chance.randrange(len(matters))
        matters.insert(at, replace(gone, name=Text.plain(f"{gone.name.value}（{edition}）")))
        matters = [_numbered(matter, number) for number, matter in enumerate(matters, 1)]
    return replace(document, annexes=tuple(_with(each, matters) for each in document.annexes))


def _numbered(matter: Matter, number: int) -> Matter:
    return replace(matter, number=Text.plain(str(number)))


def _with(annex: Annex, matters: list[Matter]) -> Annex:
    return replace(annex, matters=tuple(matters)) if annex.kind is AnnexKind.RETAINED else annex


if __name__ == "__main__":
    raise SystemExit(main())
