"""How a file is offered to a browser."""

from __future__ import annotations

import re
from urllib.parse import quote

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")


def download_headers(filename: str) -> dict[str, str]:
    """Headers that offer a file under its Chinese name (RFC 6266). The plain name beside it, for old programs, takes
    nothing from ``filename`` but a harmless suffix: whoever handed the file in chose the rest."""
    suffix = _SUFFIX.search(filename)
    plain = f"quanze{suffix[0] if suffix else ''}"
    named = quote(" ".join(filename.split()), safe="")
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{named}"}
