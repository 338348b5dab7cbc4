"""Laws as Markdown in the layout of LawRefBook: ``title(2018-12-29).md``, a head with the history, then the text.

```
# 中华人民共和国某法
1996年8月29日 第八届全国人民代表大会常务委员会第二十一次会议通过
<!-- INFO END -->
## 第一章 总则
第一条 为了……
```

Chapters are headings; the 款 and 项 of an article are paragraphs of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath

from quanze.law import titles
from quanze.law.citations.naming import issued_in
from quanze.law.history import changes, commencement, making, order_number, organ
from quanze.law.instruments import Evidence, Instrument, Version
from quanze.law.kinds import kind_of
from quanze.law.structure import Body, body
from quanze.lists.readers.text import decode
from quanze.lists.refusal import Refusal
from quanze.prose.document_numbers import numbers

MAX_BYTES = 20 * 1024 * 1024

NO_LAWS = frozenset(
    (
        *("readme", "index", "_index", "changelog", "contributing", "license", "summary"),
        *("目录", "索引", "说明", "模版", "模板", "法律法规模版", "法律法规模板"),
    )
)
"""Names of files that collections keep beside their laws."""

_NAME = re.compile(r"(?P<title>.+?)\s*[(（]\s*(?P<date>[12]\d{3}-\d{1,2}-\d{1,2})\s*[)）]")
_INFO_END = re.compile(r"<!--\s*INFO\s*END\s*-->", re.IGNORECASE)
_FRONT = re.compile(r"\A---[ \t]*\n.{0,4000}?\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_TITLE = re.compile(r"#\s+(?P<title>\S.*)")
_BULLET = re.compile(r"\s*[-*+]\s+")
_CONTENTS = re.compile(r"目\s*录")
_HEAD_LINES = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """An instrument with the one version that a file holds, the file's name, and what was doubtful in it."""

    instrument: Instrument
    path: str
    doubts: tuple[str, ...] = ()


def named(name: str) -> tuple[str, date | None]:
    """Title and date in a file's name."""
    stem = PurePath(name).name.removesuffix(".md").removesuffix(".markdown").strip()
    match = _NAME.fullmatch(stem)
    if match is None:
        return stem, None
    try:
        year, month, day = (int(part) for part in match["date"].split("-"))
        return match["title"], date(year, month, day)
    except ValueError:
        return match["title"], None


def read(data: bytes, path: str) -> Reading:
    """Reads one file; the folders of ``path`` may tell its kind. Raises :class:`Refusal` for what is no law."""
    stem, named_on = named(path)
    if stem.lower() in NO_LAWS:
        raise Refusal("不是法律文件（说明、目录或模板）")
    if len(data) > MAX_BYTES:
        raise Refusal(f"文件超过 {MAX_BYTES // 1_048_576} MB 的上限")
    if not data.strip():
        raise Refusal("文件是空的")
    title, head, text = _parts(decode(data))
    full = title or stem
    history = changes(head)
    found = body(text)
    if not found.articles and not found.sections and not history:
        raise Refusal("没有条文，也没有制定、修改的沿革，不像法律文件")
    return Reading(_instrument(full, head, found, named_on, path), path, found.doubts)


def _instrument(title: str, head: Sequence[str], found: Body, named_on: date | None, path: str) -> Instrument:
    history = changes(head)
    says = commencement(found.articles, found.preamble[-2:])
    made = making(history, named_on, says)
    version = Version(
        made_on=made.made_on,
        making=made.making,
        in_force_from=made.in_force_from,
        assumed=made.assumed,
        evidence=Evidence(path, " ".join(head) if says is None else says.words),
        commenced=None if says is None else says.on,
        history=history,
        preamble=found.preamble,
        articles=found.articles,
        sections=found.sections,
        annex=found.annex,
    )
    maker = organ(history)
    plain = titles.without_edition(title)
    return Instrument(
        title=plain,
        bare=titles.bare(plain),
        kind=kind_of(plain, head, PurePath(path).parts[:-1]),
        issuers=() if maker is None else (maker,),
        number=order_number(history) or _own_number((*head, *found.preamble[:2])),
        issued=issued_in(plain),
        versions=(version,),
    )


def _parts(text: str) -> tuple[str | None, list[str], list[str]]:
    """Title, the lines of the head, and the lines of the text."""
    text = _FRONT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    end = _INFO_END.search(text)
    if end is not None:
        title, head = _titled(_lines(text[: end.start()]))
        parts = [line for line in head if line.startswith("#")]
        return title, [line for line in head if line not in parts], [*parts, *_lines(text[end.end() :])]
    title, lines = _titled(_lines(text))
    size = 0
    for line in lines[:_HEAD_LINES]:
        if not (changes([line]) or _CONTENTS.fullmatch(line)) or line.startswith("第"):
            break
        size += 1
    return title, lines[:size], lines[size:]


def _lines(text: str) -> list[str]:
    lines = (_BULLET.sub("", line).strip() for line in _uncommented(text).split("\n"))
    return [line for line in lines if line]


def _uncommented(text: str) -> str:
    """The text without ``<!-- … -->``; what is never closed is text."""
    kept: list[str] = []
    at = 0
    while (opened := text.find("<!--", at)) >= 0 and (closed := text.find("-->", opened)) >= 0:
        kept.append(text[at:opened])
        at = closed + len("-->")
    return "".join((*kept, text[at:]))


def _own_number(lines: Sequence[str]) -> str | None:
    """The 文号 that stands on a line of its own (劳社部发[2008]3号)."""
    for line in lines:
        found = next(numbers(line), None)
        if found is not None and found.text == line.strip("（）() "):
            return found.canonical
    return None


def _titled(lines: list[str]) -> tuple[str | None, list[str]]:
    """The title, which is the first heading, and the lines without it. A second one in the head names a part of a
    code that is kept in several files (民法典: 人格权编); it stays, and becomes a heading over the articles."""
    for index, line in enumerate(lines[:_HEAD_LINES]):
        match = _TITLE.fullmatch(line)
        if match is not None:
            return match["title"].strip(" *_"), lines[:index] + lines[index + 1 :]
    return None, lines
