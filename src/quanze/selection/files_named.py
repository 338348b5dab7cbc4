"""The files of the store that this app's rows name: the packages."""

from __future__ import annotations

from quanze.files.references import needs_file
from quanze.selection.models import Package


@needs_file
def named_here(sha256: str) -> bool:
    """Whether a package that was not let go is kept under it."""
    return Package.objects.filter(sha256=sha256, dropped=False).exists()
