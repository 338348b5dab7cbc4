"""Files on their way in: one by one by a script, or with the form; and out again to whoever may see them."""

from __future__ import annotations

import io
from pathlib import Path
from urllib.parse import quote

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.datastructures import MultiValueDict

from quanze.files import services
from quanze.files.kinds import accepts
from quanze.files.models import Deposit
from quanze.people.models import Person
from quanze.site.handing_in import Arrived, FilesField, IntoTheStore, takes_files
from tests.files import made
from tests.files.conftest import lying_about
from tests.site.conftest import person

SCRIPT = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def applicant(db) -> Person:
    return person("wang")


@pytest.fixture
def at_home(client: Client, applicant: Person) -> Client:
    client.force_login(applicant)
    return client


def file(name: str = "申请书.pdf", data: bytes = made.PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def send(client: Client, given: SimpleUploadedFile, **more: str) -> HttpResponse:
    return client.post("/files/", {"files-file": given, **more}, **SCRIPT)


def part(name: str) -> bytes:
    """The beginning of a form with a file in it."""
    return f'--cut\r\nContent-Disposition: form-data; name="files-file"; filename="{name}"\r\n\r\n'.encode()


def send_raw(client: Client, body: bytes, missing: int = 0) -> HttpResponse:
    """Send bytes as they are, of which so many more were announced."""
    sent = {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body) + missing)}
    return client.generic("POST", "/files/", b"x", "multipart/form-data; boundary=cut", **sent, **SCRIPT)


def test_a_script_gets_the_number_of_what_it_sent(at_home, applicant):
    answer = send(at_home, file())
    deposit = Deposit.objects.get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": deposit.pk,
        "name": "申请书.pdf",
        "size": len(made.PDF),
        "kind": "pdf",
        "address": f"/files/{deposit.pk}/",
    }
    assert (deposit.person, deposit.bound_to) == (applicant, "")


@pytest.mark.parametrize(
    ("given", "wanted", "says"),
    [
        (("培训.pdf", made.EXE), "", "“培训.pdf”：这是可执行程序（Windows），没有收下；"),
        (("空.pdf", b""), "", "“空.pdf”：文件是空的（0 字节）"),
        (("厂房.jpg", made.JPEG), "pdf,docx", "“厂房.jpg”：这是 JPEG 图片，这里只收 PDF、.docx；"),
    ],
)
def test_a_script_is_told_what_is_wrong(at_home, file_store, given, wanted, says):
    answer = send(at_home, file(*given), accepts=wanted)
    assert answer.status_code == 422
    assert answer.json()["error"].startswith(says)
    assert lying_about(file_store) == []


def test_a_wish_that_nobody_knows_is_no_obstacle(at_home):
    assert send(at_home, file(), accepts="pdf,牛皮纸").status_code == 201


def test_a_script_that_sends_no_file_is_told_so(at_home):
    answer = at_home.post("/files/", {"accepts": "pdf"}, **SCRIPT)
    assert (answer.status_code, answer.json()["error"]) == (422, "文件没有传上来，请重新选择。")


def test_a_script_whose_login_has_ended_is_told_and_nothing_is_read(client, db, file_store):
    answer = send(client, file())
    assert answer.status_code == 401
    assert "请在新的窗口里重新登录" in answer.json()["error"]
    assert not file_store.exists()


def test_without_a_script_the_file_comes_with_the_form(at_home):
    answer = at_home.post("/files/", {"files-file": file()})
    assert (answer.status_code, answer["Location"]) == (302, "/files/")
    page = at_home.get("/files/").content.decode()
    assert "申请书.pdf" in page
    assert "PDF 文件" in page


def test_without_a_script_what_is_wrong_stands_at_the_field(at_home):
    page = at_home.post("/files/", {"files-file": [file("培训.exe", made.EXE), file()]}).content.decode()
    assert "“培训.exe”：这是可执行程序" in page
    kept = Deposit.objects.get()
    assert f'name="files" value="{kept.pk}" checked' in page
    assert "请上传文件。" in at_home.post("/files/", {}).content.decode()


def test_a_name_of_300_characters_arrives_whole(at_home):
    name = "很" * 296 + ".pdf"
    assert send_raw(at_home, part(name) + made.PDF + b"\r\n--cut--\r\n").status_code == 201
    assert Deposit.objects.get().full_name == name


def test_what_is_invisible_in_a_name_is_left_out(at_home):
    assert send(at_home, file("申请\u202efdp.exe.pdf")).json()["name"] == "申请fdp.exe.pdf"


