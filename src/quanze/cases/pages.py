"""What the pages of a case show: the whole file for whoever handles it, and the status for the applicant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from quanze.cases import course_view, facts, telling, words
from quanze.cases.circumstances import Circumstances, of_case
from quanze.cases.course_view import StageView
from quanze.cases.dates import running
from quanze.cases.history import history
from quanze.cases.models import Case, Draft, Material, Note
from quanze.cases.permissions import Doing, goes_out
from quanze.cases.pinned import Pinned, pinned
from quanze.cases.references import letters_in
from quanze.cases.sight import Sight, sight
from quanze.cases.telling import FOR_APPLICANT, Entry
from quanze.cases.turning import WITH
from quanze.kits.answers import check
from quanze.kits.showing import ShownSection, shown
from quanze.letters.kinds import Kind as LetterKind
from quanze.letters.kinds import To, for_act
from quanze.letters.models import Letter
from quanze.letters.queries import letters_of
from quanze.people.models import Party, Person
from quanze.people.permissions import Verdict, demand, may
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine import Deadline, Event, Possible, State, Who, course_of, possible, replay
from quanze.procedure.engine.codec import TAGS
from quanze.registry.models import Entry as Row
from quanze.rulebook.queries import calendar


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that the engine would let through now: ``kind`` is its tag, ``verdict`` whether this person may do it and
    why, ``letters`` the kinds of letter that may be issued with it."""

    possible: Possible
    kind: str
    verdict: Verdict
    letters: tuple[LetterKind, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """What was handed in for one item: what holds now, and what came before."""

    name: str
    now: tuple[Material, ...]
    before: tuple[Material, ...]


@dataclass(frozen=True, slots=True)
class CasePage:
    """The file, whole where ``sight`` is, else what a task needs. ``missing`` is what notices ask for and nobody
    brought, ``wanted`` the same of requests during review. ``deadlines`` are those that run, each with its count by
    days; ``around``: the round, and bars in force."""

    case: Case
    pinned: Pinned
    state: State
    stages: tuple[StageView, ...]
    offers: tuple[Offer, ...]
    deadlines: tuple[Deadline, ...]
    entries: tuple[Entry, ...]
    items: tuple[Item, ...]
    letters: tuple[Letter, ...]
    notes: tuple[Note, ...]
    form: tuple[ShownSection, ...]
    missing: tuple[str, ...]
    wanted: tuple[str, ...]
    around: Circumstances
    sight: Sight

    @property
    def mine(self) -> tuple[Offer, ...]:
        """What this person may do now."""
        return tuple(offer for offer in self.offers if offer.verdict)


@dataclass(frozen=True, slots=True)
class StatusPage:
    """What the applicant sees: the course by its stages, what is owed by whom until when, what was told, the letters
    that are addressed to it."""

    case: Case
    pinned: Pinned
    state: State
    stages: tuple[StageView, ...]
    offers: tuple[Offer, ...]
    deadlines: tuple[Deadline, ...]
    entries: tuple[Entry, ...]
    items: tuple[Item, ...]
    letters: tuple[Letter, ...]
    form: tuple[ShownSection, ...]
    missing: tuple[str, ...]
    wanted: tuple[str, ...]
    around: Circumstances


@dataclass(frozen=True, slots=True)
class _Read:
    """A case with everything that both pages derive from its events."""

    case: Case
    pinned: Pinned
    history: tuple[Event, ...]
    state: State
    found: tuple[Deadline, ...]
    entries: tuple[Entry, ...]
    days: Calendar


def case(number: str) -> Case:
    """One case, with what its pages need. One query. Raises ``Case.DoesNotExist``."""
    return Case.objects.select_related(*WITH).get(number=number)


def stand(case: Case) -> tuple[Pinned, State]:
    """By what a case runs, and where its events left it. One query."""
    on = pinned(case)
    return on, replay(on.procedure, history(case))


def offers(case: Case, person: Person, *, now: datetime | None = None) -> tuple[Offer, ...]:
    """What may be done now, as :func:`case_page` offers it. Some five queries. Raises ``Denied``."""
    demand(person, "case.read", case)
    on, state = stand(case)
    return _offers(case, on, state, person, now or timezone.now(), calendar())


def case_page(case: Case, person: Person, *, now: datetime | None = None) -> CasePage:
    """What this person sees of the file, and may do. Some eighteen queries, however long it is. Raises ``Denied``."""
    demand(person, "case.read", case)
    read, around, seen = _read(case), of_case(case), sight(person, case)
    told = tuple(entry for each in read.entries if (entry := seen.entry(each)) is not None)
    notes = Note.objects.filter(case=case).select_related("by").order_by("pk") if seen.whole else ()
    return CasePage(
        case=case,
        pinned=read.pinned,
        state=read.state,
        stages=course_view.stages(read.pinned, read.state, read.found, told),
        offers=_offers(case, read.pinned, read.state, person, now or timezone.now(), read.days, around),
        deadlines=read.found,
        entries=told,
        items=items_of(case),
        letters=letters_seen(case, person, seen, letters_in(each.act for each in told)),
        notes=tuple(notes),
        form=form_of(read.pinned, case),
        missing=read.state.missing,
        wanted=read.state.wanted,
        around=around,
        sight=seen,
    )


def letters_seen(
    case: Case, person: Person, seen: Sight | None = None, also: Collection[int] = ()
) -> tuple[Letter, ...]:
    """The letters of a case that this person sees at the desk, the newest first, each with why it counts no longer
    (``voiding``); ``also`` those about several cases that its acts name. One query, and two for each letter to a
    partner where the file is not seen whole."""
    seen = seen or sight(person, case)
    found = Letter.objects.filter(Q(subject=case.subject) | Q(pk__in=also))
    return tuple(each for each in found.select_related("agency", "by", "voiding") if seen.letter(each))


def status_page(case: Case, person: Person, *, now: datetime | None = None) -> StatusPage:
    """What the applicant may see. Some fifteen queries. Raises ``Denied``."""
    demand(person, "case.view", case)
    read, around = _read(case), of_case(case)
    told = tuple(entry for entry in read.entries if type(entry.act) in FOR_APPLICANT)
    letters = letters_of(case.subject).prefetch_related("sealings", "deliveries")
    state = _as_told(read.state, read.pinned)
    offers = _offers(case, read.pinned, read.state, person, now or timezone.now(), read.days, around)
    return StatusPage(
        case=case,
        pinned=read.pinned,
        state=state,
        stages=course_view.stages(read.pinned, state, read.found, told),
        offers=tuple(each for each in offers if each.possible.who in (Who.APPLICANT, Who.PUBLIC)),
        deadlines=read.found,
        entries=told,
        items=items_of(case),
        letters=tuple(each for each in letters if each.about.to is To.APPLICANT and goes_out(each)),
        form=form_of(read.pinned, case),
        missing=read.state.missing,
        wanted=read.state.wanted,
        around=around,
    )


def _as_told(state: State, on: Pinned) -> State:
    """The state as the applicant was told of it: a negative verdict is one when it has been delivered."""
    if not state.negative or state.ending is not None:
        return state
    told = any(place.told_to_applicant and state.is_done(place.key) for place in course_of(on.procedure).path)
    return state if told else replace(state, negative=False)


def _read(case: Case) -> _Read:
    on = pinned(case)
    events = history(case)
    state = replay(on.procedure, events)
    told = telling.entries(course_of(on.procedure), events, telling.names_in(events))
    days = calendar()
    return _Read(case, on, events, state, running(on, state, days), told, days)


def _offers(
    case: Case,
    on: Pinned,
    state: State,
    person: Person,
    now: datetime,
    days: Calendar,
    around: Circumstances | None = None,
) -> tuple[Offer, ...]:
    """Every act that goes through now; those that this person may do first."""
    world = facts.gather(case, on, [words.reference(person.pk)], around)
    found = possible(on.procedure, state, world, now, days)
    stood_back = words.reference(person.pk) in state.recused
    asked: dict[tuple[type, Who], Verdict] = {}
    made = []
    for each in found:
        if each.who in (Who.KEEPER, Who.CLOCK):
            continue
        key = (each.act, each.who)
        if key not in asked:
            asked[key] = may(person, "case.act", Doing(case, each.act, each.who))
            if stood_back and asked[key] and each.who is not Who.PUBLIC:
                asked[key] = Verdict(False, "您应当回避本件。")
        made.append(Offer(each, TAGS[each.act], asked[key], for_act(each.act.__name__)))
    return tuple(sorted(made, key=lambda offer: not offer.verdict))


def items_of(case: Case) -> tuple[Item, ...]:
    """What was handed in, item by item, in the order in which each came first. One query."""
    return items_in(Material.objects.filter(case=case).select_related("deposit__held", "by").order_by("pk"))


def items_in(rows: Iterable[Material]) -> tuple[Item, ...]:
    """The same of rows that were read, the first first. No query."""
    by_item: dict[str, list[Material]] = {}
    for each in rows:
        by_item.setdefault(each.item, []).append(each)
    return tuple(_item(name, each) for name, each in by_item.items())


def _item(name: str, rows: Sequence[Material]) -> Item:
    last = max(each.position for each in rows)
    return Item(
        name,
        tuple(each for each in rows if each.position == last),
        tuple(each for each in rows if each.position < last),
    )


def form_of(on: Pinned, case: Case) -> tuple[ShownSection, ...]:
    """What the form said, as people read it. No query."""
    return shown(on.kit, check(on.kit, case.answers, draft=True).values)


def drafts_of(person: Person, parties: Sequence[Party]) -> tuple[Draft, ...]:
    """The drafts of these parties that were not handed in, the last saved first; ``called`` is the name of the matter
    in the last list that has it. One query."""
    rows = Row.objects.filter(matter=OuterRef("matter")).order_by("-since", "pk")
    found = Draft.objects.filter(party__in=parties, case__isnull=True)
    found = found.annotate(called=Subquery(rows.values("version__name")[:1]))
    return tuple(found.select_related("party", "matter__agency", "person").order_by("-saved_at")[:100])
