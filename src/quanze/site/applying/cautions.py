"""What an applicant is warned of before handing in, with its ground: nothing of it stands in the way. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from quanze.cases.queries import Warned
from quanze.kits import Checked, Kit, holds, unusual_applicant
from quanze.kits.guide import source_words
from quanze.kits.labels import ORIGINS
from quanze.kits.model import Source
from quanze.people.models import Party


@dataclass(frozen=True, slots=True)
class Caution:
    """A sentence, and on what it rests."""

    words: str
    ground: str = ""


def cautions(kit: Kit, checked: Checked, party: Party, warned: Iterable[Warned] = ()) -> tuple[Caution, ...]:
    """Everything that whoever applies should look at once more; ``warned`` is what stands around the application."""
    around = (Caution(each.words, each.ground) for each in warned)
    return (*around, *_cautions(kit, checked, party))


def _cautions(kit: Kit, checked: Checked, party: Party) -> Iterator[Caution]:
    if words := unusual_applicant(kit, party.kind):
        yield Caution(words, "办事指南“谁可以申报”")
    if party.code_doubt:
        yield Caution(f"{party.name}：{party.code_doubt}。登记时的说明：{party.code_reason}", "GB 32100—2015")
    for each in checked.cautions:
        yield Caution(each.words)
    for statement in kit.jurisdiction:
        if holds(statement.when, checked.values):
            yield Caution(
                f"请核对向哪里申报：{statement.text}。".replace("。。", "。"), _ground(statement.source)
            )


def _ground(source: Source | None) -> str:
    return "" if source is None else source_words(source) or ORIGINS[source.origin]
