"""Which agency of the installation a list means by the words for whoever takes part (同级财政部门)."""

from __future__ import annotations

from quanze.people.models import Agency

KINDS_BY_WORD = (
    ("财政", Agency.Kind.FINANCE),
    ("司法", Agency.Kind.JUSTICE),
    ("编办", Agency.Kind.STAFFING),
    ("机构编制", Agency.Kind.STAFFING),
    ("人民政府", Agency.Kind.GOVERNMENT),
)
"""A word in the list's words → the kind of agency at the bureau's own level."""


def partner_of(bureau: Agency, words: str) -> Agency | None:
    """The agency that bears this name; else the one of that kind under the same superior. ``None`` where there is none,
    or where there are two: nobody guesses. At most two queries."""
    said = words.strip()
    if not said:
        return None
    named = Agency.objects.filter(name=said).exclude(pk=bureau.pk).first()
    if named is not None:
        return named
    kind = next((kind for word, kind in KINDS_BY_WORD if word in said), None)
    if kind is None:
        return None
    peers = Agency.objects.filter(kind=kind, superior=bureau.superior_id).exclude(pk=bureau.pk)
    if bureau.superior_id is None:
        peers = Agency.objects.filter(kind=kind, superior__isnull=True).exclude(pk=bureau.pk)
    found = list(peers.filter(demo=bureau.demo)[:2])
    return found[0] if len(found) == 1 else None
