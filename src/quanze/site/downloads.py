"""How a file is offered to a browser."""

from __future__ import annotations

from urllib.parse import quote


def download_headers(filename: str) -> dict[str, str]:
    """Headers that offer a file under its Chinese name (RFC 6266)."""
    plain = f"quanze.{filename.rpartition('.')[2]}"
    return {"Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}"}
