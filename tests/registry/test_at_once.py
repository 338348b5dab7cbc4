"""Two people at the same moment, each in a thread with real commits."""

from __future__ import annotations

import threading

from django.db import connection

from quanze.audit.queries import verify_chain
from quanze.people.models import Person
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency
from quanze.people.unacceptable import Unacceptable
from quanze.registry.models import Edition, Upload
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


def test_of_two_keepers_with_two_lists_the_second_is_told(own_database, sample_txt, tmp_path):
    bureau = open_agency("wolong-gxj", "南阳市卧龙区工业和信息化局")
    other = tmp_path / "另一份.txt"
    other.write_text(sample_txt.read_text("utf-8").replace("智能车间", "数字车间"), "utf-8")
    handed_in = []
    for number, path in enumerate((sample_txt, other)):
        keeper = person(f"keeper{number}", RoleKind.LIST_KEEPER, bureau)
        with path.open("rb") as stream:
            handed_in.append((receive_upload(bureau, keeper, path.name, stream), keeper))
    told: list[str] = []

    def press(upload: Upload, keeper: Person) -> None:
        try:
            told.append(f"第{import_list(upload, keeper, upon=0).sequence}版")
        except Unacceptable as reason:
            told.append(str(reason))
        connection.close()

    threads = [threading.Thread(target=press, args=each) for each in handed_in]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    refused, made = sorted(told, key=len, reverse=True)
    assert made == "第1版"
    assert "清单有了新的第1版" in refused
    assert Edition.objects.filter(agency=bureau).count() == 1
