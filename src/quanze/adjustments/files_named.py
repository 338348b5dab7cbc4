"""The files of the store that this app's rows name: scans of decisions."""

from __future__ import annotations

from django.db.models import TextField
from django.db.models.functions import Cast

from quanze.adjustments.models import Act
from quanze.files.references import needs_file


@needs_file
def named_here(sha256: str) -> bool:
    """Whether an act names it."""
    return Act.objects.annotate(words=Cast("detail", TextField())).filter(words__contains=sha256).exists()
