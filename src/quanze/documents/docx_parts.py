"""The fixed parts of a document in Word: styles by role, footers with page numbers, settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from quanze.documents import layout
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
from quanze.documents.tree import Role

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

PITCH = 579
"""Twentieths of a point: the line that gives 22 to a page."""
TITLE_PITCH = round(layout.TITLE_PITCH * 20)
CLOSER = '<w:spacing w:val="-5"/>'
"""Characters set closer by a quarter of a point, which gives 28 to a line."""


def twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres / 25.4 * 1440)


DOCUMENT_START = f"{XML}<w:document {_W} {_R}><w:body>"
_SECTION = (
    '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
    f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="{twips(layout.TOP)}" w:right="{twips(layout.RIGHT)}" '
    f'w:bottom="{twips(layout.BOTTOM)}" w:left="{twips(layout.LEFT)}" w:header="{twips(layout.CODE_TOP)}" '
    f'w:footer="{twips(layout.BOTTOM - layout.PAGE_NUMBER_BELOW) - 20 * 16}" w:gutter="0"/>'
)
_WITH_CODE = (
    '<w:headerReference w:type="first" r:id="rId6"/><w:footerReference w:type="first" r:id="rId4"/>',
    "<w:titlePg/>",
)
TABLE = (
    f'<w:tblPr><w:tblW w:w="{twips(layout.WIDTH)}" w:type="dxa"/><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
)


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: its name, its face and size in half points, its paragraph and character properties."""

    name: str
    face: Face
    size: float
    paragraph: str = ""
    character: str = ""


_INDENT = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * round((layout.SIZE - 0.25) * 20)}"/>'
_EXACT = (
    f'<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:spacing w:line="{PITCH}" w:lineRule="exact"/>'
)
_CENTRE = '<w:jc w:val="center"/>'
_BOTH = '<w:jc w:val="both"/>'
_RED_RULE = (
    f'<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="{round(layout.RULE_BELOW / 25.4 * 72)}" '
    f'w:color="{layout.RED}"/></w:pBdr>'
)


def _text(role: Role) -> Style:
    keep = "<w:keepNext/>" if role in (Role.LEVEL1, Role.LEVEL2) else ""
    return Style(
        role.value.capitalize(), layout.face(role), layout.SIZE, f"{keep}{_EXACT}{_INDENT}{_BOTH}", CLOSER
    )


STYLES: Mapping[Role, Style] = {
    Role.LETTERHEAD: Style(
        "Letterhead",
        Face.TITLE,
        layout.LETTERHEAD_SIZE,
        f'<w:spacing w:before="{twips(layout.LETTERHEAD_BELOW)}" w:after="{2 * PITCH}"/>{_CENTRE}',
        f'<w:color w:val="{layout.RED}"/>',
    ),
    Role.NUMBER: Style("Number", Face.BODY, layout.SIZE, f"{_RED_RULE}{_EXACT}{_CENTRE}", CLOSER),
    Role.REFERENCE: Style("Reference", Face.BODY, layout.SIZE, f'{_EXACT}<w:jc w:val="right"/>', CLOSER),
    Role.TITLE: Style(
        "DocumentTitle",
        Face.TITLE,
        layout.TITLE_SIZE,
        f'<w:spacing w:line="{TITLE_PITCH}" w:lineRule="exact"/>{_CENTRE}<w:outlineLvl w:val="0"/>',
    ),
    Role.ADDRESSEE: Style("Addressee", Face.BODY, layout.SIZE, f"{_EXACT}{_BOTH}", CLOSER),
    **{
        role: _text(role)
        for role in (Role.BODY, Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.LEVEL4, Role.NOTE)
    },
    Role.CENTRED: Style("Centred", Face.BODY, layout.SIZE, f"{_EXACT}{_CENTRE}", CLOSER),
}
"""The look of each role."""

_OTHERS = (
    Style("Attachment", Face.BODY, layout.SIZE, _EXACT, CLOSER),
    Style(
        "Signature",
        Face.BODY,
        layout.SIZE,
        f'<w:keepLines/>{_EXACT}<w:jc w:val="right"/>',
        CLOSER,
    ),
    Style("Small", Face.BODY, layout.SMALL_SIZE, '<w:spacing w:line="260" w:lineRule="exact"/>'),
    Style("Picture", Face.BODY, layout.SMALL_SIZE),
    Style("Item", Face.BODY, layout.TABLE_SIZE, '<w:spacing w:before="40" w:after="40"/>'),
    Style("ItemHead", Face.HEI, layout.TABLE_SIZE, f'<w:spacing w:before="40" w:after="40"/>{_CENTRE}'),
    Style(
        "CutLine",
        Face.BODY,
        layout.SIZE,
        '<w:keepNext/><w:pBdr><w:bottom w:val="dashed" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
        + _EXACT,
    ),
    Style(
        "ReceiptTitle",
        Face.TITLE,
        layout.SIZE,
        f'<w:keepNext/><w:spacing w:before="120" w:line="{PITCH}" w:lineRule="exact"/>{_CENTRE}',
    ),
    Style(
        "ReceiptLine",
        Face.BODY,
        layout.RECEIPT_SIZE,
        f'<w:keepNext/><w:spacing w:line="{round(layout.RECEIPT_PITCH * 20)}" w:lineRule="exact"/>',
    ),
)


