"""A kit is a file that people edit and exchange: what is read is what was written, and what is wrong has its place."""

from __future__ import annotations

import dataclasses
import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from quanze.kits import Unreadable, differences, doubts, dump, key_of, load, read, to_toml
from quanze.kits.model import (
    Applicant,
    Column,
    Condition,
    Criterion,
    Field,
    FieldKind,
    FollowUp,
    Kit,
    Labels,
    Letter,
    Material,
    Media,
    OwnLimit,
    Paragraph,
    Preference,
    Purpose,
    Ranking,
    Reporter,
    Section,
    Source,
    Statement,
    SubKind,
)
from quanze.kits.model import Origin as Who
from quanze.kits.reading import MOST_BYTES
from quanze.kits.writing import to_json
from quanze.procedure.engine.facts import HouseRules
from quanze.procedure.model import Kind, Limit, Unit

from .kits import FILE, kit

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "kit.json").read_text("utf-8"))


def wrong(text: str) -> list[str]:
    with pytest.raises(Unreadable) as caught:
        read(text.encode())
    return [str(problem) for problem in caught.value.problems]


class TestRoundTrip:
    def test_both_forms_give_the_same_kit(self):
        mine = kit()
        assert read(to_toml(mine).encode()) == mine
        assert read(to_json(mine).encode()) == mine
        assert load(dump(mine)) == mine

    def test_the_schema_describes_it(self):
        Draft202012Validator.check_schema(SCHEMA)
        Draft202012Validator(SCHEMA).validate(dump(kit()))

    def test_house_rules_are_those_of_the_engine(self):
        longer = Limit(10, Unit.WORKING_DAY)
        rules = HouseRules(silence_withdraws=True, collective=frozenset({Kind.RECOMMEND}), longer=longer)
        assert kit().house == rules

    def test_the_key_follows_the_content(self):
        mine = kit()
        assert key_of(load(dump(mine))) == key_of(mine)
        assert key_of(replace(mine, remark="改过")) != key_of(mine)

    def test_a_file_of_notepad_is_read(self):
        assert read(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode()) == kit()


def at(old: str, new: str) -> str:
    assert old in FILE
    return FILE.replace(old, new, 1)


