"""Is an exported edition whole? Every digest is recomputed from the export alone; no database, no Django.

An export proves itself against its own digests. Whoever rewrites it *and* all its digests is found against something
that lies elsewhere: the digest that the bureau published (``expected``), or the edition that follows, which names it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from quanze.digests import Seal, canonical
from quanze.lists.labels import ANNEXES
from quanze.lists.model import AnnexKind
from quanze.registry import seals

HEADS: dict[int, frozenset[str]] = {
    1: frozenset({"agency", "sequence", "effective_from", "predecessor"}),
    2: frozenset(
        {
            "agency",
            "sequence",
            "title",
            "origin",
            "effective_from",
            "effective_assumed",
            "published_on",
            "main",
            "predecessor",
            "corrects",
            "note",
            "approval",
            "source",
            "links",
        }
    ),
}
"""What the head of an export has, by form."""

EXPORT = frozenset({"format", "head", "annexes", "digest"})
ANNEX = frozenset({"kind", "ordinal", "frame", "count", "rows", "digest"})
ROW = {
    1: frozenset({"position", "matter", "content", "placement", "version"}),
    2: frozenset({"position", "matter", "content", "placement", "version", "digest"}),
}
DIGESTS = {1: frozenset({"sha256"}), 2: frozenset({"sha256", "sm3"})}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong. ``kind``: ``form`` (not such an export, or something in it that no digest covers), ``changed``,
    ``missing``, ``order``, ``digest`` (digests that do not follow from what they stand over), ``swapped`` (a whole
    edition in another's place), ``predecessor``."""

    kind: str
    where: str
    message: str


class _Misshapen(Exception):
    def __init__(self, where: str, message: str) -> None:
        self.problem = Problem("form", where, message)
        super().__init__(message)


def problems(export: object) -> tuple[Problem, ...]:
    """Everything that is wrong with one export (JSON as loaded by ``digests.strict_loads``); nothing if it is whole.
    Never raises for what a file may hold."""
    try:
        return tuple(_problems(_export(export)))
    except _Misshapen as misshapen:
        return (misshapen.problem,)
    except (TypeError, ValueError, RecursionError) as error:
        # What has no canonical text: a fraction, half a character, nesting without end.
        return (Problem("form", "清单版本", f"含有规范形式中不会有的值：{error}"),)


def expected(export: Mapping[str, Any], digest: str) -> tuple[Problem, ...]:
    """Is it the edition that has this digest (SHA-256 or SM3, in hex)?"""
    stated = [text for text in _given(export, "digest").values() if isinstance(text, str)]
    if digest.strip().lower() in stated:
        return ()
    return (Problem("swapped", _name(export), "不是摘要所指的版本：文件的摘要与给出的摘要不同"),)