def test_a_file_beyond_the_limit_is_told_though_its_form_may_be_longer(at_home, settings, file_store):
    settings.DEPOSIT_BYTES, settings.UPLOAD_BYTES = 1 << 20, 1 << 10
    answer = send(at_home, file("大.pdf", made.PDF + bytes(1 << 20)))
    assert answer.status_code == 422
    assert "“大.pdf”：超过 1 MB 的上限" in answer.json()["error"]
    assert lying_about(file_store) == []


def test_what_is_larger_than_a_person_may_have_waiting_is_turned_away_unread(at_home, settings, file_store):
    settings.UNBOUND_BYTES = 1 << 20
    answer = send(at_home, file("大.pdf", bytes(3 << 20)))
    assert answer.status_code == 413
    assert not file_store.exists()


def test_other_forms_stay_short(at_home, settings):
    settings.UPLOAD_BYTES = 1 << 20
    assert at_home.post("/logout/", {"x": "x" * (3 << 20)}).status_code == 413


def test_an_upload_that_is_cut_leaves_nothing(at_home, file_store):
    """The connection ends before the form does."""
    body = part("a.pdf") + made.PDF * 10_000
    assert send_raw(at_home, body, missing=1 << 20).status_code == 422
    assert lying_about(file_store) == []


def test_a_connection_that_breaks_leaves_nothing(applicant, file_store):
    """Reading fails in the middle of the file."""

    class Broken(io.BytesIO):
        def read(self, size: int = -1) -> bytes:
            if self.tell() > 100_000:
                raise OSError("connection reset")
            return super().read(size)

    body = part("a.pdf") + bytes(400_000)
    request = RequestFactory().post("/", body, content_type="multipart/form-data; boundary=cut")
    request._stream = Broken(body)
    request._dont_enforce_csrf_checks = True

    def view(request):
        assert request.FILES

    with pytest.raises(OSError, match="connection reset"):
        takes_files(view)(request)
    assert lying_about(file_store) == []


def test_a_page_of_another_site_sends_nothing(applicant, file_store):
    client = Client(enforce_csrf_checks=True)
    client.force_login(applicant)
    answer = client.post("/files/", {"files-file": file()}, HTTP_ORIGIN="https://elsewhere.example", **SCRIPT)
    assert answer.status_code == 403
    assert not file_store.exists()
    assert client.post("/files/", {"files-file": file()}, **SCRIPT).status_code == 403
    assert lying_about(file_store) == []


def test_pictures_and_pdfs_are_shown_apart_from_the_site(at_home, applicant):
    for name, data, inline in (
        ("申请书.pdf", made.PDF, True),
        ("厂房.jpg", made.JPEG, True),
        ("表.docx", made.office(), False),
        ("说明.txt", b"<!-- text", False),
    ):
        deposit = services.receive(applicant, name, [data])
        answer = at_home.get(f"/files/{deposit.pk}/")
        assert b"".join(answer.streaming_content) == data
        way = "inline" if inline else "attachment"
        suffix = name.rpartition(".")[2]
        assert answer["Content-Disposition"] == (
            f"{way}; filename=\"quanze.{suffix}\"; filename*=UTF-8''{quote(name)}"
        )
        assert answer["Content-Security-Policy"].endswith("sandbox")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Content-Type"] == deposit.held.media_type
        offered = at_home.get(f"/files/{deposit.pk}/?download")
        assert offered["Content-Disposition"].startswith("attachment")


def test_somebody_elses_file_is_neither_seen_nor_removed(client, applicant):
    deposit = services.receive(applicant, "申请书.pdf", [made.PDF])
    for method, address in (("get", f"/files/{deposit.pk}/"), ("post", f"/files/{deposit.pk}/remove/")):
        answer = getattr(client, method)(address)
        assert (answer.status_code, answer["Location"].startswith("/login/")) == (302, True)
        assert getattr(client, method)(address, **SCRIPT).status_code == 401
    client.force_login(person("stranger"))
    for method, address in (("get", f"/files/{deposit.pk}/"), ("post", f"/files/{deposit.pk}/remove/")):
        answer = getattr(client, method)(address)
        assert answer.status_code == 403
        assert "只有上传的人可以" in answer.content.decode()
    assert client.get("/files/999/").status_code == 404
    assert Deposit.objects.get() == deposit


def test_an_own_file_is_removed(at_home, applicant):
    first = services.receive(applicant, "申请书.pdf", [made.PDF])
    second = services.receive(applicant, "申请书.pdf", [made.PDF])
    assert at_home.post(f"/files/{first.pk}/remove/").status_code == 302
    assert at_home.post(f"/files/{second.pk}/remove/", **SCRIPT).status_code == 204
    assert at_home.post(f"/files/{second.pk}/remove/").status_code == 404
    assert not Deposit.objects.exists()


def test_the_page_costs_few_queries_however_many_files_wait(
    at_home, applicant, django_assert_max_num_queries
):
    for number in range(30):
        services.receive(applicant, f"{number}.pdf", [made.PDF])
    with django_assert_max_num_queries(6):
        at_home.get("/files/")


