"""Who may do what: one question, :func:`may`, answered by a table of rules to which each app adds its own.

What no rule allows is refused, and every refusal says why in the user's language.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from quanze.people.models import Agency, Membership, Office, Party, Person
from quanze.people.queries import roles_held
from quanze.people.roles import RoleKind


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer and its reason; true where it allows."""

    allowed: bool
    reason: str

    def __bool__(self) -> bool:
        return self.allowed


class Denied(PermissionError):
    """Raised by a service that is asked by someone who may not. ``str()`` is the reason, in Chinese."""


Rule = Callable[[Person | None, Any], Verdict]

_RULES: dict[str, Rule] = {}


def rule(verb: str) -> Callable[[Rule], Rule]:
    """Make the decorated function the rule of ``verb``: ``(person or None, thing) -> Verdict``."""

    def add(function: Rule) -> Rule:
        if verb in _RULES:
            raise ValueError(f"two rules for {verb}")
        _RULES[verb] = function
        return function

    return add


def verbs() -> tuple[str, ...]:
    """Every verb that has a rule."""
    return tuple(sorted(_RULES))


def may(person: Any, verb: str, thing: Any = None) -> Verdict:
    """May ``person`` (an account, an anonymous user or ``None``) do ``verb`` to ``thing``?

    A verb without a rule is refused.
    """
    found = _RULES.get(verb)
    if found is None:
        return Verdict(False, "没有允许此操作的规则。")
    known = person if isinstance(person, Person) and person.is_active else None
    return found(known, thing)


def demand(person: Any, verb: str, thing: Any = None) -> None:
    """Raise :class:`Denied` unless ``person`` may."""
    verdict = may(person, verb, thing)
    if not verdict:
        raise Denied(verdict.reason)


def anyone(person: Person | None, thing: Any) -> Verdict:
    """A rule for what is public."""
    return Verdict(True, "面向社会公开。")


def holds(person: Person | None, kind: RoleKind, agency: Agency) -> Verdict:
    """Is ``person`` that at ``agency``? The roles are read once and kept on the person for the request."""
    if person is None:
        return Verdict(False, "请先登录。")
    if (agency.pk, kind) in roles_of(person):
        return Verdict(True, f"您是{agency.name}的{kind.label}。")
    return Verdict(False, f"只有{agency.name}的{kind.label}可以进行此操作。")


def holds_any(person: Person | None, kinds: Sequence[RoleKind], agency: Agency) -> Verdict:
    """Is ``person`` one of these at ``agency``?"""
    if person is None:
        return Verdict(False, "请先登录。")
    names = "、".join(kind.label for kind in kinds)
    refused = Verdict(False, f"只有{agency.name}的{names}可以进行此操作。")
    return next((verdict for kind in kinds if (verdict := holds(person, kind, agency))), refused)


def holds_in(person: Person | None, kind: RoleKind, office: Office) -> Verdict:
    """Is ``person`` that in ``office``? A role that names no office holds in every office of its agency."""
    if person is None:
        return Verdict(False, "请先登录。")
    held = _held(person)
    if (office.agency_id, office.pk, kind) in held or (office.agency_id, None, kind) in held:
        return Verdict(True, f"您是{office.name}的{kind.label}。")
    return Verdict(False, f"只有{office.name}的{kind.label}可以进行此操作。")


def roles_of(person: Person) -> frozenset[tuple[int, RoleKind]]:
    """``(agency id, role)`` of a person, one query for the life of the object."""
    return frozenset((agency, kind) for agency, _, kind in _held(person))


def _held(person: Person) -> frozenset[tuple[int, int | None, RoleKind]]:
    return frozenset((role.agency_id, role.office_id, RoleKind(role.kind)) for role in roles_held(person))


@rule("audit.read")
def _audit_read(person: Person | None, agency: Agency) -> Verdict:
    return holds(person, RoleKind.AUDIT_ADMIN, agency)


# Applicants ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Window:
    """A party (``None``: whichever comes) at the window of an agency: what ``party.verify`` is asked about."""

    agency: Agency
    party: Party | None = None


WINDOW = (RoleKind.HANDLER, RoleKind.OFFICE_HEAD)
"""Who sits at the window of an agency and sees who comes."""


def membership_of(person: Person, party: Party) -> Membership | None:
    """What ``person`` is for ``party``, granted, in force or not; one query for the life of the object."""
    kept = person.__dict__.get("_memberships")
    if kept is None:
        kept = {each.party_id: each for each in person.memberships.filter(state=Membership.State.GRANTED)}
        person.__dict__["_memberships"] = kept
    found: Membership | None = kept.get(party.pk)
    return found


@rule("party.register")
def _party_register(person: Person | None, thing: Any) -> Verdict:
    if person is None:
        return Verdict(False, "请先登录。")
    return Verdict(True, "有账号的人都可以登记申请人。")


@rule("party.view")
@rule("party.represent")
def _party_represent(person: Person | None, party: Party) -> Verdict:
    """Whoever acts for it now: its owner and members, and an agent within the term of the mandate."""
    if person is None:
        return Verdict(False, "请先登录。")
    membership = membership_of(person, party)
    if membership is None:
        return Verdict(False, f"您不代表{party.name}。")
    day = timezone.localdate()
    if membership.in_force(day):
        return Verdict(True, f"您是{party.name}的{membership.get_role_display()}。")
    when = "还没有开始" if membership.since and day < membership.since else "已经到期"
    return Verdict(False, f"您代表{party.name}的授权{when}。")


@rule("party.manage")
def _party_manage(person: Person | None, party: Party) -> Verdict:
    if person is None:
        return Verdict(False, "请先登录。")
    membership = membership_of(person, party)
    if membership is not None and membership.role == Membership.Role.OWNER:
        return Verdict(True, f"您是{party.name}的管理人。")
    return Verdict(False, f"只有{party.name}的管理人可以进行此操作。")


@rule("party.verify")
def _party_verify(person: Person | None, window: Window) -> Verdict:
    """Who sits at the window; nobody confirms a party for which they act themselves."""
    if person is None:
        return Verdict(False, "请先登录。")
    if window.party is not None and membership_of(person, window.party) is not None:
        return Verdict(False, f"您代表{window.party.name}，身份须由其他工作人员核验。")
    for kind in WINDOW:
        if (window.agency.pk, kind) in roles_of(person):
            return Verdict(True, f"您是{window.agency.name}的{kind.label}。")
    who = "、".join(kind.label for kind in WINDOW)
    return Verdict(False, f"只有{window.agency.name}的{who}可以核验身份。")
