"""The faces of official documents, and the fonts that stand in for them where a machine has not the right ones.

GB/T 9704-2012 sets titles in 小标宋, text in 仿宋, its levels in 黑体 and 楷体. The fonts proper are licensed and come
with Windows or with an office program, so none is ever bundled: what is installed is looked up at run time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Face(StrEnum):
    """A face by its role."""

    TITLE = "title"
    BODY = "body"
    KAI = "kai"
    HEI = "hei"
    SONG = "song"


@dataclass(frozen=True, slots=True)
class Fonts:
    """What a face is called in a Word document, what Word takes where that is missing, the families that are looked
    for when a PDF is set, best first, and whether a stand-in is set bold to look like the face."""

    word: str
    word_else: str
    families: tuple[str, ...]
    bold_stand_in: bool = False


SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "思源宋体", "Songti SC", "NSimSun",
         "STSong", "FandolSong", "AR PL UMing CN")  # fmt: skip
SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "思源黑体", "Microsoft YaHei", "微软雅黑",
        "PingFang SC", "Heiti SC", "STHeiti", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
        "Droid Sans Fallback")  # fmt: skip

FACES: Mapping[Face, Fonts] = {
    Face.TITLE: Fonts(
        "方正小标宋简体",
        "宋体",
        ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", "华文中宋", "STZhongsong"),
        bold_stand_in=True,
    ),
    Face.BODY: Fonts(
        "仿宋_GB2312",
        "仿宋",
        ("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "FZFangSong-Z02", "华文仿宋",
         "STFangsong", "FandolFang R", "FandolFang", "Zhuque Fangsong (technical preview)", "Zhuque Fangsong"),
    ),
    Face.KAI: Fonts(
        "楷体_GB2312",
        "楷体",
        ("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "FZKai-Z03", "华文楷体", "STKaiti", "Kaiti SC",
         "FandolKai", "LXGW WenKai", "霞鹜文楷", "AR PL UKai CN", "AR PL KaitiM GB"),
    ),
    Face.HEI: Fonts(
        "黑体", "SimHei", ("黑体", "SimHei", "方正黑体_GBK", "FZHei-B01", "华文黑体", "FandolHei", *SANS)
    ),
    Face.SONG: Fonts("宋体", "SimSun", ("宋体", "SimSun", *SERIF)),
}  # fmt: skip
"""Family names as Windows, macOS, WPS and the packages of Linux give them (a font may be known by its Chinese or by
its English name). Sources: the font menus of those systems; Debian: fonts-noto-cjk, texlive-lang-chinese (Fandol),
fonts-lxgw-wenkai, fonts-arphic-*, fonts-wqy-*."""

RARE = (*SERIF, "SimSun", "宋体", *SANS, "SimSun-ExtB", "SimSun-ExtG", "HanaMinB", "Plangothic P2", "Noto Sans Symbols",
        "Noto Sans Symbols2", "Noto Sans Math", "DejaVu Sans", "Noto Emoji")  # fmt: skip
"""What is asked for a character that the face's own font lacks (a rare name, a sign), best first."""

INSTALL = (
    "请安装中文字体（Debian、Ubuntu：apt-get install fonts-noto-cjk；麒麟、统信通常已有；"
    "有仿宋、楷体、小标宋的授权字体则装上更好），再试一次"
)
"""What to do where no Chinese font is found."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The families of a face on this machine, the first for all that it can show, and its weight."""

    families: tuple[str, ...]
    bold: bool


def choose(installed: Iterable[str]) -> Mapping[Face, Chosen] | None:
    """The fonts of each face among the installed families; ``None`` where there is no Chinese font that we know."""
    there = {family.casefold(): family for family in installed}

    def found(families: Iterable[str]) -> list[str]:
        return [there[family.casefold()] for family in families if family.casefold() in there]

    chinese = [*SERIF, *SANS, *(family for fonts in FACES.values() for family in fonts.families)]
    if not found(chinese):
        return None
    others = found((*RARE, *chinese))
    return {
        face: Chosen(
            tuple(dict.fromkeys((*found(fonts.families)[:1], *others))),
            fonts.bold_stand_in and not found(fonts.families),
        )
        for face, fonts in FACES.items()
    }
