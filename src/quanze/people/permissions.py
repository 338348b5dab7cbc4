"""Who may do what: one question, :func:`may`, answered by a table of rules to which each app adds its own.

What no rule allows is refused, and every refusal says why in the user's language.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from quanze.people.models import Agency, Person
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


def roles_of(person: Person) -> frozenset[tuple[int, RoleKind]]:
    """``(agency id, role)`` of a person, one query for the life of the object."""
    kept = person.__dict__.get("_roles")
    if kept is None:
        kept = frozenset(
            (agency, RoleKind(kind)) for agency, kind in person.roles.values_list("agency_id", "kind")
        )
        person.__dict__["_roles"] = kept
    return kept


@rule("audit.read")
def _audit_read(person: Person | None, agency: Agency) -> Verdict:
    return holds(person, RoleKind.AUDIT_ADMIN, agency)