CODE = "media/code.png"
"""Where the picture of a QR code lies, below ``word/``."""


def document_end(*, with_code: bool) -> str:
    """What stands behind the text: the section, with a head on its first page where there is a code."""
    head, first = _WITH_CODE if with_code else ("", "")
    return f"<w:sectPr>{head}{_SECTION}{first}</w:sectPr></w:body></w:document>"


def header(content: str) -> str:
    """The head of the first page."""
    return f'{XML}<w:hdr {_W} {_R}>{content}<w:p><w:pPr><w:pStyle w:val="Small"/></w:pPr></w:p></w:hdr>'


def picture(size: tuple[float, float], says: str, relation: str = "rId1", number: int = 1) -> str:
    """A run with a picture so many millimetres wide and high, ``says`` for those who cannot see it. ``relation``
    names its file, ``number`` is no other picture's of that part."""
    wide, high = (round(each * 36000) for each in size)
    told = escape(says, {'"': "&quot;"})
    drawing = "http://schemas.openxmlformats.org/drawingml/2006"
    return (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{drawing}/wordprocessingDrawing" distT="0" distB="0" distL="0" '
        f'distR="0"><wp:extent cx="{wide}" cy="{high}"/><wp:docPr id="{number}" name="picture{number}" descr="{told}"/>'
        f'<a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/picture"><pic:pic '
        f'xmlns:pic="{drawing}/picture"><pic:nvPicPr><pic:cNvPr id="{number}" name="picture{number}"/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )


def drawing(number: int) -> str:
    """Where the drawing with this number lies, below ``word/``."""
    return f"media/drawing{number}.png"


def drawing_relation(number: int) -> str:
    """By what name the text calls it."""
    return f"rId{100 + number}"


def fixed(title: str, *, with_code: bool = False, drawings: int = 0) -> dict[str, str]:
    """All parts but the text, its drawings, and the head with a code, by name."""
    head = [("rId6", f"{OFFICE}/header", "header1.xml")] if with_code else []
    types = {"/word/header1.xml": f"{_WORD}.header+xml", f"/word/{CODE}": "image/png"} if with_code else {}
    types |= {f"/word/{drawing(number)}": "image/png" for number in range(1, drawings + 1)}
    drawn = [
        (drawing_relation(number), f"{OFFICE}/image", drawing(number)) for number in range(1, drawings + 1)
    ]
    ours = {"word/_rels/header1.xml.rels": relations(("rId1", f"{OFFICE}/image", CODE))} if with_code else {}
    return {
        **ours,
        "[Content_Types].xml": content_types(
            {
                "/word/document.xml": f"{_WORD}.document.main+xml",
                "/word/styles.xml": f"{_WORD}.styles+xml",
                "/word/fontTable.xml": f"{_WORD}.fontTable+xml",
                "/word/settings.xml": f"{_WORD}.settings+xml",
                "/word/footer1.xml": f"{_WORD}.footer+xml",
                "/word/footer2.xml": f"{_WORD}.footer+xml",
                "/docProps/core.xml": CORE,
                **types,
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
            ("rId5", f"{OFFICE}/footer", "footer2.xml"),
            *head,
            *drawn,
        ),
        "word/styles.xml": _styles(),
        "word/fontTable.xml": font_table(),
        "word/settings.xml": f'{XML}<w:settings {_W}><w:zoom w:percent="100"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting '
        'w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>',
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
    }


def faces(font: str) -> str:
    """The run property that names a Chinese font: Word asks for it as ``eastAsia``."""
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/>'


def font_table() -> str:
    """What Word takes where a font is not installed."""
    listed = "".join(
        f'<w:font w:name="{fonts.word}"><w:altName w:val="{fonts.word_else}"/><w:charset w:val="86"/></w:font>'
        for fonts in FACES.values()
    )
    return f"{XML}<w:fonts {_W}>{listed}</w:fonts>"


def page_number() -> str:
    """数字左右各放一条一字线 (GB/T 9704-2012, 7.5)."""
    return (
        '<w:r><w:t xml:space="preserve">— </w:t></w:r><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    )


def _footer(side: str) -> str:
    """单页码居右空一字，双页码居左空一字 (7.5)."""
    indent = f'<w:ind w:{side}="{round(layout.PAGE_NUMBER_SIZE * 20)}"/><w:jc w:val="{side}"/>'
    return f'{XML}<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="PageNumber"/>{indent}</w:pPr>{page_number()}</w:p></w:ftr>'


def _styles() -> str:
    size = round(2 * layout.SIZE)
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{faces(FACES[Face.BODY].word)}<w:sz w:val="{size}"/>'
        f'<w:szCs w:val="{size}"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    )
    number = Style("PageNumber", Face.SONG, layout.PAGE_NUMBER_SIZE)
    listed = "".join(_style(style) for style in (*STYLES.values(), *_OTHERS, number))
    return f"{XML}<w:styles {_W}>{defaults}{listed}</w:styles>"


def _style(style: Style) -> str:
    size = round(2 * style.size)
    return (
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{style.name}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/><w:pPr>{style.paragraph}</w:pPr><w:rPr>'
        f'{faces(FACES[style.face].word)}{style.character}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
        "</w:style>"
    )
