"""Anyone can recompute an edition from its export, and whatever was done to it shows."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from quanze.cli.program import main
from quanze.digests import canonical, strict_loads
from quanze.lists import readers
from quanze.lists.model import AnnexKind
from quanze.registry import proof, publication, queries
from quanze.registry.models import Matter, Succession
from quanze.registry.services import import_document
from tests.registry.conftest import SAMPLE, listing, open_bureau

SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schema/edition.json").read_text("utf-8"))


def kinds(export: object) -> list[str]:
    return [problem.kind for problem in proof.problems(export)]


def loaded(edition) -> dict[str, Any]:
    """As somebody else reads it from a file."""
    return strict_loads(canonical(queries.exported(edition)))


def export_whole() -> dict[str, Any]:
    """The sample's second edition: it has a predecessor and all three annexes."""
    bureau = open_bureau()
    import_document(bureau, listing("甲"), by=None, effective_from=date(2024, 1, 1))
    sample = readers.read(SAMPLE)
    return loaded(import_document(bureau, sample, by=None, effective_from=date(2025, 1, 1)))


@pytest.fixture
def whole(start) -> dict[str, Any]:
    return start(export_whole)


@pytest.fixture
def small(bureau) -> dict[str, Any]:
    """Small enough to try everything on, with something of every kind in its head."""
    first = import_document(bureau, listing("甲", "乙"), by=None)
    document = listing("甲", "丙", basis="依据", office="办公室")
    document = replace(
        document,
        annexes=(*document.annexes, replace(document.annexes[0], kind=AnnexKind.CATALOGUE)),
    )
    return loaded(import_document(bureau, document, by=None, corrects=first, note="更正录入错误"))


def test_the_sample_is_whole_and_as_the_schema_says(whole):
    assert proof.problems(whole) == ()
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(whole)] == []


def test_a_changed_character_is_found_where_it_stands(whole):
    row = whole["annexes"][2]["rows"][3]
    row["content"]["basis"] = row["content"]["basis"].replace("，", ",", 1)
    [problem] = proof.problems(whole)
    assert problem.kind == "changed"
    assert problem.where == "保留的权责清单第4行“省新型工业化产业示范基地申报”"


def test_a_dropped_matter_is_found(whole):
    del whole["annexes"][2]["rows"][3]
    assert set(kinds(whole)) == {"missing"}
    assert proof.problems(whole)[0].message == "缺少第4行"


def test_a_dropped_matter_is_found_when_the_rest_is_counted_anew(whole):
    rows = whole["annexes"][2]["rows"]
    del rows[3]
    for position, row in enumerate(rows):
        row["position"] = position
    whole["annexes"][2]["count"] = len(rows)
    assert kinds(whole) == ["digest"]


def test_swapped_rows_are_found(whole):
    rows = whole["annexes"][0]["rows"]
    rows[1], rows[2] = rows[2], rows[1]
    assert kinds(whole) == ["order"]
    rows[1]["position"], rows[2]["position"] = 1, 2
    assert kinds(whole) == ["digest"]


def test_rows_of_two_annexes_cannot_change_places(whole):
    adjusted, retained = whole["annexes"][1], whole["annexes"][2]
    adjusted["rows"][0], retained["rows"][0] = retained["rows"][0], adjusted["rows"][0]
    assert kinds(whole) == ["digest", "digest"]


def test_a_whole_edition_in_the_place_of_another_is_found(bureau, sample):
    first = loaded(import_document(bureau, listing("甲"), by=None))
    second = loaded(import_document(bureau, sample, by=None))
    third = loaded(import_document(bureau, listing("甲", "乙"), by=None))
    assert proof.together([third, first, second]) == ()
    assert [p.kind for p in proof.expected(second, first["digest"]["sha256"])] == ["swapped"]
    for algorithm in ("sha256", "sm3"):
        assert proof.expected(second, second["digest"][algorithm].upper()) == ()
    forged = deepcopy(second)
    forged["digest"] = {"sha256": "0" * 64, "sm3": "0" * 64}
    assert [p.kind for p in proof.together([forged, third])] == ["predecessor"]
    assert [p.kind for p in proof.together([second, forged])] == ["swapped"]


def test_successions_are_sealed_too(bureau):
    import_document(bureau, listing("甲", "乙"), by=None)
    parts = publication.form.take_apart(listing("甲乙"))
    [made] = publication.open_matters(bureau, 1)
    links = [
        publication.Link(Succession.Kind.MERGED, old, made)
        for old in Matter.objects.filter(agency=bureau, number__lte=2)
    ]
    edition = publication.publish(
        bureau,
        parts,
        effective_from=date(2099, 1, 1),
        identities={("retained", 0, 0): made},
        links=links,
    )
    export = loaded(edition)
    assert [link["predecessor"]["matter"] for link in export["head"]["links"]] == [1, 2]
    assert proof.problems(export) == ()
    del export["head"]["links"][0]
    assert kinds(export) == ["digest"]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in a JSON value."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from places(item, (*path, key))


