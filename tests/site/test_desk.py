"""The list keeper at the desk: from a file to an edition, or not."""

from __future__ import annotations

import html
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from quanze.audit.models import Event
from quanze.lists.model import Severity
from quanze.registry import queries
from quanze.registry.models import Edition, Upload
from quanze.registry.services import import_document, receive_upload
from tests.registry.conftest import listing

UPLOADS = "/desk/wolong-gxj/uploads/"
CHECKED = {"checked": "on", "upon": "0"}
"""What the form sends of a list that was looked over where there is no edition yet."""


def text(answer) -> str:
    return answer.content.decode()


def upload_of(path, name: str | None = None) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name or path.name, path.read_bytes())}


class TestHandingIn:
    def test_a_file_leads_to_its_review(self, at_desk, sample_docx):
        answer = at_desk.post(UPLOADS, upload_of(sample_docx), follow=True)
        assert answer.redirect_chain == [(f"{UPLOADS}{Upload.objects.get().pk}/", 302)]
        assert "读出的内容" in text(answer)
        assert Edition.objects.count() == 0

    def test_a_file_that_cannot_be_read_is_refused_in_one_line(self, at_desk, sample_docx, tmp_path):
        broken = tmp_path / "断了.docx"
        broken.write_bytes(sample_docx.read_bytes()[:3000])
        page = text(at_desk.post(UPLOADS, upload_of(broken), follow=True))
        assert "无法读取，没有导入任何内容" in page
        assert Upload.objects.get().refusal in page
        assert "Traceback" not in page

    @pytest.mark.parametrize(
        ("files", "words"),
        [({}, "请先选择一个文件"), ({"file": SimpleUploadedFile("空.docx", b"")}, "0 字节")],
    )
    def test_nothing_is_no_file(self, at_desk, files, words):
        page = text(at_desk.post(UPLOADS, files))
        assert page.count(words) == 2, "in the summary and at the field"
        assert Upload.objects.count() == 0

    def test_too_large_a_file_is_not_taken(self, at_desk, settings, sample_docx):
        settings.UPLOAD_BYTES = 1000
        assert "上限" in text(at_desk.post(UPLOADS, upload_of(sample_docx)))

    def test_earlier_files_are_listed_with_what_became_of_them(self, at_desk, handed_in):
        page = text(at_desk.get(UPLOADS))
        assert "2025年权责清单.docx" in page
        assert "<strong>待处理</strong>" in page

    def test_the_file_comes_back_as_it_was(self, at_desk, handed_in, sample_docx):
        answer = at_desk.get(f"{UPLOADS}{handed_in.pk}/file/")
        assert answer.getvalue() == sample_docx.read_bytes()
        assert answer["Content-Type"] == "application/octet-stream"


class TestReviewing:
    def test_shows_what_was_read_beside_what_was_found(self, at_desk, handed_in):
        page = text(at_desk.get(f"{UPLOADS}{handed_in.pk}/"))
        assert "受理 → 材料初审 → 决定" in page
        assert "<strong>目录</strong>，10项" in page
        assert "<strong>调整的权责清单</strong>，2项" in page
        found = queries.findings(handed_in)
        assert found
        assert page.count('class="finding"') == len(found)

    @pytest.mark.parametrize("severity", list(Severity))
    def test_shows_one_severity_alone(self, at_desk, handed_in, severity):
        page = text(at_desk.get(f"{UPLOADS}{handed_in.pk}/?severity={severity}"))
        wanted = sum(finding.severity is severity for finding in queries.findings(handed_in))
        assert page.count('class="finding"') == wanted

    def test_what_is_found_about_any_matter_of_a_long_list_is_one_click_away(
        self, at_desk, bureau, keeper, monkeypatch
    ):
        monkeypatch.setattr("quanze.site.views.desk.GROUPS_PER_PAGE", 3)
        rows = [["序号", "职权名称", "实施依据", "职权类别", "责任股室"]]
        rows += [
            [str(n), f"第{n}类事项", "负责按照国家 and 省有关规定管理", "其他职权", "办公室"]
            for n in range(1, 9)
        ]
        cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        file = f"<p>保留的权责清单</p><table>{cells}</table>"
        upload = receive_upload(bureau, keeper, "长.html", io.BytesIO(file.encode()))
        page = text(at_desk.get(f"{UPLOADS}{upload.pk}/?severity=error"))
        links = re.findall(r'<td class="num"><a href="([^"]+)#([^"]+)"><span [^>]+>([^<]+)的问题', page)
        assert [name for _, _, name in links] == [f"第{n}类事项" for n in range(1, 9)]
        for address, anchor, name in links:
            assert f'<h3 id="{anchor}-name">{name}</h3>' in text(at_desk.get(html.unescape(address)))

    def test_an_unknown_severity_is_all(self, at_desk, handed_in):
        page = text(at_desk.get(f"{UPLOADS}{handed_in.pk}/?severity=<b>"))
        assert page.count('class="finding"') == len(queries.findings(handed_in))


