"""What a notice asks for beside the kit."""

from __future__ import annotations

import pytest

from quanze.kits import Kit, Unreadable, key_of
from quanze.kits.additions import Additions, additions_in, extended
from quanze.kits.model import Material, Origin, Source, Statement, SubKind

KIT = Kit(
    "省级智能工厂申报",
    sub_kinds=(SubKind("workshop", "智能车间"), SubKind("factory", "智能工厂")),
    eligibility=(Statement("在本区注册"),),
    materials=(Material("report", "申报书", required=True), Material("charter", "章程")),
)
NOTICE = Source(Origin.NOTICE, "《关于组织开展2026年申报的通知》（豫工信办〔2026〕9号）")


def test_what_is_added_bears_the_notice_and_a_key_of_its_own():
    asked = Additions((Statement("近三年无重大事故"),), (Material("", "能耗监测报告", required=True),))
    kit = extended(KIT, asked, NOTICE)
    assert [each.text for each in kit.eligibility] == ["在本区注册", "近三年无重大事故"]
    assert kit.eligibility[1].source == NOTICE
    added = kit.materials[-1]
    assert (added.name, added.sources) == ("能耗监测报告", (NOTICE,))
    assert added.key.startswith("notice_")
    assert kit.materials[:2] == KIT.materials


def test_what_was_added_is_told_from_what_was_there():
    kit = extended(KIT, Additions((Statement("甲"),), (Material("", "乙"), Material("", "丙"))), NOTICE)
    found = additions_in(KIT, kit)
    assert [each.text for each in found.eligibility] == ["甲"]
    assert [each.name for each in found.materials] == ["乙", "丙"]


def test_what_two_notices_call_alike_has_one_key_and_nothing_else_has():
    def key(*names: str) -> list[str]:
        asked = Additions((), tuple(Material("", name) for name in names))
        return [each.key for each in extended(KIT, asked, NOTICE).materials[2:]]

    assert key("能耗监测报告") == key("审计报告", "能耗监测报告")[1:]
    assert len(set(key("审计报告", "能耗监测报告"))) == 2


def test_a_material_that_is_asked_for_twice_is_told():
    twice = Additions((), (Material("", "能耗监测报告"), Material("", "能耗监测报告")))
    with pytest.raises(Unreadable, match="材料"):
        extended(KIT, twice, NOTICE)


def test_a_notice_that_asks_for_no_more_leaves_the_kit_as_it_is():
    assert key_of(extended(KIT, Additions(), NOTICE)) == key_of(KIT)
    assert not additions_in(KIT, KIT)


def test_what_no_kit_may_say_is_refused_with_its_place():
    with pytest.raises(Unreadable, match=r"材料"):
        extended(KIT, Additions((), (Material("", ""),)), NOTICE)
