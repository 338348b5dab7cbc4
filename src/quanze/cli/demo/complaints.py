"""Complaints of the demo: one that is new, one that waits too long, one that was answered after a decision beyond the
clause, one that is taken elsewhere; and an officer who registers that somebody meddled."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from quanze.cli.demo.people import MARK

if TYPE_CHECKING:
    from quanze.cases.models import Case
    from quanze.complaints.models import Complaint
    from quanze.people.models import Agency

LATE = timedelta(days=14)
"""So long ago came what should long have been taken in hand."""


def make_complaints(code: str) -> int:
    """Some in this demo agency, once. Returns how many; none where there are some, or no case to complain about."""
    from django.db import transaction
    from django.utils import timezone

    from quanze.cases.models import Case
    from quanze.cli.demo.play import person
    from quanze.complaints import services
    from quanze.complaints.models import Complaint
    from quanze.people.models import Agency

    agency = Agency.objects.get(code=code)
    case = Case.objects.filter(agency=agency).order_by("pk").first()
    if not agency.demo or case is None or Complaint.objects.filter(agency=agency).exists():
        return 0
    supervisor, officer, today = person("supervisor"), person("handler"), timezone.localdate()

    with transaction.atomic():
        told = services.Told(
            f"（{MARK}）本企业现场核查之后一直没有消息，请督促。",
            name=f"{MARK}投诉人",
            contact="0377-00000000",
            matter=case.matter.number,
        )
        services.file(agency, told, "demo-1")

        told = services.Told(f"（{MARK}）经办人要求在规定之外另交材料。", whom="经办股室")
        services.write_down(agency, supervisor, told, Complaint.Channel.LETTER, today - LATE, "demo-2")

        told = services.Told(f"（{MARK}）办理拖延，没有说明理由。", case=case.number)
        _decided(services.file(agency, told, "demo-3").complaint, case, agency)

        told = services.Told(f"（{MARK}）反映某人收受财物。")
        clue = services.file(agency, told, "demo-4").complaint
        services.decline(clue, supervisor, "属于问题线索，不在本系统办理。", "区纪委监委信访室", 1)

        told = services.Told(
            f"（{MARK}）打电话要求给某企业优先安排。", whom=f"{MARK}某局某人", matter=case.matter.number
        )
        services.register_interference(agency, officer, told, "demo-5")
    return Complaint.objects.filter(agency=agency).count()


def _decided(complaint: Complaint, case: Case, agency: Agency) -> None:
    from django.utils import timezone

    from quanze.cli.demo.papers import paper
    from quanze.cli.demo.play import person
    from quanze.complaints import services

    supervisor = person("supervisor")
    services.accept(complaint, supervisor, 1)
    services.tie(complaint, supervisor, services.Tie(case=case), 2)
    decision = services.Decision(
        organ=f"{agency.name}党组（{MARK}）",
        number=f"{MARK}〔{timezone.localdate().year}〕1号",
        on=timezone.localdate(),
        scan=paper(supervisor, "处理决定"),
        ground="《中华人民共和国公职人员政务处分法》第三十九条",
        whom=f"{MARK}经办人",
        act=None,
        degree=None,
        sanctions=("责令公开道歉",),
    )
    services.decide(complaint, supervisor, decision, 3)
    services.answer(complaint, supervisor, f"（{MARK}）经核实，办理超过了承诺时限，已作出处理。", 4)
