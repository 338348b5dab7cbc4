"""A case as one ZIP: everything in it, nothing else, and found out whatever is changed in it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

import pytest

from quanze.audit.models import Event
from quanze.cases import proof, services
from quanze.cases.models import Case
from quanze.cli.program import main
from quanze.people.permissions import Denied
from quanze.procedure.engine import acts
from quanze.procedure.model import Kind, Limit, Unit
from tests.cases.conftest import House, make_house, prove
from tests.cases.test_clock import notice_of
from tests.cases.test_matter_five import step


def refused() -> tuple[House, Case]:
    """Received, answered, refused with a certificate that was sealed and delivered."""
    house = make_house()
    case = notice_of(house, house.submitted(), Limit(5, Unit.WORKING_DAY))
    file = house.file(house.chen, "检测报告.pdf")
    case = house.do(case, acts.HandIn(("检测报告",)), house.chen, files={"检测报告": [file]})
    services.note(case, house.wang, "电话核实过")
    refuse = acts.Decline(step(case, Kind.REFUSE), "不属于本机关职权", ours=False, competent="市场监督管理局")
    house.do(case, refuse, letter=services.LetterOrder("declination"))
    return house, prove(house, case, "declination")


@pytest.fixture
def begun(start) -> tuple[House, Case]:
    return start(refused)


@pytest.fixture
def house(begun: tuple[House, Case]) -> House:
    return begun[0]


@pytest.fixture
def case(begun: tuple[House, Case]) -> Case:
    return begun[1]


@pytest.fixture
def packed(house: House, case: Case) -> tuple[bytes, str]:
    out = io.BytesIO()
    made = services.pack(case, house.wang, out)
    return out.getvalue(), made.digest


def rewritten(data: bytes, change: Callable[[dict[str, bytes]], None]) -> io.BytesIO:
    """The archive with other contents."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out


def found(data: io.BytesIO) -> set[tuple[str, str]]:
    return {(each.kind, each.where.split("：")[0].split(" ")[0]) for each in proof.problems(data)}


def resealed(members: dict[str, bytes]) -> None:
    """Whoever tampers puts the manifest right as well."""
    import hashlib

    manifest = json.loads(members["manifest.json"])
    manifest["files"] = [
        {"path": path, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        for path, data in sorted(members.items())
        if path != "manifest.json"
    ]
    members["manifest.json"] = json.dumps(manifest).encode()


def test_it_holds_everything_and_is_whole(house: House, case: Case, packed):
    data, digest = packed
    assert not list(proof.problems(io.BytesIO(data)))
    assert proof.digest_of(io.BytesIO(data)) == digest
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert sum(name.endswith("检测报告.pdf") for name in names) == 1
    assert sum(name.endswith("送达回证.pdf") for name in names) == 1
    again = io.BytesIO()
    assert services.pack(case, house.head, again).digest == digest, "the same case is the same archive"
    recorded = [json.loads(each.body)["detail"] for each in Event.objects.filter(verb="case.archive")]
    assert {each["digest"] for each in recorded} == {digest}
    with pytest.raises(Denied):
        services.pack(case, house.chen, io.BytesIO())


def _first(members: dict[str, bytes], prefix: str) -> str:
    return next(name for name in members if name.startswith(prefix))


def _event(members, old: bytes, new: bytes) -> None:
    assert old in members["events.jsonl"]
    members["events.jsonl"] = members["events.jsonl"].replace(old, new)


def _drop_line(members) -> None:
    lines = members["events.jsonl"].splitlines(keepends=True)
    members["events.jsonl"] = b"".join([*lines[:1], *lines[2:]])


def _swap_lines(members) -> None:
    lines = members["events.jsonl"].splitlines(keepends=True)
    members["events.jsonl"] = b"".join([lines[1], lines[0], *lines[2:]])


TAMPERED = {
    "a file is exchanged": (lambda m: m.update({_first(m, "documents/"): b"%PDF-1.4"}), "changed"),
    "a file is gone": (lambda m: m.pop(_first(m, "documents/")), "missing"),
    "a file is added": (lambda m: m.update({"documents/deposit-99/x.pdf": b"x"}), "extra"),
    "an event is changed": (
        lambda m: _event(m, b"\xe5\xb8\x82\xe5\x9c\xba", b"\xe5\x86\x9c\xe4\xb8\x9a"),
        "changed",
    ),
}
RESEALED = {
    "an event is left out": (_drop_line, "case"),
    "events are put in another order": (_swap_lines, "order"),
    "an event is no event": (lambda m: _event(m, b'"kind":"submit"', b'"kind":"gift"'), "form"),
    "a document is gone": (lambda m: m.pop(_first(m, "documents/")), "reference"),
    "a letter says something else": (
        lambda m: m.update(
            {"letters.json": m["letters.json"].replace("市场监督管理局".encode(), "农业农村局".encode())}
        ),
        "digest",
    ),
    "the ending is another": (
        lambda m: m.update({"case.json": m["case.json"].replace(b'"declined"', b'"completed"')}),
        "case",
    ),
    "the rules of the house are others": (
        lambda m: m.update(
            {"kit.json": m["kit.json"].replace("破碎".encode(), b"").replace(b"remark", b"remarks")}
        ),
        "digest",
    ),
    "a text is gone": (lambda m: m.pop("procedure.json"), "missing"),
    "a text is no text": (lambda m: m.update({"letters.json": b"[1]"}), "form"),
}


@pytest.mark.parametrize(("change", "kind"), TAMPERED.values(), ids=TAMPERED)
def test_what_is_changed_is_found(packed, change, kind):
    assert kind in {kind for kind, _ in found(rewritten(packed[0], change))}


@pytest.mark.parametrize(("change", "kind"), RESEALED.values(), ids=RESEALED)
def test_what_is_changed_with_its_manifest_is_found_too(packed, change, kind):
    def both(members: dict[str, bytes]) -> None:
        change(members)
        resealed(members)

    data = rewritten(packed[0], both)
    assert kind in {kind for kind, _ in found(data)}
    assert list(proof.expected(data, packed[1])), "the digest in the record tells in any case"


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip" * 100], ids=["nothing", "a beginning", "no zip"])
def test_what_is_no_archive_is_told(data):
    assert found(io.BytesIO(data)) == {("form", "归档包")}


def test_the_command_checks_offline(packed, tmp_path, capsys):
    path = tmp_path / "case.zip"
    path.write_bytes(packed[0])
    assert main(["verify", "--case", str(path), "--digest", packed[1]]) == 0
    assert packed[1] in capsys.readouterr().out
    assert main(["verify", "--case", str(path), "--digest", "0" * 64, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["problems"][0]["kind"] == "digest"
    assert main(["verify", "--case", str(tmp_path / "none.zip")]) == 2
