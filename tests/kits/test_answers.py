"""What an applicant fills in is held against the kit: a draft may be unfinished, a submission must be whole."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.kits import check, materials, missing, shown, subject, to_json, unusual_applicant
from quanze.kits.credit_code import check_digit, checks, compact
from quanze.kits.showing import NOTHING, public

from .kits import WHOLE, kit

KIT = kit()

PUBLIC = [("sub_kind", "市级"), ("fields_of", "装备、食品"), ("spent", "1,234.5万元")]


def without(*keys: str, **more) -> dict:
    return {key: value for key, value in WHOLE.items() if key not in keys} | more


def told(answers: dict, *, draft: bool = False) -> dict[str, str]:
    return {problem.path: problem.words for problem in check(KIT, answers, draft=draft).problems}


class TestWhole:
    def test_everything_is_read_as_what_it_is(self):
        found = check(KIT, WHOLE)
        assert found
        assert found.values == {
            "sub_kind": "city",
            "project": "香菇烘干装备",
            "summary": "第一行\n第二行",
            "fields_of": ("装备", "食品"),
            "joint": True,
            "partner_code": "91350100M000100Y43",
            "level": "国际先进",
            "staff": Decimal(12),
            "spent": Decimal("1234.5"),
            "begun": date(2026, 3, 5),
            "years": ({"sales": Decimal(100)}, {"sales": Decimal("120.5")}),
            "members": ({"name": "张三", "share": Decimal(60)},),
            "phone": "0377-63130001",
            "mail": "kjj@example.com",
            "at": "西峡县白羽路1号",
            "truth": True,
        }

    def test_what_was_cleaned_is_read_again_as_the_same(self):
        found = check(KIT, WHOLE)
        again = check(KIT, json.loads(json.dumps(to_json(found.values))))
        assert again == found

    def test_people_read_it_in_words(self):
        sections = shown(KIT, check(KIT, WHOLE).values)
        said = {answer.label: answer.text for section in sections for answer in section.answers}
        assert said["申报类别"] == "市级"
        assert said["研发人员"] == "12人"
        assert said["研发投入"] == "1,234.5万元"
        assert said["开始日期"] == "2026年3月5日"
        assert said["技术领域"] == "装备、食品"
        assert said["真实性声明"] == "已声明"
        years = next(
            answer.table for section in sections for answer in section.answers if answer.key == "years"
        )
        assert years.heads == ("", "销售收入（万元）")
        assert years.rows == (("前年", "100"), ("去年", "120.5"))
        assert subject(KIT, check(KIT, WHOLE).values) == "香菇烘干装备"

    def test_what_was_left_blank_says_so(self):
        sections = shown(KIT, check(KIT, without("begun")).values)
        begun = next(answer for section in sections for answer in section.answers if answer.key == "begun")
        assert (begun.text, begun.blank) == (NOTHING, True)


class TestConditions:
    def test_what_is_not_asked_for_is_neither_demanded_nor_kept(self):
        alone = without("partner_code", joint="false", level="随便写的", sub_kind="county")
        found = check(KIT, alone)
        assert found
        assert "level" not in found.values
        assert not any(
            answer.key == "level" for section in shown(KIT, found.values) for answer in section.answers
        )

    def test_what_is_asked_for_is_demanded(self):
        assert told(without("partner_code", "level")) == {
            "partner_code": "请填写联合单位信用代码。",
            "level": "请选择技术水平。",
        }

    def test_materials_follow_the_answers(self):
        joint = check(KIT, WHOLE).values
        assert [each.key for each in materials(KIT, joint)] == ["report", "consent", "mandate"]
        assert [each.key for each in missing(KIT, joint, frozenset({"report"}))] == ["consent"]
        alone = check(KIT, without("partner_code", joint="否")).values
        assert [each.key for each in missing(KIT, alone, frozenset())] == ["report"]


class TestApplicants:
    def test_who_is_named_is_nothing_unusual(self):
        assert unusual_applicant(KIT, "enterprise") == ""

    def test_somebody_else_is_told_and_not_shut_out(self):
        said = unusual_applicant(KIT, "park")
        assert said == "本事项一般由企业、事业单位申报，申请人登记的类别是园区管理机构，请核对。"
        assert "个体户" in unusual_applicant(KIT, "个体户")


class TestUnfinished:
    def test_an_empty_draft_is_no_trouble(self):
        assert told({}, draft=True) == {}

    def test_an_empty_submission_is_told_everything(self):
        assert list(told({})) == [
            "sub_kind",
            "project",
            "joint",
            "staff",
            "years",
            "members",
            "phone",
            "truth",
        ]

    def test_bounds_are_for_the_submission(self):
        assert told(without(staff="0"), draft=True) == {}
        assert told(without(staff="0")) == {"staff": "研发人员：不能小于 1人，请核对。"}

    def test_a_named_row_says_which(self):
        said = told(without(years=[{"sales": "1"}, {"sales": ""}]))
        assert said == {"years[1].sales": "请填写主要经济指标“去年”的销售收入。"}

    def test_a_table_of_blank_rows_is_told_once(self):
        assert told(without(years=[{"sales": ""}, {"sales": " "}])) == {"years": "请填写主要经济指标。"}

    def test_a_row_that_was_begun_must_be_whole(self):
        said = told(without(members=[{"name": "", "share": "5"}]))
        assert said == {"members[0].name": "请填写完成人第1行的姓名。"}


WRONG = [
    ("staff", "十二", "请填写数字"),
    ("staff", "1.5", "请填写整数"),
    ("staff", "NaN", "请填写数字"),
    ("staff", "Infinity", "请填写数字"),
    ("staff", "1e5", "请填写数字"),
    ("staff", "9" * 5000, "请填写数字"),
    ("staff", "9" * 20, "数字太大"),
    ("staff", ["1"], "应是一行文字"),
    ("staff", {"a": 1}, "应是一行文字"),
    ("spent", "0.00001", "最多4位小数"),
    ("begun", "2026-02-30", "没有这一天"),
    ("begun", "昨天", "请按"),
    ("begun", "0001-01-01", "年份应在"),
    ("joint", "也许", "请选择"),
    ("level", "世界第一", "请从列出的选项中选一个"),
    ("fields_of", ["石头"], "请从列出的选项中选择"),
    ("fields_of", "食品", "请从列出的选项中选择"),
    ("partner_code", "123", "18 位"),
    ("partner_code", "91350100M000100Y4I", "18 位"),
    ("phone", "打我电话", "请填写电话号码"),
    ("phone", "1" * 40, "请填写电话号码"),
    ("mail", "a@b", "请填写电子邮箱"),
    ("mail", "a@b@c.com", "请填写电子邮箱"),
    ("mail", "@" * 10**6, "请填写电子邮箱"),
    ("project", "长" * 41, "最多40个字"),
    ("project", "两\n行", "换行"),
    ("project", "零\0字", "控制字符"),
    ("project", "半\ud800个", "无法保存"),
    ("summary", "字" * 5001, "最多5000个字"),
    ("years", "文字", "表格"),
    ("years", [{}, {}, {}], "最多2行"),
    ("members", [{"name": "甲"}] * 4, "最多3行"),
    ("members", ["甲", {"name": "乙"}], "读不出来"),
    ("members", [{"name": "甲", "salary": "1"}], "没有“salary”这一列"),
]


@pytest.mark.parametrize("draft", [True, False], ids=["draft", "submission"])
@pytest.mark.parametrize(("key", "raw", "words"), WRONG)
def test_what_is_not_of_its_kind_is_told_in_drafts_too(key, raw, words, draft):
    said = told(without(**{key: raw}), draft=draft)
    assert len(said) == 1
    [(path, problem)] = said.items()
    assert path.startswith(key)
    assert words in problem


def test_in_public_stands_what_the_kit_names_and_was_filled_in():
    found = check(KIT, WHOLE)
    assert [(each.key, each.text) for each in public(KIT, found.values)] == PUBLIC
    blank = check(KIT, without("spent"))
    assert [each.key for each in public(KIT, blank.values)] == [key for key, _ in PUBLIC if key != "spent"]
    silent = public(replace(KIT, public=()), found.values)
    assert [each.key for each in silent] == ["sub_kind"]


def test_unknown_fields_are_refused_and_not_kept():
    found = check(KIT, without(admin="true"))
    assert [problem.path for problem in found.problems] == ["admin"]
    assert "admin" not in found.values
    many = check(KIT, {f"x{number}": "1" for number in range(10_000)}, draft=True)
    assert len(many.problems) == 21
    assert "另有9980项" in many.problems[-1].words


def test_answers_that_are_no_table_are_refused():
    assert not check(KIT, ["x"])


PHONES = [
    "0377-63130001",
    "(0377)63130001",
    "13800000000",
    "+86 138 0000 0000",
    "0377-63130001转802",
    "６３１３０００１",
]


@pytest.mark.parametrize("phone", PHONES)
def test_phones_as_people_write_them(phone):
    assert check(KIT, without(phone=phone))


class TestCreditCodes:
    # Composed for the test: the first 17 signs are made up, the last is what GB 32100-2015 gives for them.
    @pytest.mark.parametrize("code", ["91350100M000100Y43", "914113000000000000", "52410000MJY0000000"])
    def test_only_one_last_sign_is_right(self, code):
        right = code[:17] + check_digit(code)
        assert checks(right)
        assert sum(checks(code[:17] + sign) for sign in "0123456789ABCDEFGHJKLMNPQRTUWXY") == 1

    def test_known_codes(self):
        assert checks("91350100M000100Y43"), "the example of GB 32100-2015"
        assert checks("91110000600037341L")

    def test_a_wrong_last_sign_is_a_caution(self):
        found = check(KIT, without(partner_code="91350211M0000XUF46"))
        assert found
        assert [caution.path for caution in found.cautions] == ["partner_code"]

    def test_blanks_and_full_width_are_no_matter(self):
        assert compact(" ９１350100-m000100y43 ") == "91350100M000100Y43"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
KEYS = st.sampled_from([*WHOLE, "nonsense"])


@given(st.dictionaries(KEYS, JSON, max_size=8), st.booleans())
@settings(max_examples=300)
def test_whatever_comes_is_read_or_told(answers, draft):
    found = check(KIT, WHOLE | answers, draft=draft)
    assert bool(found) is not bool(found.problems)
    json.dumps(to_json(found.values)).encode()
    assert check(KIT, to_json(found.values), draft=True).values == found.values
    shown(KIT, found.values)


@given(st.dictionaries(KEYS.filter(lambda key: key != "nonsense"), st.text(max_size=30), max_size=8))
def test_a_draft_is_never_worse_than_a_submission(answers):
    drafted = {problem.path for problem in check(KIT, answers, draft=True).problems}
    assert drafted <= {problem.path for problem in check(KIT, answers).problems}