def mutated(draw: Any, value: Any) -> Any:
    """Another value of much the same look."""
    match value:
        case bool():
            return draw(st.sampled_from([not value, int(value), None]))
        case int():
            return draw(st.sampled_from([value + 1, -value - 1, str(value), bool(value), float(value)]))
        case None:
            return draw(st.sampled_from(["", 0, False, {}]))
        case str():
            at = draw(st.integers(0, len(value)))
            return draw(st.sampled_from([value[:at] + "改" + value[at:], value[:at] + value[at + 1 :], None]))
        case list():
            at = draw(st.integers(0, len(value)))
            return draw(
                st.sampled_from(
                    [value[:at] + value[at + 1 :], value[:at] + value[:1] + value[at:], value[::-1], {}]
                )
            )
    gone = draw(st.sampled_from([*value, ""]))
    return draw(
        st.sampled_from([{k: v for k, v in value.items() if k != gone}, {**value, "另加": 1}, list(value)])
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(st.data())
def test_any_single_change_is_found(small, data):
    path = data.draw(st.sampled_from([place for place in places(small) if place]))
    spoiled = deepcopy(small)
    inner: Any = spoiled
    for key in path[:-1]:
        inner = inner[key]
    before = inner[path[-1]]
    inner[path[-1]] = mutated(data.draw, before)
    if type(before) is type(inner[path[-1]]) and before == inner[path[-1]]:
        return
    assert proof.problems(spoiled), path


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@given(json_values)
def test_whatever_else_it_is_given_it_says_that_this_is_no_edition(value):
    assert [problem.kind for problem in proof.problems(value)] == ["form"]


@pytest.mark.parametrize("text", ["\ud800", 1.5, 10**30])
def test_what_has_no_canonical_text_is_found(small, text):
    small["annexes"][0]["rows"][0]["content"]["basis"] = text
    assert kinds(small)


def test_nesting_without_end_is_found(small):
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    small["annexes"][0]["frame"]["head"] = deep
    assert kinds(small) == ["form"]


# The command ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def file(whole, tmp_path) -> Path:
    path = tmp_path / "edition.json"
    path.write_text(canonical(whole), "utf-8")
    return path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    status = main(["verify", *arguments, "--json"])
    return status, json.loads(capsys.readouterr().out)


def test_verify_says_that_it_is_whole(file, whole, capsys):
    assert main(["verify", "--edition", str(file)]) == 0
    assert whole["digest"]["sm3"] in capsys.readouterr().out
    assert answer(capsys, "--edition", str(file), "--digest", whole["digest"]["sha256"]) == (
        0,
        {"ok": True, "problems": []},
    )


def test_verify_needs_no_django(file):
    program = f"from quanze.cli.program import main; main(['verify', '--edition', {str(file)!r}])"
    told = subprocess.run(
        [sys.executable, "-c", f"import sys; {program}; print('django' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.splitlines()[-1] == "False"


def test_verify_finds_what_was_changed_and_exits_with_1(file, capsys):
    file.write_text(file.read_text("utf-8").replace("工业南路", "工业北路"), "utf-8")
    status, told = answer(capsys, "--edition", str(file))
    assert (status, told["ok"]) == (1, False)
    assert {problem["kind"] for problem in told["problems"]} == {"digest"}


def test_verify_finds_another_edition(file, capsys):
    status, told = answer(capsys, "--edition", str(file), "--digest", "0" * 64)
    assert (status, told["problems"][0]["kind"]) == (1, "swapped")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "读不成 JSON"),
        ('{"a": 1, "a": 2}', "读不成 JSON"),
        ("[1]", "不是清单版本"),
        ("[" * 99999, "读不成"),
    ],
)
def test_verify_refuses_what_is_no_export(tmp_path, capsys, content, says):
    path = tmp_path / "other.json"
    path.write_text(content, "utf-8")
    assert main(["verify", "--edition", str(path)]) == 2
    assert says in capsys.readouterr().err


def test_verify_refuses_what_cannot_be_asked(file, capsys):
    assert main(["verify", "--digest", "0" * 64]) == 2
    assert main(["verify", "--edition", str(file), "--digest", "abc"]) == 2
    assert main(["verify", "--edition", str(file), "--edition", str(file), "--digest", "0" * 64]) == 2
    assert main(["verify", "--edition", str(file.parent / "none.json")]) == 2
