"""A file keeps the name that its owner gave it, as far as that can be shown without harm."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quanze.files.names import LONGEST, clean_name, shorten


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("申请书.pdf", "申请书.pdf"),
        ("C:\\Users\\wang\\申请书.pdf", "申请书.pdf"),
        ("../../etc/申请书.pdf", "申请书.pdf"),
        ("文件夹/", "文件夹"),
        ("  申请书\t（终稿）\r\n.pdf ", "申请书 （终稿） .pdf"),
        ("申请书\u202efdp.exe", "申请书fdp.exe"),
        ("零\u200b宽\ufeff.pdf", "零宽.pdf"),
        ("空\x00字符\x07.pdf", "空字符.pdf"),
        ("半个\ud83d.pdf", "半个.pdf"),
        ("Cafe\u0301.pdf", "Caf\u00e9.pdf"),
        ("..", "未命名"),
        ("", "未命名"),
        ("\u202e", "未命名"),
        ("申请书.pdf. . ", "申请书.pdf"),
        ("生僻字𫖯.pdf", "生僻字𫖯.pdf"),
    ],
)
def test_only_what_can_be_seen_is_kept(given_name, kept):
    assert clean_name(given_name) == kept


def test_a_name_of_300_characters_keeps_its_beginning_its_end_and_its_extension():
    name = "关于" + "很" * 290 + "终稿二.docx"
    short = shorten(name)
    assert len(short) == LONGEST
    assert (short[:4], short[-8:]) == ("关于很很", "终稿二.docx"[-8:])
    assert "…" in short
    assert clean_name(name) == name


def test_what_stands_behind_a_dot_far_away_is_no_extension():
    assert len(shorten("第1." + "章" * 400)) == LONGEST


@given(st.text(max_size=400))
def test_no_name_is_empty_long_or_invisible(name: str):
    cleaned = clean_name(name)
    assert 0 < len(shorten(cleaned)) <= LONGEST
    assert clean_name(cleaned) == cleaned
    assert not {unicodedata.category(character) for character in cleaned} & {"Cc", "Cf", "Cs"}
    assert "/" not in cleaned
    assert "\\" not in cleaned
