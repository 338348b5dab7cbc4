"""How a file is offered to a browser."""

from __future__ import annotations

import re
from typing import BinaryIO
from urllib.parse import quote

from django.http import FileResponse

SEALED_OFF = "default-src 'none'; sandbox"
"""The content policy of what others wrote: opened in a browser, it can do nothing."""

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def download_headers(filename: str) -> dict[str, str]:
    """Headers that offer a file under its Chinese name (RFC 6266). The plain name beside it, for old programs, takes
    nothing from ``filename`` but a harmless suffix: whoever handed the file in chose the rest."""
    suffix = _SUFFIX.search(filename)
    plain = f"quanze{suffix[0] if suffix else ''}"
    named = quote(" ".join(filename.split()), safe="")
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{named}"}


def offered(file: BinaryIO, filename: str, content_type: str = "application/octet-stream") -> FileResponse:
    """A file to be kept, under its Chinese name. Django would name it after the place where it lies, and show it."""
    response = FileResponse(file, content_type=content_type)
    response.headers["Content-Security-Policy"] = SEALED_OFF
    for header, said in download_headers(filename).items():
        response.headers[header] = said
    return response
