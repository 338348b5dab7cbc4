"""The files of the store that this app's rows name: what the texts of instruments were read from."""

from __future__ import annotations

from quanze.files.references import needs_file
from quanze.library.models import Version


@needs_file
def named_here(sha256: str) -> bool:
    """Whether a version of an instrument names it."""
    return Version.objects.filter(source_sha256=sha256).exists()
