"""``quanze cite``: the citations in any text or list, for clerks and for programs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from quanze.cli.refusing import speaking_of

if TYPE_CHECKING:
    from quanze.law.citations import Citation, ListCitation
    from quanze.lists.model import ListDocument


def register(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Adds the command."""
    parser = subparsers.add_parser(
        "cite",
        help="找出文中引用的法规文件和条款",
        description="找出一份清单或任何文字中引用的法律、法规、规章、文件和标准：名称、文号、条款项目，简称指哪一个文件。\n"
        "清单按附件、事项、栏目列出；其他文字（文本、Word、PDF、网页等）按行列出。\n"
        "认得什么、不认得什么见 docs/citations.md。",
    )
    parser.add_argument("file", metavar="FILE", help="清单或任何文字；- 表示从标准输入读")
    parser.add_argument("--json", action="store_true", help="按 docs/schema/citations.json 输出 JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Prints what is cited. Returns 0."""
    from quanze.law.citations import cite, cite_list
    from quanze.law.citations.codec import dump_citation, dump_list_citation

    with speaking_of(options.file):
        document, text = _read(options.file)
    values: list[dict[str, Any]]
    if document is not None:
        listed = list(cite_list(document))
        values, lines = [dump_list_citation(found) for found in listed], _of_list(listed)
    else:
        found = cite(text)
        values, lines = [dump_citation(citation) for citation in found], _of_text(text, found)
    if options.json:
        json.dump({"citations": values}, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        for line in lines:
            print(line)
    return 0


def _read(path: str) -> tuple[ListDocument | None, str]:
    """The list in a file, or else its text."""
    from quanze.lists import readers
    from quanze.lists.refusal import Refusal

    data = readers.load(path)
    try:
        return readers.read_bytes(data, path), ""
    except Refusal as no_list:
        try:
            return None, readers.read_text(data, path)
        except Refusal:
            raise no_list from None


def _of_list(listed: Sequence[ListCitation]) -> Iterator[str]:
    from quanze.lists.labels import ANNEXES, field_label

    for annex, in_annex in groupby(listed, lambda found: found.annex):
        yield ANNEXES[annex]
        for (number, matter), in_matter in groupby(in_annex, lambda found: (found.number, found.matter)):
            yield f"  {number or ''} {matter}".rstrip()
            for path, in_field in groupby(in_matter, lambda found: found.field):
                yield f"    {field_label(path)}"
                for found in in_field:
                    yield f"      {_shown(found.citation)}"
        yield ""
    yield _summary([found.citation for found in listed])


def _of_text(text: str, citations: Sequence[Citation]) -> Iterator[str]:
    line, position = 1, 0
    for citation in citations:
        line += text.count("\n", position, citation.start)
        position = citation.start
        yield f"第{line}行  {_shown(citation)}"
    yield _summary(citations)


def _shown(citation: Citation) -> str:
    """One citation on one line: title, number and places, then what is to be known of it."""
    parts = []
    if citation.title is not None:
        marked = citation.text.endswith(citation.title) or "《" in citation.title
        parts.append(citation.title if marked else f"《{citation.title}》")
    if citation.number is not None:
        parts.append(f"（{citation.number}）" if parts else citation.number)
    if citation.locators:
        outlined = any(locator.article is None for locator in citation.locators)
        parts.append(("；" if outlined else "、").join(place.text for place in citation.locators))
    notes = []
    if citation.alias_of is not None:
        notes.append(f"指《{citation.alias_of}》")
    if citation.issued is not None:
        notes.append(f"印发《{citation.issued}》")
    if citation.edition is not None and citation.edition not in (citation.title or ""):
        notes.append(citation.edition)
    if citation.dates:
        notes.append("、".join(f"{day.year}年{day.month}月{day.day}日" for day in citation.dates))
    if citation.alias is not None:
        notes.append(f"简称“{citation.alias}”")
    return "".join(parts) + (f"  〔{'；'.join(notes)}〕" if notes else "")


def _summary(citations: Sequence[Citation]) -> str:
    """How many citations, of how many instruments."""
    if not citations:
        return "没有找到引用。"
    from quanze.law.citations import key

    numbers: dict[str, set[str]] = {}
    for citation in citations:
        name = key(citation.alias_of or citation.title or citation.number or "")
        numbers.setdefault(name, set()).update([citation.number] if citation.number else [])
    count = sum(max(1, len(different)) for different in numbers.values())
    return f"共 {len(citations)} 处引用，涉及 {count} 个文件。"
