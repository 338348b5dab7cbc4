"""A kit for readers: its materials with where each is asked for, what it sets, what would change. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from quanze.kits.guide import Bring, source_words
from quanze.kits.labels import APPLICANTS, MEDIA, ORIGINS, PURPOSES
from quanze.kits.labels import SUB_KIND as SUB_KIND_LABEL
from quanze.kits.model import Kit, Material, Origin, Source, Statement
from quanze.law import ordinals
from quanze.library.models import Instrument
from quanze.library.queries import Linked
from quanze.lists.model import Matter
from quanze.procedure.labels import KINDS, limit_words
from quanze.site.linking import anchor

AddressOf = Callable[[Source], str]


@dataclass(frozen=True, slots=True)
class ShownSource:
    """Where something is asked for, in a line, with the address of the text (blank: nobody holds it here)."""

    words: str
    address: str
    mark: str


@dataclass(frozen=True, slots=True)
class ShownMaterial:
    """A material: whether it is due, how many on paper and as which files, where it is asked for."""

    material: Material
    due: str
    paper: str
    sources: tuple[ShownSource, ...]


def shown_materials(bring: Iterable[Bring], address_of: AddressOf) -> tuple[ShownMaterial, ...]:
    """The materials of a kit, in its order."""
    return tuple(
        ShownMaterial(
            each.material,
            _due(each),
            paper_words(each.material),
            tuple(shown_source(source, address_of) for source in each.material.sources),
        )
        for each in bring
    )


def shown_source(source: Source, address_of: AddressOf) -> ShownSource:
    """One source. What the bureau set itself, or assumed, says so."""
    mark = ORIGINS[source.origin] if source.origin in (Origin.HOUSE, Origin.ASSUMED) else ""
    return ShownSource(source_words(source) or ORIGINS[source.origin], address_of(source), mark)


@dataclass(frozen=True, slots=True)
class ShownStatement:
    """A condition, a word on jurisdiction or a paragraph of the guide, with where it is written."""

    title: str
    text: str
    only: str
    source: ShownSource | None


def shown_statements(
    said: Iterable[tuple[Statement, str]], address_of: AddressOf
) -> tuple[ShownStatement, ...]:
    """Statements, each with the condition on which it holds in words."""
    return tuple(ShownStatement("", each.text, only, _source(each.source, address_of)) for each, only in said)


def shown_paragraphs(kit: Kit, address_of: AddressOf) -> tuple[ShownStatement, ...]:
    """What the kit adds to the guide."""
    return tuple(
        ShownStatement(each.title, each.text, "", _source(each.source, address_of)) for each in kit.guide
    )


def applicants_of(kit: Kit) -> str:
    """Who may apply, in words; blank where the kit says nothing."""
    return "、".join(APPLICANTS[each] for each in kit.applicants)


def _source(source: Source | None, address_of: AddressOf) -> ShownSource | None:
    return None if source is None else shown_source(source, address_of)


def addresses(page: str, content: Matter, citations: Sequence[Linked]) -> AddressOf:
    """Where the words of a source stand: at the article that the basis cites for them, else in the list's own text on
    the matter's ``page``."""

    def address_of(source: Source) -> str:
        if source.origin is not Origin.LIST or not source.field:
            return ""
        if source.field.startswith("stages"):
            return f"{page}#stages"
        if source.field != "basis":
            return page
        at = content.basis.value.find(source.words) if content.basis and source.words else -1
        return (_cited(at, citations) if at >= 0 else "") or f"{page}#basis"

    return address_of


def _cited(at: int, citations: Sequence[Linked]) -> str:
    """The instrument that a basis cites last before a place in it, and the article where its text is held."""
    before = [
        (each.citation, each.instrument)
        for each in citations
        if each.citation.field == "basis" and each.instrument is not None and each.citation.start <= at
    ]
    if not before:
        return ""
    citation, instrument = max(before, key=lambda pair: pair[0].start)
    address = reverse("instrument", args=[instrument.pk])
    if instrument.state == Instrument.State.HELD:
        for start, _, text in reversed(citation.locators):
            match = ordinals.ARTICLE.match(text)
            if match and start <= at:
                return f"{address}#{anchor(ordinals.ordinal_of(match))}"
    return address


def settings_of(kit: Kit) -> list[tuple[str, str]]:
    """What a kit sets beside form and materials: a label and its words, where there is anything to say."""
    labels, house = kit.labels, kit.house
    subject = kit.field(labels.subject)
    silence = [
        "逾期不告知补正的，自收到材料之日起视为受理" if house.silence_accepts else "",
        "逾期不补正的，视为撤回申请" if house.silence_withdraws else "",
    ]
    collective = [KINDS[kind] for kind in sorted(house.collective)]
    if house.collective_negative:
        collective.append("不同意的决定")
    said = [
        ("谁可以申报", applicants_of(kit)),
        (labels.sub_kind or SUB_KIND_LABEL, "、".join(each.name for each in kit.sub_kinds)),
        ("办件名称", "" if subject is None else f"以“{subject.label}”为名"),
        ("同意、不同意", "、".join(filter(None, (labels.favourable, labels.unfavourable)))),
        ("上级结果", labels.result),
        ("视为受理、撤回", "；".join(filter(None, silence))),
        ("集体研究", "、".join(collective)),
        ("现场核查", "出示证件" if house.credentials else ""),
        ("延长期限", f"最多{limit_words(house.longer)}" if house.longer else ""),
        ("本局期限", "；".join(f"{PURPOSES[own.purpose]}{limit_words(own.limit)}" for own in kit.limits)),
        ("文书", "；".join(f"{letter.act} 用 {letter.template}" for letter in kit.letters)),
        ("备注", kit.remark),
    ]
    return [(label, words) for label, words in said if words]


def _due(each: Bring) -> str:
    material = each.material
    if material.needs:
        words = f"{material.needs}，才交"
    else:
        words = "必交" if material.required else "可以交"
    return f"{each.only}时，{words}" if each.only else words


def paper_words(material: Material) -> str:
    counts = [(material.originals, "原件"), (material.copies, "复印件")]
    said = [f"{name}{count}份" for count, name in counts if count]
    if material.media:
        said.append("、".join(MEDIA[each] for each in material.media))
    if material.several:
        said.append("可以多个文件")
    if material.lasting:
        said.append("交过的可以沿用")
    return "；".join(said)
