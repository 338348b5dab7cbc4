"""The ten kits of the sample: each fits its matter, says where in the list something is asked for, and can be filled
in for every sub-kind."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from quanze.kits import Kit, check, following, key_of, materials, read, shown
from quanze.kits.answers import holds
from quanze.kits.model import SUB_KIND, Condition, Field, FieldKind, Origin, Source
from quanze.lists import readers
from quanze.lists.model import AnnexKind
from quanze.procedure.compiler import compile_list

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "wolong" / "kits"
PATHS = sorted(FOLDER.glob("*.toml"))
PACKAGED = ROOT / "src" / "quanze" / "registry" / "sample" / "kits"
KITS = {path.stem: read(path.read_bytes()) for path in PATHS}

SAMPLES = {
    FieldKind.TEXT: "文字",
    FieldKind.LONG_TEXT: "一段文字",
    FieldKind.DATE: "2026-03-05",
    FieldKind.YES_NO: "是",
    FieldKind.CREDIT_CODE: "91350100M000100Y43",
    FieldKind.PHONE: "0377-63130001",
    FieldKind.EMAIL: "name@example.com",
    FieldKind.ADDRESS: "卧龙区车站路1号",
    FieldKind.DECLARATION: "on",
}


@pytest.fixture(scope="module")
def sample():
    return readers.read(ROOT / "examples" / "wolong" / "wolong-gxj-2025.docx")


@pytest.fixture(scope="module")
def matters(sample):
    [retained] = [annex for annex in sample.annexes if annex.kind is AnnexKind.RETAINED]
    return {matter.name.value: matter for matter in retained.matters}


def test_every_matter_has_its_kit(matters):
    assert [kit.matter for kit in KITS.values()] == list(matters)


def test_the_packaged_ones_are_the_same():
    assert {path.name: path.read_bytes() for path in PACKAGED.iterdir()} == {
        path.name: path.read_bytes() for path in PATHS
    }


def sources(kit: Kit) -> list[Source]:
    fields = list(kit.fields())
    columns = [column for field in fields for column in field.columns]
    ranked = [*kit.ranking.criteria, *kit.ranking.preferences]
    said = [
        *kit.eligibility,
        *kit.jurisdiction,
        *kit.guide,
        *kit.limits,
        *fields,
        *columns,
        *ranked,
        *kit.follow_ups,
    ]
    return [
        *(each.source for each in said if each.source is not None),
        *(source for material in kit.materials for source in material.sources),
    ]


@pytest.mark.parametrize("name", KITS)
def test_words_of_the_list_stand_where_they_are_said_to(name, matters):
    matter = matters[KITS[name].matter]
    found = [source for source in sources(KITS[name]) if source.origin is Origin.LIST]
    assert found
    for source in found:
        if source.field in ("basis", "liability"):
            text = getattr(matter, source.field).value
        else:
            stage = int(source.field.removeprefix("stages[").partition("]")[0])
            text = matter.stages[stage].duty.value
        assert source.words in text, source


@pytest.mark.parametrize("name", KITS)
def test_every_material_says_where_it_is_asked_for(name):
    assert all(material.sources for material in KITS[name].materials)


def answer(field: Field) -> object:
    if field.kind in (FieldKind.NUMBER, FieldKind.MONEY):
        least = Decimal(0) if field.least is None else field.least
        return str(least if field.most is None else min(least + 1, field.most))
    if field.kind is FieldKind.CHOICE:
        return field.options[-1]
    if field.kind is FieldKind.CHOICES:
        return list(field.options)
    if field.kind is FieldKind.TABLE:
        rows = field.rows or ("",) * max(field.fewest or 0, 1)
        return [{column.key: answer(column) for column in field.columns} for _ in rows]
    return SAMPLES[field.kind]


CASES = [
    (name, sub_kind)
    for name, kit in KITS.items()
    for sub_kind in ([each.key for each in kit.sub_kinds] or [""])
]


@pytest.mark.parametrize(("name", "sub_kind"), CASES)
def test_it_can_be_filled_in(name, sub_kind):
    kit = KITS[name]
    answers = {field.key: answer(field) for field in kit.fields()} | (
        {SUB_KIND: sub_kind} if sub_kind else {}
    )
    found = check(kit, answers)
    assert found.problems == ()
    assert materials(kit, found.values)
    assert all(not each.blank for section in shown(kit, found.values) for each in section.answers)


def test_matter_5_asks_for_what_its_answers_call_for():
    kit = KITS["05-new-product"]
    asked = {field.key: answer(field) for field in kit.fields()}
    plain = asked | dict.fromkeys(("cooperation", "has_ip", "novelty", "special"), "否")
    every, few = (
        {each.key for each in materials(kit, check(kit, answers).values) if each.required}
        for answers in (asked, plain)
    )
    assert every - few == {"cooperation", "ip", "novelty", "permit"}
    assert few >= {"application", "summary", "technical", "standard", "test", "users"}


def test_a_national_base_should_be_a_provincial_one_already():
    kit = KITS["04-industrial-base"]
    [said] = [each for each in kit.eligibility if each.when]
    assert said.when == (Condition(SUB_KIND, ("national",)),)
    assert holds(said.when, {SUB_KIND: "national"})
    assert not holds(said.when, {SUB_KIND: "provincial"})


def test_no_kit_says_permit_or_charges():
    for kit in KITS.values():
        assert "许可" not in kit.labels.favourable + kit.labels.unfavourable
        assert any(paragraph.title == "费用" for paragraph in kit.guide)


RANKED = {  # by what the list, or a notice that it cites, says of choosing
    "02-sme-fund",  # 评审, 拟定支持项目资金安排方案
    "03-manufacturing-fund",  # 推荐
    "07-innovation-enterprise",  # 遴选和推荐
    "08-smart-factory",  # 汇总排序
    "10-innovation-center",  # 筛选汇总, 择优申报
}


@pytest.mark.parametrize("name", KITS)
def test_where_the_list_chooses_the_kit_says_by_what_and_who_says_so(name):
    ranking = KITS[name].ranking
    assert bool(ranking.criteria) == (name in RANKED)
    assert all(each.source for each in (*ranking.criteria, *ranking.preferences))
    if ranking.criteria:
        assert sum(each.most for each in ranking.criteria) == 100


def test_holders_of_national_platforms_go_first():
    [ground] = KITS["10-innovation-center"].ranking.preferences
    assert "优先支持拥有国家级创新平台" in ground.source.words


FOLLOWED = {
    "02-sme-fund": ["performance", "inspection"],
    "03-manufacturing-fund": ["progress", "performance", "paid", "acceptance", "clearing", "recovery"],
    "05-new-product": ["benefit"],
    "06-industry-standard": ["condition"],
    "07-innovation-enterprise": ["review"],
    "09-green-manufacturing": ["dynamic"],
}


@pytest.mark.parametrize("name", KITS)
def test_what_follows_a_result_is_asked_for_with_its_source(name):
    items = KITS[name].follow_ups
    assert [each.key for each in items] == FOLLOWED.get(name, [])
    assert all(each.source for each in items)
    for each in items:
        if not each.apply:
            asked = following.form_of(each)
            found = check(asked, {field.key: answer(field) for field in each.fields})
            assert found.problems == ()


def test_money_comes_back_only_by_a_decision():
    recovery = KITS["03-manufacturing-fund"].follow_up("recovery")
    assert recovery.decision
    assert recovery.evidence


def test_kits_differ():
    assert len({key_of(kit) for kit in KITS.values()}) == 10


def test_the_compiled_materials_are_all_in_the_kits(sample):
    """What the compiler finds in the list's words, a kit asks for too."""
    by_name = {kit.matter: kit for kit in KITS.values()}
    for procedure in compile_list(sample):
        words = "".join(source.words for source in sources(by_name[procedure.matter]))
        for material in procedure.materials:
            assert material.text in words or material.name in words, material
