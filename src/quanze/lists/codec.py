"""The list as JSON and back: the form that ``quanze read --json`` prints (schema in ``docs/schema/list.json``)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields as dataclass_fields
from typing import Any

from quanze.lists.model import (
    AdjustmentNote,
    Annex,
    AnnexKind,
    CategoryHead,
    Column,
    Contact,
    Finding,
    ListDocument,
    Matter,
    Place,
    Severity,
    Source,
    Stage,
    Text,
    fields,
)

Json = dict[str, Any]

_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half a character, which no UTF-8 file can hold; JSON writes it as an escape."""

ATTACHED_AS = "list.json"
"""What the JSON is called where a PDF carries it."""

ALWAYS_EXACT = frozenset({"name", "category", "office"})
"""Fields of a matter that are normalised: their exact text is always given beside them."""


def to_json(document: ListDocument) -> str:
    """The document as the JSON text that ``quanze read --json`` prints and ``quanze write --to json`` writes."""
    text = json.dumps(dump_document(document), ensure_ascii=False, indent=2) + "\n"
    return _SURROGATE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def dump_document(document: ListDocument) -> Json:
    """The whole document as plain JSON values with stable keys."""
    source = document.source
    return {
        "source": None
        if source is None
        else {"path": source.path, "format": source.format, "sha256": source.sha256},
        "agency": document.agency,
        "annexes": [dump_annex(annex) for annex in document.annexes],
        "findings": [dump_finding(finding) for finding in document.findings],
    }


def dump_annex(annex: Annex) -> Json:
    """One annex as plain JSON values."""
    contact = annex.contact
    return {
        "kind": annex.kind.value,
        "label": annex.label,
        "title": annex.title,
        "declared_total": annex.declared_total,
        "head": list(annex.head),
        "columns": [{"heading": column.heading, "field": column.field} for column in annex.columns],
        "categories": [
            {"name": head.name, "declared": head.declared, "exact": head.exact, "at": head.at}
            for head in annex.categories
        ],
        "matters": [dump_matter(matter) for matter in annex.matters],
        "contact": None
        if contact is None
        else {
            "service_phone": contact.service_phone,
            "complaint_body": contact.complaint_body,
            "complaint_phone": contact.complaint_phone,
            "address": contact.address,
            "exact": list(contact.exact),
        },
        "tail": list(annex.tail),
    }


def dump_matter(matter: Matter) -> Json:
    """One matter. ``before`` and ``adjustment`` are there only where the annex has them."""
    out: Json = {
        "number": _value(matter.number),
        "name": matter.name.value,
        "category": _value(matter.category),
        "basis": _value(matter.basis),
        "stages": [
            {
                "name": _value(stage.name),
                "duty": _value(stage.duty),
                "exact": {
                    key: text.exact
                    for key, text in (("name", stage.name), ("duty", stage.duty))
                    if text is not None and (key == "name" or text.exact != text.value)
                },
            }
            for stage in matter.stages
        ],
        "liability": _value(matter.liability),
        "office": _value(matter.office),
        "extra": {heading: text.value for heading, text in matter.extra.items()},
        "exact": {
            path: text.exact
            for path, text in fields(matter)
            if path in ALWAYS_EXACT
            or (text.exact != text.value and not path.startswith(("stages", "adjustment")))
        },
        "marks": [[path, start, end] for path, text in fields(matter) for start, end in text.marks],
    }
    if matter.before is not None:
        out["before"] = {path: text.value for path, text in matter.before.items()}
    if matter.adjustment is not None:
        note = matter.adjustment
        out["adjustment"] = {
            "summary": _value(note.summary),
            "reason": _value(note.reason),
            "exact": {
                key: text.exact
                for key, text in (("summary", note.summary), ("reason", note.reason))
                if text is not None and text.exact != text.value
            },
        }
    if matter.parts:
        out["parts"] = {path: list(parts) for path, parts in matter.parts.items()}
    return out


def _stage_exact(stage: Stage) -> Json:
    """A stage's name is normalised; its duty differs from what stands in its cell only where a merged one covers it."""
    exact: Json = {} if stage.name is None else {"name": stage.name.exact}
    if stage.duty is not None and stage.duty.exact != stage.duty.value:
        exact["duty"] = stage.duty.exact
    return exact


def dump_finding(finding: Finding) -> Json:
    """One finding; ``place`` only where the finding comes from reading a file."""
    out: Json = {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "annex": None if finding.annex is None else finding.annex.value,
        "matter": finding.matter,
        "number": finding.number,
        "field": finding.field,
        "start": finding.start,
        "end": finding.end,
        "message": finding.message,
        "reference": finding.reference,
        "suggestion": finding.suggestion,
    }
    if finding.place is not None:
        place = finding.place
        out["place"] = {
            item.name: value
            for item in dataclass_fields(place)
            if (value := getattr(place, item.name)) is not None
        }
    return out


