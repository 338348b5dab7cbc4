"""Text as it is searched: folded, cut into terms, and marked where words occur. Pure.

*Folded*: width and case made alike (NFKC, casefold), blanks and punctuation dropped, but for one blank where two
Latin words or figures would run together: "豫财企〔2025〕1 号" is ``豫财企2025 1号``.

*Terms* of a folded text: each Latin word or figure; of the rest each character and each pair of neighbours, so that
a word is found however the sentence is cut.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

_TOKEN = re.compile(r"[a-z0-9]+|[^\W_]")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
FIELD_END = "\n"
GAP = "\0"


class _Folding(dict[int, str]):
    """What each character folds to, worked out when it is first met; ``GAP`` for what is dropped."""

    def __missing__(self, point: int) -> str:
        folded = unicodedata.normalize("NFKC", chr(point)).casefold()
        self[point] = found = "".join(one for one in folded if one.isalnum()) or GAP
        return found


_FOLDING = _Folding()
_BETWEEN_LATIN = re.compile(f"(?<=[a-z0-9]){GAP}+(?=[a-z0-9])")


def fold(text: str) -> str:
    """``text`` folded."""
    folded = text.translate(_FOLDING)
    return _BETWEEN_LATIN.sub(" ", folded).replace(GAP, "") if GAP in folded else folded


def fold_with_places(text: str) -> tuple[str, list[int]]:
    """``text`` folded, and for each character of it the index in ``text`` that it comes from."""
    folded = text.translate(_FOLDING)
    if len(folded) == len(text):
        places = list(range(len(text)))
    else:
        places = [index for index, char in enumerate(text) for _ in _FOLDING[ord(char)]]
    if GAP in folded:
        folded = _BETWEEN_LATIN.sub(lambda gap: " " + GAP * (len(gap[0]) - 1), folded)
        places = list(compress(places, map(GAP.__ne__, folded)))
        folded = folded.replace(GAP, "")
    return folded, places


def terms(folded: str) -> set[str]:
    """The terms under which a folded text (fields divided by ``FIELD_END``) is found."""
    found: set[str] = set()
    for field in folded.split(FIELD_END):
        last = ""
        for token in _TOKEN.findall(field):
            found.add(token)
            if token[0] in _LATIN:
                last = ""
                continue
            if last:
                found.add(last + token)
            last = token
    return found


def wanted(word: str) -> set[str]:
    """The fewest terms that every text with the folded ``word`` has: pairs, and single characters that have none."""
    found: set[str] = set()
    run = ""
    for token in [*_TOKEN.findall(word), ""]:
        if token and token[0] not in _LATIN:
            run += token
            continue
        if run:
            found.update({run} if len(run) == 1 else {run[i : i + 2] for i in range(len(run) - 1)})
            run = ""
        if token:
            found.add(token)
    return found


def words(query: str) -> tuple[str, ...]:
    """The words that a person typed, folded, each once, at most eight of at most 40 characters."""
    folded = (fold(word)[:40].strip() for word in query[:400].split())
    return tuple(dict.fromkeys(word for word in folded if word))[:8]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; ``hit`` where it is what was searched for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text around what was searched for."""

    pieces: tuple[Piece, ...]

    @property
    def html(self) -> SafeString:
        """Escaped, hits in ``<mark>``."""
        return format_html_join("", "{}", ((_mark(piece),) for piece in self.pieces))


def _mark(piece: Piece) -> str | SafeString:
    return format_html_join("", "<mark>{}</mark>", [(piece.text,)]) if piece.hit else piece.text


def spans(text: str, sought: Iterable[str]) -> list[tuple[int, int]]:
    """Where the folded words ``sought`` stand in ``text``, in order, without overlaps."""
    folded, places = fold_with_places(text)
    found = []
    for word in sought:
        start = folded.find(word)
        while start >= 0:
            found.append((places[start], places[start + len(word) - 1] + 1))
            start = folded.find(word, start + len(word))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def snippet(text: str, sought: Sequence[str], width: int = 90) -> Snippet | None:
    """About ``width`` characters of ``text`` around the first word found, or ``None`` if none is."""
    found = spans(text, sought)
    if not found:
        return None
    begin = max(0, found[0][0] - width // 3)
    end = min(len(text), max(begin + width, found[0][1]))
    pieces = [Piece("…", False)] if begin else []
    at = begin
    for start, stop in found:
        if start >= end:
            break
        stop = min(stop, end)
        if start > at:
            pieces.append(Piece(text[at:start], False))
        pieces.append(Piece(text[start:stop], True))
        at = stop
    if at < end:
        pieces.append(Piece(text[at:end], False))
    if end < len(text):
        pieces.append(Piece("…", False))
    return Snippet(tuple(pieces))
