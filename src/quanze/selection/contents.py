"""What goes into the package of a round: for each case that goes up a numbered folder, with its application, its
materials and the letters that go along. Where it all lies, by names that every system can write."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery

from quanze.cases.models import Case, Material
from quanze.cases.queries import Item, items_in
from quanze.digests import canonical
from quanze.files.models import Deposit
from quanze.kits import Kit
from quanze.kits.model import Material as KitMaterial
from quanze.letters.models import Letter, Rendering, Sealing
from quanze.selection.queries import Ranking, subject

MATERIALS = "03 申报材料"
LONGEST_NAME = 40
"""Characters of a name within a path: Windows takes 260 for all of it."""

USUALLY = ("opinion",)
"""The letters of a case that go along, where it has them and the kit names none."""

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_UNWRITABLE = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A letter that goes along: ``sha256`` of its file (blank: not made yet) and the suffix of that; ``whole``: it
    bears its seal, or needs none."""

    letter: Letter
    sha256: str
    suffix: str
    whole: bool


@dataclass(frozen=True, slots=True)
class Folder:
    """What goes up of a case: ``number`` counts through all lists, ``items`` are its materials, in the kit's order."""

    number: int
    case: Case
    path: str
    items: tuple[Item, ...]
    letters: tuple[Enclosed, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """What goes up by a ranking: the letter that recommends, ``None`` where there is none yet, and the folders in their
    order; of a ranking that is not fixed, nothing."""

    held: Ranking
    letter: Enclosed | None
    folders: tuple[Folder, ...]

    @property
    def basis(self) -> str:
        """What stands for everything that goes in: the order, the terms, the letter, of each case its materials and
        letters."""
        letter = self.letter
        said = [
            None if self.held.fixed is None else self.held.fixed.pk,
            self.held.call.terms.pk,
            None if letter is None else [letter.letter.sha256, letter.sha256],
            [
                [
                    each.case.number,
                    [material.pk for item in each.items for material in item.now],
                    [[one.letter.sha256, one.sha256] for one in each.letters],
                ]
                for each in self.folders
            ],
        ]
        return hashlib.sha256(canonical(said).encode()).hexdigest()


def contents(held: Ranking) -> Contents:
    """At most four queries, however many cases."""
    if held.fixed is None:
        return Contents(held, None, ())
    cases = [row.case for _, rows in held.going for row in rows]
    mine, subjects = subject(held.fixed), [case.subject for case in cases]
    wanted = Q(subject=mine) | Q(subject__in=subjects, kind__in=enclosed(held.kit))
    letters: dict[str, list[Enclosed]] = defaultdict(list)
    for each in with_file(Letter.objects.filter(wanted, voiding=None)):
        letters[each.letter.subject].append(each)
    made = tuple(_folders(held, _items(cases, held.kit), letters))
    return Contents(held, next(iter(letters[mine]), None), made)


def _folders(
    held: Ranking, items: Mapping[int, tuple[Item, ...]], letters: Mapping[str, list[Enclosed]]
) -> Iterator[Folder]:
    """One for each case, numbered through all lists."""
    going = [(each, row.case) for each, rows in held.going for row in rows]
    several = sum(bool(rows) for _, rows in held.going) > 1
    names = {each.kind: f"{safe(held.name_of(each.kind))}/" if several else "" for each, _ in going}
    for number, (each, case) in enumerate(going, 1):
        path = f"{MATERIALS}/{names[each.kind]}{number:03} {safe(case.applicant_name)}"
        yield Folder(number, case, path, items[case.pk], tuple(letters.get(case.subject, ())))


def with_file(letters: QuerySet[Letter]) -> list[Enclosed]:
    """These letters as they would go along, the first first: signed, else the scan of the sealed paper, else as set,
    with a place for the seal. At most three queries. A signature with a test certificate seals nothing but in a
    demo."""
    rendered = Rendering.objects.filter(letter=OuterRef("pk"), format=Rendering.Format.PDF, refusal="")
    found = letters.annotate(rendered=Subquery(rendered.values("sha256")[:1]))
    rows = list(found.select_related("agency").prefetch_related("sealings").order_by("pk"))
    seals = {row.pk: _seal(row) for row in rows}
    named = {key for seal in seals.values() if seal is not None and (key := _scan(seal)) is not None}
    scans = Deposit.objects.in_bulk(named) if named else {}
    return [_with_file(row, seals[row.pk], scans) for row in rows]


def _with_file(letter: Letter, seal: Sealing | None, scans: Mapping[int, Deposit]) -> Enclosed:
    rendered = getattr(letter, "rendered", None) or ""
    whole = seal is not None or not letter.sealed
    scan = None if seal is None else scans.get(_scan(seal) or 0)
    if scan is not None:
        return Enclosed(letter, scan.held_id, suffix_of(scan.filename), whole)
    return Enclosed(letter, rendered if seal is None else seal.sha256 or rendered, ".pdf", whole)


def _seal(letter: Letter) -> Sealing | None:
    """What proves its seal: a signature before a scan, the last one before others."""
    proofs = [each for each in letter.sealings.all() if not each.test or letter.agency.demo]
    return max(proofs, key=lambda each: (bool(each.sha256), each.pk), default=None)


def _scan(seal: Sealing) -> int | None:
    """The key of the scan that proves a seal on paper."""
    house, _, key = seal.proof.partition(":")
    return int(key) if house == "deposit" and key.isdecimal() else None


def enclosed(kit: Kit) -> tuple[str, ...]:
    """Which kinds of letters go along."""
    return kit.ranking.enclosed or USUALLY


def file_name(words: str, filename: str) -> str:
    """A name for a file of this kind: what it is, with the suffix by which it came."""
    return safe(words) + suffix_of(filename)


def suffix_of(filename: str) -> str:
    """``.pdf``; blank where a name has none."""
    found = _SUFFIX.search(filename)
    return found[0].lower() if found else ""


def safe(words: str) -> str:
    """A name that can be written on every system: no signs that separate paths, nothing invisible, not too long."""
    shown = (" " if each.isspace() else each for each in words if unicodedata.category(each)[0] != "C")
    plain = " ".join(_UNWRITABLE.sub("_", "".join(shown)).split())
    return plain[:LONGEST_NAME].strip(". ") or "未命名"


def _items(cases: Sequence[Case], kit: Kit) -> dict[int, tuple[Item, ...]]:
    """What holds of the materials of each case. One query."""
    by_case: dict[int, list[Material]] = defaultdict(list)
    rows = Material.objects.filter(case__in=[case.pk for case in cases]).select_related("deposit")
    for each in rows.order_by("pk"):
        by_case[each.case_id].append(each)
    order = {material.key: place for place, material in enumerate(kit.materials)}

    def place(item: Item) -> int:
        found = material_of(kit, item)
        return len(order) if found is None else order[found.key]

    return {case.pk: tuple(sorted(items_in(by_case[case.pk]), key=place)) for case in cases}


def material_of(kit: Kit, item: Item) -> KitMaterial | None:
    """Which material of the kit came under this name: what answered a notice names none by its key."""
    named = next((each for each in kit.materials if each.name == item.name), None)
    return kit.material(item.now[0].key) or named
