"""Typst, as we use it: a template of ours and data as JSON make a PDF. Official text never becomes markup.

The PDF is tagged (PDF/UA-1) and made for keeping (PDF/A-3a): fonts embedded, text extractable, nothing taken from
elsewhere. The same data give the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import typst

from quanze.documents.fonts import INSTALL, Face, choose
from quanze.documents.writable import NotWritten

EPOCH = 315_532_800
"""1980-01-01, which stands in the file for the time of its making: when it was made says nothing about the document,
and would make equal documents differ. The office formats bear the same date."""


class NotTypeset(NotWritten):
    """Why a PDF cannot be made. ``missing`` is the character that no font shows, if any."""

    def __init__(self, reason: str, missing: str | None = None) -> None:
        super().__init__(reason)
        self.missing = missing


def typeset(template: str, data: Mapping[str, Any], attachment: str | None = None) -> bytes:
    """The PDF that the template makes of the data. Raises :class:`NotTypeset`.

    The template finds ``data`` (with ``fonts``: face → families and weight) in ``sys.inputs.data`` as JSON, and the
    text that it is to attach in ``sys.inputs.attachment``.
    """
    inputs = _inputs(data)
    if attachment is not None:
        inputs["attachment"] = attachment
    compiler = typst.Compiler(font_paths=_installed(), ignore_system_fonts=True)
    try:
        out = compiler.compile(
            template.encode(),
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["a-3a", "ua-1"],
            timestamp=EPOCH,
        )
    except typst.TypstError as error:
        raise _told(error) from error
    if not isinstance(out, bytes):
        raise NotTypeset("排版程序没有给出 PDF")
    return out


def paint(template: str, data: Mapping[str, Any], pixels_per_inch: float) -> list[bytes]:
    """The pages that the template makes of the data, as PNG. Raises :class:`NotTypeset`."""
    compiler = typst.Compiler(
        template.encode(), font_paths=_installed(), ignore_system_fonts=True, sys_inputs=_inputs(data)
    )
    try:
        out = compiler.compile(format="png", ppi=pixels_per_inch)
    except typst.TypstError as error:
        raise _told(error) from error
    return [out] if isinstance(out, bytes) else list(out or ())


def family(face: Face) -> str:
    """The family of a face on this machine. Raises :class:`NotTypeset` where there is no Chinese one."""
    faces = choose(_installed().families())
    if faces is None:
        raise NotTypeset(f"这台机器上没有中文字体，写不出 PDF；{INSTALL}")
    return faces[face].families[0]


def asked(template: str, data: Mapping[str, Any], label: str) -> list[Any]:
    """What the template notes down under a label, in the order of the pages. Raises :class:`NotTypeset`."""
    compiler = typst.Compiler(
        template.encode(), font_paths=_installed(), ignore_system_fonts=True, sys_inputs=_inputs(data)
    )
    try:
        found = compiler.query(f"<{label}>", field="value")
    except typst.TypstError as error:
        raise _told(error) from error
    noted: list[Any] = json.loads(found)
    return noted


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    faces = choose(_installed().families())
    if faces is None:
        raise NotTypeset(f"这台机器上没有中文字体，写不出 PDF；{INSTALL}")
    fonts = {
        face.value: {"font": list(chosen.families), "weight": "bold" if chosen.bold else "regular"}
        for face, chosen in faces.items()
    }
    return {"data": json.dumps({**data, "fonts": fonts}, ensure_ascii=False)}


@lru_cache(maxsize=1)
def _installed() -> typst.Fonts:
    """The fonts of this machine; looking them up takes a tenth of a second."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)


_UNSHOWN = re.compile(r'the text (?:contains the disallowed codepoint )?`"(.+?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


def _told(error: typst.TypstError) -> NotTypeset:
    """What typst says in its own words, in the clerk's."""
    found = _UNSHOWN.search(error.message)
    if found is None:
        return NotTypeset(f"排版没有成功：{error.message}")
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), found[1])
    char = text[:1]
    said = f"“{char}”（U+{ord(char):04X}）" if char.isprintable() else f"U+{ord(char):04X}"
    return NotTypeset(
        f"这台机器的字体里没有 {said} 这个字，PDF 里显示不出来；请装上有这个字的字体，或写成其他格式", char
    )
