"""What an applicant is warned of before handing in, with its ground: nothing of it stands in the way. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from quanze.cases.queries import Warned
from quanze.kits import Checked, Kit, holds, unusual_applicant
from quanze.kits.model import Statement
from quanze.people.models import Party
from quanze.site.kits import ShownSource, shown_source


@dataclass(frozen=True, slots=True)
class Caution:
    """A sentence, and on what it rests."""

    words: str
    ground: ShownSource | None = None


def cautions(kit: Kit, checked: Checked, party: Party, warned: Iterable[Warned] = ()) -> tuple[Caution, ...]:
    """Everything that whoever applies should look at once more: what stands around the application (``warned``), who
    applies, what was said, to whom one applies, and on which conditions, as far as they hold for these answers."""
    return (
        *(Caution(each.words, ShownSource(each.ground, "", "")) for each in warned),
        *of_party(kit, party),
        *(Caution(each.words) for each in checked.cautions),
        *_stated("请核对向哪里申报", kit.jurisdiction, checked.values),
        *_stated("请核对是否符合条件", kit.eligibility, checked.values),
    )


def of_party(kit: Kit, party: Party) -> Iterator[Caution]:
    """What is unusual about who applies, known before a word is filled in."""
    if words := unusual_applicant(kit, party.kind):
        yield Caution(words, ShownSource("办事指南“谁可以申报”", "", ""))
    if party.code_doubt:
        words = f"{party.name}：{party.code_doubt}。登记时的说明：{party.code_reason}"
        yield Caution(words, ShownSource("GB 32100—2015", "", ""))


def _stated(ask: str, said: Iterable[Statement], values: Mapping[str, Any]) -> Iterator[Caution]:
    for each in said:
        if holds(each.when, values):
            source = None if each.source is None else shown_source(each.source, lambda source: "")
            yield Caution(f"{ask}：{each.text.rstrip('。')}。", source)
