"""What is kept of a procedure comes back as it was, and a digest stands for it."""

from __future__ import annotations

import json

import pytest

from quanze.audit.canonical import canonical
from quanze.lists import readers
from quanze.lists.model import ListDocument
from quanze.procedure.compiler import compile_list
from quanze.procedure.corrections import Change, ConfirmUnit, Drop, MapClause, StepOf
from quanze.procedure.model import Kind, Limit, Origin, Procedure, Unit
from quanze.rulebook import corrections, form
from quanze.rulebook.corrections import Promise

STEP = StepOf("一次告知", Kind.SUPPLEMENT, Origin.DUTY, "受理")


@pytest.fixture(scope="session")
def sample(sample_docx) -> ListDocument:
    return readers.read(sample_docx)


def test_every_matter_of_the_sample_comes_back_as_it_was(sample):
    found = list(compile_list(sample))
    assert len(found) == 10
    for procedure in found:
        assert form.built(Procedure, json.loads(canonical(form.plain(procedure)))) == procedure


@pytest.mark.parametrize(
    "correction",
    [
        Drop(STEP),
        Change(
            STEP, {"kind": Kind.NOTIFY, "limit": Limit(5, Unit.WORKING_DAY), "party": None, "external": True}
        ),
        ConfirmUnit(STEP, Unit.CALENDAR_DAY),
        MapClause("妥善保管", Kind.OTHER, {"external": True, "limit": None}),
        Promise(Limit(20, Unit.WORKING_DAY)),
        Promise(None),
    ],
    ids=lambda correction: type(correction).__name__,
)
def test_every_correction_comes_back_as_it_was(correction):
    assert corrections.load(json.loads(canonical(corrections.dump(correction)))) == correction


@pytest.mark.parametrize(
    "value",
    [
        {"do": "burn"},
        {"do": "unit", "step": form.plain(STEP), "unit": "fortnight"},
        {"do": "change", "step": form.plain(STEP), "fields": {"text": "别的"}},
        {"do": "change", "step": form.plain(STEP), "fields": {"colour": "red"}},
        {"do": "drop"},
    ],
)
def test_what_is_no_correction_is_refused(value):
    with pytest.raises((ValueError, KeyError)):
        corrections.load(value)


def test_a_field_that_a_later_program_knows_is_read_as_its_default():
    value = form.plain(Procedure("甲", (), ()))
    del value["facts"]
    assert form.built(Procedure, value) == Procedure("甲", (), ())


def test_a_proposal_is_another_as_soon_as_anything_is():
    kept = [corrections.dump(Promise(None))]
    digests = {
        form.proposal_digest("a", [], "p"),
        form.proposal_digest("b", [], "p"),
        form.proposal_digest("a", [], "q"),
        form.proposal_digest("a", kept, "p"),
        form.proposal_digest("a", kept * 2, "p"),
    }
    assert len(digests) == 5
