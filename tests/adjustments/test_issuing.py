"""公布文件: what an edition is published with, made after its publication and kept."""

from __future__ import annotations

import hashlib
import threading
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from quanze.adjustments import issuing, queries, services
from quanze.adjustments.kinds import Kind
from quanze.adjustments.queries import FACTS
from quanze.adjustments.services import Cover, Unacceptable, make_files
from quanze.documents.tree import Attachments, Blank, Document, Paragraph, Role, Run, Signature
from quanze.files import store
from quanze.files.references import needed
from quanze.lists import readers
from quanze.lists.model import AnnexKind
from quanze.lists.refusal import Refusal
from quanze.people.models import Person
from quanze.registry import published_files
from quanze.registry import queries as lists
from quanze.registry.models import PublishedFile
from quanze.registry.services import import_document
from tests.adjustments.conftest import full, make_house
from tests.adjustments.conftest import published as published_list
from tests.fonts import needs_chinese_fonts

COVER = Cover("宛龙工信〔2026〕5号", date(2026, 1, 20), "各有关单位")


def publish_one():
    return publish(published_list())


@pytest.fixture
def published(start):
    """An adjustment that changes one matter and adds one, published without a word about the notice."""
    return start(publish_one)


def publish(house, **fields):
    adjustment = house.adjustment(effective_from=date(2026, 2, 1))
    house.change(adjustment, 1)
    house.add(adjustment, Kind.ADDED, after=[full("新认定").annexes[0].matters[0]])
    house.approve(adjustment)
    return house.publish(adjustment, **fields)


def made_of(edition, part: str, format: str) -> PublishedFile:
    return PublishedFile.objects.get(edition=edition, part=part, format=format)


def said(document: Document) -> list[str]:
    """The paragraphs as they read, blanks as lines."""
    return [
        "".join(each.text if isinstance(each, Run) else "＿" * each.width for each in block.content)
        for block in document.blocks
        if isinstance(block, Paragraph)
    ]


def test_publication_asks_for_every_document_and_makes_none(published):
    asked = [(each.part, each.format) for each in queries.offered(published)]
    annexes = [("catalogue", "adjusted", "retained"), ("docx", "xlsx", "pdf", "html", "json")]
    assert asked == [
        *(("notice", format) for format in ("docx", "pdf", "html")),
        *((part, format) for part in annexes[0] for format in annexes[1]),
    ]
    assert all(each.file is not None and not each.made for each in queries.offered(published))


@needs_chinese_fonts
def test_what_is_made_is_the_edition_in_every_format(published, tmp_path):
    assert make_files() == PublishedFile.objects.count()
    assert make_files() == 0
    whole = lists.document(published)
    for each in queries.offered(published):
        assert each.made
        with queries.fetch(published, each.part, each.format) as file:
            data = file.read()
        assert (each.file.sha256, each.file.size) == (hashlib.sha256(data).hexdigest(), len(data))
        if each.part != "notice":
            path = tmp_path / f"{each.part}.{each.format}"
            path.write_bytes(data)
            assert readers.read(path).annexes == (whole.annex(AnnexKind(each.part.value)),)


FEET = {
    "all of it": ("0377-63170750", "局机关纪委", "0377-63170751", "卧龙区某路 1 号 3 楼"),
    "one line": ("63170750", None, None, None),
    "the place alone": (None, None, None, "政务服务大厅二楼（周一至周五）"),
}


@needs_chinese_fonts
@pytest.mark.parametrize("facts", FEET.values(), ids=FEET.keys())
def test_a_foot_that_was_written_stands_in_every_format(house, tmp_path, facts):
    foot = dict(zip(FACTS, facts, strict=True))
    adjustment = house.adjustment(effective_from=date(2026, 2, 1))
    house.change(adjustment, 1)
    adjustment.refresh_from_db()
    services.revise(adjustment, house.keeper, adjustment.version, contact=foot)
    house.approve(adjustment)
    edition = house.publish(adjustment)
    whole = lists.document(edition).annex(AnnexKind.RETAINED)
    assert {name: getattr(whole.contact, name) for name in FACTS} == foot
    for format in ("docx", "xlsx", "pdf", "html", "json"):
        path = tmp_path / f"retained.{format}"
        with queries.fetch(edition, "retained", format) as file:
            path.write_bytes(file.read())
        [annex] = readers.read(path).annexes
        assert annex.contact == whole.contact, format


