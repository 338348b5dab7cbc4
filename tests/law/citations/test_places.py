"""条款项目, chapters, outlines and annexes behind a title, and how each is written."""

from __future__ import annotations

import pytest

from quanze.law.citations import Locator, Ordinal, cite


def places(text: str) -> tuple[Locator, ...]:
    (citation,) = cite(f"《甲办法》{text}")
    return citation.locators


PLACES = [
    ("第十八条、第十九条", ["第十八条", "第十九条"]),
    ("第十八、十九条", ["第十八条", "第十九条"]),
    ("第3、第5条", ["第三条", "第五条"]),
    ("第七条：…… 第八条：……", ["第七条", "第八条"]),
    ("第十八条、十九条", ["第十八条", "第十九条"]),
    ("第八条、第九条或者第十条第二款", ["第八条", "第九条", "第十条第二款"]),
    ("第七条的规定和第九条", ["第七条", "第九条"]),
    ("第三条第五条", ["第三条", "第五条"]),
    ("第26条", ["第二十六条"]),
    ("第 二十六 条 第 一 款", ["第二十六条第一款"]),
    ("第二十\n三条", ["第二十三条"]),
    ("第一千二百六十条", ["第一千二百六十条"]),
    ("第一百零三条", ["第一百零三条"]),
    ("第一百二十条之一第二款", ["第一百二十条之一第二款"]),
    ("第三条之规定", ["第三条"]),
    ("的第三条", ["第三条"]),
    ("”第三条", ["第三条"]),
    ("第三条第一款第（二）项", ["第三条第一款第二项"]),
    ("第二十条（三）项", ["第二十条第三项"]),
    ("第七条第(一)项第1目", ["第七条第一项第一目"]),
    ("第七条第一款第一项、第三项", ["第七条第一款第一项", "第七条第一款第三项"]),
    ("第八条第（一）（二）、（四）项", [f"第八条第{n}项" for n in "一二四"]),
    ("第三条第一款第（四）、（五）项", ["第三条第一款第四项", "第三条第一款第五项"]),
    ("第一百零四条第1款第1、2、3项", [f"第一百零四条第一款第{n}项" for n in "一二三"]),
    ("第三条第一款第四项、第五项和第二款", ["第三条第一款第四项", "第三条第一款第五项", "第三条第二款"]),
    ("第六条第一项至第三项、第五项", [f"第六条第{n}项" for n in "一二三五"]),
    ("第五条第二款至第四款", [f"第五条第{n}款" for n in "二三四"]),
    ("第十条至第十二条", ["第十条至第十二条"]),
    ("第十至十二条", ["第十条至第十二条"]),
    ("第十条—第十二条", ["第十条至第十二条"]),
    ("第十条第二款至第十二条", ["第十条第二款至第十二条"]),
    ("第三条、第六条至第八条", ["第三条", "第六条至第八条"]),
    ("第三章", ["第三章"]),
    ("第三章第二节第十五条", ["第三章第二节第十五条"]),
    ("第三章第八条、第十条", ["第三章第八条", "第三章第十条"]),
    ("第三部分第（二）款", ["第三部分第二款"]),
    ("第（五）条、第三部分", ["第五条", "第三部分"]),
    ("附件1", ["附件1"]),
    ("附件1第23项、附件2第5项", ["附件1第二十三项", "附件2第五项"]),
    ("附件第486项", ["附件第四百八十六项"]),
    ("（甲发〔2015〕58号）第三章第八条、附件2第7项", ["第三章第八条", "附件2第七项"]),
    ("甲发〔2015〕58号附件第7项", ["附件第七项"]),
    ("2011年修正本第八条", ["第八条"]),
    ("附录A", ["附录A"]),
    ("三、有关要求（一）各市应当", ["三、（一）"]),
    ("十五、加大支持力度县级以上政府可以根据财力状况安排", ["十五、"]),
    ("“三、组织实施”", ["三、"]),
    ("（五）加强监管。", ["（五）"]),
    ("四、申报要求（三）材料要求 1. 甲类。甲类应当", ["四、（三）1."]),
    ("一、工作（一）各地遴选推荐，按要求报送。（二）各地审查。（四）其他", ["一、（一）", "一、（二）"]),
    ("：（一）企业申请的", []),
    ("第一条件、第三章程、第二节能项目", []),
    ("的第一项目", []),
]


@pytest.mark.parametrize(("text", "expected"), PLACES)
def test_places_are_read_and_written_in_one_way(text: str, expected: list[str]) -> None:
    assert [place.text for place in places(text)] == expected


def test_a_range_of_articles_is_one_place() -> None:
    (place,) = places("第十条第二款至第一百二十条之三")
    assert (place.article, place.paragraph, place.through) == (Ordinal(10), 2, Ordinal(120, 3))
    assert (place.start, place.end) == (5, 20)


def test_a_range_of_items_is_a_place_for_each_over_one_span() -> None:
    found = places("第六条第一款第二项至第四项")
    assert [(place.article, place.paragraph, place.item) for place in found] == [
        (Ordinal(6), 1, item) for item in (2, 3, 4)
    ]
    assert {(place.start, place.end) for place in found} == {(5, 18)}


def test_a_range_that_would_be_endless_names_its_ends() -> None:
    assert [place.item for place in places("第六条第一项至第九百项")] == [1, 900]


def test_each_of_a_list_has_the_span_of_its_own_words() -> None:
    text = "《甲办法》第三条第一款第（四）、（五）项"
    (citation,) = cite(text)
    assert [text[place.start : place.end] for place in citation.locators] == [
        "第三条第一款第（四）",
        "（五）项",
    ]


def test_laws_have_no_outline() -> None:
    (law,) = cite("《甲法》三、受理")
    assert law.locators == ()
