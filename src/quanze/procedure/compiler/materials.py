"""Materials that a basis or duty names, proposed for the list of what an applicant hands in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from quanze.procedure.compiler.patterns import compiled, words
from quanze.procedure.compiler.wording import Wording, clauses, sentences
from quanze.procedure.model import Material
from quanze.prose import HAN

_PARTS = re.compile(r"[、和与]|以及|(?<!危)及(?![时其格])|并附|或者?")
_TRIM = re.compile(r"^(?:各种|有关|相关|相应|完善的|完整的|真实的|上述|下列|其|的|全部|书面)+")
_FALSE = re.compile("虚假|伪造|变造|篡改|不得|不再|无需|无须|不需要")
_GAP = re.compile(rf"(?<=[{HAN}])\s+(?=[{HAN}])")
"""Left over where a line of a cell ended; the text of a material keeps it, its name does not."""
_LONGEST = 40


@cache
def _ask() -> re.Pattern[str]:
    return re.compile(
        "|".join(sorted((*words("materials", "asks"), *words("materials", "leads")), key=lambda w: -len(w)))
    )


@cache
def _name() -> re.Pattern[str]:
    ends = "|".join(sorted(words("materials", "ends"), key=lambda word: -len(word)))
    return re.compile(rf".{{0,{_LONGEST}}}?(?:{ends})(?=等|$|的?[0-9一二三四五六七八九十]+份)")


@cache
def _marked() -> re.Pattern[str]:
    return compiled(words("materials", "marked"))


@cache
def _vague() -> frozenset[str]:
    return frozenset(words("materials", "vague"))


@lru_cache(maxsize=512)
def read_materials(field: str, value: str) -> tuple[Material, ...]:
    """The materials that a text names, each once, in order."""
    wording = Wording(field, value)
    if not (_ask().search(wording.text) or _marked().search(wording.text)):
        return ()
    found: dict[str, Material] = {}
    for begin, end in sentences(wording, 0, len(wording.text)):
        if not (_ask().search(wording.text, begin, end) or _marked().search(wording.text, begin, end)):
            continue
        for start, stop in clauses(wording, begin, end):
            for material in _in_clause(wording, start, stop):
                found.setdefault(material.name, material)
    return tuple(found.values())


def _in_clause(wording: Wording, start: int, end: int) -> Iterator[Material]:
    text = wording.text
    marked = _marked().search(text, start, end)
    if marked is not None:
        drawing = _TRIM.sub("", text[marked.start() + 1 : text.index("上", marked.start())])
        yield Material(drawing, wording.words(marked.start(), end), wording.passage(marked.start(), end))
        return
    ask = _ask().search(text, start, end)
    if ask is None or _FALSE.search(text, start, end):
        return
    at = ask.end()
    for part in (*_PARTS.finditer(text, at, end), None):
        until = end if part is None else part.start()
        name = _name().match(text[at:until])
        if name is not None:
            yield from _material(wording, at, at + name.end())
        at = until if part is None else part.end()


def _material(wording: Wording, start: int, end: int) -> Iterator[Material]:
    text = wording.text
    while True:
        again = _ask().match(text, start, end)
        if again is None or again.end() == end:
            break
        start = again.end()
    name = text[start:end].rpartition("的")[2]
    name = _TRIM.sub("", name)
    if len(name) < 2 or name in _vague() or name.endswith(words("materials", "ours")):
        return
    named = _GAP.sub("", wording.words(end - len(name), end))
    yield Material(named, wording.words(start, end), wording.passage(start, end))
