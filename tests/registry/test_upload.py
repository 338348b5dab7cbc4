"""The keeper hands in a document: kept, read in a process of its own, checked, or refused with one line."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quanze.audit.models import Event
from quanze.files import apart, store
from quanze.lists.codec import dump_document
from quanze.lists.refusal import Refusal
from quanze.people.permissions import Denied
from quanze.registry import queries, reading
from quanze.registry.models import Edition, Upload
from quanze.registry.services import Unacceptable, discard, import_list, receive_upload


def test_the_bureaus_own_document_is_read_kept_and_checked(hand_in, bureau, sample_file):
    upload = hand_in(sample_file)
    assert upload.state == Upload.State.READ
    assert [len(annex["matters"]) for annex in upload.document["annexes"]] == [10, 2, 10]
    with store.fetch(upload.sha256) as kept:
        assert kept.read() == sample_file.read_bytes()
    event = Event.objects.get(chain=bureau.code, verb="upload.receive")
    assert (event.who_name, event.thing_label) == ("keeper", sample_file.name)


def test_what_the_checks_find_comes_with_it(upload):
    rules = {finding.rule for finding in queries.findings(upload)}
    assert {found["rule"] for found in upload.findings} <= rules
    assert upload.findings


def test_the_document_comes_back_from_the_database_as_it_was_read(upload, sample):
    assert Upload.objects.get(pk=upload.pk).document["annexes"] == dump_document(sample)["annexes"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("空.docx", b"", "文件是空的"),
        ("照片.docx", b"\x89PNG\r\n\x1a\n", "图片"),
        ("信.txt", "各位同事：今天下午三点开会。".encode(), ""),
        ("清单.docx", b"PK\x03\x04 cut off", "损坏"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line_and_kept(bureau, keeper, name, content, says):
    upload = receive_upload(bureau, keeper, name, io.BytesIO(content))
    assert upload.state == Upload.State.REFUSED
    assert says in upload.refusal
    assert upload.refusal
    assert "\n" not in upload.refusal
    assert store.path_of(upload.sha256).read_bytes() == content
    with pytest.raises(Unacceptable, match="无法读取"):
        import_list(upload, keeper)


def test_a_zip_bomb_costs_neither_memory_nor_time(hand_in, tmp_path):
    bomb = tmp_path / "清单.docx"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(300):
            part.write(b"<w:p/>" * 175_000)
    upload = hand_in(bomb)
    assert upload.state == Upload.State.REFUSED


def test_a_reader_that_is_killed_refuses_the_file_and_nothing_else(tmp_path, monkeypatch):
    """The child ends as the kernel ends one that wants too much."""
    killed = tmp_path / "killed"
    killed.write_text("#!/bin/sh\nkill -KILL $$\n")
    killed.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(killed))
    with pytest.raises(Refusal, match="超出了读取允许的时间或内存"):
        reading.read_apart(tmp_path / "清单.txt", "清单.txt")


def test_a_reader_that_hangs_is_ended(tmp_path, monkeypatch):
    hanging = tmp_path / "hanging"
    hanging.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 600\n")
    hanging.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(hanging))
    monkeypatch.setattr(apart, "WALL_SECONDS", 0.5)
    with pytest.raises(Refusal, match="超出了读取允许的时间或内存"):
        reading.read_apart(tmp_path / "清单.txt", "清单.txt")
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), signal.SIG_DFL)


def test_many_files_at_once_are_read_a_few_at_a_time(tmp_path, monkeypatch):
    """Each child counts those that run beside it; the most that any saw is told."""
    counting = tmp_path / "counting"
    counting.write_text(
        f"#!/bin/sh\ntouch {tmp_path}/running.$$\nls {tmp_path}/running.* | wc -l >> {tmp_path}/seen\n"
        f"head -c 3000000 /dev/urandom | sha256sum > /dev/null\nrm {tmp_path}/running.$$\n"
        'echo \'{"document": {}, "findings": []}\'\n'
    )
    counting.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(counting))
    monkeypatch.setattr(apart, "AT_ONCE", 2)
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda _: reading.read_apart(tmp_path / "清单.txt", "清单.txt"), range(12)))
    seen = [int(line) for line in (tmp_path / "seen").read_text().split()]
    assert len(seen) == 12
    assert max(seen) <= 2


def test_a_reader_that_breaks_tells_the_operator_and_not_the_clerk(tmp_path, monkeypatch, caplog):
    breaking = tmp_path / "breaking"
    breaking.write_text("#!/bin/sh\necho Traceback >&2\nexit 1\n")
    breaking.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(breaking))
    with pytest.raises(Refusal, match="读取中断") as refusal:
        reading.read_apart(tmp_path / "清单.txt", "清单.txt")
    assert "Traceback" not in str(refusal.value)
    assert "Traceback" in caplog.text


def test_the_reading_process_knows_no_django():
    code = "import sys, quanze.registry.reading; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_file_beyond_the_limit_is_not_taken(bureau, keeper, settings, file_store):
    settings.UPLOAD_BYTES = 1 << 20
    with pytest.raises(Unacceptable, match="文件超过 1 MB 的上限"):
        receive_upload(bureau, keeper, "清单.docx", io.BytesIO(b"x" * ((1 << 20) + 1)))
    assert [path for path in file_store.rglob("*") if path.is_file()] == []
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("C:\\Users\\li\\清单.txt", "清单.txt"),
        ("../../etc/清单.txt", "清单.txt"),
        ("长" * 300 + ".txt", "长" * 196 + ".txt"),
        ("", "未命名"),
    ],
)
def test_only_the_name_of_a_file_is_kept(bureau, keeper, given, kept):
    assert receive_upload(bureau, keeper, given, io.BytesIO(b"")).filename == kept


def test_equal_files_lie_once_on_the_disk(hand_in, sample_txt, file_store):
    first, second = hand_in(sample_txt), hand_in(sample_txt, "又一份.txt")
    assert first.pk != second.pk
    assert [path for path in file_store.rglob("*") if path.is_file()] == [store.path_of(first.sha256)]


@pytest.mark.parametrize("sha256", ["..", "../../etc/passwd", "AB" * 32, "ab" * 31])
def test_no_name_leads_out_of_the_store(sha256):
    with pytest.raises(ValueError, match="not a SHA-256"):
        store.path_of(sha256)


def test_outsiders_hand_in_nothing(bureau, outsider, sample_txt, file_store):
    with pytest.raises(Denied), sample_txt.open("rb") as stream:
        receive_upload(bureau, outsider, "清单.txt", stream)
    assert not file_store.exists()
    assert not Upload.objects.exists()


def test_outsiders_neither_import_nor_discard(upload, outsider):
    for service in (import_list, discard):
        with pytest.raises(Denied):
            service(upload, outsider)
    upload.refresh_from_db()
    assert upload.state == Upload.State.READ
    assert not Edition.objects.exists()


def test_an_upload_that_was_set_aside_is_not_imported_any_more(upload, bureau, keeper):
    upload = discard(upload, keeper)
    assert discard(upload, keeper).state == Upload.State.DISCARDED
    assert Event.objects.filter(chain=bureau.code, verb="upload.discard").count() == 1
    with pytest.raises(Unacceptable, match="已放弃"):
        import_list(upload, keeper)


def test_what_was_imported_cannot_be_set_aside(upload, keeper):
    import_list(upload, keeper)
    with pytest.raises(Unacceptable, match="已经导入"):
        discard(upload, keeper)


def test_uploads_of_one_agency_are_not_found_under_another(upload, bureau, neighbour):
    assert queries.upload(bureau, upload.pk) == upload
    assert list(queries.uploads(bureau)) == [upload]
    with pytest.raises(Upload.DoesNotExist):
        queries.upload(neighbour, upload.pk)


def test_files_are_readable_by_their_owner_alone(hand_in, sample_txt):
    path: Path = store.path_of(hand_in(sample_txt).sha256)
    assert path.stat().st_mode & 0o777 == 0o400
