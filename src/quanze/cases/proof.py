"""Is the archive of a case whole? Everything is recomputed from the ZIP alone; no database, no Django.

An archive proves itself against its own manifest. Whoever rewrites it *and* the manifest is found against the digest
that was recorded when it was made (``expected``)."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, BinaryIO

from quanze.cases.references import CASE, DEPOSIT, LETTER, named, parse
from quanze.digests import canonical, digest, strict_loads
from quanze.letters.form import seal
from quanze.procedure.engine import Event, State, acts, apply
from quanze.procedure.engine.codec import Unreadable, event_from_json

FORMAT = "quanze case archive 1"
MANIFEST = "manifest.json"
TEXTS = (
    "case.json",
    "events.jsonl",
    "kit.json",
    "letters.json",
    "materials.json",
    "notes.json",
    "procedure.json",
)
"""What every archive has beside its manifest."""

LARGEST_TEXT = 64 << 20
"""Bytes of a text that are read at once; files are read in pieces, however large they are."""

CHUNK = 1 << 20

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,  # a member that is enciphered
    EOFError,
    OSError,
    ValueError,
    RecursionError,
)
"""What reading a damaged or strange archive raises."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong. ``kind``: ``form`` (no such archive, or what cannot be read in it), ``missing``, ``extra``,
    ``changed`` (a file is not what the manifest says), ``order`` (events that cannot have followed each other),
    ``case`` (the case is not what its events say), ``reference`` (a document that is not there), ``digest``."""

    kind: str
    where: str
    message: str


def manifest_digest(manifest: Json) -> str:
    """The digest that stands for the whole archive: SHA-256 over a tag and the manifest as canonical JSON."""
    return digest(FORMAT, canonical(manifest))


def problems(file: BinaryIO) -> Iterator[Problem]:
    """Everything that is wrong with an archive; nothing for one that is whole."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive)
            if isinstance(manifest, Problem):
                yield manifest
                return
            found = list(_members(archive, manifest))
            yield from found
            if not any(each.kind in ("form", "missing") for each in found):
                yield from _contents(archive, manifest)
    except UNREADABLE as error:
        yield Problem("form", "归档包", f"读不出来：{error}")
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        yield Problem("form", "归档包", f"缺少应有的内容：{error}")


def expected(file: BinaryIO, wanted: str) -> Iterator[Problem]:
    """Nothing where the archive is the one with that digest."""
    found = digest_of(file)
    if found is not None and found != wanted.strip().lower():
        yield Problem("digest", MANIFEST, f"归档包的摘要是 {found}，不是所给的 {wanted.strip()}")