def in_sequence(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> tuple[Problem, ...]:
    """Does ``later`` follow ``earlier``, of the same agency and one number before it, by name and digest?"""
    named = _given(later, "head").get("predecessor")
    digests = named if isinstance(named, Mapping) else {"sha256": named}
    stated = _given(earlier, "digest")
    for algorithm in DIGESTS[2]:
        if digests.get(algorithm) and stated.get(algorithm) and digests[algorithm] != stated[algorithm]:
            return (
                Problem("predecessor", _name(later), f"所接的上一版不是所给的{_name(earlier)}：摘要不同"),
            )
    if not digests.get("sha256"):
        return (Problem("predecessor", _name(later), f"没有写明上一版，却应接在{_name(earlier)}之后"),)
    return ()


def together(exports: Sequence[Mapping[str, Any]]) -> tuple[Problem, ...]:
    """What several exports say against one another: two that claim one place, and neighbours that do not fit."""
    places: dict[tuple[str, int], Mapping[str, Any]] = {}
    found: list[Problem] = []
    for export in exports:
        place = _place(export)
        if place is None:
            continue
        other = places.setdefault(place, export)
        if _given(other, "digest") != _given(export, "digest"):
            found.append(Problem("swapped", _name(export), "两个文件自称同一版次，内容却不同"))
    for (agency, sequence), export in places.items():
        before = places.get((agency, sequence - 1))
        if before is not None:
            found.extend(in_sequence(before, export))
    return tuple(found)


def _export(value: object) -> Mapping[str, Any]:
    export = _object(value, EXPORT, "清单版本")
    version = {f"quanze edition {number}": number for number in HEADS}.get(export["format"])
    if version is None:
        raise _Misshapen("format", f"不认识的格式：{export['format']!r}")
    _object(export["head"], HEADS[version], "head")
    if not isinstance(export["annexes"], list):
        raise _Misshapen("annexes", "应是数组")
    _object(export["digest"], DIGESTS[version], "digest")
    return export


def _problems(export: Mapping[str, Any]) -> Iterator[Problem]:
    version = int(export["format"][-1])
    counts: dict[str, int] = {}
    stated: list[Seal] = []
    for at, value in enumerate(export["annexes"]):
        annex = _object(value, ANNEX, f"annexes[{at}]")
        kind = annex["kind"]
        if kind not in list(AnnexKind):
            raise _Misshapen(f"annexes[{at}].kind", "不是三种附件之一")
        where = ANNEXES[AnnexKind(kind)]
        if canonical(annex["ordinal"]) != str(counts.get(kind, 0)):
            yield Problem("order", where, "同类附件的次序不对")
        counts[kind] = counts.get(kind, 0) + 1
        stated.append(_seal(annex["digest"], version, f"{where}的摘要"))
        yield from _annex_problems(annex, version, where, stated[-1])
    head = export["head"]
    computed = (
        Seal(
            seals.edition_1(
                agency=head["agency"],
                sequence=head["sequence"],
                effective_from=head["effective_from"],
                annexes=[seal.sha256 for seal in stated],
                predecessor=head["predecessor"],
            ),
            "",
        )
        if version == 1
        else seals.edition(head, stated)
    )
    if computed != _seal(export["digest"], version, "digest"):
        yield Problem(
            "digest", _name(export), "版本的摘要与所载不符：版本信息、附件的增减次序或摘要本身被改动"
        )


def _annex_problems(annex: Mapping[str, Any], version: int, where: str, stated: Seal) -> Iterator[Problem]:
    if not isinstance(annex["rows"], list):
        raise _Misshapen(where, "rows 应是数组")
    rows = [_object(row, ROW[version], f"{where}第{at + 1}行") for at, row in enumerate(annex["rows"])]
    sound = True
    for problem in (*_out_of_place(annex, rows, where), *_row_problems(rows, version, where)):
        sound = False
        yield problem
    entries = [_seal(row["version"], version, where) for row in rows]
    if version == 1:
        triples = [
            (row["matter"], seal.sha256, row["placement"]) for row, seal in zip(rows, entries, strict=True)
        ]
        computed = Seal(seals.annex_1(annex["kind"], annex["frame"], triples), "")
    else:
        entries = [_seal(row["digest"], version, where) for row in rows]
        computed = seals.annex(annex["kind"], annex["ordinal"], annex["frame"], entries)
    if computed != stated and sound:
        yield Problem("digest", where, "附件的摘要与所载不符：行的次序、表头表尾或摘要本身被改动")


def _out_of_place(
    annex: Mapping[str, Any], rows: Sequence[Mapping[str, Any]], where: str
) -> Iterator[Problem]:
    positions = [canonical(row["position"]) for row in rows]
    wanted = [str(at) for at in range(len(rows))]
    if positions != wanted:
        given = set(positions)
        gone = [at for at in wanted if at not in given]
        if gone:
            yield Problem("missing", where, f"缺少第{int(gone[0]) + 1}行" + ("等" if gone[1:] else ""))
        else:
            first = next(
                at for at, (one, two) in enumerate(zip(positions, wanted, strict=True)) if one != two
            )
            yield Problem("order", f"{where}第{first + 1}行", "行的次序被改动")
    if canonical(annex["count"]) != str(len(rows)):
        yield Problem("missing", where, f"应有{canonical(annex['count'])}行，实有{len(rows)}行")


def _row_problems(rows: Sequence[Mapping[str, Any]], version: int, where: str) -> Iterator[Problem]:
    for at, row in enumerate(rows):
        content = row["content"]
        name = content.get("name") if isinstance(content, dict) else None
        place = f"{where}第{at + 1}行“{name}”" if isinstance(name, str) else f"{where}第{at + 1}行"
        stated = _seal(row["version"], version, place)
        computed = seals.version(content)
        if stated != (computed if version > 1 else Seal(computed.sha256, "")):
            yield Problem("changed", place, "事项的内容与其摘要不符")
        if version > 1 and _seal(row["digest"], version, place) != seals.entry(
            row["matter"], stated, row["placement"]
        ):
            yield Problem("changed", place, "这一行（事项编号、序号、原文或调整说明）与其摘要不符")


def _object(value: object, keys: frozenset[str], where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise _Misshapen(where, "应是对象")
    if missing := keys - value.keys():
        raise _Misshapen(where, f"缺少 {'、'.join(sorted(missing))}")
    if more := value.keys() - keys:
        raise _Misshapen(where, f"多出 {'、'.join(sorted(more))}")
    return value


def _seal(value: object, version: int, where: str) -> Seal:
    digests = _object(value, DIGESTS[version], where)
    if not all(isinstance(text, str) for text in digests.values()):
        raise _Misshapen(where, "摘要应是文字")
    return Seal(digests["sha256"], digests.get("sm3", ""))


def _given(export: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = export.get(key)
    return value if isinstance(value, dict) else {}


def _place(export: Mapping[str, Any]) -> tuple[str, int] | None:
    head = _given(export, "head")
    agency, sequence = head.get("agency"), head.get("sequence")
    code = agency.get("code") if isinstance(agency, dict) else agency
    return (code, sequence) if isinstance(code, str) and isinstance(sequence, int) else None


def _name(export: Mapping[str, Any]) -> str:
    place = _place(export)
    return "清单版本" if place is None else f"{place[0]}第{place[1]}版"
