"""The files of the store that this app's rows name: what letters were rendered and signed as."""

from __future__ import annotations

from quanze.files.references import needs_file
from quanze.letters.models import Rendering, Sealing


@needs_file
def named_here(sha256: str) -> bool:
    """Whether a rendering or a signed file is kept under it."""
    return Rendering.objects.filter(sha256=sha256).exists() or Sealing.objects.filter(sha256=sha256).exists()
