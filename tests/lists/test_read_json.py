"""The list as JSON: what ``quanze read --json`` prints, what people type, and what is neither."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from quanze.lists.model import AnnexKind, Text
from quanze.lists.readers import json as reader
from quanze.lists.readers import read_bytes
from quanze.lists.refusal import Refusal

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "list.json"


def refused(data: object) -> str:
    with pytest.raises(Refusal) as refusal:
        read_bytes(json.dumps(data, ensure_ascii=False).encode(), "清单.json")
    return str(refusal.value)


def a_matter(**fields: object) -> dict[str, object]:
    return {"annexes": [{"kind": "retained", "matters": [{"name": "甲", **fields}]}]}


def test_a_list_typed_by_hand_needs_only_names() -> None:
    document = read_bytes(
        b'{"annexes": [{"kind": "catalogue", "matters": [{"name": "\xe7\x94\xb2"}]}]}', "a.json"
    )
    (annex,) = document.annexes
    assert annex.kind is AnnexKind.CATALOGUE
    assert annex.matters[0].name == Text("甲", "甲")
    assert document.source is not None
    assert document.source.format == "json"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "JSON 最外层应为对象，却是数组"),
        ({}, "JSON 的 annexes 没有给出"),
        ({"annexes": {}}, "JSON 的 annexes 应为数组，却是对象"),
        ({"annexes": [{"kind": "x", "matters": []}]}, "JSON 的 annexes[0].kind 应为 adjusted、catalogue、retained 之一"),
        ({"annexes": [{"kind": "retained"}]}, "JSON 的 annexes[0].matters 没有给出"),
        ({"annexes": [{"kind": "retained", "matters": [{}]}]}, "JSON 的 annexes[0].matters[0].name 没有给出"),
        (a_matter(basis=3), "JSON 的 annexes[0].matters[0].basis 应为文本，却是数字"),
        (a_matter(stages=[{"duty": ["x"]}]), "JSON 的 annexes[0].matters[0].stages[0].duty 应为文本，却是数组"),
        (a_matter(extra={"备注": True}), "JSON 的 annexes[0].matters[0].extra.备注 应为文本，却是真假值"),
        (a_matter(marks=[["basis", 3, 1]]), "JSON 的 annexes[0].matters[0].marks[0] 应为 [栏目, 起, 止]"),
        (a_matter(marks=[["basis", 1]]), "JSON 的 annexes[0].matters[0].marks[0] 应为 [栏目, 起, 止]"),
        (a_matter(parts={"office": ["甲", None]}), "JSON 的 annexes[0].matters[0].parts.office[1] 应为文本，却是空值"),
        (
            {"annexes": [{"kind": "retained", "matters": [], "declared_total": -1}]},
            "JSON 的 annexes[0].declared_total 应为不小于 0 的整数，却是数字",
        ),
        (
            {"annexes": [], "findings": [{"rule": "R1", "severity": "bad", "message": "x"}]},
            "JSON 的 findings[0].severity 应为 error、info、warning 之一",
        ),
        (
            {"annexes": [], "findings": [{"rule": "R1", "severity": "info", "message": "x", "place": {"row": "1"}}]},
            "JSON 的 findings[0].place.row 应为不小于 0 的整数，却是文本",
        ),
    ],
)  # fmt: skip
def test_another_shape_is_refused_with_its_path(data: object, message: str) -> None:
    assert refused(data) == message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"annexes": [}', "不是有效的 JSON：第1行第14列"),
        (b'{"annexes": [],\n "agency": NaN}', "JSON 中有无法表示的数字"),
        (b'{"annexes": [{"declared_total": ' + b"9" * 5000 + b"}]}", "JSON 中有无法表示的数字"),
        (b"[" * 100_000, "JSON 嵌套过深"),
        ('{"agency": "某局"}'.encode("gb18030"), "GB18030"),
    ],
)
def test_what_is_no_json_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(Refusal, match=message):
        reader.document(data)


def test_the_shape_that_is_asked_for_is_the_published_schemas() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))

    def compare(shape: Any, published: Any, path: str) -> None:
        if "$ref" in published:
            published = schema["$defs"][published["$ref"].rpartition("/")[2]]
        if "oneOf" in published:
            published = next(one for one in published["oneOf"] if one.get("type") != "null")
            if "$ref" in published:
                published = schema["$defs"][published["$ref"].rpartition("/")[2]]
        if isinstance(shape, list) and shape != [reader.MARK]:
            compare(shape[0], published["items"], f"{path}[]")
        elif isinstance(shape, dict) and "*" not in shape:
            assert {key.removeprefix("!") for key in shape} == set(published["properties"]), path
            for key, inner in shape.items():
                name = key.removeprefix("!")
                compare(inner, published["properties"][name], f"{path}.{name}")

    compare(reader.DOCUMENT, schema, "")