def digest_of(file: BinaryIO) -> str | None:
    """The digest of an archive, ``None`` where it has none."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive)
    except (*UNREADABLE, KeyError, TypeError):
        return None
    return None if isinstance(manifest, Problem) else manifest_digest(manifest)


def _manifest(archive: zipfile.ZipFile) -> Json | Problem:
    names = archive.namelist()
    if MANIFEST not in names:
        return Problem("form", "归档包", f"没有 {MANIFEST}，不是办件归档包")
    manifest = _json(archive, MANIFEST)
    whole = isinstance(manifest, dict) and manifest.get("format") == FORMAT
    if not whole or set(manifest) != {"format", "case", "files"}:
        return Problem("form", MANIFEST, "不是办件归档包的目录")
    for each in manifest["files"]:
        if not isinstance(each, dict) or set(each) != {"path", "sha256", "size"}:
            return Problem("form", MANIFEST, "目录里有读不懂的一项")
    return dict(manifest)


def _members(archive: zipfile.ZipFile, manifest: Json) -> Iterator[Problem]:
    """Each file against the manifest, and the manifest against the files."""
    names = archive.namelist()
    listed = [each["path"] for each in manifest["files"]]
    for name in sorted({name for name in names if names.count(name) > 1} | _twice(listed)):
        yield Problem("form", name, "出现了两次")
    for name in sorted(set(names) - set(listed) - {MANIFEST}):
        yield Problem("extra", name, "不在目录里")
    for name in (*TEXTS, *listed):
        if name not in names or name not in listed:
            yield Problem("missing", name, "缺少")
    for each in manifest["files"]:
        if each["path"] in names and _sum(archive, each["path"]) != (each["size"], each["sha256"]):
            yield Problem("changed", each["path"], "内容与目录里的摘要不符")


def _twice(names: list[str]) -> set[str]:
    return {name for name in names if names.count(name) > 1}


def _sum(archive: zipfile.ZipFile, path: str) -> tuple[int, str]:
    sha256, size = hashlib.sha256(), 0
    with archive.open(path) as member:
        while chunk := member.read(CHUNK):
            sha256.update(chunk)
            size += len(chunk)
    return size, sha256.hexdigest()


def _contents(archive: zipfile.ZipFile, manifest: Json) -> Iterator[Problem]:
    """What the texts say, against each other."""
    case, letters = _json(archive, "case.json"), _json(archive, "letters.json")
    materials = _json(archive, "materials.json")
    history = list(_history(archive))
    yield from (each for each in history if isinstance(each, Problem))
    events = [each for each in history if isinstance(each, Event)]
    if case["number"] != manifest["case"]:
        yield Problem("case", "case.json", f"办件编号是 {case['number']}，目录里是 {manifest['case']}")
    if len(events) == len(history):
        yield from _story(case, events)
    paths = [each["path"] for each in manifest["files"]]
    yield from _references(case["number"], events, letters, materials, paths)
    yield from _digests(archive, case, letters)


def _history(archive: zipfile.ZipFile) -> Iterator[Event | Problem]:
    for number, line in enumerate(_read(archive, "events.jsonl").decode().splitlines(), 1):
        try:
            value = strict_loads(line)
            if canonical(value) != line:
                yield Problem("changed", f"events.jsonl 第{number}行", "不是原来的写法")
            else:
                yield event_from_json(value)
        except (ValueError, Unreadable, RecursionError) as error:
            yield Problem("form", f"events.jsonl 第{number}行", f"读不出来：{error}")


def _story(case: Json, events: list[Event]) -> Iterator[Problem]:
    """The events follow each other in time, begin with the receipt, and lead to where the case says it is."""
    for number, (one, next_one) in enumerate(pairwise(events), 2):
        if next_one.at < one.at:
            yield Problem("order", f"events.jsonl 第{number}行", "时间早于上一件事")
    if not events or not isinstance(events[0].what, acts.Submit):
        yield Problem("order", "events.jsonl", "不是从收件开始")
    state = State()
    for event in events:
        state = apply(state, event)
    ending = state.ending.value if state.ending else ""
    if (state.count, ending) != (case["version"], case["ending"]):
        yield Problem("case", "case.json", f"经过有{state.count}件事、结束方式“{ending}”，与办件所载不符")


def _references(
    number: str, events: list[Event], letters: list[Json], materials: list[Json], paths: list[str]
) -> Iterator[Problem]:
    """Every document that something names is there."""
    deposits = {path.split("/")[1] for path in paths if path.startswith("documents/") and path.count("/") > 1}
    there = {each["reference"] for each in letters} | {name.replace("-", ":", 1) for name in deposits}
    said = {each["document"]: f"materials.json：{each['item']}" for each in materials if each["document"]}
    for letter in letters:
        for proof in (*letter["sealings"], *letter["deliveries"]):
            said[proof["proof"]] = f"letters.json：{letter['number']}"
        for path in letter["files"]:
            if path not in paths:
                yield Problem("reference", f"letters.json：{letter['number']}", f"没有 {path}")
    for position, event in enumerate(events, 1):
        said |= dict.fromkeys(named(event.what), f"events.jsonl 第{position}行")
    for name, where in said.items():
        reference = parse(name)
        outside = reference is not None and reference.house in (LETTER, DEPOSIT) and name not in there
        if outside or (reference is not None and reference.house == CASE and not _own(name, number, events)):
            yield Problem("reference", where, f"没有所指的 {name}")


def _own(name: str, number: str, events: list[Event]) -> bool:
    case, _, position = name.removeprefix("case:").rpartition("#")
    return case == number and position.isdecimal() and 0 < int(position) <= len(events)


def _digests(archive: zipfile.ZipFile, case: Json, letters: list[Json]) -> Iterator[Problem]:
    """What stands under a digest of its own still follows from it."""
    procedure, kit = _json(archive, "procedure.json"), _json(archive, "kit.json")
    made = digest("quanze procedure 1", canonical(procedure["content"]))
    if not made == procedure["digest"] == case["procedure"]:
        yield Problem("digest", "procedure.json", "办理规程与其摘要不符")
    key = digest("quanze kit 1", canonical(kit["content"]))
    if not key == kit["digest"] == case["kit"]:
        yield Problem("digest", "kit.json", "事项配置与其摘要不符")
    for each in letters:
        found = seal(
            each["kind"], each["number"], each["dated"], each["values"], each["template"], each["tree"]
        )
        if (found.sha256, found.sm3) != (each["sha256"], each["sm3"]):
            yield Problem("digest", f"letters.json：{each['number']}", "文书与其摘要不符")


def _json(archive: zipfile.ZipFile, path: str) -> Any:
    return json.loads(_read(archive, path))


def _read(archive: zipfile.ZipFile, path: str) -> bytes:
    with archive.open(path) as member:
        data = member.read(LARGEST_TEXT + 1)
    if len(data) > LARGEST_TEXT:
        raise ValueError(f"{path} 太大")
    return data
