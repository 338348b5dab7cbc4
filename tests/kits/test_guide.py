"""The guide to a matter: times, stages and materials in the words that applicants read."""

from __future__ import annotations

from dataclasses import replace

from quanze.kits import guide
from quanze.kits.guide import GuideStage, Time, only_where
from quanze.kits.model import Condition
from quanze.lists.model import Matter, Stage, Text
from quanze.procedure.compiler import compile_matter
from quanze.procedure.model import Limit, Unit

from .kits import kit

KIT = kit()

PROCEDURE = compile_matter(
    Matter(
        number=None,
        name=Text.plain("西峡县科技奖励申报"),
        stages=(
            Stage(
                Text.plain("受理"),
                Text.plain(
                    "申请材料齐全的，予以受理；不齐全的，应当当场或者3个工作日内一次告知补正内容；不属于本机关职权范围的，不予受理。"
                ),
            ),
            Stage(Text.plain("审查"), Text.plain("需要现场核查的，指派两名以上工作人员进行现场核查。")),
            Stage(Text.plain("评审"), Text.plain("由市科学技术局组织专家评审。")),
        ),
    ),
    agency="西峡县科学技术局",
)


def stage(name: str, told=None) -> GuideStage:
    return next(each for each in (told or guide(KIT, PROCEDURE)).stages if each.name == name)


class TestTimes:
    def test_the_lists_limits_come_with_its_words(self):
        [notice] = [each for each in guide(KIT, PROCEDURE).times if each.source == "权责清单"]
        assert (notice.what, notice.limit) == ("告知补正", "当场或3个工作日")
        assert "一次告知" in notice.words

    def test_what_the_bureau_promises_comes_first(self):
        times = guide(KIT, PROCEDURE, Limit(20, Unit.WORKING_DAY)).times
        assert times[0] == Time("从受理到办结", "20个工作日", "本局承诺")

    def test_what_it_set_beside_the_list_comes_last(self):
        assert guide(KIT, PROCEDURE).times[-1] == Time("补正材料", "10个工作日", "本局设定")


class TestStages:
    def test_what_happens_only_where_something_is_wrong_says_so(self):
        notes = {each.kind: each.note for each in stage("受理").happenings}
        assert notes["受理"] == ""
        assert notes["告知补正"].startswith("材料不齐或者不合要求时")
        assert notes["不予受理"].startswith("不属于本局职权")

    def test_a_visit_says_how_many_come(self):
        [visit] = [each for each in stage("审查").happenings if each.kind == "现场核查"]
        assert "不少于2人" in visit.note
        assert "需要时" in visit.note

    def test_what_others_do_is_theirs(self):
        assert {each.by for each in stage("评审").happenings} == {"市科学技术局"}
        assert {each.by for each in stage("受理").happenings} == {"本局"}


class TestMaterials:
    def test_each_says_on_which_condition(self):
        assert {each.material.key: each.only for each in guide(KIT, PROCEDURE).bring} == {
            "report": "",
            "consent": "“是否联合申报”为“是”",
            "mandate": "",
        }

    def test_conditions_are_told_by_what_people_see(self):
        both = (Condition("sub_kind", ("county", "city")), Condition("joint", (False,)))
        assert only_where(KIT, both) == "申报类别为“县级”或“市级”，且“是否联合申报”为“否”"
        named = replace(KIT, labels=replace(KIT.labels, sub_kind="奖励级别"))
        assert only_where(named, both[:1]) == "奖励级别为“县级”或“市级”"
