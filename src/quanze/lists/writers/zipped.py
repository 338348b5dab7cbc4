"""Members of the ZIP of an office document, the same bytes each time that the same list is written."""

from __future__ import annotations

import zipfile
from typing import IO

EPOCH = (1980, 1, 1, 0, 0, 0)


def member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """Opens a member for writing. It bears the earliest date that a ZIP can, so that equal lists give equal files."""
    info = zipfile.ZipInfo(name, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    return archive.open(info, "w", force_zip64=False)
