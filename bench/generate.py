"""Plausible lists of any size, made of the sample's own texts: as values, or streamed into a DOCX.

``python -m bench.generate 5000 list.docx`` writes one such as LibreOffice would. The same number and seed always give
the same list.
"""

from __future__ import annotations

import argparse
import random
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape

from quanze.lists.headings import CATEGORIES
from quanze.lists.model import (
    Annex,
    AnnexKind,
    CategoryHead,
    Column,
    Contact,
    ListDocument,
    Matter,
    Stage,
    Text,
)
from quanze.lists.readers import read

SAMPLE = Path(__file__).parent.parent / "examples" / "wolong" / "wolong-gxj-2025.txt"
AGENCY = "平川市工业和信息化局"
TITLES = {
    AnnexKind.CATALOGUE: f"{AGENCY}权责清单目录",
    AnnexKind.RETAINED: f"{AGENCY}保留的权责清单",
}

TRADES = tuple(
    re.findall("..", "煤炭钢铁焦化化工建材轻工纺织食品医药机械电子有色装备汽车船舶软件通信物流节能包装")
)
PLACES = tuple(
    re.findall("..", "东城西城南关北关高新经开新区城乡河东河西山前山后临港空港沿江湖滨矿区园区镇街库区")
)
YEARS = tuple(range(2006, 2031))

NUMBER = re.compile(r"(?<![0-9])(?:(?P<year>20[0-2][0-9])(?![0-9])|[1-9][0-9]{0,2}(?= ?号))")
"""Years, and numbers of documents."""


@cache
def _originals() -> tuple[Matter, ...]:
    annex = read(SAMPLE).annex(AnnexKind.RETAINED)
    assert annex is not None
    return annex.matters


