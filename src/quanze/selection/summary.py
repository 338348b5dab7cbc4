"""汇总表: what goes up by a fixed ranking, as one document for Word, PDF and Excel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from quanze.cases.models import Case
from quanze.documents.tree import Block, Document, Items, Role, level, paragraph
from quanze.kits import Kit, check
from quanze.kits.labels import SUB_KIND as SUB_KIND_LABEL
from quanze.kits.model import SUB_KIND, Column
from quanze.kits.showing import value_words
from quanze.people.unacceptable import Unacceptable
from quanze.selection.order import RankedList
from quanze.selection.queries import Ranking

ORDINAL_SHARE, APPLICANT_SHARE, TITLE_SHARE = 1, 5, 5


def summary(held: Ranking) -> Document:
    """The cases within the quota (all, where there is none) in the fixed order, a table for each list, with the columns
    that the kit names. Cases that were withdrawn or refused since are left out; the others move up. One query.

    Raises :class:`Unacceptable`: the ranking is not fixed."""
    if held.fixed is None:
        raise Unacceptable("排序确定以后，才能生成汇总表。")
    going = [(each, [row.case for row in rows]) for each, rows in held.going]
    keys = [case.pk for _, cases in going for case in cases]
    answers = dict(Case.objects.filter(pk__in=keys).values_list("pk", "answers"))
    named = f"{held.round.matter_name}（{held.round.title}）"
    blocks: list[Block] = [paragraph(Role.TITLE, named), paragraph(Role.TITLE, "推荐汇总表")]
    blocks.extend(_tables(held, going, answers))
    return Document(f"{named}推荐汇总表", tuple(blocks))


def _tables(
    held: Ranking, going: list[tuple[RankedList, list[Case]]], answers: Mapping[int, Any]
) -> Iterator[Block]:
    kit = held.kit
    for number, (each, cases) in enumerate(going, 1):
        if len(going) > 1:
            yield level(1, number, held.name_of(each.kind))
        columns = kit.ranking.columns or _usual(kit, apart=bool(each.kind))
        heads = ("序号", "申报单位", *(_head(kit, column) for column in columns))
        rows = tuple(
            (str(place), case.applicant_name, *_cells(kit, columns, case, answers[case.pk]))
            for place, case in enumerate(cases, 1)
        )
        shares = (ORDINAL_SHARE, APPLICANT_SHARE, *(column.share for column in columns))
        yield Items(heads, rows, shares)


def _usual(kit: Kit, *, apart: bool) -> tuple[Column, ...]:
    """Where the kit names none: what the application is called, and its sub-kind unless the table is of one."""
    kinds = (Column(SUB_KIND),) if kit.sub_kinds and not apart else ()
    return (Column("", TITLE_SHARE), *kinds)


def _head(kit: Kit, column: Column) -> str:
    if column.field == SUB_KIND:
        return kit.labels.sub_kind or SUB_KIND_LABEL
    field = kit.field(column.field or kit.labels.subject)
    return "申请内容" if field is None else field.label


def _cells(kit: Kit, columns: tuple[Column, ...], case: Case, answers: Any) -> Iterator[str]:
    values = check(kit, answers, draft=True).values
    for column in columns:
        field = kit.field(column.field)
        if column.field == SUB_KIND:
            kind = kit.sub_kind(values.get(SUB_KIND))
            yield "" if kind is None else kind.name
        elif field is None:
            yield case.title
        else:
            yield value_words(field, values.get(field.key))
