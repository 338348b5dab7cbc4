"""Where a bureau has made no kit, one follows from its list: materials with their words, and a general form."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.kits import check, doubts, dump, load, proposed, read, to_toml
from quanze.kits.model import Origin
from quanze.lists.model import Matter, Stage, Text
from quanze.procedure.compiler import compile_matter

FORM = {
    "subject": "县级工业设计中心",
    "content": "申报2026年度县级工业设计中心。",
    "contact": "张三",
    "contact_phone": "0377-63130001",
    "truth": "on",
}


def procedure(basis: str, *duties: tuple[str, str], name: str = "工业设计中心申报"):
    stages = tuple(Stage(Text.plain(stage), Text.plain(duty)) for stage, duty in duties)
    return compile_matter(
        Matter(number=None, name=Text.plain(name), basis=Text.plain(basis), stages=stages),
        agency="西峡县科学技术局",
    )


DESIGN = procedure(
    "《西峡县工业设计中心管理办法》第五条：企业应当提交申请报告，并附审计报告和设计成果资料。",
    ("受理", "对申报材料进行审核，包括设计人员名册、设备清单。"),
    ("推荐", "择优推荐上报市工业和信息化局。"),
)


class TestMaterials:
    def test_each_has_its_words_and_its_place(self):
        kit = proposed(DESIGN)
        found = {each.name: each.sources[0] for each in kit.materials}
        assert {"申请报告", "审计报告"} <= found.keys()
        source = found["申请报告"]
        assert (source.origin, source.field, source.words) == (Origin.LIST, "basis", "申请报告")
        assert all(each.required for each in kit.materials)

    def test_the_place_of_a_duty_is_called_by_its_stage(self):
        source = next(
            source
            for each in proposed(DESIGN).materials
            for source in each.sources
            if source.field == "stages[0].duty"
        )
        assert source.cite == "“受理”环节的责任事项"

    def test_a_list_without_materials_demands_none(self):
        kit = proposed(procedure("《办法》第一条", ("受理", "依法受理。")))
        assert [each.required for each in kit.materials] == [False]
        assert any("假定" in doubt.words for doubt in doubts(kit))


def test_the_general_form_can_be_filled_in():
    kit = proposed(DESIGN)
    assert check(kit, FORM)
    assert kit.labels.subject == "subject"
    assert kit.labels.favourable == "推荐"


def test_nobody_says_permit():
    kit = proposed(procedure("", ("决定", "作出决定，准予许可或者不予许可"), ("上报", "上报市局")))
    assert kit.labels.favourable == "通过初审"


@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=60))
@settings(max_examples=60)
def test_whatever_the_list_says_the_proposal_is_a_kit(basis, stage, duty):
    asked = f"申请人应当提交{duty}报告、{stage}证明。"
    kit = proposed(procedure(basis + asked, (stage, duty + asked), name=basis or "事项"))
    assert load(dump(kit)) == kit
    assert read(to_toml(kit).encode()) == kit


class TestWhatTheDecisionIsCalled:
    PERMIT = procedure(
        "《办法》第一条",
        ("审批", "作出准予许可或者不予许可的书面决定。"),
        ("移送", "涉嫌犯罪的，移送公安机关。"),
    )

    def test_a_permit_of_the_bureau_itself_is_one(self):
        kit = proposed(self.PERMIT, "行政许可")
        assert (kit.labels.favourable, kit.labels.unfavourable) == ("准予许可", "不予许可")
        assert [(each.act, each.template) for each in kit.letters] == [
            ("Decide", "granted"),
            ("Decide", "denied"),
        ]
        assert read(to_toml(kit).encode()) == kit

    def test_what_is_handed_up_is_none_whatever_its_category(self):
        kit = proposed(DESIGN, "行政许可")
        assert (kit.labels.favourable, kit.letters) == ("推荐", ())

    def test_of_other_categories_nothing_is_said(self):
        for category in ("", "其他职权", "行政处罚"):
            assert proposed(self.PERMIT, category) == proposed(self.PERMIT)
        assert proposed(self.PERMIT).letters == ()
