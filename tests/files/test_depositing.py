"""People hand files in first; what they belong to is said later, once; what nobody used is cleared away."""

from __future__ import annotations

import hashlib
import os
import resource
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from quanze.audit.models import Event
from quanze.files import queries, services, store
from quanze.files.kinds import accepts
from quanze.files.models import Deposit, Held
from quanze.files.permissions import bound_as
from quanze.people.models import Agency, Person
from quanze.people.permissions import Denied, Verdict, may
from quanze.people.unacceptable import Unacceptable
from quanze.registry.models import Upload
from tests.files import made
from tests.files.conftest import lying_about

LATER = timedelta(days=30)


def hand_in(person: Person, name: str = "申请书.pdf", data: bytes = made.PDF, *families: str) -> Deposit:
    return services.receive(person, name, [data[:7], data[7:]], accepts(families) if families else accepts())


def test_a_file_is_kept_told_and_recorded(applicant):
    deposit = queries.deposit(hand_in(applicant).pk)
    assert (deposit.filename, deposit.full_name, deposit.bound_to) == ("申请书.pdf", "", "")
    assert (deposit.held.kind, deposit.held.media_type, deposit.held.size) == (
        "pdf",
        "application/pdf",
        len(made.PDF),
    )
    assert deposit.held.scanned_at is None
    opened = queries.opened(deposit, applicant)
    with opened.stream:
        assert opened.stream.read() == made.PDF
    assert (opened.inline, opened.filename) == (True, "申请书.pdf")
    event = Event.objects.get(verb="file.hand_in")
    assert (event.who_name, event.thing_label) == ("王经理", "PDF 文件")
    assert "申请书" not in event.body


def test_the_same_bytes_lie_once_whoever_brings_them(applicant, stranger, file_store):
    first, second = hand_in(applicant), hand_in(stranger, "别人的.pdf")
    assert first.held_id == second.held_id
    assert Held.objects.count() == 1
    assert lying_about(file_store) == [store.path_of(first.held_id)]


def test_a_name_of_300_characters_is_shown_short_and_kept_whole(applicant):
    name = "很" * 296 + ".pdf"
    deposit = hand_in(applicant, name)
    assert len(deposit.filename) == 150
    assert deposit.filename.endswith("很.pdf")
    assert deposit.full_name == name


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("培训\u202efdp.exe", made.EXE, "“培训fdp.exe”：这是可执行程序（Windows），没有收下；"),
        ("空.pdf", b"", "“空.pdf”：文件是空的（0 字节）"),
        ("断.pdf", made.PDF[:50], "“断.pdf”：文件不完整"),
        ("厂房.jpg", made.JPEG, "“厂房.jpg”：这是 JPEG 图片，这里只收 PDF；"),
    ],
)
def test_what_is_refused_says_which_file_and_leaves_nothing(applicant, file_store, name, data, says):
    with pytest.raises(Unacceptable) as refusal:
        hand_in(applicant, name, data, "PDF")
    assert str(refusal.value).startswith(says)
    assert lying_about(file_store) == []
    assert not Held.objects.exists()
    assert not Event.objects.exists()


def test_a_file_beyond_the_limit_is_not_taken(applicant, file_store, settings):
    settings.DEPOSIT_BYTES = 1 << 20
    with pytest.raises(Unacceptable, match=r"“大.pdf”：超过 1 MB 的上限，没有收下；请"):
        hand_in(applicant, "大.pdf", made.PDF + bytes(1 << 20))
    assert lying_about(file_store) == []


def test_an_upload_that_is_cut_leaves_nothing(applicant, file_store):
    def cut():
        yield made.PDF
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        services.receive(applicant, "断.pdf", cut())
    assert lying_about(file_store) == []