def matters(count: int, seed: int = 1) -> Iterator[Matter]:
    """``count`` matters with names of their own, one by one; texts of the sample's size with other numbers in them."""
    originals = _originals()
    names = len(originals) * len(TRADES) * len(PLACES) * len(YEARS)
    if count > names:
        raise ValueError(f"at most {names} matters have a name of their own")
    for index in range(count):
        chance = random.Random(f"{seed}/{index}")
        rest, which = divmod(index, len(originals))
        rest, trade = divmod(rest, len(TRADES))
        year, place = divmod(rest, len(PLACES))
        original = originals[which]
        yield replace(
            original,
            number=Text.plain(str(index + 1)),
            name=Text.plain(f"{PLACES[place]}{TRADES[trade]}{original.name.value}（{YEARS[year]}年）"),
            category=Text.plain(CATEGORIES[index * len(CATEGORIES) // count]),
            basis=_varied(original.basis, chance),
            stages=tuple(Stage(stage.name, _varied(stage.duty, chance)) for stage in original.stages),
            liability=_varied(original.liability, chance),
        )


def document(count: int, seed: int = 1) -> ListDocument:
    """A catalogue and a retained annex of ``count`` matters each."""
    retained = tuple(matters(count, seed))
    entries = tuple(Matter(matter.number, matter.name, matter.category) for matter in retained)
    catalogue = Annex(
        AnnexKind.CATALOGUE,
        TITLES[AnnexKind.CATALOGUE],
        label="附件 1",
        declared_total=count,
        head=(f"（共 {count} 项）",),
        columns=(Column("序号", "number"), Column("职权名称", "name"), Column("职权类别", "category")),
        categories=tuple(_heads(count)),
        matters=entries,
    )
    annex = Annex(
        AnnexKind.RETAINED,
        TITLES[AnnexKind.RETAINED],
        label="附件 3",
        columns=tuple(Column(heading, field) for heading, field, _ in COLUMNS),
        matters=retained,
        contact=Contact("63170750", "平川市工信局纪检监察室", "63170781", "平川市工业南路 6 号", FOOT),
    )
    return ListDocument(None, AGENCY, (catalogue, annex))


def write_docx(count: int, target: Path | IO[bytes], seed: int = 1) -> int:
    """Stream the same list into a DOCX, like LibreOffice: merged cells continued row by row, a run per script, borders
    in every cell. Returns the size of its document.xml in bytes."""
    size = 0
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in PARTS.items():
            archive.writestr(name, content)
        with archive.open("word/document.xml", "w", force_zip64=True) as stream:
            for piece in _body(count, seed):
                data = piece.encode()
                size += len(data)
                stream.write(data)
    return size


def _varied(text: Text | None, chance: random.Random) -> Text | None:
    """The text with other years and numbers: matters of one bureau differ by what they cite."""
    if text is None or not text.value:
        return text

    def other(match: re.Match[str]) -> str:
        return str(chance.randint(2005, 2025) if match["year"] else chance.randint(1, 400))

    return Text.plain(NUMBER.sub(other, text.value))


def _heads(count: int) -> Iterator[CategoryHead]:
    edges = [-(-index * count // len(CATEGORIES)) for index in range(len(CATEGORIES) + 1)]
    for index, name in enumerate(CATEGORIES):
        declared = edges[index + 1] - edges[index]
        exact = f"{'一二三四五六七八九十'[index]}、{name} ({declared} 项)"
        yield CategoryHead(name, declared, exact, edges[index])


# The markup, as LibreOffice writes it.

FOOT = (
    "服务电话：63170750      投诉机构：平川市工信局纪检监察室      投诉电话：63170781",
    "受理地点：平川市工业南路 6 号",
)

COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("序号", "number", 544),
    ("项目名称", "name", 1036),
    ("实施依据", "basis", 5911),
    ("职权类别", "category", 545),
    ("办理环节", "stages.name", 559),
    ("责任事项", "stages.duty", 2450),
    ("追责情形", "liability", 2476),
    ("责任股室", "office", 1049),
)
CATALOGUE_COLUMNS = (("序号", 1529), ("职权名称", 10329), ("职权类别", 2711))

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:document xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" mc:Ignorable="w14"><w:body>'
)
_TAIL = (
    '<w:sectPr><w:type w:val="nextPage"/><w:pgSz w:orient="landscape" w:w="16838" w:h="11906"/>'
    '<w:pgMar w:left="1134" w:right="1134" w:gutter="0" w:header="0" w:top="1134" w:footer="0" w:bottom="1134"/>'
    '<w:textDirection w:val="lrTb"/></w:sectPr></w:body></w:document>'
)
_TABLE = (
    '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:jc w:val="left"/><w:tblInd w:w="-7" w:type="dxa"/>'
    '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="45" w:type="dxa"/><w:left w:w="45" w:type="dxa"/>'
    '<w:bottom w:w="45" w:type="dxa"/><w:right w:w="45" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>'
)
_SMALL = '<w:sz w:val="4"/><w:szCs w:val="4"/>'
_COVERED = (
    '<w:p><w:pPr><w:pStyle w:val="TableContents"/><w:bidi w:val="0"/><w:jc w:val="left"/>'
    f"<w:rPr>{_SMALL}</w:rPr></w:pPr><w:r><w:rPr>{_SMALL}</w:rPr></w:r></w:p></w:tc>"
)
_IN_CELL = (
    '<w:p><w:pPr><w:pStyle w:val="TableContents"/><w:widowControl w:val="false"/><w:suppressLineNumbers/>'
    '<w:bidi w:val="0"/><w:jc w:val="left"/><w:rPr></w:rPr></w:pPr>'
)
_RUN = re.compile(r"[!-~]+ *|[^!-~]+")

_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
PARTS: dict[str, str] = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPES}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPES}.styles+xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/_rels/document.xml.rels": f'{_XML}<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "word/styles.xml": f'{_XML}<w:styles xmlns:w="{_W}">'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{style}"/></w:style>'
        for style in ("TextBody", "Heading1", "TableHeading", "TableContents")
    )
    + "</w:styles>",
}
"""What a DOCX needs besides its text."""


