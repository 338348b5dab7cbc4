"""Editions before everyone: any day's list, what changed, a matter's past, and how anyone checks it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from quanze.adjustments.services import make_files
from quanze.lists import readers
from quanze.lists.model import AnnexKind, Text
from quanze.registry import proof, queries
from quanze.registry.models import PublishedFile
from quanze.registry.services import import_document
from quanze.site.downloads import SHOWN_APART
from tests.registry.conftest import listing


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def two(beginning):
    """The state before the sample's adjustments, and the sample from 2026 on."""
    return beginning.two


@pytest.fixture
def three(two, bureau, sample):
    """And one more that takes effect much later, with a new name of the first matter."""
    annexes = tuple(
        replace(
            annex,
            matters=(replace(annex.matters[0], liability=Text.plain("新的追责情形。")), *annex.matters[1:]),
        )
        if annex.kind is AnnexKind.RETAINED
        else annex
        for annex in sample.annexes
    )
    coming = replace(sample, annexes=annexes)
    return (*two, import_document(bureau, coming, by=None, effective_from=date(2999, 1, 1)))


class TestAsOfADay:
    def test_the_list_says_that_it_is_of_another_day(self, client, three):
        page = text(client.get("/wolong-gxj/list/?on=2025-06-01"))
        assert "这是2025年6月1日的清单" in page
        assert "第1版" in page
        assert "/matters/3/?on=2025-06-01" in page
        assert "这是" not in text(client.get("/wolong-gxj/list/"))

    def test_a_matter_reads_as_it_did_and_as_it_will(self, client, three):
        then, now, coming = (
            text(client.get(f"/wolong-gxj/matters/1/{query}"))
            for query in ("?on=2025-06-01", "", "?on=2999-02-01")
        )
        assert "新的追责情形" in coming
        assert "新的追责情形" not in then + now
        assert text(client.get("/wolong-gxj/matters/3/?on=2025-06-01")) != text(
            client.get("/wolong-gxj/matters/3/")
        )

    @pytest.mark.parametrize("day", ["1900-01-01", "昨天", "2025-13-01"])
    def test_a_day_without_a_list_is_told(self, client, two, day):
        assert client.get(f"/wolong-gxj/list/?on={day}").status_code == 404


def test_history_marks_what_is_to_come(client, three):
    page = text(client.get("/wolong-gxj/history/"))
    assert page.count("尚未生效") == 1
    assert page.count(">现行<") == 1
    assert three[-1].sm3 in page


def test_what_changed_is_told_down_to_the_characters(client, two):
    page = text(client.get("/wolong-gxj/differences/?from=1&to=2"))
    assert "有改动2项" in page
    assert "<ins>" in page
    assert "<del>" in page
    assert "请选择不同的两版" in text(client.get("/wolong-gxj/differences/?from=1&to=1"))


def test_a_matter_has_its_whole_history(client, three):
    page = text(client.get("/wolong-gxj/matters/3/history/"))
    assert page.index("2026年1月1日起") < page.index("2025年1月1日起")
    assert "<ins>" in page
    assert client.get("/wolong-gxj/matters/99/history/").status_code == 404


def test_a_list_that_is_published_and_not_in_force_yet_is_announced(client, bureau):
    assert "还没有公布权责清单" in text(client.get("/wolong-gxj/"))
    today = timezone.localdate()
    import_document(bureau, listing("甲"), by=None, effective_from=today + timedelta(2))
    answer = client.get("/wolong-gxj/")
    assert answer.status_code == 404
    page = text(answer)
    assert "还没有生效的权责清单" in page
    assert '<a href="/wolong-gxj/editions/1/">第1版</a>已经公布' in page


def test_the_list_that_follows_the_one_in_force_is_announced(client, edition, bureau):
    assert "已经公布" not in text(client.get("/wolong-gxj/"))
    import_document(bureau, listing("甲"), by=None, effective_from=timezone.localdate() + timedelta(2))
    page = text(client.get("/wolong-gxj/"))
    assert '<a href="/wolong-gxj/editions/2/">第2版</a>已经公布' in page
    assert "现行10项职权" in page


def test_the_address_of_a_matter_that_left_the_list_leads_to_its_history(client, edition, bureau):
    import_document(bureau, listing("节能监察"), by=None)
    answer = client.get("/wolong-gxj/matters/1/")
    assert answer.status_code == 404
    page = text(answer)
    assert "<h1>关闭煤矿和报废矿井许可审核</h1>" in page
    assert "第2版清单中没有这一项" in page
    assert 'href="/wolong-gxj/matters/1/history/"' in page
    assert client.get("/wolong-gxj/matters/99/").status_code == 404


def test_an_edition_gives_its_digests_and_the_file_that_proves_them(client, two):
    page = text(client.get("/wolong-gxj/editions/2/"))
    assert two[1].digest in page
    assert two[1].sm3 in page
    assert "<svg" in page
    exported = json.loads(client.get("/wolong-gxj/editions/2.json").content)
    assert proof.problems(exported) == ()
    assert client.get("/wolong-gxj/editions/9/").status_code == 404


