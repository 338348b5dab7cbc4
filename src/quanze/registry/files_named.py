"""The files of the store that this app's rows name: what was uploaded, what an edition was read from, and the documents
that were made of it."""

from __future__ import annotations

from quanze.files.references import needs_file
from quanze.registry.models import Edition, PublishedFile, Upload


@needs_file
def named_here(sha256: str) -> bool:
    """Whether an upload, an edition or a document of one names it."""
    return (
        Upload.objects.filter(sha256=sha256).exists()
        or Edition.objects.filter(source_sha256=sha256).exists()
        or PublishedFile.objects.filter(sha256=sha256).exists()
    )
