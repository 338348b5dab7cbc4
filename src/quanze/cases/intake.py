"""收件: how a case comes to be, from a draft or at the window. Numbered without gaps, once however often it is
asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from quanze.audit.services import Origin
from quanze.cases import receipts, turning, words
from quanze.cases.circumstances import Circumstances, of_application
from quanze.cases.drafting import locked
from quanze.cases.evidence import own
from quanze.cases.looking import Seen, Unseen, snapshot
from quanze.cases.models import Case, Counter, Draft, Material
from quanze.cases.playing import moment
from quanze.files.models import Deposit
from quanze.files.services import bind
from quanze.kits.answers import check, to_json
from quanze.kits.model import SUB_KIND, Kit
from quanze.kits.problem import Problem
from quanze.kits.showing import subject
from quanze.people.models import Agency, Office, Party, Person
from quanze.people.permissions import demand, may, membership_of
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts
from quanze.registry import queries as registry
from quanze.registry.models import Edition, Entry, Matter
from quanze.rounds.queries import Call, call_for
from quanze.rulebook.models import KitContent, Procedure
from quanze.rulebook.queries import KitInForce, calendar_rows, in_force_of, kit_of, kit_value
from quanze.rulebook.services import pin_kit

LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Handed:
    """Something that was handed in: a file, or paper where there is no ``deposit``. ``item`` is the key of a material
    of the kit, or what people call the thing where the kit does not know it."""

    item: str
    deposit: Deposit | None = None


class Unfinished(Unacceptable):
    """The form cannot be taken as it is. ``problems`` name every field and what is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        more = f"（共{len(problems)}处）" if len(problems) > 1 else ""
        super().__init__(f"申请内容还不能提交{more}：{problems[0]}")


@dataclass(frozen=True, slots=True)
class Ground:
    """On what new cases of a matter stand today. ``call`` is the round that they belong to, if the matter has rounds;
    ``kit`` is then the round's."""

    edition: Edition
    entry: Entry
    procedure: Procedure
    kit: KitInForce
    call: Call | None


def ground(
    matter: Matter, day: date | None = None, *, kind: str = "", received: date | None = None
) -> Ground:
    """On what a new case of this sub-kind stands, today or on ``day``; its round is that of the day on which it was
    ``received``. Raises ``Unacceptable`` with the reason where intake has to wait:
    the list has the matter no longer, or nobody confirmed its procedure. At most six queries."""
    edition = registry.edition_on(Agency(pk=matter.agency_id), day)
    entry = None
    if edition is not None:
        entry = registry.entries(edition, edition.main).filter(matter=matter).first()
    found = in_force_of(matter, edition, None if entry is None else entry.version_id)
    if not found or edition is None or entry is None or found.row is None:
        raise Unacceptable(found.reason)
    call = call_for(matter, kind, day=received or day)
    kit = kit_of(matter, found.procedure, entry.version.category) if call is None else _kit_of_round(call)
    return Ground(edition, entry, found.row, kit, call)


def form_of(draft: Draft) -> tuple[KitInForce, Circumstances]:
    """By what a draft is filled in today, its round's kit or else the matter's, and of what its applicant is warned.
    Three queries, more where the bureau made no kit. Raises ``rulebook.queries.NotInForce``."""
    around = of_application(draft.matter, draft.party, str(draft.answers.get(SUB_KIND, "")))
    found = kit_of(draft.matter) if around.call is None else _kit_of_round(around.call)
    return found, around


def _kit_of_round(call: Call) -> KitInForce:
    content = KitContent.objects.get(pk=call.round.kit_id)
    return KitInForce(kit_value(content), content.pk, None)


@transaction.atomic
def submit(
    draft: Draft, person: Person, key: str, *, seen: Seen | None = None, where: Origin | None = None
) -> Case:
    """Hand in a draft. ``key`` is made by the page that asks; asking again, with whatever key, gives the same case.
    ``seen`` is what the person looked at: nothing else is handed in.

    Raises ``Denied``, :class:`Unseen`; ``Unacceptable``: intake waits (``ground``), or the key was used for something
    else.
    """
    held = locked(draft)
    demand(person, "case.submit", held)
    if held.case is not None:
        return held.case
    attachments = list(held.attachments.select_related("deposit"))
    case = open_case(
        held.matter.agency,
        held.matter,
        held.party,
        person,
        key,
        answers=held.answers,
        handed=[Handed(each.item, each.deposit) for each in attachments],
        channel=Case.Channel.ONLINE,
        bound_to=held.subject,
        where=where,
    )
    if Draft.objects.filter(case=case).exists():
        raise Unacceptable("这次提交的标识已用于另一份申请，请刷新页面后再提交。")
    if seen is not None and (changed := seen.unlike(Seen.of(held, attachments, case.kit_id))):
        raise Unseen(changed)
    held.case = case
    held.save(update_fields=["case"])
    return case


@transaction.atomic
def take_in(
    agency: Agency,
    matter: Matter,
    person: Person,
    applicant: Party,
    answers: Mapping[str, Any],
    materials: Sequence[Handed],
    received: date,
    *,
    key: str,
    corrected: Sequence[str] = (),
    where: Origin | None = None,
) -> Case:
    """窗口收件: an officer enters a paper application with its real date of receipt. ``corrected`` are the items that
    the applicant mended on the spot (当场更正: 行政许可法 art. 32). Raises as :func:`submit` does, and ``Hindered``
    for a date that has not come."""
    demand(person, "case.take_in", agency)
    if membership_of(person, applicant) is not None:
        raise Unacceptable(f"您代表{applicant.name}，请由其他工作人员收件。")
    if matter.agency_id != agency.pk:
        raise Unacceptable("该事项不是本机关的职权事项。")
    return open_case(
        agency,
        matter,
        applicant,
        person,
        key,
        answers=dict(answers),
        handed=materials,
        unfinished=True,
        channel=Case.Channel.WINDOW,
        received=received,
        corrected=tuple(corrected),
        handler=person,
        where=where,
    )