WRONG = [
    ("", "format"),
    ('format = "quanze kit 2"', "quanze kit 1"),
    ("x = ]", "第 1 行第 5 个字处不合 TOML 格式"),
    ('{"format": }', "第 1 行第 12 个字处不合 JSON 格式"),
    ('{"a": 1, "a": 2}', "“a”写了两次"),
    ("[1, 2]\n[1, 2]", "TOML"),
    (at('matter = "西峡县科技奖励申报"', ""), "缺少 matter"),
    (
        at('kind = "text"', 'kind = "txt"'),
        "表单第1部分（项目），第1项（项目名称）：kind 没有“txt”这一种，可以是：text（文字）",
    ),
    (at("longest = 40", 'longest = "四十"'), "表单第1部分（项目），第1项（项目名称）：longest 应是整数"),
    (at("longest = 40", "longest = 0"), "字数上限应在 1 到 20000 之间"),
    (at("longest = 40", 'unit = "个"'), "unit 不用于这一种项"),
    (at("required = true", "requird = true"), "没有“requird”这个名字，请核对拼写"),
    (at('key = "summary"', 'key = "project"'), "key “project”用了两次"),
    (at('key = "summary"', 'key = "简介"'), "应以小写英文字母开头"),
    (
        at('text = "在本县注册满一年"', 'text = "在本县注册满一年"\ncompetent = "县局"'),
        "competent 只用于写了 when 的管辖",
    ),
    (at('key = "summary"', 'key = "sub_kind"'), "留给申报类别"),
    (at("when = { joint = true }", "when = { jointly = true }"), "“jointly”不是前面的项"),
    (at("when = { joint = true }", "when = { truth = true }"), "“truth”不是前面的项"),
    (at("when = { joint = true }", 'when = { project = "x" }'), "不是选择项"),
    (
        at("when = { joint = true }", 'when = { joint = "是" }'),
        "没有“是”这个值，可以是：是（true）、否（false）",
    ),
    (at('when = { sub_kind = "city" }', 'when = { sub_kind = "province" }'), "可以是：county、city"),
    (at("when = { joint = true }", 'when = "joint"'), "when 应写成"),
    (at("least = 1\n", "least = 6000\n"), "最小值（least）比最大值（most）还大"),
    (at("least = 1\n", "least = nan\n"), "least 应是数字"),
    (at("least = 1\n", "least = 1e400\n"), "least 应是数字"),
    (at("decimals = 0", "decimals = 9"), "小数位数应在 0 到 8 之间"),
    (at('options = ["国内先进", "国际先进"]', 'options = ["国内先进"]'), "至少要有两个不同的选项"),
    (at('words = "所填属实。"', ""), "请写明声明的内容"),
    (at("most_rows = 3", "most_rows = 0"), "行数应在"),
    (at("most_rows = 3", "most_rows = 1000"), "1000行2列太多"),
    (at('rows = ["前年", "去年"]', 'rows = ["去年", "去年"]'), "写定的行不能重复"),
    (at('subject = "project"', 'subject = "phone"'), "应是表单里一个文字（text）项的 key"),
    (
        at('limit = { n = 10, unit = "working_day" }', 'limit = { n = 10, unit = "天" }'),
        "第1个期限，limit：unit 没有“天”这一种",
    ),
    (at("limit = { n = 10", "limit = { n = 99999"), "期限应在 1 到 3660 之间，却是 99999"),
    (at('needs = "委托他人办理的"', 'needs = "委托的"\nrequired = true'), "不是一律必交"),
    (at('name = "研究报告"', 'name = ""'), "请写明材料的名称"),
    (at('text = "在本县注册满一年"', "text = 1"), "第1个条件：text 应是引号里的文字"),
    (at('name = "县级"', 'name = "县\\u0001级"'), "控制字符"),
    (
        at("silence_withdraws = true", 'silence_withdraws = "yes"'),
        "house：silence_withdraws 应写 true 或 false",
    ),
    (at('"fields_of", "spent"', '"fields"'), "表单里没有“fields”这一项"),
    (at('"fields_of", "spent"', '"phone"'), "“电话”不能公示"),
    (at('"fields_of", "spent"', '"members"'), "“完成人”不能公示"),
    (at('"fields_of", "spent"', '"truth"'), "不能公示"),
    (at('"fields_of", "spent"', '"spent", "spent"'), "公示：同一项写了两次"),
    (FILE + '\n[[letters]]\nact = "accept"\ntemplate = "x"\n', "没有“accept”这个动作，可以是：Accept、"),
    (at("most = 60", "most = 0"), "评分第1项：满分应大于 0、不超过 1000"),
    (at("most = 60", "most = 1001"), "评分第1项：满分应大于 0、不超过 1000"),
    (at("most = 37.5", "most = 37.505"), "评分第2项：满分应大于 0、不超过 1000，最多两位小数"),
    (at('name = "创新性"', 'name = ""'), "请写明评分项的名称"),
    (at('key = "market"', 'key = "novelty"'), "key “novelty”用了两次"),
    (at('field = "project"', 'field = "projekt"'), "汇总表第1列：应是表单里一项的 key"),
    (at('field = "spent"', 'field = "members"'), "汇总表第2列：应是表单里一项的 key（表格除外）"),
    (at("share = 4", "share = 0"), "宽度的份数应在 1 到 20 之间"),
    (at('text = "获得过市级奖励的"', 'text = " "'), "优先第1条：请写明优先的情形"),
    (at('enclosed = ["opinion"]', 'enclosed = ["初审意见"]'), "“初审意见”不是文书种类的 key"),
    (at('enclosed = ["opinion"]', 'enclosed = ["opinion", "opinion"]'), "随件报送的文书每种写一次"),
]


@pytest.mark.parametrize(("text", "words"), WRONG, ids=[words for _, words in WRONG])
def test_what_is_wrong_is_told_with_its_place(text, words):
    assert any(words in said for said in wrong(text)), wrong(text)


def test_everything_wrong_is_told_at_once():
    text = at('kind = "text"', 'kind = "txt"').replace('kind = "email"', 'kind = "e-mail"')
    assert len(wrong(text)) == 2


def test_no_file_is_too_odd():
    for data in (
        b"\xff\xfe\x00",
        b"x" * (MOST_BYTES + 1),
        b"{" * 100_000,
        b"[" * 100_000,
        b'{"a":' + b"9" * 5000 + b"}",
    ):
        with pytest.raises(Unreadable):
            read(data)


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).filter(str.strip)
keys = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda key: key != "sub_kind")
sources = st.builds(Source, st.sampled_from(Who), words, st.just("basis"), words)
numbers = st.decimals(-(10**9), 10**9, places=3, allow_nan=False)


@st.composite
def kits(draw) -> Kit:
    names = draw(st.lists(keys, min_size=3, max_size=8, unique=True))
    kinds = draw(st.lists(keys, max_size=3, unique=True))
    options = tuple(draw(st.lists(words, min_size=2, max_size=4, unique=True)))
    choice = Field(names[0], draw(words), FieldKind.CHOICE, options=options)
    when = (Condition(names[0], options[:1]),)
    if kinds:
        when = (*when, Condition("sub_kind", tuple(kinds)))
    least = draw(numbers).normalize() + 0
    fields = [
        choice,
        Field(names[1], draw(words), FieldKind.NUMBER, unit=draw(words), least=least, when=when),
        Field(names[2], draw(words), FieldKind.TABLE, columns=(replace(choice, source=draw(sources)),)),
        *(
            Field(name, draw(words), FieldKind.TEXT, hint=draw(words) + '\n"\\' + draw(words))
            for name in names[3:]
        ),
    ]
    made = Material(
        draw(keys), draw(words), sources=tuple(draw(st.lists(sources, max_size=2))), when=when[:1]
    )
    return Kit(
        draw(words),
        sub_kinds=tuple(SubKind(key, draw(words)) for key in kinds),
        form=(Section(draw(words), tuple(fields)),),
        materials=(made,),
    )


