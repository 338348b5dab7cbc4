"""Each row of the tables has a source and an example, and its example is compiled by that row."""

from __future__ import annotations

import re

import pytest

from quanze.procedure.compiler.basis_duties import read_basis
from quanze.procedure.compiler.conditions import needed_only, speaks_of
from quanze.procedure.compiler.duties import read_duty
from quanze.procedure.compiler.facts import read_facts
from quanze.procedure.compiler.liability import compile_liability
from quanze.procedure.compiler.materials import read_materials
from quanze.procedure.compiler.parties import Level
from quanze.procedure.compiler.patterns import (
    ClauseRow,
    FactRow,
    Phrase,
    Row,
    Word,
    acts,
    basis_acts,
    clause_rows,
    compiled,
    expression,
    facts,
    phrases,
    stage_words,
    words,
)
from quanze.procedure.compiler.stages import words_of
from quanze.prose import fold
from tests.procedure.compiler import shorthand

TABLES = ("need", "context", "quality", "detail")


@pytest.mark.parametrize("row", acts(), ids=lambda row: row.name)
def test_a_duty_written_like_the_example_gives_the_step(row: Row) -> None:
    parts = read_duty(row.example, Level.COUNTY)
    assert (row.kind, row.name) in {(one.kind, one.name) for part in parts for one in part.drafts}
    assert shorthand.compiled(row.example).uncompiled == ()


@pytest.mark.parametrize("row", basis_acts(), ids=lambda row: row.name)
def test_a_basis_written_like_the_example_gives_the_step(row: Row) -> None:
    found = {(one.draft.kind, one.draft.name) for one in read_basis(row.example, Level.COUNTY)}
    orders = {
        (step.kind, step.pattern)
        for step in shorthand.compile_matter(shorthand.matter(liability=row.example)).steps
    }
    assert (row.kind, row.name) in found | orders


@pytest.mark.parametrize("word", stage_words(), ids=lambda word: word.example)
def test_a_stage_named_like_the_example_promises_the_step(word: Word) -> None:
    assert word.kind in {found.kind for _, _, found in words_of(fold(word.example))}


@pytest.mark.parametrize(
    ("table", "row"),
    [(table, row) for table in TABLES for row in phrases(table)],
    ids=lambda value: value if isinstance(value, str) else value.name,
)
def test_a_phrase_is_found_in_its_example(table: str, row: Phrase) -> None:
    if table == "need":
        assert needed_only(row.example, row.example)
    elif table == "context":
        assert speaks_of(row.example) == row.name
    elif table == "quality":
        assert any(getattr(step, row.name) for step in shorthand.compiled(row.example).steps)
    else:
        [clause] = [text for text in re.split("[，。]", row.example) if row.says.search(fold(text))][:1]
        procedure = shorthand.compiled(row.example)
        assert procedure.uncompiled == ()
        assert any(clause in step.text for step in procedure.steps)


@pytest.mark.parametrize("row", facts(), ids=lambda row: row.kind.value)
def test_a_fact_is_found_in_its_example(row: FactRow) -> None:
    assert row.kind in {fact.kind for fact in read_facts("basis", row.example, Level.COUNTY)}


@pytest.mark.parametrize("row", clause_rows(), ids=lambda row: row.kind.value)
def test_a_clause_of_liability_is_found_in_its_example(row: ClauseRow) -> None:
    assert row.kind in {clause.kind for clause in compile_liability(row.example).clauses}


def test_materials_are_found_in_the_example() -> None:
    [example] = {"".join(words("materials", "example"))}
    assert [material.name for material in read_materials("basis", example)] == [
        "申请报告",
        "实测图纸资料",
        "事故隐患资料",
    ]


@pytest.mark.parametrize(
    "row",
    [
        *acts(),
        *basis_acts(),
        *stage_words(),
        *facts(),
        *clause_rows(),
        *(row for table in TABLES for row in phrases(table)),
    ],
    ids=lambda row: row.example,
)
def test_every_row_names_its_source(row: Row | Word | FactRow | ClauseRow | Phrase) -> None:
    assert len(row.source) > 4


def test_names_of_acts_are_unique() -> None:
    names = [row.name for row in acts()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("phrase", "found", "not_found"),
    [
        ("受理", "予以受理", "受 理"),
        ("一次[性]告知", "一次告知", "一次书面告知"),
        ("(审核|审查)意见", "审查意见", "复核意见"),
        ("现场…核查", "现场对设备进行核查", "现场、再核查"),
        ("征求……意见", "征求公安、应急部门意见", "征求。意见"),
        ("{n}份", "一式十五份", "若干份"),
        ("^提出意见", "后,提出意见", "不提出意见"),
        ("推荐$", "择优推荐。", "推荐材料"),
    ],
)
def test_the_notation_says_what_it_seems_to_say(phrase: str, found: str, not_found: str) -> None:
    pattern = compiled([phrase])
    assert pattern.search(found)
    assert not pattern.search(not_found)


def test_what_is_not_in_the_notation_is_refused() -> None:
    with pytest.raises(ValueError, match="notation"):
        expression("受理}")
