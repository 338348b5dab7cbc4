"""An official document as HTML: what a letter will say, before it is set as Word and PDF."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from quanze.documents.tree import (
    Attachments,
    Blank,
    Block,
    Code,
    Document,
    Form,
    Inline,
    Items,
    Paragraph,
    Picture,
    Receipt,
    Signature,
    attachment_lines,
)


def paper(document: Document) -> SafeString:
    """The blocks of a document in their order; the code stands at its head, as on paper."""
    head = [block for block in document.blocks if isinstance(block, Code)]
    body = [block for block in document.blocks if not isinstance(block, Code)]
    return _joined(_block(block) for block in (*head, *body))


def _block(block: Block) -> SafeString:
    match block:
        case Paragraph(role, content):
            return format_html('<p class="{}">{}</p>', role.value, _content(content))
        case Attachments(names):
            marks = attachment_lines(names)
            return format_html('<p class="attachments">{}</p>', format_html_join(_BREAK, "{}{}", marks))
        case Signature(agency, _, sealed):
            seal = _SEAL if sealed else ""
            return format_html('<p class="signature">{}{}<br>{}</p>', agency, seal, block.dated)
        case Items(headings, rows):
            return _table(headings, rows)
        case Form(rows):
            lines = (
                format_html(
                    "<tr>{}</tr>",
                    _joined(
                        format_html(
                            _LABEL if cell.label else _CELL,
                            _spanned(position, len(row.cells)),
                            _content(cell.content),
                        )
                        for position, cell in enumerate(row.cells)
                    ),
                )
                for row in rows
            )
            return format_html('<table class="form"><tbody>{}</tbody></table>', _joined(lines))
        case Code(_, lines):
            return format_html(
                '<div class="code"><span class="code-place">二维码</span><p>{}</p></div>',
                format_html_join(_BREAK, "{}", ((line,) for line in lines)),
            )
        case Picture(_, says):
            return format_html('<p class="centred">（图：{}）</p>', says)
        case Receipt(title, lines):
            return format_html(
                '<div class="receipt"><p class="receipt-title">{}</p>{}</div>',
                title,
                format_html_join("", "<p>{}</p>", ((_content(line),) for line in lines)),
            )


_BREAK = mark_safe("<br>")
_SEAL = mark_safe('<span class="seal-place">（盖章）</span>')
_LABEL, _CELL = '<th scope="row">{1}</th>', '<td colspan="{0}">{1}</td>'
_COLUMNS = 6


def _spanned(position: int, cells: int) -> int:
    """Over how many of six columns the cell of a row goes; the last one takes what is left."""
    return _COLUMNS - (cells - 1) if position == cells - 1 else 1


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> SafeString:
    head = format_html_join("", '<th scope="col">{}</th>', ((heading,) for heading in headings))
    body = _joined(
        format_html("<tr>{}</tr>", format_html_join("", "<td>{}</td>", ((_lines(cell),) for cell in row)))
        for row in rows
    )
    return format_html('<table class="items"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>', head, body)


def _content(pieces: Iterable[Inline]) -> SafeString:
    return _joined(_inline(piece) for piece in pieces)


def _inline(piece: Inline) -> SafeString:
    if isinstance(piece, Blank):
        return format_html('<span class="blank">{}</span>', "\u3000" * piece.width)
    return _lines(piece.text)


def _lines(text: str) -> SafeString:
    return mark_safe(escape(text).replace("\n", "<br>"))  # noqa: S308  escaped


def _joined(parts: Iterable[SafeString] | Iterator[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308  each part is safe
