"""The application as a document: what was filled in, in the form's order; to be printed, signed and stamped, or as it
was handed in. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from quanze.documents.tree import (
    Blank,
    Block,
    Cell,
    Document,
    Form,
    FormRow,
    Items,
    Role,
    Run,
    Signature,
    level,
    paragraph,
)
from quanze.kits import Kit
from quanze.kits.model import FieldKind
from quanze.kits.showing import Shown, ShownSection
from quanze.people.models import Party

IN_A_CELL = 200
"""Characters of an answer that stand beside their label; longer ones are paragraphs."""

MOST_NUMBERED = 99


def application_form(
    matter: str, agency: str, party: Party, kit: Kit, sections: Iterable[ShownSection], handed_in: str = ""
) -> Document:
    """The application for this matter to this agency: ``sections`` are the answers to the kit's form. Of a declaration
    the paper says what is declared, since it is signed. ``handed_in`` says by which number and when, of one that was:
    it stands where the signature would."""
    declared = {each.key: each.words for each in kit.fields() if each.kind is FieldKind.DECLARATION}
    called = f"{matter}申请表"
    about = (
        ("申请人", party.name),
        ("统一社会信用代码", party.credit_code),
        ("类别", party.get_kind_display()),
        ("住所", party.address),
        ("联系电话", party.phone),
    )
    parts: list[tuple[str, list[Block]]] = [("申请人", [_form(about)])]
    parts += [
        (each.title, list(_answers([_declared(one, declared) for one in each.answers]))) for each in sections
    ]
    blocks: list[Block] = [paragraph(Role.TITLE, called), paragraph(Role.ADDRESSEE, f"{agency}：")]
    for number, (heading, found) in enumerate(parts, 1):
        named = number <= MOST_NUMBERED
        blocks += [level(1, number, heading) if named else paragraph(Role.LEVEL1, heading), *found]
    if handed_in:
        blocks.append(paragraph(Role.NOTE, f"（{handed_in}）"))
    else:
        blocks += [
            paragraph(Role.BODY, "法定代表人（负责人）签字：", Blank(10)),
            Signature(party.name, None, sealed=True),
        ]
    return Document(called, tuple(blocks))


def _declared(answer: Shown, declared: Mapping[str, str]) -> Shown:
    if answer.blank or answer.key not in declared:
        return answer
    return replace(answer, text=f"{declared[answer.key]}（{answer.text}）")


def _answers(answers: Sequence[Shown]) -> Iterator[Block]:
    """Short answers in a ruled form, tables as tables, long ones as paragraphs, in their order."""
    short: list[tuple[str, str]] = []
    for each in answers:
        lines = each.text.splitlines() or [""]
        if each.table is None and len(lines) == 1 and len(each.text) <= IN_A_CELL:
            short.append((each.label, each.text))
            continue
        if short:
            yield _form(short)
            short = []
        yield paragraph(Role.BODY, f"{each.label}：")
        if each.table is None:
            yield from (paragraph(Role.BODY, line) for line in lines if line.strip())
        else:
            yield Items(each.table.heads, tuple(tuple(map(_line, row)) for row in each.table.rows))
    if short:
        yield _form(short)


def _form(rows: Iterable[tuple[str, str]]) -> Form:
    return Form(
        tuple(FormRow((Cell((Run(label),), label=True), Cell((Run(_line(text)),)))) for label, text in rows)
    )


def _line(text: str) -> str:
    return " ".join(text.split())