def open_case(
    agency: Agency,
    matter: Matter,
    applicant: Party,
    person: Person,
    key: str,
    *,
    answers: Mapping[str, Any],
    handed: Sequence[Handed],
    channel: str,
    unfinished: bool = False,
    received: date | None = None,
    corrected: tuple[str, ...] = (),
    bound_to: str = "",
    handler: Person | None = None,
    where: Origin | None = None,
) -> Case:
    """The new case, or the one that this person made under this key before. Inside the caller's transaction.

    ``unfinished``: what the form asks for may be lacking, since what lacks on paper is told in a notice. ``bound_to``
    is what the files belonged to until now."""
    if not key.strip() or len(key) > LONGEST_KEY:
        raise Unacceptable("提交的标识不合格式，请刷新页面后再提交。")
    if earlier := _earlier(person, key, matter, applicant):
        return earlier
    now = moment(agency)
    kind = str(answers.get(SUB_KIND, ""))
    on = ground(matter, timezone.localdate(now), kind=kind, received=received)
    kit, pinned_kit = on.kit.kit, pin_kit(on.kit)
    values = filled_in(kit, answers, draft=unfinished)
    year = timezone.localdate(now).year
    counter = _counter(agency, year)  # from here on the agency's other applications wait
    if earlier := _earlier(person, key, matter, applicant):
        return earlier
    counter.last += 1
    counter.save(update_fields=["last"])
    case = Case.objects.create(
        number=number_of(agency, year, counter.last),
        agency=agency,
        year=year,
        serial=counter.last,
        key=key,
        matter=matter,
        matter_name=on.entry.version.name[:500],
        edition=on.edition,
        procedure=on.procedure,
        kit=pinned_kit,
        round=None if on.call is None else on.call.round,
        kind=str(values.get(SUB_KIND, "")),
        title=subject(kit, values)[:300],
        channel=channel,
        applicant=applicant,
        applicant_name=applicant.name,
        applicant_data=snapshot(applicant),
        answers=values,
        by=person,
        created_at=now,
        office=office_named(agency, on.entry.version.office),
        followed=on.edition.sequence,
        dated=calendar_rows().values_list("pk", flat=True).first() or 0,
    )
    if handler is not None and may(handler, "case.claim", case):
        case.handler = handler
    turn = turning.begin(case)
    by = words.reference(person.pk)
    items = tuple(dict.fromkeys(called(kit, each.item) for each in handed))
    submitted = acts.Submit(items, received)
    turning.do(turn, submitted, by)
    hand_over(turn, handed, person, was=bound_to)
    receipts.issue(turn, submitted, person if channel == Case.Channel.WINDOW else None)
    if corrected:
        turning.do(turn, acts.Correct(corrected), by)
    return turning.keep(turn, person, where=where, verb="case.submit")


def filled_in(kit: Kit, answers: Mapping[str, Any], *, draft: bool) -> dict[str, Any]:
    """The answers as they are kept. Raises :class:`Unfinished`."""
    checked = check(kit, answers, draft=draft)
    if not checked:
        raise Unfinished(checked.problems)
    return to_json(checked.values)


def called(kit: Kit, item: str) -> str:
    """What people call what was handed in."""
    material = kit.material(item)
    return item if material is None else material.name


def hand_over(turn: turning.Turn, handed: Iterable[Handed], person: Person, *, was: str = "") -> None:
    """Keep what was handed in by the last act, its files bound to the case; ``was`` is what they belonged to."""
    case, kit = turn.case, turn.pinned.kit
    position = turn.version
    rows = []
    for each in handed:
        if each.deposit is not None and each.deposit.bound_to != case.subject:
            own(each.deposit, was or case.subject, person)
            bind(each.deposit, case.subject, was=each.deposit.bound_to)
        known = kit.material(each.item)
        rows.append(
            Material(
                case=case,
                position=position,
                item=called(kit, each.item)[:300],
                key="" if known is None else each.item,
                deposit=each.deposit,
                by=person,
                at=turn.now,
            )
        )
    Material.objects.bulk_create(rows)


def number_of(agency: Agency, year: int, serial: int) -> str:
    """The number of a case: nothing that another system hands out (a 43-digit 办件编号 is the platform's)."""
    return f"{agency.code}-{year}-{serial:05}"


def _earlier(person: Person, key: str, matter: Matter, applicant: Party) -> Case | None:
    """The case that this person made under this key. Raises ``Unacceptable`` where it is another application's."""
    pk = Case.objects.filter(by=person, key=key).order_by().values_list("pk", flat=True).first()
    found = None if pk is None else Case.objects.select_related(*turning.WITH).get(pk=pk)
    if found is not None and (found.matter_id, found.applicant_id) != (matter.pk, applicant.pk):
        raise Unacceptable("这次提交的标识已用于另一份申请，请刷新页面后再提交。")
    return found


def _counter(agency: Agency, year: int) -> Counter:
    """The counter under its lock."""
    Counter.objects.bulk_create([Counter(agency=agency, year=year)], ignore_conflicts=True)
    return Counter.objects.select_for_update().get(agency=agency, year=year)


def office_named(agency: Agency, said: str) -> Office | None:
    """The office that answers: the first that the list names (``registry.publication`` opens them)."""
    names = [line.strip()[:200] for line in said.replace("\0", "").splitlines() if line.strip()]
    return Office.objects.filter(agency=agency, name=names[0]).first() if names else None
