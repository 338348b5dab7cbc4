"""Laws as Markdown: heads, chapters, articles with their 款, 项 and 目, and what collections keep beside their laws."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.law import markdown
from quanze.law.citations.model import Ordinal
from quanze.law.instruments import Act, Kind, Making
from quanze.law.structure import body
from quanze.lists.refusal import Refusal
from quanze.prose import chinese
from tests.law.laws import CONDUCT, MINES_2009, MINES_2015, MINES_2022, read


def test_a_law_with_its_history_chapters_and_articles() -> None:
    law = read(MINES_2022, "法律/矿井法(2022-10-30).md").instrument
    (version,) = law.versions
    assert (law.title, law.bare, law.kind) == ("中华人民共和国矿井法", "矿井法", Kind.LAW)
    assert law.issuers == ("全国人民代表大会常务委员会",)
    assert [(change.act, change.on) for change in version.history] == [
        (Act.ADOPTED, date(2009, 3, 1)),
        (Act.AMENDED, date(2015, 4, 24)),
        (Act.REVISED, date(2022, 10, 30)),
    ]
    assert [article.ordinal.n for article in version.articles] == [1, 2, 3, 4, 5, 6]
    assert [article.headings for article in version.articles[2:4]] == [("第一章 总则",), ("第二章 关闭",)]


def test_paragraphs_items_and_points_of_an_article() -> None:
    article = read(MINES_2009).instrument.versions[0].article(Ordinal(3))
    assert article is not None
    first, second = article.paragraphs
    assert first.text == "关闭矿井，应当提交下列材料："
    assert [item.n for item in first.items] == [1, 2, 3]
    assert [point.text for point in first.items[2].points] == ["1.地质资料；", "2.水文资料。"]
    assert second.text == "材料不清的，应当予以说明。"
    assert second.items == ()


MAKINGS = [
    (MINES_2009, "矿井法.md", Making.ADOPTED, date(2009, 3, 1), date(2009, 7, 1), False),
    # The decision of amendment has a commencement of its own, which nobody wrote into the text.
    (MINES_2015, "矿井法.md", Making.AMENDED, date(2015, 4, 24), date(2015, 4, 24), True),
    (MINES_2022, "矿井法.md", Making.REVISED, date(2022, 10, 30), date(2023, 3, 1), False),
    # The head says since when, as for regulations that are published after they are adopted.
    (CONDUCT, "公职人员作风条例(2018-05-20).md", Making.ADOPTED, date(2018, 5, 2), date(2018, 7, 1), False),
    # The name tells of a later change that the head does not know.
    (MINES_2009, "矿井法(2017-11-04).md", Making.UNKNOWN, date(2017, 11, 4), date(2017, 11, 4), True),
]


@pytest.mark.parametrize(("text", "name", "making", "made_on", "in_force", "assumed"), MAKINGS)
def test_revision_and_amendment_are_told_apart(
    text: str, name: str, making: Making, made_on: date, in_force: date, assumed: bool
) -> None:
    (version,) = read(text, name).instrument.versions
    assert (version.making, version.made_on, version.in_force_from, version.assumed) == (
        making,
        made_on,
        in_force,
        assumed,
    )


HEADS = [
    ("2009年8月27日 《关于修改部分法律的决定》第一次修正", Act.AMENDED),
    ("2018年12月29日 第十三届全国人民代表大会常务委员会第七次会议修订", Act.REVISED),
    # The State Council calls a change by decision 修订 too; its text is not replaced as a whole.
    ("2017年10月7日 根据《国务院关于修改部分行政法规的决定》修订", Act.AMENDED),
    ("2019年10月22日 中华人民共和国国务院令第722号公布", Act.PUBLISHED),
    ("1983年1月3日 国务院发布", Act.PUBLISHED),
    ("2020年1月1日 施行", Act.COMMENCED),
    ("2016年3月29日 河南省人民代表大会常务委员会批准", Act.APPROVED),
]


@pytest.mark.parametrize(("line", "act"), HEADS)
def test_a_line_of_the_head(line: str, act: Act) -> None:
    head = f"# 某条例\n\n{line}\n\n<!-- INFO END -->\n\n第一条 制定本条例。\n"
    (change,) = read(head).instrument.versions[0].history
    assert change.act is act


def test_a_head_in_one_bracket_as_the_official_database_prints_it() -> None:
    text = (
        "# 某法\n\n（1996年8月29日第八届全国人民代表大会常务委员会第二十一次会议通过　根据2009年8月27日第十一届全国人民代表大会"
        "常务委员会第十次会议《关于修改部分法律的决定》第一次修正　2019年4月23日第十三届全国人民代表大会常务委员会第十次会议修订）\n\n"
        "第一条 为了示范，制定本法。\n"
    )
    (version,) = read(text).instrument.versions
    assert [change.act for change in version.history] == [Act.ADOPTED, Act.AMENDED, Act.REVISED]
    assert version.preamble == ()


NUMBERED = [
    ("第一条 制定本法。\n\n第二条 适用本法。", [(1, 0), (2, 0)]),
    ("**第一条** 制定本法。\n\n**第二条** 适用本法。", [(1, 0), (2, 0)]),
    ("### 第一条\n\n制定本法。\n\n### 第二条\n\n适用本法。", [(1, 0), (2, 0)]),
    ("第一条　【立法目的】制定本法。\n第二条　【适用范围】适用本法。", [(1, 0), (2, 0)]),
    ("第一条：制定本法。\n第二条：适用本法。", [(1, 0), (2, 0)]),
    ("第一条制定本法。\n第二条适用本法。", [(1, 0), (2, 0)]),
    ("第1条 制定本法。\n第2条 适用本法。", [(1, 0), (2, 0)]),
    (
        "第一百二十条 甲。\n第一百二十条之一 乙。\n第一百二十条之二 丙。\n第一百二十一条 丁。",
        [(120, 0), (120, 1), (120, 2), (121, 0)],
    ),
    ("第九百九十九条 甲。\n第一千条 乙。\n第一千零一条 丙。", [(999, 0), (1000, 0), (1001, 0)]),
    # A paragraph that only mentions an article begins none.
    ("第一条 制定本法。\n第一条规定的目的，依照第二条执行。\n第二条 适用本法。", [(1, 0), (2, 0)]),
    ("第一条 制定本法。\n第二条、第三条的规定适用于境外。\n第二条 适用本法。", [(1, 0), (2, 0)]),
    # What an amendment quotes is not its own article.
    ("第一条 将第九条修改为：\n“第九条 新的文字。”\n第二条 本修正案自公布之日起施行。", [(1, 0), (2, 0)]),
]


@pytest.mark.parametrize(("text", "ordinals"), NUMBERED)
def test_how_articles_are_numbered(text: str, ordinals: list[tuple[int, int]]) -> None:
    found = body(text.split("\n")).articles
    assert [(article.ordinal.n, article.ordinal.inserted) for article in found] == ordinals


def test_a_line_that_only_mentions_the_next_article_belongs_to_the_one_before() -> None:
    found = body(["第一条 制定本法。", "第二条、第三条的规定适用于境外。", "第二条 适用本法。"]).articles
    assert [article.text for article in found] == [
        "制定本法。\n第二条、第三条的规定适用于境外。",
        "适用本法。",
    ]


def test_books_chapters_and_sections_above_an_article() -> None:
    found = body(
        [
            "# 第一编 总则",
            "## 第一分编 通则",
            "第一章 一般规定",
            "第一节 目的",
            "第一条 甲。",
            "第二节 范围",
            "第二条 乙。",
            "# 第二编 分则",
            "第三条 丙。",
        ]
    )
    assert [article.headings for article in found.articles] == [
        ("第一编 总则", "第一分编 通则", "第一章 一般规定", "第一节 目的"),
        ("第一编 总则", "第一分编 通则", "第一章 一般规定", "第二节 范围"),
        ("第二编 分则",),
    ]


def test_a_judicial_interpretation_has_plain_headings_and_a_preamble() -> None:
    found = body(
        [
            "为正确适用矿井法，制定本解释。",
            "一、关于一般规定",
            "第一条 因下列情形发生的纠纷，适用本解释：",
            "（一）开办矿井的；",
            "（二）关闭矿井的。",
            "二、关于责任",
            "（一）行政责任",
            "第二条 依法承担责任。",
        ]
    )
    assert found.preamble == ("为正确适用矿井法，制定本解释。",)
    first, second = found.articles
    assert first.headings == ("一、关于一般规定",)
    assert [item.n for item in first.paragraphs[0].items] == [1, 2]
    assert second.headings == ("二、关于责任", "（一）行政责任")


def test_the_last_item_without_a_full_stop_is_no_heading() -> None:
    found = body(["第一条 应当提交：", "（一）申请书", "（二）其他资料", "第二条 适用本法。"]).articles
    assert found[0].text == "应当提交：\n（一）申请书\n（二）其他资料"
    assert found[1].headings == ()


def test_an_annex_behind_the_last_article_is_not_part_of_it() -> None:
    found = body(["第一条 甲。", "第二条 乙。", "附件：收费标准", "第一条 每吨五元。", "备注。"])
    assert [article.text for article in found.articles] == ["甲。", "乙。"]
    assert found.annex == ("附件：收费标准", "第一条 每吨五元。", "备注。")


def test_a_decision_without_articles_has_an_outline() -> None:
    text = "# 关于修改矿井法的决定\n\n2015年4月24日 第十二届全国人民代表大会常务委员会第十四次会议通过\n\n<!-- INFO END -->\n\n会议决定，对矿井法作如下修改：\n\n一、将第四条修改为：“处以三万元以下罚款。”\n\n二、删去第五条。\n\n本决定自公布之日起施行。"
    (version,) = read(text).instrument.versions
    assert version.articles == ()
    assert [section.labels for section in version.sections] == [("一、",), ("二、",)]
    assert version.preamble == ("会议决定，对矿井法作如下修改：",)


def test_a_notice_kept_among_laws_has_its_number_and_outline() -> None:
    text = "# 关于工资折算的通知\n\n劳社部发[2008]3号\n\n<!-- INFO END -->\n\n各省：\n\n## 一、工作时间\n\n250天。\n\n## 三\n- 原通知同时废止。"
    notice = read(text, "部门规章/关于工资折算的通知(2009-03-29).md").instrument
    assert (notice.kind, notice.number) == (Kind.NOTICE, "劳社部发〔2008〕3号")
    (version,) = notice.versions
    assert version.made_on == date(2009, 3, 29)
    assert [(section.labels, section.text) for section in version.sections] == [
        (("一、",), "工作时间\n250天。"),
        (("三",), "原通知同时废止。"),
    ]


def test_bullets_of_markdown_are_no_text() -> None:
    found = read("# 某法\n\n第一条 有下列情形之一的：\n\n- （一）甲；\n\n- （二）乙。\n").instrument
    assert found.versions[0].articles[0].text == "有下列情形之一的：\n（一）甲；\n（二）乙。"


REFUSED = [
    (b"", "\u67d0\u6cd5.md", "空的"),
    ("# 说明\n\n本项目收集法律法规。\n".encode(), "README.md", "不是法律文件"),
    ("# 目录\n\n- 甲法\n- 乙法\n".encode(), "法律/目录.md", "不是法律文件"),
    ("# 使用方法\n\n下载以后打开。\n".encode(), "使用方法.md", "没有条文"),
    ("第一条 制定本法。".encode("gb18030"), "某法.md", "GB18030"),
    (b"\x00\x01\x02\xff", "某法.md", "UTF-8"),
]


@pytest.mark.parametrize(("data", "name", "reason"), REFUSED)
def test_what_is_no_law_is_refused_with_the_reason(data: bytes, name: str, reason: str) -> None:
    with pytest.raises(Refusal, match=reason):
        markdown.read(data, name)


def test_an_article_out_of_order_is_kept_and_doubted() -> None:
    reading = read("# 某法\n\n第一条 甲。\n\n第二条 乙。\n\n第一条 丙。\n")
    assert [article.text for article in reading.instrument.versions[0].articles] == [
        "甲。",
        "乙。\n第一条 丙。",
    ]
    assert "第一条" in reading.doubts[0]


PIECES = st.sampled_from(
    [
        "第一条 ",
        "第二条",
        "第十条之一 ",
        "（一）",
        "1.",
        "## 第一章 ",
        "**",
        "附件",
        "一、",
        "某某",
        "。",
        "；",
        "\n",
        "\n\n",
        "# ",
        "<!--",
        "-->",
    ]
)


MARKS = ("#", "第", "一、", "（", "*", "_", "附")
"""How lines begin that may be headings, numbers or labels."""


@given(st.lists(PIECES | st.text(max_size=12), max_size=60).map("".join))
def test_any_text_is_read_or_refused_and_no_line_of_it_is_lost(text: str) -> None:
    lines = text.split("\n")
    found = body(lines)
    kept = Counter("".join(found.preamble + found.annex))
    for section in found.sections:
        kept.update("".join((*section.labels, section.heading, *section.paragraphs)))
    for article in found.articles:
        kept.update((article.caption or "") + article.text)
    plain = Counter(
        char for line in lines if not line.lstrip().startswith(MARKS) for char in line if not char.isspace()
    )
    assert plain <= kept
    with suppress(Refusal):
        markdown.read(text.encode("utf-8", "surrogatepass"), "某法.md")


SENTENCES = st.text(alphabet="某矿井，、的：", max_size=30).map(lambda words: f"某{words}。")


@given(st.lists(st.lists(SENTENCES, min_size=1, max_size=3), min_size=1, max_size=30))
def test_every_article_keeps_every_character(articles: list[list[str]]) -> None:
    lines = [
        f"第{chinese(n)}条 {line}" if index == 0 else line
        for n, paragraphs in enumerate(articles, 1)
        for index, line in enumerate(paragraphs)
    ]
    found = body(lines).articles
    assert [article.text.split("\n") for article in found] == articles
    assert [[each.text for each in article.paragraphs] for article in found] == articles