FEET_READ_OTHERWISE = {
    "another label": ({"address": "大厅 联系电话：63170750"}, "受理地点"),
    "a mark at its end": ({"complaint_body": "局机关纪委。"}, "投诉机构"),
    "too long": ({"address": "楼" * 400}, "受理地点"),
}


@pytest.mark.parametrize(("facts", "says"), FEET_READ_OTHERWISE.values(), ids=FEET_READ_OTHERWISE.keys())
def test_a_foot_that_would_be_read_otherwise_is_refused(house, facts, says):
    adjustment = house.adjustment()
    with pytest.raises(Unacceptable, match=f"附注的.*{says}.*读作别的意思"):
        services.revise(
            adjustment, house.keeper, adjustment.version, contact={**dict.fromkeys(FACTS), **facts}
        )


def test_what_is_not_made_yet_is_made_for_whoever_asks_and_is_the_same(published):
    with queries.fetch(published, "retained", "docx") as file:
        at_once = file.read()
    assert not made_of(published, "retained", "docx").sha256
    make_files()
    assert made_of(published, "retained", "docx").sha256 == hashlib.sha256(at_once).hexdigest()


def test_a_long_annex_is_asked_for_as_pdf_and_made_apart(house, monkeypatch):
    edition = lists.last(house.bureau)
    PublishedFile.objects.all().delete()
    monkeypatch.setattr(issuing, "AT_ONCE", 2)
    assert queries.fetch(edition, "retained", "pdf") is None
    assert queries.fetch(edition, "retained", "pdf") is None
    assert [str(file) for file in published_files.unmade()] == ["retained.pdf"]
    assert queries.fetch(edition, "retained", "html").read().startswith(b"<!DOCTYPE")


def test_what_an_edition_has_not_is_not_made(house):
    edition = lists.last(house.bureau)
    assert {each.part.value for each in queries.offered(edition)} == {"retained"}
    for part, format in (("notice", "docx"), ("adjusted", "docx"), ("retained", "exe"), ("notice", "xlsx")):
        with pytest.raises(LookupError):
            queries.fetch(edition, part, format)


def test_what_cannot_be_made_says_why_and_is_tried_again_next_day(house):
    import_document(house.bureau, full("采矿\x01审核"), by=None)
    edition = lists.last(house.bureau)
    make_files()
    file = made_of(edition, "retained", "docx")
    assert not file.made_at
    assert "U+0001" in file.reason
    assert made_of(edition, "retained", "json").sha256
    with pytest.raises(Refusal, match=r"U\+0001"):
        queries.fetch(edition, "retained", "docx")
    assert file not in published_files.unmade()
    PublishedFile.objects.filter(pk=file.pk).update(tried_at=timezone.now() - timedelta(days=1))
    assert file in published_files.unmade()


def test_a_database_restored_without_its_files_still_serves(published):
    make_files()
    Path(store.path_of(made_of(published, "retained", "json").sha256)).unlink()
    assert queries.fetch(published, "retained", "json").read().startswith(b"{")


def test_what_there_is_none_of_does_not_keep_the_others_from_being_made(house):
    edition = lists.last(house.bureau)
    published_files.ask(edition, ["notice"])
    make_files()
    assert made_of(edition, "notice", "docx").reason == "这一版没有这个文件"
    assert made_of(edition, "retained", "json").sha256


def test_somebody_else_may_write_between_two_files(own_database):
    """On SQLite, who reads from before another's write may not write any more."""
    house = make_house()
    import_document(house.bureau, full("采矿审核"), by=None)

    def elsewhere(file: PublishedFile) -> None:
        def write() -> None:
            Person.objects.filter(pk=house.keeper.pk).update(name=str(file))
            connection.close()

        other = threading.Thread(target=write)
        other.start()
        other.join()

    make_files(progress=elsewhere)
    assert not published_files.unmade().exists()


def test_what_is_kept_is_needed(published):
    make_files()
    assert needed(made_of(published, "notice", "html").sha256)


