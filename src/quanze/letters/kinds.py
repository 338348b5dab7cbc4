"""The kinds of letters and the values that they are made of, read from ``kinds.toml``: a table, with its sources."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any


class Type(StrEnum):
    """What a value is. ``LONG`` is text in paragraphs, ``LINES`` a list of texts, ``ITEMS`` rows with columns."""

    TEXT = "text"
    LONG = "long"
    PHONE = "phone"
    DATE = "date"
    LINES = "lines"
    ITEMS = "items"

    @property
    def inline(self) -> bool:
        """Whether it can stand within a sentence."""
        return self not in (Type.LINES, Type.ITEMS)


class To(StrEnum):
    """Whom a letter is for."""

    APPLICANT = "applicant"
    HIGHER = "higher"
    PARTNER = "partner"
    OTHER = "other"
    OBJECTOR = "objector"
    PUBLIC = "public"
    FILE = "file"

    @property
    def label(self) -> str:
        """In words."""
        return _TO[self]


_TO = {
    To.APPLICANT: "申请人",
    To.HIGHER: "上级机关",
    To.PARTNER: "会同部门",
    To.OTHER: "其他机关",
    To.OBJECTOR: "异议人",
    To.PUBLIC: "社会公众",
    To.FILE: "本机关存档",
}


@dataclass(frozen=True, slots=True)
class Value:
    """A value that letters are made of: its ``key`` in code and in what is kept, its ``name`` in templates and forms.
    ``columns`` are those of items. ``sample`` fills previews."""

    key: str
    name: str
    type: Type
    sample: object = field(hash=False)
    columns: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter. ``mark`` is its part of the number (文书代字).

    ``certificate``: 加盖印章、注明日期的书面凭证, which discharges a duty only when seal and delivery are proven.
    ``sealed``: it bears the agency's seal. ``draft``: it never goes out. ``negative``: it tells of a negative verdict.
    ``acts`` are names of ``engine.acts``. Without ``needs`` it is not issued; the places of ``may`` stay blank where
    they are missing.
    """

    key: str
    title: str
    mark: str
    to: To
    certificate: bool
    sealed: bool
    draft: bool
    negative: bool
    copies: tuple[str, ...]
    acts: tuple[str, ...]
    needs: tuple[Value, ...]
    may: tuple[Value, ...]
    source: str

    @property
    def values(self) -> tuple[Value, ...]:
        """All its values."""
        return (*self.needs, *self.may)


AUTOMATIC: Mapping[str, str] = {
    "机关名称": "平川市工业和信息化局",
    "文书编号": "平工信受〔2026〕18号",
    "文书序号": "18",
    "落款日期": "2026年11月26日",
    "份数": "2",
    "去向": "机关存档、申请人",
}
"""Names that every template may use without being given a value, with samples. 受理编号 is the number that stands
behind the brackets (fae.cn/ws/4031); 份数和去向 belong to the foot of a letter."""


class NoSuchKind(LookupError):
    """No letter has that key."""


def kinds() -> tuple[Kind, ...]:
    """All kinds, in the order of the table."""
    return tuple(_table().values())


def kind(key: str) -> Kind:
    """The kind with that key. Raises :class:`NoSuchKind`."""
    found = _table().get(key)
    if found is None:
        raise NoSuchKind(key)
    return found


def for_act(act: str) -> tuple[Kind, ...]:
    """The kinds that go with an act of the engine, by the name of its class."""
    return tuple(each for each in kinds() if act in each.acts)


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Kind]:
    table = tomllib.loads(files("quanze.letters").joinpath("kinds.toml").read_text(encoding="utf-8"))
    values = {
        key: Value(
            key,
            row["name"],
            Type(row["type"]),
            row["sample"],
            tuple(row.get("columns", ())),
            row.get("hint", ""),
        )
        for key, row in table["values"].items()
    }
    return {
        row["key"]: Kind(
            row["key"],
            row["title"],
            row["mark"],
            To(row["to"]),
            row.get("certificate", False),
            row.get("certificate", False) or row.get("sealed", False),
            row.get("draft", False),
            row.get("negative", False),
            tuple(row["copies"]),
            tuple(row["acts"]),
            _values(row, "needs", values),
            _values(row, "may", values),
            row["source"],
        )
        for row in table["kind"]
    }


def _values(row: Mapping[str, Any], names: str, values: Mapping[str, Value]) -> tuple[Value, ...]:
    """The values of a row, with the samples of its own where it has any."""
    own = row.get("samples", {})
    return tuple(replace(values[key], sample=own[key]) if key in own else values[key] for key in row[names])
