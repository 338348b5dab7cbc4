"""How a file is offered to a browser."""

from __future__ import annotations

import re
from typing import BinaryIO
from urllib.parse import quote

from django.http import FileResponse

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The formats of a document or a table that the site makes → their media types."""

SHOWN_APART = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; sandbox"
)
"""The content policy of what somebody handed in and a browser shows: it runs nothing and belongs to no site."""


_NEGATIVE = re.compile(r"-[0-9]{1,15}(\.[0-9]{1,6})?")


def plain_cell(text: str) -> str:
    """A cell of a table that no spreadsheet takes for a formula; a number that is negative is none."""
    formula = text[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NEGATIVE.fullmatch(text)
    return f"'{text}" if formula else text


def only_first(rows: int, *, more: bool) -> str:
    """What the name of a file says of rows that it does not hold: whoever gets the file has nothing else."""
    return f"（只有前{rows:,}条）" if more else ""


def download_headers(filename: str, *, inline: bool = False) -> dict[str, str]:
    """Headers that offer a file under its Chinese name (RFC 6266), or let it be shown. The plain name beside it, for
    old programs, takes nothing from ``filename`` but a harmless suffix: whoever handed the file in chose the rest."""
    suffix = _SUFFIX.search(filename)
    plain = f"quanze{suffix[0] if suffix else ''}"
    named = quote(" ".join(filename.split()), safe="")
    way = "inline" if inline else "attachment"
    return {"Content-Disposition": f"{way}; filename=\"{plain}\"; filename*=UTF-8''{named}"}


def offered(
    stream: BinaryIO, filename: str, media_type: str = "application/octet-stream", *, inline: bool = False
) -> FileResponse:
    """A file that somebody handed in, streamed under its name; what is shown is shown apart from the site."""
    response = FileResponse(stream, content_type=media_type)
    # Afterwards: FileResponse itself names the file as it lies on the disk.
    for name, value in download_headers(filename, inline=inline).items():
        response.headers[name] = value
    response.headers["Content-Security-Policy"] = SHOWN_APART
    return response