class TestDeciding:
    def test_imports_and_the_public_sees_it(self, at_desk, handed_in, client):
        answer = at_desk.post(
            f"{UPLOADS}{handed_in.pk}/import/", {**CHECKED, "effective_from": "2025-12-01"}, follow=True
        )
        assert "已导入为第1版" in text(answer)
        at_desk.logout()
        page = text(client.get("/"))
        assert "2025年12月1日" in page
        assert "假定" not in page

    def test_without_a_date_it_says_assumed(self, at_desk, handed_in):
        at_desk.post(f"{UPLOADS}{handed_in.pk}/import/", CHECKED)
        assert Edition.objects.get().effective_assumed

    @pytest.mark.parametrize(
        ("answers", "words"),
        [
            ({"upon": "0"}, "请先核对读出的内容"),
            ({**CHECKED, "effective_from": "昨天"}, "2026-11-23"),
            ({**CHECKED, "effective_from": "9999-12-01"}, "请核对年份"),
        ],
    )
    def test_asks_again_and_imports_nothing(self, at_desk, handed_in, answers, words):
        page = text(at_desk.post(f"{UPLOADS}{handed_in.pk}/import/", answers))
        assert page.count(words) == 2, "in the summary and at the field"
        assert Edition.objects.count() == 0

    def test_a_list_of_another_agency_needs_a_word(self, at_desk, handed_in, bureau):
        bureau.name = "南阳市高新区经济发展局"
        bureau.save()
        address = f"{UPLOADS}{handed_in.pk}/import/"
        assert "不是“南阳市高新区经济发展局”" in text(at_desk.post(address, CHECKED))
        assert Edition.objects.count() == 0
        at_desk.post(address, {**CHECKED, "agency_confirmed": "on"})
        assert Edition.objects.count() == 1

    def test_the_same_list_again_is_refused_with_the_reason(self, at_desk, edition, handed_in):
        page = text(at_desk.post(f"{UPLOADS}{handed_in.pk}/import/", {**CHECKED, "upon": "1"}))
        assert "内容完全相同" in page
        assert Edition.objects.count() == 1

    def test_says_what_leaves_the_list_before_it_does(self, at_desk, bureau, handed_in):
        page = text(at_desk.get(f"{UPLOADS}{handed_in.pk}/"))
        assert "相比" not in page, "there is nothing yet to be compared with"
        import_document(bureau, listing("节能监察", "关闭煤矿和报废矿井许可审核"), by=None)
        page = text(at_desk.get(f"{UPLOADS}{handed_in.pk}/"))
        assert "与最近的第1版相比，按名称新列入9项，<strong>不再列入1项</strong>" in page
        assert "<li>节能监察</li>" in page

    def test_an_edition_that_came_meanwhile_is_not_written_over_unseen(self, at_desk, bureau, handed_in):
        address = f"{UPLOADS}{handed_in.pk}/"

        def upon() -> str:
            return re.search(r'name="upon" value="(\d+)"', text(at_desk.get(address)))[1]

        opened = upon()
        import_document(bureau, listing("节能监察"), by=None)
        page = text(at_desk.post(f"{address}import/", {**CHECKED, "upon": opened}))
        assert "清单有了新的第1版" in page
        assert Edition.objects.count() == 1
        assert "已导入为第2版" in text(
            at_desk.post(f"{address}import/", {**CHECKED, "upon": upon()}, follow=True)
        )

    def test_a_form_that_does_not_say_what_was_seen_imports_nothing(self, at_desk, handed_in):
        page = text(at_desk.post(f"{UPLOADS}{handed_in.pk}/import/", {"checked": "on"}))
        assert "请在核对的页面上导入" in page
        assert Edition.objects.count() == 0

    def test_discards_and_then_imports_no_more(self, at_desk, handed_in):
        assert "已放弃" in text(at_desk.post(f"{UPLOADS}{handed_in.pk}/discard/", follow=True))
        page = text(at_desk.post(f"{UPLOADS}{handed_in.pk}/import/", CHECKED))
        assert "不能导入" in page
        assert Edition.objects.count() == 0

    def test_what_was_imported_is_not_discarded(self, at_desk, handed_in):
        at_desk.post(f"{UPLOADS}{handed_in.pk}/import/", CHECKED)
        assert "不能放弃" in text(at_desk.post(f"{UPLOADS}{handed_in.pk}/discard/"))

    @pytest.mark.parametrize("act", ["import", "discard"])
    def test_never_by_a_link(self, at_desk, handed_in, act):
        answer = at_desk.get(f"{UPLOADS}{handed_in.pk}/{act}/?severity=error")
        assert answer["Location"] == f"{UPLOADS}{handed_in.pk}/?severity=error", (
            "where a new log-in leads back"
        )
        handed_in.refresh_from_db()
        assert handed_in.state == "read"

    def test_each_step_enters_the_record_with_its_origin(self, at_desk, handed_in):
        at_desk.post(f"{UPLOADS}{handed_in.pk}/import/", CHECKED)
        event = Event.objects.filter(chain="wolong-gxj").latest("sequence")
        assert event.verb == "list.import"
        assert event.trace.address == "127.0.0.1"


class TestTheDeskItself:
    def test_counts_what_waits(self, at_desk, handed_in):
        assert '<span class="visually-hidden">待处理</span>1' in text(at_desk.get("/desk/"))

    def test_tells_someone_without_a_role_what_to_do(self, client, outsider):
        client.force_login(outsider)
        answer = client.get("/desk/")
        if outsider.username in ("handler", "leader"):
            assert answer["Location"] == "/desk/wolong-gxj/cases/", "who handles cases is led to them"
            return
        assert answer.status_code == 200
        assert "南阳市卧龙区工业和信息化局</h2>" not in text(answer)

    def test_is_kept_by_no_browser(self, at_desk):
        assert at_desk.get("/desk/")["Cache-Control"] == "private, no-store"