def load_document(data: Mapping[str, Any]) -> ListDocument:
    """The inverse of :func:`dump_document`. Raises ``KeyError``, ``TypeError`` or ``ValueError`` on another shape;
    keys beyond the contract's may be missing (a list written by hand)."""
    source = data.get("source")
    return ListDocument(
        source=None if source is None else Source(source["path"], source["format"], source["sha256"]),
        agency=_text_or_none(data.get("agency")),
        annexes=tuple(load_annex(annex) for annex in data["annexes"]),
        findings=tuple(load_finding(finding) for finding in data.get("findings") or ()),
    )


def load_annex(data: Mapping[str, Any]) -> Annex:
    """The inverse of :func:`dump_annex`."""
    contact = data.get("contact")
    total = data.get("declared_total")
    return Annex(
        kind=AnnexKind(data["kind"]),
        title=_text_or_none(data.get("title")),
        label=_text_or_none(data.get("label")),
        declared_total=None if total is None else int(total),
        head=_strings(data.get("head")),
        columns=tuple(Column(_text(c["heading"]), _text(c["field"])) for c in data.get("columns") or ()),
        categories=tuple(
            CategoryHead(
                name=_text(c["name"]),
                declared=None if c.get("declared") is None else int(c["declared"]),
                exact=_text(c.get("exact", c["name"])),
                at=int(c.get("at", 0)),
            )
            for c in data.get("categories") or ()
        ),
        matters=tuple(load_matter(matter) for matter in data["matters"]),
        contact=None
        if contact is None
        else Contact(
            service_phone=_text_or_none(contact.get("service_phone")),
            complaint_body=_text_or_none(contact.get("complaint_body")),
            complaint_phone=_text_or_none(contact.get("complaint_phone")),
            address=_text_or_none(contact.get("address")),
            exact=_strings(contact.get("exact")),
        ),
        tail=_strings(data.get("tail")),
    )


def load_matter(data: Mapping[str, Any]) -> Matter:
    """The inverse of :func:`dump_matter`."""
    exact: Mapping[str, Any] = data.get("exact") or {}
    marks: dict[str, list[tuple[int, int]]] = {}
    for path, start, end in data.get("marks") or ():
        marks.setdefault(_text(path), []).append((int(start), int(end)))

    def text(path: str, value: Any, exacts: Mapping[str, Any] = exact, key: str | None = None) -> Text | None:
        if value is None:
            return None
        value = _text(value)
        return Text(value, _text_or_none(exacts.get(key or path, value)), tuple(marks.get(path, ())))

    name = text("name", data["name"])
    if name is None:
        raise ValueError("a matter without a name")
    before = data.get("before")
    note = data.get("adjustment")
    note_exact: Mapping[str, Any] = (note or {}).get("exact") or {}
    return Matter(
        number=text("number", data.get("number")),
        name=name,
        category=text("category", data.get("category")),
        basis=text("basis", data.get("basis")),
        stages=tuple(
            Stage(
                text(f"stages[{i}].name", stage.get("name"), stage.get("exact") or {}, "name"),
                text(f"stages[{i}].duty", stage.get("duty"), stage.get("exact") or {}, "duty"),
            )
            for i, stage in enumerate(data.get("stages") or ())
        ),
        liability=text("liability", data.get("liability")),
        office=text("office", data.get("office")),
        extra={
            _text(heading): found
            for heading, value in (data.get("extra") or {}).items()
            if (found := text(f"extra[{heading}]", value)) is not None
        },
        before=None
        if before is None
        else {
            _text(path): found
            for path, value in before.items()
            if (found := text(f"before[{path}]", value)) is not None
        },
        adjustment=None
        if note is None
        else AdjustmentNote(
            text("adjustment.summary", note.get("summary"), note_exact, "summary"),
            text("adjustment.reason", note.get("reason"), note_exact, "reason"),
        ),
        parts={_text(path): _strings(parts) for path, parts in (data.get("parts") or {}).items()},
    )


def load_finding(data: Mapping[str, Any]) -> Finding:
    """The inverse of :func:`dump_finding`."""
    place = data.get("place")
    annex = data.get("annex")
    return Finding(
        rule=_text(data["rule"]),
        severity=Severity(data["severity"]),
        message=_text(data["message"]),
        annex=None if annex is None else AnnexKind(annex),
        matter=_text_or_none(data.get("matter")),
        number=_text_or_none(data.get("number")),
        field=_text_or_none(data.get("field")),
        start=data.get("start"),
        end=data.get("end"),
        reference=_text_or_none(data.get("reference")),
        suggestion=_text_or_none(data.get("suggestion")),
        place=None if place is None else Place(**place),
    )


def _value(text: Text | None) -> str | None:
    return None if text is None else text.value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, not {type(value).__name__}")
    return value


def _text_or_none(value: object) -> str | None:
    return None if value is None else _text(value)


def _strings(values: Iterable[object] | None) -> tuple[str, ...]:
    return tuple(_text(value) for value in values or ())
