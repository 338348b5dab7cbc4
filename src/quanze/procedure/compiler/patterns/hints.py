"""Pairs of characters of which a text needs one to fit a row: what need not be looked for can be told quickly.

Of all pairs that a phrase needs, the one is taken that is met least: 不予立案 is looked for by 予立, not by 不予. How
often a pair is met the tables themselves tell, which are written in the words of such texts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from quanze.procedure.compiler.patterns.notation import is_word, signs

Hints = frozenset[str]


def usual(texts: Iterable[str]) -> Counter[str]:
    """How often each pair, and each character, stands in the texts."""
    return Counter(pair for text in texts for pair in chain(text, map("".join, pairwise(text))))


def hints(phrases: Iterable[str], met: Counter[str]) -> Hints:
    """Pairs of which any text that fits one of the phrases has at least one; a word of one character is its own. Empty
    where a phrase needs none."""
    return _either([_needed(iter((*signs(phrase), ")")), met) for phrase in phrases])


def any_hint(found: Iterable[Hints]) -> re.Pattern[str]:
    """A pattern that finds something wherever one of the rows with these hints may."""
    each = tuple(found)
    if not all(each):
        return re.compile("")
    return re.compile("|".join(map(re.escape, sorted(frozenset().union(*each)))) or "(?!)")


def _needed(rest: Iterator[str], met: Counter[str]) -> Hints:
    """The hints of what follows up to the bracket that closes it."""
    alternatives: list[Hints] = []
    choices: list[Hints] = []
    for sign in rest:
        if sign in ("(", "["):
            within = _needed(rest, met)
            if sign == "(" and within:
                choices.append(within)
        elif sign in ("|", ")", "]"):
            alternatives.append(
                min(choices, key=lambda some: sum(met[pair] for pair in some), default=Hints())
            )
            choices = []
            if sign != "|":
                break
        elif is_word(sign):
            choices.extend(Hints({pair}) for pair in map("".join, pairwise(sign)))
            if len(sign) == 1:
                choices.append(Hints({sign}))
    return _either(alternatives)


def _either(alternatives: list[Hints]) -> Hints:
    return Hints().union(*alternatives) if all(alternatives) else Hints()
