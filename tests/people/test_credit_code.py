"""统一社会信用代码: read however it is written; doubts are told apart from what cannot be a code."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from quanze.kits.credit_code import SIGNS
from quanze.people import credit_code
from quanze.people.credit_code import CreditCode
from quanze.people.unacceptable import Unacceptable

GOOD = "91110000600037341L"


def checked(first: str) -> str:
    """Seventeen characters with their check."""
    return first + uscc.calc_check_digit(first)


@pytest.mark.parametrize(
    "written",
    [
        GOOD,
        GOOD.lower(),
        " 9111 0000-6000 3734 1L ",
        "911100006000373４１Ｌ",
        "９１１１００００６０００３７３４１Ｌ",
        "911100006\u200b00037341L",
        "9111－0000—6000\u00a037341l\n",
        "\ufeff91110000600037341L",
    ],
)
def test_one_code_however_it_is_written(written):
    assert credit_code.read(written) == CreditCode(GOOD)


@pytest.mark.parametrize(
    ("first", "who"),
    [
        ("A1110000600037341", "军队"),
        ("N2411303MF2345678", "农村集体经济组织"),
        ("Y1411303MF2345678", "其他"),
        ("11411303MB0345678", "机关"),
        ("52411303MJ0345678", "社会组织"),
    ],
)
def test_codes_of_every_registrar_are_taken(first, who):
    assert credit_code.read(checked(first)).doubt == ""


@pytest.mark.parametrize(
    ("code", "doubt"),
    [
        ("91350211M0000XUF46", "校验码不符：按前17位算应为“R”"),  # reported as genuine, domain §2
        (checked("B1110000600037341"), "第1位“B”不是已知的登记管理部门代码"),
        (checked("911100A0600037341"), "第3至8位“1100A0”不是六位行政区划码"),
    ],
)
def test_what_looks_wrong_is_a_doubt(code, doubt):
    assert credit_code.read(code) == CreditCode(code, doubt)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "请填写统一社会信用代码"),
        (" － ", "请填写统一社会信用代码"),
        ("12345", "是18位，现在有5位"),
        (GOOD + "1", "是18位，现在有19位"),
        ("9" * 100_000, "现在有200位"),
        ("91110000600O37341L", "第12位“O”.*是否应为“0”"),
        ("9111000060003734１Ｉ", "第18位“I”.*是否应为“1”"),
        ("卧龙区某某机械有限责任公司统一社会信", "第1位“卧”"),
        ("\x00" * 18, "第1位"),
    ],
)
def test_what_cannot_be_a_code_is_refused_with_its_place(written, said):
    with pytest.raises(Unacceptable, match=said):
        credit_code.read(written)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        found = credit_code.read(text)
    except Unacceptable:
        return
    assert len(found.value) == 18
    assert set(found.value) <= set(SIGNS)


@given(st.text(sorted(SIGNS), min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(sorted(SIGNS)))
def test_one_character_mistaken_is_noticed(first, place, other):
    code = checked(first)
    mistaken = code[:place] + other + code[place + 1 :]
    assert ("校验码" in credit_code.read(mistaken).doubt) == (mistaken != code)
