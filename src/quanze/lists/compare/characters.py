"""Which characters of two strings differ, quickly and so that a person can read it.

The shortest edit script is seldom the readable one, and finding it takes quadratic time. Here long texts are first
pinned together at clauses and runs of characters that stand exactly once in both (patience diff); only the small gaps
between the pins are compared character by character. Then the result is tidied: crumbs of agreement inside a
rewritten passage are given up, numbers and Latin words change as a whole, and an inserted clause begins where a
clause begins.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

SMALL = 128 * 128
"""Gaps with at most this many pairs of characters are compared character by character."""

GRAM_LENGTHS = (12, 4)
"""Runs of characters that pin two long texts together where no clause does, tried from the longest on."""

CLAUSE = re.compile(r"[^,.;:]*[,.;:]+|[^,.;:]+")
PINNING = 5
"""A clause shorter than this says too little to pin a text ("号," may stand anywhere)."""

WORD = re.compile(r"[0-9A-Za-z]+")

STRENGTH = {".": 4, "!": 4, "?": 4, ";": 3, ":": 2, ",": 2, "、": 2, ")": 1, "]": 1, "》": 1}
"""How good a place for the edge of a difference is behind each of these characters."""


class Hunk(NamedTuple):
    """``a[a0:a1]`` became ``b[b0:b1]``; one of the two may be empty."""

    a0: int
    a1: int
    b0: int
    b1: int

    @property
    def size(self) -> int:
        return max(self.a1 - self.a0, self.b1 - self.b0)


class Block(NamedTuple):
    """``a[i:i+n] == b[j:j+n]``."""

    i: int
    j: int
    n: int


def hunks(a: str, b: str) -> list[Hunk]:
    """The differences between two strings, in order, none touching the next.

    Punctuation is expected in half width (see :mod:`quanze.lists.compare.texts`).
    """
    found = _between(_blocks(a, b), len(a), len(b))
    found = _join_crumbs(_whole_words(found, a, b))
    return _slide(found, a, b)


def common_prefix(a: str, b: str) -> int:
    """How many characters two strings share at their beginning (slices compare at memory speed, characters do not)."""
    low, high = 0, min(len(a), len(b))
    if a[:high] == b[:high]:
        return high
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def common_suffix(a: str, b: str) -> int:
    """How many characters two strings share at their end."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        if a[len(a) - middle : len(a) - low] == b[len(b) - middle : len(b) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def _blocks(a: str, b: str) -> list[Block]:
    """Blocks of agreement, in order. Gaps wait on a stack: recursion would depend on the input's depth."""
    found: list[Block] = []
    gaps = [(0, len(a), 0, len(b))]
    while gaps:
        a0, a1, b0, b1 = gaps.pop()
        left, right = a[a0:a1], b[b0:b1]
        n = common_prefix(left, right)
        if n:
            found.append(Block(a0, b0, n))
            a0, b0, left, right = a0 + n, b0 + n, left[n:], right[n:]
        n = common_suffix(left, right)
        if n:
            found.append(Block(a1 - n, b1 - n, n))
            a1, b1, left, right = a1 - n, b1 - n, left[:-n], right[:-n]
        if not left or not right:
            continue
        if len(left) * len(right) <= SMALL:
            matcher = SequenceMatcher(None, left, right, autojunk=False)
            found.extend(Block(a0 + i, b0 + j, n) for i, j, n in matcher.get_matching_blocks() if n)
            continue
        pins = _pins(left, right)
        found.extend(Block(a0 + i, b0 + j, n) for i, j, n in pins)
        if pins:
            gaps.extend(
                (a0 + hunk.a0, a0 + hunk.a1, b0 + hunk.b0, b0 + hunk.b1)
                for hunk in _between(pins, len(left), len(right))
                if hunk.a0 < hunk.a1 and hunk.b0 < hunk.b1
            )
    return sorted(found)


def _pins(a: str, b: str) -> list[Block]:
    """Blocks around what stands once in both: clauses first, then runs of characters; none where nothing does."""
    pins = _grown(_shared_once(_clauses(a), _clauses(b)), a, b)
    for length in GRAM_LENGTHS:
        if pins:
            break
        pins = _grown(_shared_once(_grams(a, length), _grams(b, length)), a, b)
    return pins


def _clauses(text: str) -> Iterator[tuple[str, int]]:
    for match in CLAUSE.finditer(text):
        if match.end() - match.start() >= PINNING:
            yield match.group(), match.start()


def _grams(text: str, length: int) -> Iterator[tuple[str, int]]:
    for start in range(len(text) - length + 1):
        yield text[start : start + length], start


def _shared_once(
    left: Iterable[tuple[str, int]], right: Iterable[tuple[str, int]]
) -> list[tuple[int, int, int]]:
    """``(i, j, length)`` of the pieces that stand exactly once on either side, as the longest chain without
    crossings."""
    places = _single(left)
    others = _single(right)
    pairs = sorted((i, others[piece], len(piece)) for piece, i in places.items() if piece in others)
    ends: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for index, (_, j, _) in enumerate(pairs):
        at = bisect_left(ends, j)
        previous.append(last[at - 1] if at else -1)
        if at == len(ends):
            ends.append(j)
            last.append(index)
        else:
            ends[at] = j
            last[at] = index
    chain: list[tuple[int, int, int]] = []
    index = last[-1] if last else -1
    while index >= 0:
        chain.append(pairs[index])
        index = previous[index]
    chain.reverse()
    return chain


