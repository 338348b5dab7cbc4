"""The table of kinds and the wordings that come with the program."""

from __future__ import annotations

import re
from datetime import date

import pytest

from quanze.documents.codec import dump, load
from quanze.documents.tree import Document, Form, Items, Paragraph, Receipt, Role, Run, Signature
from quanze.letters import kinds
from quanze.letters.composing import compose
from quanze.letters.issuing import code
from quanze.letters.kinds import Kind, NoSuchKind, To, Type
from quanze.letters.values import Kept, kept, samples
from quanze.letters.wordings import checked, default_text
from quanze.procedure.engine import acts

ALL = kinds.kinds()
every = pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.key)


def composed(kind: Kind, values: Kept) -> Document:
    return compose(
        checked(kind, default_text(kind.key)),
        kind,
        values,
        agency="平川市工业和信息化局",
        number="平工信受〔2026〕12号",
        ordinal=12,
        date=date(2026, 11, 26),
        code=None if kind.draft else code("ABCDEFGHJKMNPQRSTUVW", "平工信受〔2026〕12号"),
    )


def words(document: Document) -> str:
    out = []
    for block in document.blocks:
        match block:
            case Paragraph(content=content):
                out += [piece.text for piece in content if isinstance(piece, Run)]
            case Items(headings=headings, rows=rows):
                out += [*headings, *(cell for row in rows for cell in row)]
            case Form(rows=rows):
                out += [
                    p.text for row in rows for cell in row.cells for p in cell.content if isinstance(p, Run)
                ]
            case Receipt(title=title, lines=lines):
                out += [title, *(p.text for line in lines for p in line if isinstance(p, Run))]
            case _:
                pass
    return "\n".join(out)


@every
def test_each_kind_has_a_wording_that_suits_it(kind: Kind) -> None:
    assert checked(kind, default_text(kind.key)).lines


@every
def test_with_all_its_values_nothing_is_left_out(kind: Kind) -> None:
    """But the number of the case, which an agency may put where it likes."""
    document = composed(kind, samples(kind))
    said = words(document).replace("\n", "")
    for value in kind.values:
        if value.key == "case_number" or value.type not in (Type.TEXT, Type.PHONE):
            continue
        assert str(value.sample) in said, value.name
    assert load(dump(document)) == document


@every
def test_with_what_it_needs_alone_it_is_still_whole(kind: Kind) -> None:
    document = composed(kind, {value.key: samples(kind)[value.key] for value in kind.needs})
    assert not re.search(r"：\s*[。；]|“”|（）|\{|\}", words(document))
    assert [block for block in document.blocks if isinstance(block, Paragraph) and block.role is Role.TITLE]


@every
def test_samples_are_values_that_may_be_given(kind: Kind) -> None:
    assert kept(kind, samples(kind)) == samples(kind)


@every
def test_who_seals_and_who_does_not(kind: Kind) -> None:
    signed = [block for block in composed(kind, samples(kind)).blocks if isinstance(block, Signature)]
    assert any(block.sealed for block in signed) is kind.sealed
    assert kind.sealed or not kind.certificate


@every
def test_the_acts_are_those_of_the_engine(kind: Kind) -> None:
    for name in kind.acts:
        assert issubclass(getattr(acts, name), acts.Act)


@every
def test_nobody_speaks_of_permits(kind: Kind) -> None:
    assert not re.search("许可|准予|核准|批准书", default_text(kind.key) + kind.title)


@pytest.mark.parametrize("of", ["key", "mark", "title"])
def test_kinds_do_not_share(of: str) -> None:
    found = [getattr(kind, of) for kind in ALL]
    assert len(found) == len(set(found))


def test_each_kind_says_where_it_comes_from_and_whom_it_is_for() -> None:
    assert all(kind.source and kind.copies for kind in ALL)
    assert {kind.to for kind in ALL} == set(To)


ASKED_FOR = {  # domain: the set of letters, and what the law demands of each
    "receipt": "applicant matter received_on materials",
    "acceptance": "applicant matter applied_on accepted_on",
    "declination": "applicant matter applied_on reasons",
    "supplement": "applicant matter applied_on missing handler handler_phone",
    "not_passed": "applicant matter accepted_on reasons",
    "denied": "applicant matter accepted_on result reasons",
    "not_recommended": "applicant matter accepted_on reasons",
    "extension": "applicant matter accepted_on reasons extended_by",
    "special": "applicant matter accepted_on procedure_ground procedure_days",
    "rectification": "applicant matter problems rectify_until",
}


@pytest.mark.parametrize(("key", "needed"), ASKED_FOR.items())
def test_what_the_law_demands_is_needed(key: str, needed: str) -> None:
    assert {value.key for value in kinds.kind(key).needs} == set(needed.split())


CERTIFICATES = (
    "receipt acceptance declination supplement passed not_passed granted denied not_recommended termination"
    " rectification"
)


def test_which_letters_are_certificates() -> None:
    assert {kind.key for kind in ALL if kind.certificate} == set(CERTIFICATES.split())


def test_the_draft_of_a_reply_never_goes_out() -> None:
    assert [kind.key for kind in ALL if kind.draft] == ["reply_draft"]
    assert "内部草稿，不盖章，不对外发出" in words(
        composed(kinds.kind("reply_draft"), samples(kinds.kind("reply_draft")))
    )


@pytest.mark.parametrize(
    ("act", "keys"),
    [
        ("Accept", ["acceptance"]),
        ("GiveNotice", ["supplement"]),
        ("Decline", ["declination", "transfer"]),
        ("Inspect", ["inspection", "not_passed"]),
        ("Close", []),
    ],
)
def test_the_letters_of_an_act(act: str, keys: list[str]) -> None:
    assert [kind.key for kind in kinds.for_act(act)] == keys


def test_a_kind_that_is_none() -> None:
    with pytest.raises(NoSuchKind):
        kinds.kind("licence")
