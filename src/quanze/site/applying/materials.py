"""The materials of a draft: a field of files for each, and what the draft keeps of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from quanze.audit.services import Origin
from quanze.cases import services
from quanze.cases.models import Attachment, Draft
from quanze.cases.models import Material as Handed
from quanze.files.kinds import accepts
from quanze.files.models import Deposit
from quanze.kits import Kit, check, materials
from quanze.kits.guide import Bring
from quanze.kits.model import Material
from quanze.people.models import Person
from quanze.site.handing_in import FilesField
from quanze.site.kits import ShownMaterial, shown_materials

SEVERAL = 20
"""So many files a material may have, where it may have several."""

KEEP = "keep"
"""The boxes of files that a colleague put with the draft, or that belong to what is asked for no longer."""

OTHER = "没有要求的材料"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A material on the page: how it is asked for, its field, files of colleagues, and what was given before."""

    shown: ShownMaterial
    field: Any
    others: tuple[Attachment, ...]
    before: Handed | None

    @property
    def key(self) -> str:
        """Of the material in the kit."""
        return self.shown.material.key


def asked(kit: Kit, answers: Mapping[str, Any]) -> tuple[Material, ...]:
    """What these answers ask for, as far as they go."""
    return materials(kit, check(kit, answers, draft=True).values)


def attachments_of(draft: Draft) -> list[Attachment]:
    """The files of a draft. One query."""
    return list(draft.attachments.select_related("deposit__held", "deposit__person"))


class MaterialsForm(forms.Form):
    """Every material that is asked for."""

    def __init__(
        self,
        draft: Draft,
        wanted: Iterable[Material],
        attached: Iterable[Attachment],
        person: Person,
        where: Origin | None,
        *sent: Any,
    ) -> None:
        super().__init__(*sent)
        self.draft, self.person, self.where = draft, person, where
        self.ticked = set(sent[0].getlist(KEEP)) if sent else set()
        self.wanted, self.attached = tuple(wanted), tuple(attached)
        keys = {each.key for each in self.wanted}
        self.others = [
            each for each in self.attached if each.deposit.person_id != person.pk or each.item not in keys
        ]
        for each in self.wanted:
            name = f"m-{each.key}"
            self.fields[name] = FilesField(
                label=each.name,
                person=person,
                accepts=accepts(each.media),
                most=SEVERAL if each.several else 1,
                bound_to=draft.subject,
                where=where,
                required=False,
            )
            self.initial[name] = [
                one.deposit
                for one in self.attached
                if one.item == each.key and one.deposit.person_id == person.pk
            ]

    def save(self) -> None:
        """Bind what is in the fields to the draft, and let go of what is not; fields that are wrong stay as they
        were."""
        for each in self.wanted:
            name = f"m-{each.key}"
            if name in self.errors:
                continue
            now: list[Deposit] = self.cleaned_data[name]
            for deposit in now:
                services.attach(self.draft, each.key, deposit, self.person, where=self.where)
            kept = {deposit.pk for deposit in now}
            for before in self.initial[name]:
                if before.pk not in kept:
                    services.detach(self.draft, before, self.person, where=self.where)
        ticked = self.ticked
        for other in self.others:
            if str(other.deposit_id) not in ticked:
                services.detach(self.draft, other.deposit, self.person, where=self.where)

    def shown(self, kit: Kit, before: Mapping[str, Handed]) -> tuple[Wanted, ...]:
        """The materials for the page; ``before`` as ``cases.queries.given_before`` has it."""
        held = {each.deposit.held_id for each in self.attached}
        return tuple(
            Wanted(
                shown,
                self[f"m-{shown.material.key}"],
                tuple(each for each in self.others if each.item == shown.material.key),
                None if found is None or found.deposit is None or found.deposit.held_id in held else found,
            )
            for shown, found in (
                (each, before.get(each.material.key))
                for each in shown_materials((Bring(each, "") for each in self.wanted), lambda source: "")
            )
        )

    @property
    def stray(self) -> tuple[Attachment, ...]:
        """Files of materials that are asked for no longer."""
        keys = {each.key for each in self.wanted}
        return tuple(each for each in self.others if each.item not in keys)


@dataclass(frozen=True, slots=True)
class Listed:
    """A material with its files, for looking over."""

    name: str
    due: str
    required: bool
    files: tuple[Deposit, ...]


def listed(kit: Kit, wanted: Iterable[Material], attached: Iterable[Attachment]) -> tuple[Listed, ...]:
    """Everything that will be handed in, by material; then what is asked for no longer."""
    by_item: dict[str, list[Deposit]] = {}
    for each in attached:
        by_item.setdefault(each.item, []).append(each.deposit)
    shown = shown_materials((Bring(each, "") for each in wanted), lambda source: "")
    rows = [
        Listed(
            each.material.name,
            each.due,
            each.material.required,
            tuple(by_item.pop(each.material.key, ())),
        )
        for each in shown
    ]
    for item, files in by_item.items():
        known = kit.material(item)
        rows.append(Listed(item if known is None else known.name, OTHER, False, tuple(files)))
    return tuple(rows)
