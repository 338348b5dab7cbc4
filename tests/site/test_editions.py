"""Editions before everyone: any day's list, what changed, a matter's past, and how anyone checks it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from quanze.lists.model import AnnexKind, Text
from quanze.registry import proof
from quanze.registry.services import import_document, import_with_past


def text(answer) -> str:
    return answer.content.decode()


@pytest.fixture
def two(bureau, sample):
    """The state before the sample's adjustments, and the sample from 2026 on."""
    return import_with_past(bureau, sample, by=None, effective_from=date(2026, 1, 1))


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


def test_an_edition_gives_its_digests_and_the_file_that_proves_them(client, two):
    page = text(client.get("/wolong-gxj/editions/2/"))
    assert two[1].digest in page
    assert two[1].sm3 in page
    assert "<svg" in page
    exported = json.loads(client.get("/wolong-gxj/editions/2.json").content)
    assert proof.problems(exported) == ()
    assert client.get("/wolong-gxj/editions/9/").status_code == 404