def _single(pieces: Iterable[tuple[str, int]]) -> dict[str, int]:
    seen: dict[str, int] = {}
    twice: set[str] = set()
    for piece, start in pieces:
        if piece in seen:
            twice.add(piece)
        else:
            seen[piece] = start
    for piece in twice:
        del seen[piece]
    return seen


def _grown(chain: list[tuple[int, int, int]], a: str, b: str) -> list[Block]:
    """A chain of pins as blocks that reach as far as both strings agree, without overlap."""
    blocks: list[Block] = []
    a_end = b_end = 0
    for at, (i, j, n) in enumerate(chain):
        if i < a_end or j < b_end:
            continue
        stop_a, stop_b = len(a), len(b)
        if at + 1 < len(chain):
            stop_a, stop_b = max(chain[at + 1][0], i + n), max(chain[at + 1][1], j + n)
        back = common_suffix(a[a_end:i], b[b_end:j])
        forth = common_prefix(a[i + n : stop_a], b[j + n : stop_b])
        blocks.append(Block(i - back, j - back, back + n + forth))
        a_end, b_end = i + n + forth, j + n + forth
    return blocks


def _between(blocks: list[Block], a_size: int, b_size: int) -> list[Hunk]:
    found = []
    a_end = b_end = 0
    for i, j, n in (*blocks, Block(a_size, b_size, 0)):
        if i > a_end or j > b_end:
            found.append(Hunk(a_end, i, b_end, j))
        a_end, b_end = i + n, j + n
    return found


def _join_crumbs(found: list[Hunk]) -> list[Hunk]:
    """Give up an agreement that is no longer than the differences on both of its sides.

    Between two insertions (or two deletions) it must be much shorter, since giving it up shows words as struck that
    nobody struck.
    """
    kept: list[Hunk] = []
    for hunk in found:
        while kept:
            last = kept[-1]
            only_grows = last.a0 == last.a1 and hunk.a0 == hunk.a1
            only_shrinks = last.b0 == last.b1 and hunk.b0 == hunk.b1
            weight = 4 if only_grows or only_shrinks else 1
            if weight * (hunk.a0 - last.a1) > min(last.size, hunk.size):
                break
            hunk = Hunk(last.a0, hunk.a1, last.b0, hunk.b1)
            kept.pop()
        kept.append(hunk)
    return kept


def _joined(found: list[Hunk]) -> list[Hunk]:
    """Hunks that touch or overlap as one."""
    kept: list[Hunk] = []
    for hunk in found:
        if kept and hunk.a0 <= kept[-1].a1:
            last = kept.pop()
            hunk = Hunk(last.a0, max(hunk.a1, last.a1), last.b0, max(hunk.b1, last.b1))
        kept.append(hunk)
    return kept


def _whole_words(found: list[Hunk], a: str, b: str) -> list[Hunk]:
    """Let 2024 become 2025, not its last digit."""
    if WORD.search(a) is None and WORD.search(b) is None:
        return found
    edges = [0, *(edge for hunk in found for edge in (hunk.a0, hunk.a1)), len(a)]
    grown = []
    for index, hunk in enumerate(found):
        room_before = hunk.a0 - edges[2 * index]
        room_after = edges[2 * index + 3] - hunk.a1
        before = after = 0
        if _inside_word(a, hunk.a0) or _inside_word(b, hunk.b0):
            while before < room_before and _is_word(a[hunk.a0 - before - 1]):
                before += 1
        if _inside_word(a, hunk.a1) or _inside_word(b, hunk.b1):
            while after < room_after and _is_word(a[hunk.a1 + after]):
                after += 1
        grown.append(Hunk(hunk.a0 - before, hunk.a1 + after, hunk.b0 - before, hunk.b1 + after))
    return _joined(grown)


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _inside_word(text: str, at: int) -> bool:
    return 0 < at < len(text) and _is_word(text[at - 1]) and _is_word(text[at])


def _slide(found: list[Hunk], a: str, b: str) -> list[Hunk]:
    """Move a pure insertion or deletion to where a clause begins: ``新句。`` reads better than ``。新句``."""
    moved: list[Hunk] = []
    for index, hunk in enumerate(found):
        before = hunk.a0 - (moved[-1].a1 if moved else 0)
        after = (found[index + 1].a0 if index + 1 < len(found) else len(a)) - hunk.a1
        by = 0
        if hunk.a0 == hunk.a1:
            by = _best_shift(b, hunk.b0, hunk.b1, before, after)
        elif hunk.b0 == hunk.b1:
            by = _best_shift(a, hunk.a0, hunk.a1, before, after)
        moved.append(Hunk(hunk.a0 + by, hunk.a1 + by, hunk.b0 + by, hunk.b1 + by))
    return _joined(moved)


def _best_shift(text: str, start: int, end: int, room_before: int, room_after: int) -> int:
    least = most = 0
    while -least < room_before and text[start + least - 1] == text[end + least - 1]:
        least -= 1
    while most < room_after and text[start + most] == text[end + most]:
        most += 1
    return max(range(least, most + 1), key=lambda by: (_edge(text, start + by) + _edge(text, end + by), by))


def _edge(text: str, at: int) -> int:
    if at in (0, len(text)):
        return 5
    if _is_word(text[at - 1]) and _is_word(text[at]):
        return -5
    return STRENGTH.get(text[at - 1], 1 if text[at] in "([《" else 0)
