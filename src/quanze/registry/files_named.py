"""The files of the store that this app's rows name: what was uploaded, and what an edition was read from."""

from __future__ import annotations

from quanze.files.references import needs_file
from quanze.registry.models import Edition, Upload


@needs_file
def named_here(sha256: str) -> bool:
    """Whether an upload or an edition names it."""
    return (
        Upload.objects.filter(sha256=sha256).exists() or Edition.objects.filter(source_sha256=sha256).exists()
    )