# --- the field in a form of a case -----------------------------------------------------------------------------------


def form_of(
    applicant: Person, data: dict[str, list[str]], *arrived: tuple[str, bytes], **options
) -> forms.Form:
    """A form with a name and a field of files, as it was sent."""

    class Form(forms.Form):
        name = forms.CharField()

        def __init__(self, *args) -> None:
            super().__init__(*args)
            self.fields["photos"] = FilesField(person=applicant, accepts=accepts(["图片"]), **options)

    handler = IntoTheStore()
    files = MultiValueDict()
    for given, content in arrived:
        handler.new_file("photos-file", given, "", None)
        handler.receive_data_chunk(content, 0)
        files.appendlist("photos-file", handler.file_complete(len(content)))
    return Form(MultiValueDict(data), files)


def test_files_that_were_sent_before_and_files_that_come_along_are_one_answer(applicant):
    before = services.receive(applicant, "一.jpg", [made.JPEG])
    form = form_of(applicant, {"name": ["甲"], "photos": [str(before.pk)]}, ("二.png", made.png()))
    assert form.is_valid()
    assert [deposit.filename for deposit in form.cleaned_data["photos"]] == ["一.jpg", "二.png"]


def test_what_was_taken_is_not_lost_when_something_else_is_wrong(applicant):
    form = form_of(applicant, {"name": [""]}, ("一.jpg", made.JPEG), ("二.jpg", made.PDF))
    assert not form.is_valid()
    assert [deposit.filename for deposit in form["photos"].deposits] == ["一.jpg"]
    assert form.errors["photos"] == ["“二.jpg”：这是 PDF 文件，这里只收图片；请另存为其中一种再上传。"]


@pytest.mark.parametrize(
    ("sent", "options", "says"),
    [
        ([], {}, "请上传文件。"),
        (["999"], {}, "有的文件已经删除、用在别处，或过了保留期限"),
        (["theirs"], {}, "有的文件已经删除、用在别处，或过了保留期限"),
        (["pdf"], {}, "“申请书.pdf”：这里只收图片"),
        (["jpg", "png"], {"most": 1}, "最多 1 个文件，现在有 2 个"),
        (["elsewhere"], {}, "有的文件已经删除、用在别处"),
        (["elsewhere"], {"bound_to": "draft:1"}, None),
        (["x", "-1", "9" * 40], {"required": False}, None),
        ([], {"required": False}, None),
    ],
)
def test_only_own_files_of_the_right_kind_are_an_answer(applicant, sent, options, says):
    pks = {
        "pdf": services.receive(applicant, "申请书.pdf", [made.PDF]).pk,
        "jpg": services.receive(applicant, "一.jpg", [made.JPEG]).pk,
        "png": services.receive(applicant, "二.png", [made.png()]).pk,
        "theirs": services.receive(person("zhao"), "三.jpg", [made.JPEG]).pk,
    }
    elsewhere = services.receive(applicant, "四.jpg", [made.JPEG])
    services.bind(elsewhere, "draft:1")
    pks["elsewhere"] = elsewhere.pk
    form = form_of(
        applicant, {"name": ["甲"], "photos": [str(pks.get(each, each)) for each in sent]}, **options
    )
    if says is None:
        assert form.is_valid(), form.errors
    else:
        assert not form.is_valid()
        assert says in form.errors["photos"][0]


def test_a_form_that_nobody_sent_shows_what_it_began_with(applicant):
    deposit = services.receive(applicant, "一.jpg", [made.JPEG])

    class Form(forms.Form):
        photos = FilesField(person=applicant)

    assert list(Form(initial={"photos": [deposit]})["photos"].deposits) == [deposit]
    assert list(Form()["photos"].deposits) == []


def test_a_full_disk_is_told_at_the_field(applicant, settings, tmp_path: Path, monkeypatch):
    from quanze.files import store

    def full(*args) -> None:
        raise store.NoRoom(28, "no room")

    monkeypatch.setattr(store.Arrival, "write", full)
    form = form_of(applicant, {"name": ["甲"]}, ("一.jpg", made.JPEG))
    assert "“一.jpg”：服务器的存储空间已满，没有收下；此前保存的内容没有变" in form.errors["photos"][0]


def test_a_file_is_never_kept_in_memory(applicant):
    handler = IntoTheStore()
    handler.new_file("f-file", "a.pdf", "", None)
    assert handler.receive_data_chunk(made.PDF, 0) is None
    arrived = handler.file_complete(len(made.PDF))
    assert isinstance(arrived, Arrived)
    assert (arrived.file, arrived.size) == (None, len(made.PDF))
    arrived.close()
