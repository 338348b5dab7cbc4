"""What a basis quotes behind an article, beside what the law says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.law import notices
from quanze.law.citations import cite
from quanze.law.library import Library
from quanze.law.ordinals import name
from quanze.law.quotation import Match, Quotation, quotations
from tests.law.laws import CONDUCT, MINES_2022, ON, library, mines
from tests.law.test_notices import ISSUING, YEARLY

HELD = Library(
    [
        mines(),
        *library(CONDUCT).instruments,
        notices.read(ISSUING.encode(), "办法.txt").instrument,
        notices.read(YEARLY.encode(), "通知.txt").instrument,
    ]
)
LAW = "《中华人民共和国矿井法》"


def found_in(text: str, on: date = ON) -> tuple[Quotation, ...]:
    return tuple(quotations(text, cite(text), HELD, on))


def only(text: str, on: date = ON) -> Quotation:
    (found,) = found_in(text, on)
    return found


EXACT = [
    ("第二条：国家鼓励矿井采用先进技术和装备，提高安全生产水平。", "国家鼓励矿井采用先进技术和装备，提高安全生产水平。"),
    ("第二条国家鼓励矿井采用先进技术和装备，提高安全生产水平。", None),
    ("第二条规定：“国家鼓励矿井采用先进技术和装备，提高安全生产水平。”", None),
    ("第二条 国家鼓励矿井采用先进技术和装备,提高安全生产水平；", None),
    # 款 and 项 run on without line ends, as cells have them.
    ("第四条：关闭矿井，应当提交下列材料：（一）关闭申请书；（二）实测图纸；（三）其他资料：1.地质资料；2.水文资料。材料不清的，应当予以说明。", None),
    # The second 款 alone, whether or not it is named.
    ("第四条：材料不清的，应当予以说明。", None),
    ("第四条第二款：材料不清的，应当予以说明。", None),
    ("第四条第一款第二项：（二）实测图纸；", None),
    ("第四条第一款第（二）项：实测图纸；", None),
    ("第四条第（一）项规定的“关闭申请书”和其他资料", "关闭申请书"),
    ("第二条“国家鼓励矿井采用先进技术和装备，提高安全生产水平”和有关规定", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), EXACT)
def test_whole_articles_and_paragraphs_word_for_word(text: str, words: str | None) -> None:
    found = only(LAW + text)
    assert (found.match, found.differences) == (Match.EXACT, ())
    if words is not None:
        assert (LAW + text)[found.start : found.end] == words


def test_width_and_blanks_are_form_and_paragraph_ends_are_not_even_that() -> None:
    assert only(f"{LAW}第五条：违反本法规定的,处以五万元 以下罚款。").form
    assert not only(f"{LAW}第五条：违反本法规定的，处以五万元以下罚款；").form
    assert not only(f"{LAW}第四条：\n材料不清的，\n应当予以说明。").form


PARTS = [
    ("第四条：关闭矿井，应当提交下列材料：（一）关闭申请书；……（三）其他资料：1.地质资料；", True),
    ("第四条：关闭矿井，应当提交下列材料：（二）实测图纸；材料不清的，应当予以说明。", False),
    ("第三条：应当向省级人民政府矿井主管部门提出申请", False),
]


@pytest.mark.parametrize(("text", "elided"), PARTS)
def test_only_part_of_an_article(text: str, elided: bool) -> None:
    found = only(LAW + text)
    assert (found.match, found.elided) == (Match.PART, elided)


DIFFERENT = [
    ("第五条：违反本法规定的，处以三万元以下罚款。违者从重。", [("五", "三"), ("", "违者从重")]),
    ("第二条：国家支持矿井采用先进技术和装备，提高安全生产水平。", [("鼓励", "支持")]),
    ("第三条：开办矿井，不应当向省级人民政府矿井主管部门提出申请。", [("", "不")]),
    # What is left out inside a sentence changes it.
    ("第三条：开办矿井，应当向人民政府矿井主管部门提出申请。", [("省级", "")]),
]


@pytest.mark.parametrize(("text", "differences"), DIFFERENT)
def test_other_words_are_shown_with_their_place(text: str, differences: list[tuple[str, str]]) -> None:
    text = LAW + text
    found = only(text)
    assert found.match is Match.DIFFERS
    assert len(found.differences) == len(differences)
    for difference, (law, quoted) in zip(found.differences, differences, strict=True):
        assert law in difference.law
        assert quoted in difference.quoted
        assert text[difference.start : difference.end] == difference.quoted


def test_an_article_that_the_law_does_not_have() -> None:
    found = only(f"{LAW}第九条：违反本法规定的，处以五万元以下罚款。")
    assert found.match is Match.MISSING
    assert found.stands is not None
    assert name(found.stands.ordinal) == "第五条"
    assert only(f"{LAW}第二条第三款的规定").match is Match.MISSING
    assert only(f"{LAW}第四条、第五条、第九条、第十条的规定").cited == "第九条、第十条"
    assert only(f"{LAW}第五条至第九条的规定").match is Match.MISSING
    assert found_in(f"{LAW}第四条至第六条的规定") == ()
    assert found_in(f"{LAW}第二条第一款的规定") == ()


def test_words_that_moved_to_another_number_or_stand_only_in_an_older_text() -> None:
    moved = only(f"{LAW}第三条：材料不清的，应当予以说明。关闭矿井，应当提交下列材料：")
    assert moved.match is Match.DIFFERS  # the order of the words stands nowhere
    moved = only(f"{LAW}第三条：关闭矿井，应当提交下列材料：（一）关闭申请书；（二）实测图纸；")
    assert moved.match is Match.ELSEWHERE
    assert moved.stands is not None
    assert (name(moved.stands.ordinal), moved.stands.version) == ("第四条", moved.version)
    old = only(f"{LAW}第四条：违反本法规定的，处以三万元以下罚款。")
    assert old.match is Match.ELSEWHERE
    assert old.stands is not None
    assert (name(old.stands.ordinal), old.stands.version.label) == ("第四条", "2015年4月24日修正文本")


def test_words_of_another_paragraph_of_the_same_article() -> None:
    found = only(f"{LAW}第四条第一款：材料不清的，应当予以说明。材料不清的，应当予以说明。")
    assert found.match is Match.DIFFERS
    found = only(f"{LAW}第四条第二款：（一）关闭申请书；（二）实测图纸；")
    assert found.match is Match.ELSEWHERE
    assert found.stands is not None
    assert name(found.stands.ordinal) == "第四条"


def test_the_law_naming_itself_does_not_end_the_words() -> None:
    text = f"{LAW}第六条：本法自2024年3月1日起施行。"
    assert only(text).match is Match.DIFFERS
    assert text[only(text).start : only(text).end] == "本法自2024年3月1日起施行。"


def test_the_text_of_the_day_is_compared() -> None:
    text = f"{LAW}第四条：违反本法规定的，处以三万元以下罚款。"
    assert only(text, date(2016, 1, 1)).match is Match.EXACT
    assert only(text, date(2010, 1, 1)).match is Match.ELSEWHERE


def test_quotations_one_after_another_end_where_the_next_begins() -> None:
    text = (
        f"{LAW}第二条：国家鼓励矿井采用先进技术和装备，提高安全生产水平。第五条：违反本法规定的，处以五万元以下罚款；"
        "《公职人员作风条例》（国务院令第700号）第一条 为了改进公职人员的作风，制定本条例。"
    )
    assert [(found.match, found.cited) for found in found_in(text)] == [
        (Match.EXACT, "第二条"),
        (Match.EXACT, "第五条"),
        (Match.EXACT, "第一条"),
    ]


def test_words_of_ones_own_in_brackets_or_on_a_new_line_are_not_part_of_it() -> None:
    text = f"{LAW}第五条：违反本法规定的，处以五万元以下罚款。（由县局执行）"
    assert only(text).match is Match.EXACT
    assert text[only(text).start : only(text).end].endswith("罚款。")
    assert only(f"{LAW}第五条：违反本法规定的，处以五万元以下罚款。\n由县局执行。").match is Match.EXACT


def test_a_citation_inside_the_article_does_not_end_it() -> None:
    text = f"{LAW}第六条：本法自2023年3月1日起施行。《小矿井管理办法》同时废止。"
    assert only(text).match is Match.EXACT


@pytest.mark.parametrize("label", ["2.", "2、", "二、", "（2）", "②", "【部门规章】", "2.【部门规章】", "●"])
@pytest.mark.parametrize("gap", ["\n", ""])
def test_the_number_of_the_next_basis_is_not_part_of_it(label: str, gap: str) -> None:
    quoted = "国家鼓励矿井采用先进技术和装备，提高安全生产水平。"
    text = f"1.{LAW}第二条规定：{quoted}{gap}{label}《某某办法》第三条。"
    found = only(text)
    assert found.match is Match.EXACT
    assert text[found.start : found.end] == quoted


@pytest.mark.parametrize("cited", ["第五条", "第九条"])
def test_an_article_named_in_the_laws_own_words_is_no_quotation_of_that_one(cited: str) -> None:
    own = "未提交本法第四条规定的材料关闭矿井的，处以五万元以下罚款。"
    held = library(MINES_2022.replace("违反本法规定的，处以五万元以下罚款。", own))
    text = f"{LAW}{cited}：“{own}”"
    (found,) = quotations(text, cite(text), held, ON)
    assert found.cited == cited


NO_QUOTATION = [
    "材料审查按照《中华人民共和国矿井法》第四条进行审查；需补充材料的，应书面告知申请企业。",
    "依据《中华人民共和国矿井法》第四条的规定办理。",
    "依照《中华人民共和国矿井法》第三条提出申请",
    "《中华人民共和国矿井法》第二条、第三条、第四条",
    "《另一部法》第二条：国家鼓励矿井采用先进技术和装备。",
]


@pytest.mark.parametrize("text", NO_QUOTATION)
def test_a_place_that_is_only_named_is_no_quotation(text: str) -> None:
    assert found_in(text) == ()


NOTICES = [
    ("《清河省专项资金管理办法》第二条：市县主管部门组织申报和推荐。按程序联合上报申请材料。", Match.EXACT),
    ("《清河省工业和信息化厅办公室关于开展2024年度绿色工厂申报工作的通知》（清工信办〔2024〕7号）二、有关要求（一）各县（市）主管部门对申报材料进行初审。", Match.EXACT),
    ("《清河省工业和信息化厅办公室关于开展2024年度绿色工厂申报工作的通知》（清工信办〔2024〕7号）二、有关要求（一）各县（市）主管部门对申报材料进行审核。", Match.DIFFERS),
]  # fmt: skip


@pytest.mark.parametrize(("text", "match"), NOTICES)
def test_notices_are_quoted_by_their_articles_and_sections(text: str, match: Match) -> None:
    assert only(text).match is match


ARTICLES = [
    (article.ordinal, article.text) for version in mines().versions[-1:] for article in version.articles
]


@given(
    st.sampled_from(ARTICLES), st.sampled_from(["：", "", " ", "规定：“"]), st.sampled_from(["\n", "", " "])
)
def test_what_is_cut_out_of_a_law_is_exact(article: tuple[object, str], lead: str, joint: str) -> None:
    ordinal, text = article
    found = only(f"{LAW}{name(ordinal)}{lead}{text.replace(chr(10), joint)}")  # type: ignore[arg-type]
    assert (found.match, found.differences) == (Match.EXACT, ())


@given(st.sampled_from(ARTICLES), st.data())
def test_with_one_character_changed_it_is_not(article: tuple[object, str], data: st.DataObject) -> None:
    ordinal, text = article
    at = data.draw(st.integers(0, len(text) - 1).filter(lambda at: "\u4e00" <= text[at] <= "\u9fff"))
    changed = f"{text[:at]}龘{text[at + 1 :]}"
    found = only(f"{LAW}{name(ordinal)}：{changed}")  # type: ignore[arg-type]
    assert found.match is Match.DIFFERS
    assert any("龘" in difference.quoted for difference in found.differences)


@given(
    st.lists(
        st.sampled_from([LAW, "第四条", "第一款", "（一）", "：", "材料不清的，", "……", "\n", "”"])
        | st.text(max_size=6),
        max_size=30,
    ).map("".join)
)
def test_nothing_crashes_and_spans_lie_in_the_text(text: str) -> None:
    for found in found_in(text):
        assert 0 <= found.start <= found.end <= len(text)
        for difference in found.differences:
            assert text[difference.start : difference.end] == difference.quoted
