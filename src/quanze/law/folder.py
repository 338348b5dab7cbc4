"""A folder of laws, file by file: thousands of them with the memory of one instrument at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from quanze.law import markdown, notices
from quanze.law.instruments import Instrument, Version
from quanze.law.markdown import Reading
from quanze.law.ordinals import key
from quanze.law.titles import key as title_key
from quanze.lists.refusal import Refusal

MARKDOWN = (".md", ".markdown")
SUFFIXES = (*MARKDOWN, ".docx", ".txt")

_TITLE = re.compile(r"^#\s+(?P<title>\S.*?)\s*$", re.MULTILINE)
_PEEK = 1024


@dataclass(frozen=True, slots=True)
class Read:
    """An instrument with all versions that the folder holds, from which files, and what was doubtful in them."""

    instrument: Instrument
    paths: tuple[str, ...]
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not read, and why."""

    path: str
    reason: str


def law_files(folder: Path) -> tuple[Path, ...]:
    """The files of a folder and those below it that may be laws, versions of one instrument side by side.

    Raises :class:`Refusal` where the folder cannot be read.
    """
    if not folder.is_dir():
        raise Refusal("没有这个文件夹" if not folder.exists() else "这是文件，不是文件夹")
    found = (
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and path.is_file()
    )
    return tuple(sorted(found, key=lambda path: (_key(path), str(path))))


def read_folder(folder: Path, files: Iterable[Path] | None = None) -> Iterator[Read | Refused]:
    """Reads a folder's laws. ``files`` are those of :func:`law_files` (as they come by, so that whoever wraps them
    sees how far the reading has come). No file stops the others."""
    for _, group in groupby(law_files(folder) if files is None else files, key=_key):
        readings: list[Reading] = []
        for path in group:
            name = str(path.relative_to(folder))
            try:
                readings.append(read_file(path, name))
            except Refusal as refusal:
                yield Refused(name, str(refusal))
            except OSError as error:
                yield Refused(name, f"文件打不开：{error.strerror}")
        yield from grouped(readings)


def read_file(path: Path, name: str | None = None) -> Reading:
    """Reads one file by its extension. Raises :class:`Refusal` and ``OSError``."""
    data = path.read_bytes()
    if path.suffix.lower() in MARKDOWN:
        return markdown.read(data, name or path.name)
    return notices.read(data, name or path.name)


def _key(path: Path) -> str:
    """By which files of one instrument lie side by side: the title at its head, else the one in its name."""
    if path.suffix.lower() in MARKDOWN:
        try:
            with path.open("rb") as file:
                title = _TITLE.search(file.read(_PEEK).decode("utf-8", "ignore"))
        except OSError:
            title = None
        if title is not None:
            return title_key(title["title"])
    return title_key(markdown.named(path.name)[0])


def grouped(readings: Iterable[Reading]) -> Iterator[Read]:
    """Versions of one law as one instrument: same title in whatever form, and where both are numbered and are no laws,
    same number (two notices may share a title). Files that hold the same text twice count once."""
    groups: dict[tuple[str, str | None], list[Reading]] = {}
    for reading in readings:
        instrument = reading.instrument
        number = instrument.number if instrument.issued is not None else None
        groups.setdefault((title_key(instrument.title), number), []).append(reading)
    for group in groups.values():
        yield _merged(group)


def _merged(group: list[Reading]) -> Read:
    doubts = [f"{reading.path}：{doubt}" for reading in group for doubt in reading.doubts]
    versions: list[Version] = []
    for reading in group:
        for version in reading.instrument.versions:
            index = next((at for at, held in enumerate(versions) if _is_same(held, version)), None)
            if index is None:
                versions.append(version)
            elif _are_parts(versions[index], version):
                versions[index] = _joined(versions[index], version)
            else:
                kept, left = sorted((versions[index], version), key=_fullness, reverse=True)
                versions[index] = kept
                doubts.append(f"{left.evidence.document}：与 {kept.evidence.document} 是同一文本，只收后者")
    versions.sort(key=in_time)
    newest = max(group, key=lambda reading: in_time(reading.instrument.versions[-1])).instrument
    statements = tuple(statement for reading in group for statement in reading.instrument.statements)
    return Read(
        replace(newest, versions=tuple(versions), statements=statements),
        tuple(reading.path for reading in group),
        tuple(doubts),
    )


def _is_same(one: Version, two: Version) -> bool:
    """Whether two files hold one version: made on one day, or word for word the same."""
    if one.made_on is not None and one.made_on == two.made_on:
        return True
    return (one.preamble, one.articles, one.sections) == (two.preamble, two.articles, two.sections)


def _are_parts(one: Version, two: Version) -> bool:
    """Whether two files hold parts of one text: no article stands in both."""
    numbers = {article.ordinal for article in one.articles}
    return bool(numbers and two.articles) and numbers.isdisjoint(article.ordinal for article in two.articles)


def _joined(one: Version, two: Version) -> Version:
    first, second = sorted((one, two), key=lambda version: key(version.articles[0].ordinal))
    return replace(
        first,
        preamble=(*first.preamble, *second.preamble),
        articles=tuple(sorted((*first.articles, *second.articles), key=lambda article: key(article.ordinal))),
        annex=(*first.annex, *second.annex),
        in_force_from=one.in_force_from if two.assumed else two.in_force_from,
        assumed=one.assumed and two.assumed,
    )


def _fullness(version: Version) -> tuple[bool, int, int]:
    """By which of two files of one version the better is chosen: a date, the later one, more articles."""
    return (*in_time(version), len(version.articles))


def in_time(version: Version) -> tuple[bool, int]:
    """By which versions stand in order: those without a date first."""
    return version.made_on is not None, 0 if version.made_on is None else version.made_on.toordinal()
