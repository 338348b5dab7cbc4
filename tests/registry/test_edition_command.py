"""``quanze edition``: the list as of any date, and a file that anyone can verify."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from quanze.cli.program import main
from quanze.registry.services import import_document
from tests.registry.conftest import listing


@pytest.fixture(autouse=True)
def installed(settings):
    """The mark by which a command knows that `quanze init` was here."""
    key = settings.DATA / "secret_key"
    key.touch()
    yield
    key.unlink()


@pytest.fixture(autouse=True)
def editions(bureau):
    first = import_document(bureau, listing("甲", "乙"), by=None, effective_from=date(2024, 1, 1))
    second = import_document(
        bureau, listing("甲", "丙"), by=None, effective_from=date(2025, 1, 1), corrects=first
    )
    return first, second


SCHEMA = json.loads((Path(__file__).parents[2] / "docs/schema/editions.json").read_text("utf-8"))


@pytest.mark.parametrize("what", ["list", "show"])
def test_it_prints_what_the_schema_says(capsys, what):
    printed = json.loads(told(capsys, what, "wolong-gxj", "--json"))
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(printed)] == []
    printed["more"] = 1
    assert list(Draft202012Validator(SCHEMA).iter_errors(printed))


def told(capsys, *arguments: str) -> str:
    assert main(["edition", *arguments]) == 0
    return capsys.readouterr().out


def test_list_names_each_edition_the_newest_first(capsys):
    lines = told(capsys, "list", "wolong-gxj").splitlines()
    assert [line[:3] for line in lines] == ["第2版", "第1版"]
    assert "现行" in lines[0]
    assert "更正第1版" in lines[0]
    listed = json.loads(told(capsys, "list", "wolong-gxj", "--json"))
    assert [each["corrects"] for each in listed["editions"]] == [1, None]


@pytest.mark.parametrize(
    ("which", "names"),
    [
        (["--on", "2024-12-31"], ["甲", "乙"]),
        (["--on", "2025-01-01"], ["甲", "丙"]),
        (["--sequence", "1"], ["甲", "乙"]),
        ([], ["甲", "丙"]),
    ],
)
def test_show_gives_the_list_as_of_a_date(capsys, which, names):
    shown = json.loads(told(capsys, "show", "wolong-gxj", *which, "--json"))
    assert [matter["name"] for matter in shown["matters"]] == names
    assert all(name in told(capsys, "show", "wolong-gxj", *which) for name in names)


def test_what_is_exported_can_be_verified(capsys, tmp_path, editions):
    old, new = str(tmp_path / "1.json"), str(tmp_path / "2.json")
    told(capsys, "export", "wolong-gxj", "--on", "2024-06-30", "-o", old)
    told(capsys, "export", "wolong-gxj", "-o", new)
    assert main(["verify", "--edition", new, "--edition", old]) == 0
    assert main(["verify", "--edition", new, "--digest", editions[1].sm3]) == 0
    assert main(["verify", "--edition", old, "--digest", editions[1].sm3]) == 1
    capsys.readouterr()
    assert told(capsys, "export", "wolong-gxj", "--sequence", "2") == (tmp_path / "2.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "nowhere"], "没有这个机关"),
        (["show", "wolong-gxj", "--on", "2023-01-01"], "没有有效的清单"),
        (["export", "wolong-gxj", "--sequence", "9"], "没有第9版"),
        (["export", "wolong-gxj", "--on", "2024年"], "日期写作"),
        (["export", "wolong-gxj", "--on", "2024-01-01", "--sequence", "1"], "不能与"),
    ],
)
def test_what_is_not_there_is_said_in_one_line(capsys, arguments, says):
    assert main(["edition", *arguments]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert says in line
