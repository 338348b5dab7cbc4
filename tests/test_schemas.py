"""What the commands print with ``--json`` is what ``docs/schema`` promises."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from quanze.cli.program import main
from quanze.lists.codec import dump_document, load_document
from quanze.lists.model import Place

ROOT = Path(__file__).parent.parent
SCHEMAS = sorted((ROOT / "docs" / "schema").glob("*.json"))
SAMPLE = ROOT / "examples" / "wolong" / "wolong-gxj-2025"
TXT, DOCX = f"{SAMPLE}.txt", f"{SAMPLE}.docx"

HAND_WRITTEN: dict[str, Any] = {
    "annexes": [
        {
            "kind": "retained",
            "declared_total": 2,
            "matters": [
                {
                    "name": "省级工业新产品综合评价",
                    "stages": [{"name": "受理", "duty": "(1)受理材料"}],
                    "extra": {"备注": "无"},
                },
                {
                    "name": "绿色工厂申报",
                    "adjustment": {"summary": "修改依据", "reason": None},
                    "before": {"basis": "旧"},
                },
                {"name": "关闭煤矿审核"},
            ],
        }
    ]
}

FROM_2026 = ["deadline", "--from", "2026-12-29", "--limit", "3", "--unit"]

COMMANDS: dict[str, list[list[str]]] = {
    "deadline": [[*FROM_2026, unit] for unit in ("working_day", "day", "month")],
    "list": [["read", TXT], ["read", DOCX], ["read", "HAND"]],
    "diff": [["diff", TXT, TXT], ["diff", TXT, "HAND"], ["diff", "HAND", DOCX], ["diff", "HAND", "CHANGED"]],
    "findings": [["check", TXT], ["check", "HAND"]],
    "citations": [["cite", TXT], ["cite", DOCX], ["cite", "HAND"], ["cite", "NOTICE"]],
    "procedures": [["compile", TXT], ["compile", DOCX], ["compile", "HAND"], ["compile", "CHANGED"]],
    "verify": [["verify", "--edition", "NO_EDITION"]],
    "edition": [],  # these need an installation: tests/registry/test_proof.py, test_edition_command.py
    "editions": [],
    "kit": [],  # no command prints it: tests/kits/test_files.py
}
"""Schema → the calls whose output it describes."""

IN_INSTALLATION = {
    "impact": "library",
    "laws-import": "library",
    "laws-status": "library",
    "simulate": "simulation",
}
"""Schema of a command that needs an installation → the folder whose ``test_commands.py`` holds it to it."""


def schema(name: str) -> dict[str, Any]:
    return json.loads((ROOT / "docs" / "schema" / f"{name}.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def complaints(name: str, output: object) -> list[str]:
    errors = Draft202012Validator(schema(name)).iter_errors(output)
    return [f"{error.json_path}: {error.message}" for error in errors]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    changed = deepcopy(HAND_WRITTEN)
    matters = changed["annexes"][0]["matters"]
    matters[0] |= {
        "stages": [{"name": "受理", "duty": "（1）受理 材料"}, {"name": "公示", "duty": "公示五日"}]
    }
    matters[1] |= {"name": "绿色工厂和绿色园区申报", "office": "节能股", "before": {}}
    matters[2] = {"name": "制造业创新中心认定"}
    found = {}
    for key, content in (
        ("HAND", HAND_WRITTEN),
        ("CHANGED", changed),
        ("NO_EDITION", {"format": "quanze edition 2"}),
    ):
        path = tmp_path / f"{key}.json"
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        found[key] = str(path)
    notice = tmp_path / "通知.txt"
    notice.write_text("根据《煤炭法》（2016年11月7日修正）第二十六条", encoding="utf-8")
    return found | {"NOTICE": str(notice)}


def test_every_schema_has_its_commands() -> None:
    assert {path.stem for path in SCHEMAS} == COMMANDS.keys() | IN_INSTALLATION.keys()
    for name, folder in IN_INSTALLATION.items():
        assert f'"{name}"' in (ROOT / "tests" / folder / "test_commands.py").read_text(encoding="utf-8")


def test_read_and_diff_have_theirs() -> None:
    assert {"list", "diff"} <= {path.stem for path in SCHEMAS}


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_it_is_a_schema(path: Path) -> None:
    Draft202012Validator.check_schema(json.loads(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("name", "call"),
    [(path.stem, call) for path in SCHEMAS for call in COMMANDS.get(path.stem, ())],
    ids=lambda value: value if isinstance(value, str) else "-".join(Path(word).name for word in value),
)
def test_the_command_prints_what_the_schema_says(
    name: str, call: list[str], files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*(files.get(word, word) for word in call), "--json"]) in (0, 1)
    assert complaints(name, json.loads(capsys.readouterr().out)) == []


def test_the_hand_written_list_has_something_of_every_kind(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", files["HAND"], files["CHANGED"], "--json"]) == 1
    changes = json.loads(capsys.readouterr().out)["changes"]
    assert {change["kind"] for change in changes} == {"added", "removed", "changed"}
    assert {change["substantive"] for change in changes} == {True, False}


@pytest.mark.parametrize(
    ("spoil", "where"),
    [
        (lambda output: output.pop("agency"), "$: 'agency' is a required property"),
        (lambda output: output.update(more=1), "$: Additional properties are not allowed"),
        (lambda output: output["annexes"][0].update(kind="目录"), "$.annexes[0].kind"),
        (lambda output: output["annexes"][0]["matters"][0].pop("marks"), "$.annexes[0].matters[0]"),
        (lambda output: output["annexes"][0]["matters"][0].update(name=None), "$.annexes[0].matters[0].name"),
    ],
)
def test_another_shape_is_noticed(spoil: Any, where: str) -> None:
    output = dump_document(load_document(HAND_WRITTEN))
    assert complaints("list", output) == []
    spoil(output)
    [complaint] = complaints("list", output)
    assert complaint.startswith(where)


def test_every_place_that_a_finding_can_name_is_described() -> None:
    described = schema("list")["$defs"]["finding"]["properties"]["place"]["properties"]
    assert set(described) == set(Place.__slots__)