class TestTheDocumentsOfAnEdition:
    def test_are_listed_and_come_as_files(self, client, two):
        page = text(client.get("/wolong-gxj/editions/2/"))
        for part in ("catalogue", "adjusted", "retained"):
            for format in ("docx", "xlsx", "pdf", "html", "json"):
                assert f'href="/wolong-gxj/editions/2/{part}.{format}"' in page
        assert "/editions/2/notice." not in page, "no adjustment made this edition"
        assert page.count("正在制作") == 3
        make_files()
        kept = PublishedFile.objects.get(edition=two[1], part="retained", format="docx")
        assert kept.sha256 in text(client.get("/wolong-gxj/editions/2/"))
        answer = client.get("/wolong-gxj/editions/2/retained.docx")
        assert hashlib.sha256(answer.getvalue()).hexdigest() == kept.sha256
        assert quote("保留的权责清单（第2版）.docx") in answer["Content-Disposition"]
        assert answer["Content-Security-Policy"] == SHOWN_APART

    @pytest.mark.parametrize("name", ["notice.docx", "retained.exe", "9/retained.docx", "retained.tar.gz"])
    def test_that_there_are_none_of_are_not_found(self, client, two, name):
        address = name if "/" in name else f"2/{name}"
        assert client.get(f"/wolong-gxj/editions/{address}").status_code == 404

    def test_that_take_long_are_being_made(self, client, two, monkeypatch):
        monkeypatch.setattr("quanze.adjustments.issuing.AT_ONCE", 5)
        for address in ("annexes/retained.pdf", "editions/2/retained.pdf"):
            answer = client.get(f"/wolong-gxj/{address}")
            assert answer.status_code == 202
            assert "正在制作" in text(answer)
            assert answer["Retry-After"]
        make_files()
        assert client.get("/wolong-gxj/annexes/retained.pdf").getvalue().startswith(b"%PDF")

    def test_that_cannot_be_made_say_why(self, client, bureau, sample):
        odd = Text.plain("不能写的\x01字符")
        (annex,) = (each for each in sample.annexes if each.kind is AnnexKind.RETAINED)
        annex = replace(annex, matters=(replace(annex.matters[0], basis=odd), *annex.matters[1:]))
        import_document(bureau, replace(sample, annexes=(annex,)), by=None)
        answer = client.get("/wolong-gxj/editions/1/retained.docx")
        assert answer.status_code == 422
        assert "U+0001" in text(answer)
        make_files()
        assert "不能制成" in text(client.get("/wolong-gxj/editions/1/"))


class TestTheAnnexesOfADay:
    @pytest.mark.parametrize(("day", "sequence"), [("2025-06-01", 1), ("2026-06-01", 2), ("2999-06-01", 3)])
    def test_are_of_the_list_of_that_day(self, client, three, day, sequence, tmp_path):
        page = text(client.get(f"/wolong-gxj/annexes/retained/?on={day}"))
        assert f"第{sequence}版" in page
        assert "不一定是现行的" in page
        assert f'href="/wolong-gxj/annexes/retained.json?on={day}"' in page
        assert f'href="/wolong-gxj/annexes/catalogue/?on={day}"' in page
        path = tmp_path / "retained.json"
        path.write_bytes(client.get(f"/wolong-gxj/annexes/retained.json?on={day}").getvalue())
        wanted = queries.annexes(three[sequence - 1], AnnexKind.RETAINED)[0]
        assert readers.read(path).annexes == (wanted,)

    def test_without_a_day_are_those_in_force(self, client, three):
        page = text(client.get("/wolong-gxj/annexes/retained/"))
        assert "不一定是现行的" not in page
        assert '.json"' in page

    @pytest.mark.parametrize("day", ["1999-01-01", "yesterday"])
    def test_of_a_day_without_a_list_are_not_found(self, client, two, day):
        assert client.get(f"/wolong-gxj/annexes/retained/?on={day}").status_code == 404
        assert client.get(f"/wolong-gxj/annexes/retained.json?on={day}").status_code == 404

    @pytest.mark.parametrize("path", ["list/", "matters/1/"])
    def test_are_where_the_days_pages_lead(self, client, two, path):
        page = text(client.get(f"/wolong-gxj/{path}?on=2025-06-01"))
        assert 'href="/wolong-gxj/annexes/retained/?on=2025-06-01"' in page
        assert '<input type="hidden" name="on" value="2025-06-01">' in page


class TestASearchFromAnotherDay:
    def test_says_that_it_looks_in_the_list_in_force_and_where_the_other_is(self, client, two):
        page = text(client.get("/wolong-gxj/search/", {"q": "煤矿&<b>", "on": "2025-06-01"}))
        assert "搜索查的是现行清单" in page
        assert "/wolong-gxj/list/?on=2025-06-01&amp;name=%E7%85%A4%E7%9F%BF%26%3Cb%3E" in page

    def test_of_today_says_nothing(self, client, two):
        assert "搜索查的是现行清单" not in text(client.get("/wolong-gxj/search/?q=煤矿"))

    def test_of_no_day_is_not_found(self, client, two):
        assert client.get("/wolong-gxj/search/?q=煤矿&on=gestern").status_code == 404
