"""The fixed parts of a Word document: types, relations, styles, fonts and the footer with the page number.

Fonts and sizes follow GB/T 9704-2012 (title 2 号小标宋, headings 3 号黑体, text 仿宋, page number 4 号 between dashes).
A table of eight columns cannot be set in 3 号, so tables take 小四 or, from six columns on, 小五.
"""

from __future__ import annotations

from quanze.documents.docx_parts import font_table, page_number
from quanze.documents.fonts import FACES, Face
from quanze.documents.office import (
    CORE,
    CORE_RELATION,
    OFFICE,
    XML,
    content_types,
    core_properties,
    relations,
)

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

DOCUMENT_START = f"{XML}<w:document {_W} {_R}><w:body>"
DOCUMENT_END = (
    '<w:sectPr><w:footerReference w:type="default" r:id="rId4"/>'
    '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/>'
    "</w:sectPr></w:body></w:document>"
)
TABLE_PROPERTIES = (
    '<w:tblPr><w:tblW w:w="14570" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/>'
    '<w:left w:w="70" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/>'
    "</w:tblCellMar></w:tblPr>"
)

TITLE, HEADING, HEAD, BODY = (FACES[face].word for face in (Face.TITLE, Face.HEI, Face.KAI, Face.BODY))

_STYLES: tuple[tuple[str, str, str, int, str], ...] = (
    ("AnnexLabel", "附件号", HEADING, 32, '<w:keepNext/><w:spacing w:after="120"/>'),
    (
        "AnnexTitle",
        "附件标题",
        TITLE,
        44,
        '<w:keepNext/><w:spacing w:before="120" w:after="200"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>',
    ),
    ("AnnexHead", "附件说明", HEAD, 28, '<w:keepNext/><w:spacing w:after="120"/><w:jc w:val="center"/>'),
    ("AnnexTail", "附件附注", BODY, 24, '<w:spacing w:before="120"/>'),
    ("Between", "表间空行", BODY, 2, '<w:spacing w:line="20" w:lineRule="exact"/>'),
    ("TableHead", "表头", HEADING, 21, '<w:keepNext/><w:jc w:val="center"/>'),
    ("TableCategory", "类别行", HEADING, 24, "<w:keepNext/>"),
    ("TableCategorySmall", "类别行（小）", HEADING, 21, "<w:keepNext/>"),
    ("TableText", "表格正文", BODY, 24, ""),
    ("TableTextSmall", "表格正文（小）", BODY, 18, ""),
    ("TableName", "表格名称", BODY, 24, '<w:jc w:val="center"/>'),
    ("TableNameSmall", "表格名称（小）", BODY, 18, '<w:jc w:val="center"/>'),
)
"""Style, its name in Word, font, size in half points, and the paragraph's properties."""


def fixed(title: str) -> dict[str, str]:
    """All parts but the text, by name."""
    return {
        "[Content_Types].xml": content_types(
            {
                "/word/document.xml": f"{_WORD}.document.main+xml",
                "/word/styles.xml": f"{_WORD}.styles+xml",
                "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
                "/word/settings.xml": f"{_WORD}.settings+xml",
                "/word/footer1.xml": f"{_WORD}.footer+xml",
                "/docProps/core.xml": CORE,
            }
        ),
        "_rels/.rels": relations(
            ("rId1", f"{OFFICE}/officeDocument", "word/document.xml"),
            ("rId2", CORE_RELATION, "docProps/core.xml"),
        ),
        "docProps/core.xml": core_properties(title),
        "word/_rels/document.xml.rels": relations(
            ("rId1", f"{OFFICE}/styles", "styles.xml"),
            ("rId2", f"{OFFICE}/fontTable", "fontTable.xml"),
            ("rId3", f"{OFFICE}/settings", "settings.xml"),
            ("rId4", f"{OFFICE}/footer", "footer1.xml"),
        ),
        "word/styles.xml": _styles(),
        "word/fontTable.xml": font_table(),
        "word/settings.xml": f'{XML}<w:settings {_W}><w:zoom w:percent="100"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>',
        "word/footer1.xml": f'{XML}<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="PageNumber"/></w:pPr>'
        f"{page_number()}</w:p></w:ftr>",
    }


def _faces(font: str) -> str:
    return f'<w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{font}"/>'


def _styles() -> str:
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{_faces(BODY)}<w:sz w:val="24"/><w:szCs w:val="24"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="PageNumber"><w:name w:val="页码"/>'
        '<w:basedOn w:val="Normal"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:rFonts w:ascii="宋体" '
        'w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/><w:szCs w:val="28"/></w:rPr></w:style>'
    )
    listed = "".join(
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>'
        f'<w:rPr>{_faces(font)}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr></w:style>'
        for style, name, font, size, paragraph in _STYLES
    )
    return f"{XML}<w:styles {_W}>{defaults}{listed}</w:styles>"
