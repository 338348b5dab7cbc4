"""Reading who is what where, and who acts for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from quanze.people import credit_code
from quanze.people.models import Agency, Membership, Office, Party, Person, Role
from quanze.people.roles import RoleKind

State = Membership.State


def person_named(name: str) -> Person | None:
    """The account with that log-in name or, where there is none, with that confirmed e-mail address."""
    # What no name may hold, a database may not be asked for either (PostgreSQL refuses U+0000).
    name = name.strip()
    if not name or "\x00" in name:
        return None
    found = Person.objects.filter(username=Person.normalize_username(name)).first()
    return found or (person_with_email(name) if "@" in name else None)


def person_with_email(email: str) -> Person | None:
    """The account that has confirmed this address, in use or closed."""
    return Person.objects.filter(email__iexact=email, email_confirmed_at__isnull=False).first()


def roles_held(person: Person) -> tuple[Role, ...]:
    """Every role of ``person`` with its agency and office. One query for the life of the object."""
    kept: tuple[Role, ...] | None = person.__dict__.get("_roles")
    if kept is None:
        kept = tuple(person.roles.select_related("agency", "office"))
        person.__dict__["_roles"] = kept
    return kept


def agencies_of(person: Person, kind: RoleKind) -> tuple[Agency, ...]:
    """The agencies at which ``person`` holds that role, by name. No query of its own."""
    found = {role.agency_id: role.agency for role in roles_held(person) if role.kind == kind}
    return tuple(sorted(found.values(), key=lambda agency: agency.name))


def offices_of(person: Person, agency: Agency, *kinds: RoleKind) -> QuerySet[Office]:
    """The offices of ``agency`` in which ``person`` holds one of the roles (without any: a role at all). A role that
    names no office holds in all of them. One query."""
    roles = Role.objects.filter(person=person, agency=agency)
    if kinds:
        roles = roles.filter(kind__in=kinds)
    everywhere = roles.filter(office__isnull=True).values("agency")
    return Office.objects.filter(Q(pk__in=roles.values("office")) | Q(agency__in=everywhere)).order_by("name")


def handlers_of(office: Office, kind: RoleKind = RoleKind.HANDLER) -> QuerySet[Person]:
    """Who handles (or heads) the matters of ``office``, by name; those whose role names no office too. One query."""
    roles = Role.objects.filter(kind=kind, agency=office.agency_id).filter(
        Q(office=office) | Q(office__isnull=True)
    )
    return Person.objects.filter(pk__in=roles.values("person"), is_active=True).order_by("name", "pk")


def handlers_in(agency: Agency) -> QuerySet[Person]:
    """Who handles matters in ``agency``, heads of offices too, by name. One query."""
    roles = Role.objects.filter(agency=agency, kind__in=(RoleKind.HANDLER, RoleKind.OFFICE_HEAD))
    return Person.objects.filter(pk__in=roles.values("person")).order_by("name", "pk")


def party_by_code(code: str) -> Party | None:
    """The party with that 统一社会信用代码, however it is written. Raises ``Unacceptable`` for what is no code."""
    return Party.objects.filter(credit_code=credit_code.read(code).value).first()


def party(pk: int) -> Party:
    """Raises ``Party.DoesNotExist``."""
    return Party.objects.select_related("verified_by", "verified_in").get(pk=pk)


def membership(party: Party, pk: int) -> Membership:
    """One of the party's. Raises ``Membership.DoesNotExist``."""
    return Membership.objects.select_related("party", "person").get(party=party, pk=pk)


def memberships_of(person: Person) -> QuerySet[Membership]:
    """For whom ``person`` acts, and agents whose term has not come or is over, by the party's name. One query."""
    granted = Membership.objects.filter(person=person, state=State.GRANTED)
    return granted.select_related("party").order_by("party__name", "pk")


def parties_of(person: Person, day: date | None = None) -> QuerySet[Party]:
    """For whom ``person`` may act on ``day`` (today), by name. One query."""
    return Party.objects.filter(
        pk__in=_in_force(Membership.objects.filter(person=person), day).values("party")
    ).order_by("name")


def acting_for(party: Party, day: date | None = None) -> QuerySet[Person]:
    """Whoever may act for ``party`` on ``day`` (today): to write to them, and to know who has to stand back from a case
    of it. One query."""
    members = _in_force(Membership.objects.filter(party=party), day)
    return Person.objects.filter(pk__in=members.values("person"), is_active=True).order_by("name", "pk")


def acting_for_each(parties: Iterable[Party], day: date | None = None) -> dict[int, frozenset[int]]:
    """The same for several, by the key of the party: the keys of the people. One query."""
    found: dict[int, set[int]] = {party.pk: set() for party in parties}
    members = _in_force(Membership.objects.filter(party__in=found.keys()), day).filter(person__is_active=True)
    for party, person in members.order_by().values_list("party", "person"):
        found[party].add(person)
    return {party: frozenset(people) for party, people in found.items()}


def requests_of(person: Person, most: int | None = 20) -> QuerySet[Membership]:
    """What ``person`` asked for and what became of it, newest first. One query."""
    asked = Membership.objects.filter(person=person, state__in=[State.ASKED, State.REFUSED])
    return asked.select_related("party").order_by("-asked_at")[:most]


def to_decide(person: Person) -> QuerySet[Membership]:
    """The requests that ``person``, as an owner, has to decide, oldest first. One query."""
    owned = Membership.objects.filter(person=person, state=State.GRANTED, role=Membership.Role.OWNER)
    waiting = Membership.objects.filter(state=State.ASKED, party__in=owned.values("party"))
    return waiting.select_related("party", "person").order_by("asked_at", "pk")


def members(party: Party) -> QuerySet[Membership]:
    """Who acts for a party: the owner first. One query."""
    granted = party.memberships.filter(state=State.GRANTED).select_related("person")
    return granted.order_by("-role", "decided_at", "pk")


def waiting_for(party: Party) -> QuerySet[Membership]:
    """Who asks to act for a party, oldest first. One query."""
    return party.memberships.filter(state=State.ASKED).select_related("person").order_by("asked_at", "pk")


def former(party: Party, most: int = 50) -> QuerySet[Membership]:
    """Who acted for a party and does no longer, newest first. One query."""
    ended = party.memberships.filter(state=State.ENDED).select_related("person", "ended_by")
    return ended.order_by("-ended_at", "-pk")[:most]


def _in_force(memberships: QuerySet[Membership], day: date | None) -> QuerySet[Membership]:
    day = day or timezone.localdate()
    return memberships.filter(
        Q(since__isnull=True) | Q(since__lte=day),
        Q(until__isnull=True) | Q(until__gte=day),
        state=State.GRANTED,
    )