def _body(count: int, seed: int) -> Iterator[str]:
    yield _HEAD
    yield from _opening("附件 1", TITLES[AnnexKind.CATALOGUE], f"（共 {count} 项）")
    yield _table([width for _, width in CATALOGUE_COLUMNS])
    yield _row([_cell(width, heading) for heading, width in CATALOGUE_COLUMNS])
    heads: dict[int, list[CategoryHead]] = defaultdict(list)
    for head in _heads(count):
        heads[head.at].append(head)
    for index, matter in enumerate(matters(count, seed)):
        yield from (_row([_cell(14569, head.exact, span=3)]) for head in heads[index])
        texts = (matter.number, matter.name, matter.category)
        yield _row(
            [_cell(width, _written(t)) for t, (_, width) in zip(texts, CATALOGUE_COLUMNS, strict=True)]
        )
    yield from (_row([_cell(14569, head.exact, span=3)]) for head in heads[count])
    yield "</w:tbl>"
    yield from _opening("附件 3", TITLES[AnnexKind.RETAINED])
    yield _table([width for _, _, width in COLUMNS])
    yield _row([_cell(width, heading) for heading, _, width in COLUMNS])
    for matter in matters(count, seed):
        yield from _matter_rows(matter)
    yield from (_row([_cell(14570, line, span=8)]) for line in FOOT)
    yield f"</w:tbl>{_TAIL}"


def _opening(*lines: str) -> Iterator[str]:
    for line, style in zip(lines, ("TextBody", "Heading1", "TextBody"), strict=False):
        yield f'<w:p><w:pPr><w:pStyle w:val="{style}"/><w:bidi w:val="0"/><w:rPr></w:rPr></w:pPr>{_runs(line)}</w:p>'


def _matter_rows(matter: Matter) -> Iterator[str]:
    texts = {
        "number": matter.number,
        "name": matter.name,
        "basis": matter.basis,
        "category": matter.category,
        "liability": matter.liability,
        "office": matter.office,
    }
    merged = "restart" if len(matter.stages) > 1 else None
    for index, stage in enumerate(matter.stages):
        cells = []
        for _, field, width in COLUMNS:
            if field == "stages.name":
                cells.append(_cell(width, _written(stage.name)))
            elif field == "stages.duty":
                cells.append(_cell(width, _written(stage.duty)))
            elif index == 0:
                cells.append(_cell(width, _written(texts[field]), merge=merged))
            else:
                cells.append(_properties(width, merge="continue") + _COVERED)
        yield _row(cells)


@cache
def _properties(width: int, span: int = 1, merge: str | None = None) -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        + (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "")
        + (f'<w:vMerge w:val="{merge}"/>' if merge else "")
        + '<w:tcBorders><w:left w:val="single" w:sz="2" w:space="0" w:color="808080"/>'
        '<w:bottom w:val="single" w:sz="2" w:space="0" w:color="808080"/>'
        '<w:right w:val="single" w:sz="6" w:space="0" w:color="808080"/></w:tcBorders>'
        '<w:vAlign w:val="center"/></w:tcPr>'
    )


def _table(widths: list[int]) -> str:
    return _TABLE + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"


def _row(cells: list[str]) -> str:
    return f"<w:tr><w:trPr></w:trPr>{''.join(cells)}</w:tr>"


def _cell(width: int, text: str, span: int = 1, merge: str | None = None) -> str:
    paragraphs = "".join(f"{_IN_CELL}{_runs(line)}</w:p>" for line in text.split("\n"))
    return f"{_properties(width, span, merge)}{paragraphs}</w:tc>"


def _runs(line: str) -> str:
    return "".join(
        f'<w:r><w:rPr></w:rPr><w:t xml:space="preserve">{run}</w:t></w:r>'
        if run[0] == " " or run[-1] == " "
        else f"<w:r><w:rPr></w:rPr><w:t>{run}</w:t></w:r>"
        for run in _RUN.findall(escape(line))
    )


def _written(text: Text | None) -> str:
    """What stands in the cell."""
    return "" if text is None else text.exact if text.exact is not None else text.value


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int)
    parser.add_argument("target", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    written = write_docx(options.count, options.target, options.seed)
    print(f"{options.count} matters, document.xml of {written / 1e6:.1f} MB")