def test_publication_hurries_what_is_due(house, settings, tmp_path, django_capture_on_commit_callbacks):
    settings.HURRY = tmp_path / "hurry"
    with django_capture_on_commit_callbacks(execute=True):
        publish(house)
    assert settings.HURRY.exists()


class TestTheNotice:
    def test_tells_what_was_recorded_and_leaves_blank_what_was_not(self, published):
        notice = queries.notice(published)
        assert said(notice) == [
            "南阳市卧龙区工业和信息化局文件",
            "＿＿＿＿〔＿＿＿〕＿＿号",
            "南阳市卧龙区工业和信息化局\n关于调整并公布权责清单的通知",
            "＿＿＿＿＿＿＿＿＿＿：",
            "经卧龙区人民政府批准（宛龙政〔2026〕3号，2026年1月5日），现将南阳市卧龙区工业和信息化局权责清单的调整情况和"
            "调整后的清单予以公布，有关事项通知如下：",
            "一、调整情况",
            "本次调整权责事项：新增1项、变更1项。",
            "二、清单内容",
            "清单共列权责事项4项，均为其他职权。",
            "三、施行日期",
            "本清单自2026年2月1日起施行。",
        ]
        assert Signature("南阳市卧龙区工业和信息化局", None) in notice.blocks
        assert len(next(each for each in notice.blocks if isinstance(each, Attachments)).names) == 3

    def test_has_the_bureaus_own_number_date_and_addressee_once_they_are_recorded(self, house):
        notice = queries.notice(publish(house, cover=COVER))
        assert "宛龙工信〔2026〕5号" in said(notice)
        assert "各有关单位：" in said(notice)
        assert Signature("南阳市卧龙区工业和信息化局", date(2026, 1, 20)) in notice.blocks
        assert not any(
            isinstance(piece, Blank)
            for block in notice.blocks
            if isinstance(block, Paragraph)
            for piece in block.content
        )

    def test_of_a_day_that_has_not_come_is_refused(self, house):
        with pytest.raises(Unacceptable, match="成文日期还没有到"):
            publish(house, cover=Cover(on=timezone.localdate() + timedelta(days=1)))

    def test_of_a_correction_says_so(self, house):
        adjustment = house.adjustment(corrects=lists.last(house.bureau))
        house.change(adjustment, 1)
        house.approve(adjustment)
        assert "南阳市卧龙区工业和信息化局\n关于更正并公布权责清单的通知" in said(
            queries.notice(house.publish(adjustment))
        )

    def test_names_no_approval_where_none_is_recorded(self, house):
        services.set_regime(
            house.bureau,
            house.security,
            chain_data={
                "steps": [
                    {"code": "staffing", "name": "编办审核", "organ": "staffing", "role": "staffing_reviewer"}
                ]
            },
        )
        adjustment = house.adjustment()
        house.change(adjustment, 1)
        house.submit(adjustment)
        house.pass_(adjustment, house.bianban, "staffing")
        notice = queries.notice(house.publish(adjustment))
        (body,) = (words for words in said(notice) if "予以公布" in words)
        assert body.startswith("现将")

    @pytest.mark.parametrize(
        ("name", "did"), [("编办审核", "审核"), ("联席会议", "同意"), ("区政府批准", "批准")]
    )
    def test_says_of_an_organ_what_its_step_is_called(self, name, did):
        approval = {"step": name, "by": "某机关", "number": None, "on": None}
        assert issuing._ground(approval) == f"经某机关{did}"

    def test_is_of_its_own_role_in_every_line(self, published):
        roles = [block.role for block in queries.notice(published).blocks if isinstance(block, Paragraph)]
        assert roles[:4] == [Role.LETTERHEAD, Role.NUMBER, Role.TITLE, Role.ADDRESSEE]


@given(st.text(max_size=20), st.sampled_from([None, "2026-01-05"]), st.text(max_size=9))
def test_whatever_is_recorded_of_an_approval_is_told(step, on, number):
    ground = issuing._ground({"step": step, "by": "某机关", "number": number, "on": on})
    assert ground.startswith("经某机关")
    assert number in ground
    assert ("2026年1月5日" in ground) == (on is not None)
