"""Two people at the same moment, each in a thread with real commits."""

from __future__ import annotations

import threading

from django.db import connection

from quanze.audit.queries import verify_chain
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency
from quanze.registry.services import import_list, receive_upload
from tests.registry.conftest import person


def test_pressing_import_at_the_same_time_makes_one_edition(own_database, sample_txt):
    bureau = open_agency("wolong-gxj", "南阳市卧龙区工业和信息化局")
    keeper = person("keeper", RoleKind.LIST_KEEPER, bureau)
    with sample_txt.open("rb") as stream:
        upload = receive_upload(bureau, keeper, "清单.txt", stream)
    made: list[int] = []

    def press() -> None:
        made.append(import_list(upload, keeper).pk)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 4
    assert len(set(made)) == 1
    assert list(verify_chain(bureau.code)) == []
