"""附件 1 and 附件 3: the list as it stands, as a catalogue by category and in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from quanze.documents.tree import chinese
from quanze.lists.derive.adjusted import plain
from quanze.lists.headings import CATEGORIES
from quanze.lists.layout.columns import OFFICIAL, OFFICIAL_CATALOGUE, columns_of
from quanze.lists.model import Annex, AnnexKind, CategoryHead, Column, Contact, Matter, Text
from quanze.lists.refusal import Refusal


def catalogue(matters: Sequence[Matter], title: str, *, label: str = "附件1") -> Annex:
    """The catalogue: the ten categories in their order, empty ones with 0 (GB/T 39046—2020, table A.1), any further
    ones after them, and the matters of each in the order given, numbered throughout.

    Raises :class:`Refusal` naming a matter that has no category.
    """
    by_category: dict[str, list[Matter]] = {name: [] for name in CATEGORIES}
    for matter in matters:
        category = "" if matter.category is None else matter.category.value.strip()
        if not category:
            raise Refusal(f"“{matter.name.value}”没有职权类别，不能列入目录；请先补上")
        by_category.setdefault(category, []).append(matter)
    heads: list[CategoryHead] = []
    listed: list[Matter] = []
    for place, (name, members) in enumerate(by_category.items(), start=1):
        exact = f"{chinese(place)}、{name}（{len(members)}项）"
        heads.append(CategoryHead(name, len(members), exact, at=len(listed)))
        listed += (
            Matter(Text.plain(str(number)), replace(matter.name, marks=()), Text.plain(name))
            for number, matter in enumerate(members, start=len(listed) + 1)
        )
    return Annex(
        kind=AnnexKind.CATALOGUE,
        title=title,
        label=label,
        declared_total=len(listed),
        head=(f"（共 {len(listed)} 项）",),
        columns=OFFICIAL_CATALOGUE,
        categories=tuple(heads),
        matters=tuple(listed),
    )


def retained(
    matters: Sequence[Matter],
    title: str,
    *,
    label: str = "附件3",
    contact: Contact | None = None,
    columns: Sequence[Column] = OFFICIAL,
) -> Annex:
    """The list in full, numbered from 1, with its foot, less the underlines, old texts and notes of an adjustment."""
    annex = Annex(
        kind=AnnexKind.RETAINED,
        title=title,
        label=label,
        columns=tuple(columns),
        matters=tuple(
            replace(plain(matter), number=Text.plain(str(number)), before=None)
            for number, matter in enumerate(matters, start=1)
        ),
        contact=contact,
    )
    return replace(annex, columns=columns_of(annex))
