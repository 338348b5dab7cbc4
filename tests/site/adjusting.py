"""The sample's state before its own adjustments, the organs around the bureau, and a draft from the document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.test import Client

from quanze.adjustments import queries, services
from quanze.adjustments.models import Adjustment
from quanze.lists import readers
from quanze.lists.earlier import before_adjustments
from quanze.lists.model import ListDocument
from quanze.people.models import Agency, Person
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency
from quanze.registry.models import Edition
from quanze.registry.services import import_document, receive_upload
from tests.site.conftest import DOCX, begin, person

ORGANS = (
    ("staffing", "编办", "staffing", RoleKind.STAFFING_REVIEWER),
    ("justice", "司法局", "justice", RoleKind.JUSTICE_REVIEWER),
    ("approval", "区政府", "government", RoleKind.APPROVER),
)
AT = "/desk/wolong-gxj/adjustments/1/"


@dataclass
class Desk:
    """The bureau, its keeper, and who decides each step."""

    bureau: Agency
    keeper: Person
    deciders: dict[str, Person]
    first: Edition

    def at(self, who: Person) -> Client:
        """Somebody, logged in."""
        client = Client()
        client.force_login(who)
        return client

    def adjustment(self) -> Adjustment:
        return queries.adjustment(self.bureau, 1)

    def post(self, who: Person, address: str, **fields):
        """A post upon the version as it is now."""
        version = self.adjustment().version
        return self.at(who).post(f"{AT}{address}", {"version": version, **fields}, follow=True)

    def complete(self) -> Adjustment:
        """Every proposal taken, reasoned, and decided; every question answered."""
        for line in queries.changes_of(self.adjustment()):
            line = services.decide(line, self.keeper, line.version, accept=True)
            line = services.edit_change(
                line, self.keeper, line.version, basis="豫财企〔2025〕1号", under_way="switch"
            )
            for path, choice in line.choices.items():
                if choice["chosen"] is None:
                    line = services.choose(line, self.keeper, line.version, path, "retained")
        adjustment = self.adjustment()
        keys = [each.key for each in queries.examine(adjustment).unanswered]
        if keys:
            services.answer(adjustment, self.keeper, adjustment.version, keys, "照旧")
        return self.adjustment()


def open_desk(bureau: Agency, keeper: Person, sample: ListDocument) -> Desk:
    """The earlier state in force, and everyone in place."""
    deciders = {}
    for step, name, kind, role in ORGANS:
        organ = open_agency(f"wolong-{kind}", f"卧龙区{name}", kind)
        deciders[step] = person(step, role, organ)
        services.name_responsible(bureau, organ, by=None)
    earlier = before_adjustments(sample)
    assert earlier is not None
    first = import_document(bureau, earlier.document, by=None, effective_from=date(2025, 1, 1))
    return Desk(bureau, keeper, deciders, first)


def draft(desk: Desk, document: Path) -> Adjustment:
    """The document, handed in by the keeper and made a draft."""
    with document.open("rb") as stream:
        upload = receive_upload(desk.bureau, desk.keeper, document.name, stream)
    return services.begin_from_upload(upload, desk.keeper, "2025年调整", cause="依据修订")


STAGES = ("drafted", "completed", "submitted")


def begin_to_adjust(stage: str = "") -> Desk:
    """The desk of the sample bureau; with its document made a draft, that draft completed, and submitted, as far as
    one of :data:`STAGES` says."""
    begun = begin("keeper")
    desk = open_desk(begun.bureau, begun.keeper, readers.read(DOCX))
    if stage in STAGES:
        draft(desk, DOCX)
    if stage in STAGES[1:]:
        desk.complete()
    if stage in STAGES[2:]:
        desk.post(desk.keeper, "submit/")
    return desk