@given(kits())
@settings(max_examples=60)
def test_any_kit_is_read_as_it_was_written(made):
    assert read(to_toml(made).encode()) == made
    assert read(to_json(made).encode()) == made
    Draft202012Validator(SCHEMA).validate(json.loads(to_json(made), parse_float=Decimal))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from([*dump(kit()), "key", "kind", "fields", "when", "label"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_any_value_is_read_or_refused_in_words(value):
    said = {"format": "quanze kit 1", "matter": "甲", **value} if isinstance(value, dict) else value
    try:
        found = load(said)
    except Unreadable as reason:
        told = str(reason)
    else:
        told = "" if load(dump(found)) == found else "read as another"
        assert told == ""
        return
    assert told


@given(kits(), kits())
@settings(max_examples=40)
def test_kits_that_differ_are_told_apart(one, other):
    assert bool(differences(one, other)) == (one != other)


class TestComparing:
    def test_two_of_one_name_are_told_apart(self):
        said = (Paragraph("费用", "不收费"), Paragraph("费用", "专家费另计"))
        mine = replace(kit(), guide=said)
        [found] = differences(mine, replace(mine, guide=(said[0], Paragraph("费用", "也不收"))))
        assert (found.before, found.after) == ("text = 专家费另计", "text = 也不收")

    def test_a_field_in_another_part_is_told(self):
        mine = kit()
        first, second, *rest = mine.form
        moved = (
            replace(first, fields=first.fields[:-1]),
            replace(second, fields=(first.fields[-1], *second.fields)),
            *rest,
        )
        assert differences(mine, replace(mine, form=moved))

    def test_nothing_differs_from_itself(self):
        assert differences(kit(), kit()) == ()

    def test_what_is_new_gone_and_changed_is_told_item_by_item(self):
        mine = kit()
        first, *rest = mine.materials
        other = replace(
            mine, materials=(replace(first, name="研究总结"), *rest[1:], Material("new", "新材料"))
        )
        told = {(each.item, each.before is None, each.after is None) for each in differences(mine, other)}
        assert told == {("研究总结", False, False), ("联合申报协议", False, True), ("新材料", True, False)}
        assert {each.part for each in differences(mine, other)} == {"材料"}

    def test_a_field_that_changes_shows_alone(self):
        mine = kit()
        changed = read(at('label = "项目名称"', 'label = "成果名称"').encode())
        [found] = differences(mine, changed)
        assert (found.part, found.item) == ("表单", "成果名称")
        assert (found.before, found.after) == ("label = 项目名称", "label = 成果名称")

    def test_another_order_is_told(self):
        mine = kit()
        [found] = differences(mine, replace(mine, materials=mine.materials[::-1]))
        assert found.item == "顺序"


class TestDoubts:
    def test_vague_materials_and_missing_sources_are_doubtful(self):
        mine = replace(kit(), materials=(Material("other", "其他有关材料"),))
        told = [doubt.words for doubt in doubts(mine)]
        assert any("“其他”" in words for words in told)
        assert any("没有写在哪里要求" in words for words in told)

    def test_what_seems_to_name_people_is_doubtful_in_public(self):
        named = at('label = "项目名称"', 'label = "项目负责人"').replace('"fields_of", "spent"', '"project"')
        assert any("“项目负责人”像是个人信息" in doubt.words for doubt in doubts(read(named.encode())))

    def test_a_kit_that_says_where_everything_is_asked_for_has_none(self):
        assert doubts(kit()) == ()


def test_the_page_for_keepers_names_everything_that_a_file_can_say():
    page = (Path(__file__).parents[2] / "docs" / "kits.md").read_text("utf-8")
    classes = (
        Kit,
        Section,
        Field,
        Material,
        SubKind,
        Source,
        Labels,
        HouseRules,
        OwnLimit,
        Statement,
        Paragraph,
        Letter,
        Ranking,
        Criterion,
        Preference,
        Column,
        FollowUp,
    )
    names = {field.name for each in classes for field in dataclasses.fields(each)}
    names |= {each.value for kinds in (FieldKind, Media, Who, Purpose, Applicant, Reporter) for each in kinds}
    assert {name for name in names if not re.search(rf"\b{name}\b", page)} == set()


def test_the_example_of_that_page_is_a_kit():
    page = (Path(__file__).parents[2] / "docs" / "kits.md").read_text("utf-8")
    example = read(page.partition("```toml\n")[2].partition("```")[0].encode())
    assert [material.when for material in example.materials] == [(Condition("novelty", (True,)),)]
