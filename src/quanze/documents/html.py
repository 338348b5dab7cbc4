"""A document as a web page that stands alone: it reads on a screen and prints as an official document does.

The lines of a page are the browser's business: it has the margins, faces and sizes of GB/T 9704-2012, not its 22 lines.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape
from typing import BinaryIO

from quanze.documents import layout
from quanze.documents.code import CODE_SAYS, png
from quanze.documents.fonts import FACES, SANS, SERIF, Face
from quanze.documents.tree import (
    Attachments,
    Blank,
    Block,
    Code,
    Document,
    Form,
    FormRow,
    Inline,
    Items,
    Paragraph,
    Picture,
    Role,
    Run,
    Signature,
    attachment_lines,
)
from quanze.documents.writable import refuse_unwritable

TAGS = {
    Role.TITLE: "h1",
    Role.LEVEL1: "h2",
    Role.LEVEL2: "h3",
    Role.LEVEL3: "h4",
    Role.LEVEL4: "h5",
}


def _families(face: Face) -> str:
    """What a browser looks for, the fonts of the standard first."""
    generic = "sans-serif" if face is Face.HEI else "serif"
    others = SANS if face is Face.HEI else SERIF
    named = dict.fromkeys((FACES[face].word, FACES[face].word_else, *FACES[face].families[:8], *others[:2]))
    return ",".join([*(f'"{name}"' for name in named), generic])


STYLE = f"""\
:root{{color:#000;background:#fff;font:{layout.SIZE}pt/1.8 {_families(Face.BODY)}}}
body{{max-width:{layout.WIDTH}mm;margin:0 auto;padding:24px;overflow-wrap:anywhere}}
h1,h2,h3,h4,h5,p{{margin:0;font:inherit;white-space:pre-wrap}}
.letterhead{{color:#{layout.RED};text-align:center;line-height:1.2;font-family:{_families(Face.TITLE)}}}
.number{{text-align:center;margin-top:2lh;padding-bottom:{layout.RULE_BELOW}mm}}
.number{{border-bottom:2.25pt solid #{layout.RED}}}
.reference{{text-align:right}}
h1{{margin:2lh 0 1lh;text-align:center;font:{layout.TITLE_SIZE}pt/1.6 {_families(Face.TITLE)}}}
.text{{text-indent:2em;text-align:justify}}
.level1{{font-family:{_families(Face.HEI)}}}.level2{{font-family:{_families(Face.KAI)}}}
.level1,.level2{{break-after:avoid}}
.centred{{text-align:center}}
.blank{{display:inline-block;height:.9em;border-bottom:1px solid;text-indent:0}}
.attachments{{margin:1lh 0 0;padding:0 0 0 2em}}
.attachments div{{display:flex}}.attachments dt{{white-space:nowrap}}.attachments dd{{margin:0}}
.signature{{margin-top:2lh;break-inside:avoid;text-align:right}}
table{{width:100%;border-collapse:collapse;margin:1lh 0;font-size:{layout.TABLE_SIZE}pt}}
th,td{{border:1px solid;padding:4px 6px;text-align:left;white-space:pre-wrap}}
th{{font-family:{_families(Face.HEI)};font-weight:normal;text-align:center}}thead{{display:table-header-group}}
.form th{{width:6em}}.code{{font-size:9pt;line-height:1.4}}.code img{{height:18mm;image-rendering:pixelated}}
.receipt{{margin-top:1lh;border-top:1px dashed;padding-top:1lh;break-inside:avoid}}
@page{{size:A4;margin:{layout.TOP}mm {layout.RIGHT}mm {layout.BOTTOM}mm {layout.LEFT}mm;\
@bottom-right{{content:"— " counter(page) " —";font:{layout.PAGE_NUMBER_SIZE}pt {_families(Face.SONG)}}}}}
@media print{{body{{max-width:none;padding:0}}}}
"""


def write(document: Document, stream: BinaryIO) -> None:
    """Writes the document. Raises :class:`~quanze.documents.writable.NotWritten`."""
    refuse_unwritable(document)
    body = "\n".join(map(_block, document.blocks))
    stream.write(
        '<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(document.title)}</title>\n<style>\n{STYLE}</style>\n</head>\n"
        f"<body>\n{body}\n</body>\n</html>\n".encode()
    )


def _block(block: Block) -> str:
    if isinstance(block, Paragraph):
        return _paragraph(block)
    if isinstance(block, Attachments):
        rows = "".join(
            f"<div><dt>{escape(mark)}</dt><dd>{escape(name)}</dd></div>"
            for mark, name in attachment_lines(block.names)
        )
        return f'<dl class="attachments">{rows}</dl>'
    if isinstance(block, Signature):
        lines = "".join(
            f'<p style="padding-right:{right:g}em">{escape(text)}</p>'
            for text, right in zip((block.agency, block.dated), layout.signature_indents(block), strict=True)
        )
        return f'<div class="signature">{lines}</div>'
    if isinstance(block, Items):
        head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in block.headings)
        rows = "".join(
            f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in block.rows
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    if isinstance(block, Form):
        return f'<table class="form"><tbody>{"".join(map(_row, block.rows))}</tbody></table>'
    if isinstance(block, Code):
        lines = "".join(f"<p>{escape(line)}</p>" for line in block.lines)
        picture = b64encode(png(block.text)).decode()
        return f'<div class="code"><img src="data:image/png;base64,{picture}" alt="{CODE_SAYS}">{lines}</div>'
    if isinstance(block, Picture):
        drawn = b64encode(block.svg.encode()).decode()
        return (
            f'<p class="centred"><img style="width:{100 * block.share:g}%" alt="{escape(block.says)}" '
            f'src="data:image/svg+xml;base64,{drawn}"></p>'
        )
    lines = "".join(f"<p>{_content(line)}</p>" for line in block.lines)
    return f'<div class="receipt"><p class="centred">{escape(block.title)}</p>{lines}</div>'


def _row(row: FormRow) -> str:
    """A row over six columns, of which the last cell takes what is left."""
    rest = 7 - len(row.cells)
    cells = "".join(
        f'<th scope="row">{_content(cell.content)}</th>'
        if cell.label
        else f'<td colspan="{rest if cell is row.cells[-1] else 1}">{_content(cell.content)}</td>'
        for cell in row.cells
    )
    return f'<tr style="height:{1.6 * row.lines:g}em">{cells}</tr>'


def _paragraph(block: Paragraph) -> str:
    tag = TAGS.get(block.role, "p")
    plain = block.role in (Role.BODY, Role.NOTE) or block.role.value.startswith("level")
    style = ""
    if block.role is Role.LETTERHEAD:
        text = "".join(piece.text for piece in block.content if isinstance(piece, Run))
        style = f' style="font-size:{layout.letterhead_size(text):g}pt"'
    name = f"{block.role.value} text" if plain else block.role.value
    return f'<{tag} class="{name}"{style}>{_content(block.content)}</{tag}>'


def _content(pieces: tuple[Inline, ...]) -> str:
    return "".join(
        f'<span class="blank" style="width:{piece.width}em"></span>'
        if isinstance(piece, Blank)
        else f"<u>{escape(piece.text)}</u>"
        if piece.underlined
        else escape(piece.text)
        for piece in pieces
    )