def test_a_full_disk_is_told_and_leaves_nothing(applicant, file_store):
    """A limit on the size of files refuses a write as a full disk does, half-way through."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 19, hard))
    try:
        with pytest.raises(Unacceptable, match=r"“大.pdf”：服务器的存储空间已满，没有收下；"):
            services.receive(applicant, "大.pdf", (bytes(1 << 16) for _ in range(64)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert lying_about(file_store) == []


def test_a_folder_that_cannot_be_written_is_no_full_disk(applicant, settings, tmp_path):
    (tmp_path / "a file").touch()
    settings.FILES = tmp_path / "a file"
    with pytest.raises(OSError, match=r"exists|directory"):
        hand_in(applicant)


def test_what_is_not_used_yet_has_a_limit_per_person(applicant, stranger, settings, file_store):
    settings.UNBOUND_BYTES = 2 * len(made.PDF)
    first = hand_in(applicant)
    hand_in(applicant)
    with pytest.raises(Unacceptable, match="请先提交，或删除其中不用的"):
        hand_in(applicant, "三.docx", made.office())
    assert len(lying_about(file_store)) == 1
    hand_in(stranger)
    services.bind(first, "draft:1")
    hand_in(applicant)


def test_only_who_is_logged_in_hands_in(db, file_store):
    with pytest.raises(Denied, match="请先登录"):
        hand_in(None)
    assert lying_about(file_store) == []


def test_a_draft_binds_and_its_case_takes_over(applicant):
    deposit = hand_in(applicant)
    services.bind(deposit, "draft:1")
    services.bind(deposit, "draft:1")
    services.bind(deposit, "case:2026-0001", was="draft:1")
    with pytest.raises(Unacceptable, match=r"“申请书.pdf”：文件已经用在别处"):
        services.bind(deposit, "draft:2")
    assert [each.pk for each in queries.bound("case:2026-0001")] == [deposit.pk]
    assert queries.own(applicant, [deposit.pk]) == []
    assert queries.own(applicant, [deposit.pk], also="case:2026-0001") == [deposit]


def test_what_a_draft_lets_go_can_be_used_again(applicant):
    deposit = hand_in(applicant)
    services.bind(deposit, "draft:1")
    services.release(deposit, "draft:1")
    services.release(deposit, "draft:1")
    assert list(queries.unbound(applicant)) == [deposit]
    services.bind(deposit, "draft:2")
    with pytest.raises(Unacceptable, match="用在别处"):
        services.release(deposit, "draft:1")


@pytest.mark.parametrize("to", ["", "draft", ":1", "draft:"])
def test_a_binding_says_what_and_which(applicant, to):
    with pytest.raises(ValueError, match="prefix:name"):
        services.bind(hand_in(applicant), to)


def test_own_files_come_in_the_order_asked_for_and_without_others(applicant, stranger):
    first, second, other = hand_in(applicant), hand_in(applicant), hand_in(stranger)
    assert queries.own(applicant, [second.pk, other.pk, first.pk, second.pk, 999]) == [second, first]


def test_nobody_sees_anothers_file(applicant, stranger):
    deposit = hand_in(applicant)
    assert may(applicant, "file.view", deposit)
    for person in (stranger, None):
        assert not may(person, "file.view", deposit)
        with pytest.raises(Denied):
            queries.opened(deposit, person)


def test_once_bound_its_place_decides_who_sees_it(applicant, stranger):
    @bound_as("test-place")
    def seen(person, deposit):
        return Verdict(person == stranger and deposit.bound_to == "test-place:1", "由所在的办件决定。")

    deposit = hand_in(applicant)
    services.bind(deposit, "test-place:1")
    assert may(stranger, "file.view", deposit)
    assert may(applicant, "file.view", deposit).reason == "由所在的办件决定。"
    with pytest.raises(ValueError, match="two resolvers"):
        bound_as("test-place")(seen)


def test_an_own_file_is_removed_until_it_is_used(applicant, stranger):
    deposit = hand_in(applicant)
    with pytest.raises(Denied):
        services.remove(deposit, stranger)
    services.remove(deposit, applicant)
    assert not Deposit.objects.exists()
    assert Event.objects.filter(verb="file.remove").count() == 1
    with pytest.raises(Unacceptable, match="已经删除"):
        services.remove(deposit, applicant)
    used = hand_in(applicant)
    services.bind(used, "draft:1")
    with pytest.raises(Denied, match="已经用上"):
        services.remove(used, applicant)


def test_a_deleted_file_is_not_bound(applicant):
    deposit = hand_in(applicant)
    services.remove(Deposit.objects.get(), applicant)
    with pytest.raises(Unacceptable, match="请重新上传"):
        services.bind(deposit, "draft:1")


def test_what_nobody_used_is_swept_after_its_term(applicant, file_store, settings):
    used, unused = hand_in(applicant), hand_in(applicant, "旧.docx", made.office())
    released = hand_in(applicant, "表.xlsx", made.office(made.EXCEL))
    services.bind(used, "draft:1")
    age(file_store)
    services.bind(released, "draft:1")
    services.release(released, "draft:1")
    term = timedelta(days=settings.DEPOSIT_DAYS)
    assert services.sweep(unused.at + term).deposits == 0
    assert services.sweep(unused.at + term + timedelta(microseconds=1)) == services.Swept(1, 1, 0)
    assert lying_about(file_store) == sorted([store.path_of(used.held_id), store.path_of(released.held_id)])
    assert set(Deposit.objects.all()) == {used, released}
    assert Event.objects.get(verb="file.sweep").who_name == "系统"
    assert services.sweep(timezone.now() + LATER).deposits == 1
    assert services.sweep(timezone.now() + LATER) == services.Swept(0, 0, 0)


def test_bytes_that_an_upload_names_stay(applicant, file_store):
    deposit = hand_in(applicant)
    agency = Agency.objects.create(code="a", name="甲局")
    Upload.objects.create(
        agency=agency, by=applicant, at=timezone.now(), filename="清单.pdf", sha256=deposit.held_id, size=1, state="read"
    )  # fmt: skip
    age(file_store)
    services.sweep(timezone.now() + LATER)
    assert (Deposit.objects.count(), Held.objects.count()) == (0, 0)
    assert lying_about(file_store) == [store.path_of(deposit.held_id)]


def test_bytes_that_just_came_again_stay_though_nothing_names_them_yet(applicant, file_store):
    deposit = hand_in(applicant)
    Held.objects.update(held_at=timezone.now() - LATER)
    services.remove(deposit, applicant)
    assert services.sweep(timezone.now()).files == 0
    assert Held.objects.exists()
    age(file_store)
    assert services.sweep(timezone.now()).files == 1
    assert lying_about(file_store) == []


def test_what_a_killed_server_left_is_cleared(db, file_store):
    arrival = store.Arrival(100)
    arrival.write(b"half")
    assert services.sweep(timezone.now()).arrivals == 0
    age(file_store)
    assert services.sweep(timezone.now()).arrivals == 1
    assert lying_about(file_store) == []


def age(folder) -> None:
    """Let every file in it be a year old."""
    for path in lying_about(folder):
        os.utime(path, (path.stat().st_atime, path.stat().st_mtime - 365 * 86400))


ACTS = {
    "another name": lambda deposit: Deposit.objects.update(filename="别的.pdf"),
    "other bytes": lambda deposit: Held.objects.update(size=1),
    "somebody else's": lambda deposit: Deposit.objects.update(person=deposit.person),
    "deleted though used": lambda deposit: Deposit.objects.all()._raw_delete("default"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_the_database_keeps_what_was_handed_in(applicant, act):
    deposit = hand_in(applicant)
    services.bind(deposit, "case:1")
    with pytest.raises(IntegrityError, match="文件"), transaction.atomic():
        act(deposit)


def test_one_of_many_cases_gets_a_file(own_database):
    person = Person.objects.create(username="wang", name="王经理")
    deposit = hand_in(person)

    def bind(number: int) -> bool:
        try:
            services.bind(Deposit.objects.get(pk=deposit.pk), f"case:{number}")
        except Unacceptable:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(bind, range(16))) == 1


def test_many_at_once_share_one_quota_and_bring_the_same_bytes(own_database, settings, file_store):
    person = Person.objects.create(username="wang", name="王经理")
    settings.UNBOUND_BYTES = 5 * len(made.PDF)

    def bring(number: int) -> bool:
        try:
            hand_in(person, f"{number}.pdf")
        except Unacceptable:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(bring, range(12))) == 5
    assert (Deposit.objects.count(), Held.objects.count(), len(lying_about(file_store))) == (5, 1, 1)


def test_a_sweep_and_who_brings_the_same_bytes_do_not_lose_them(own_database, file_store):
    """Half of the threads hand in and remove, half sweep as if it were long after: whoever holds a deposit can open
    it."""
    person = Person.objects.create(username="wang", name="王经理")

    def bring(number: int) -> bool:
        try:
            if number % 2:
                Held.objects.filter(deposits=None).update(held_at=timezone.now() - LATER)
                services._sweep_bytes(hashlib.sha256(made.PDF).hexdigest(), timezone.now() + LATER)
                return True
            deposit = hand_in(person)
            with queries.opened(queries.deposit(deposit.pk), person).stream as stream:
                whole = stream.read() == made.PDF
            services.remove(deposit, person)
            return whole
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(bring, range(24)))
