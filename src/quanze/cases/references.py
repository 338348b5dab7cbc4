"""The documents that an act names: whether they are there, whether they belong to the case, and what of them is
proven.

Acts name documents by reference: ``letter:<id>``, ``deposit:<id>``, or ``case:<number>#<position>`` for what is written
in an event itself. What a letter is (its date, its seal, its delivery) is never what whoever acts says of it: it is
what ``letters`` has kept as proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar

from quanze.procedure.engine.acts import Act
from quanze.procedure.engine.evidence import Paper

NAMES = frozenset(
    {"document", "documents", "record", "minutes", "picture", "pictures", "notice", "sealed", "proof"}
)
"""The fields of acts and of what they hold that refer to documents."""

LETTER, DEPOSIT, CASE = "letter", "deposit", "case"

Any_ = TypeVar("Any_")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference taken apart. ``key`` is an id, or for a case ``number#position``."""

    house: str
    key: str

    @property
    def id(self) -> int | None:
        """The id of a letter or a deposit."""
        return int(self.key) if self.key.isdecimal() and len(self.key) < 19 else None


def parse(text: str) -> Reference | None:
    """The reference that ``text`` is, ``None`` where it is none."""
    house, colon, key = text.partition(":")
    return Reference(house, key) if colon and house in (LETTER, DEPOSIT, CASE) and key else None


def named(value: Any) -> Iterator[str]:
    """Every reference that an act, or what it holds, names; blank ones left out."""
    if not is_dataclass(value) or isinstance(value, type):
        return
    for field in fields(value):
        said = getattr(value, field.name)
        for each in said if isinstance(said, tuple) else (said,):
            if isinstance(each, str):
                if field.name in NAMES and each.strip():
                    yield each
            else:
                yield from named(each)


def letters_in(values: Iterable[Any]) -> frozenset[int]:
    """The ids of the letters that acts name."""
    return _ids(values, LETTER)


def deposits_in(values: Iterable[Any]) -> frozenset[int]:
    """The ids of the files that acts name."""
    return _ids(values, DEPOSIT)


def _ids(values: Iterable[Any], house: str) -> frozenset[int]:
    found = (parse(each) for value in values for each in named(value))
    return frozenset(each.id for each in found if each and each.house == house and each.id is not None)


def papers(act: Act) -> Iterator[Paper]:
    """The papers of an act."""
    paper = getattr(act, "paper", None)
    if isinstance(paper, Paper):
        yield paper


def with_paper(act: Any_, paper: Paper) -> Any_:
    """The same act with this paper."""
    return replace(act, paper=paper)  # type: ignore[type-var]


def with_letter(act: Any_, reference: str) -> Any_:
    """The same act with a letter where it names its document."""
    names = {field.name: field for field in fields(act)}  # type: ignore[arg-type]
    if "paper" in names:
        said = getattr(act, "paper", None)
        return with_paper(act, replace(said, document=reference) if said else Paper(reference))
    for name in ("document", "notice", "minutes", "record"):
        if name in names:
            return replace(act, **{name: reference})  # type: ignore[type-var]
    raise ValueError(f"{type(act).__name__} bears no letter")


def renamed(act: Any_, names: Mapping[str, str]) -> Any_:
    """The same act, each of its own references that ``names`` has replaced by another."""
    changed: dict[str, Any] = {}
    for field in fields(act):  # type: ignore[arg-type]
        said = getattr(act, field.name)
        if field.name in NAMES and said:
            changed[field.name] = (
                names.get(said, said)
                if isinstance(said, str)
                else tuple(names.get(each, each) for each in said)
            )
    return replace(act, **changed)  # type: ignore[type-var]


def without(act: Any_) -> Any_:
    """The same act but for its documents: by it what is said is told from what was said before."""
    blank: dict[str, Any] = {}
    for field in fields(act):  # type: ignore[arg-type]
        if field.name in NAMES:
            blank[field.name] = type(getattr(act, field.name))()
        elif field.name == "paper":
            blank[field.name] = None
    return replace(act, **blank)  # type: ignore[type-var]
