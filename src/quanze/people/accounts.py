"""Accounts, agencies and roles: each service is one transaction with its record."""

from __future__ import annotations

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from quanze.audit.services import INSTALLATION, Origin, Thing, record
from quanze.people.models import Agency, Office, Person, Role
from quanze.people.roles import RoleKind


class _Drawn(PBKDF2PasswordHasher):
    iterations = 1000


def thing_of(person: Person) -> Thing:
    """A person as the record names one."""
    return Thing("people.Person", str(person.pk), person.name, personal=True)


@transaction.atomic
def open_agency(
    code: str,
    name: str,
    kind: str = Agency.Kind.BUREAU,
    *,
    superior: Agency | None = None,
    credit_code: str | None = None,
    demo: bool = False,
    by: Person | None = None,
    where: Origin | None = None,
) -> Agency:
    """The agency with that code; made if there is none. An existing one is returned as it is."""
    found = Agency.objects.filter(code=code).first()
    if found is not None:
        return found
    agency = Agency(code=code, name=name, kind=kind, superior=superior, credit_code=credit_code, demo=demo)
    agency.full_clean()
    agency.save()
    thing = Thing("people.Agency", str(agency.pk), agency.name)
    record(
        INSTALLATION,
        "agency.open",
        who=by,
        thing=thing,
        where=where,
        detail={"code": code, "kind": str(kind)},
    )
    return agency


@transaction.atomic
def open_account(
    username: str,
    name: str,
    password: str,
    *,
    email: str = "",
    demo: bool = False,
    drawn: bool = False,
    by: Person | None = None,
    where: Origin | None = None,
) -> Person:
    """A new account. Raises ``ValidationError`` for a name that is taken or a password that is too weak.

    ``drawn``: the password was drawn at random, and not thought of by a person. The million rounds of its hash, which
    make guessing slow, protect nothing then; the first log-in hashes it as any other."""
    person = Person(username=Person.normalize_username(username), name=name, email=email, demo=demo)
    validate_password(password, person)
    if drawn:
        person.password = _Drawn().encode(password, _Drawn().salt())
    else:
        person.set_password(password)
    person.full_clean()
    person.save()
    record(INSTALLATION, "person.open", who=by, thing=thing_of(person), where=where)
    return person


@transaction.atomic
def grant(
    person: Person,
    kind: RoleKind,
    agency: Agency,
    office: Office | None = None,
    *,
    by: Person | None = None,
    where: Origin | None = None,
) -> Role:
    """Make ``person`` that at ``agency``; holding it already is no error.

    Raises ``ValidationError`` where the role must not meet another one that the person holds. The person's row is
    locked, so that two grants at once cannot slip past each other.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    found = Role.objects.filter(person=person, kind=kind, agency=agency, office=office).first()
    if found is not None:
        return found
    role = Role.objects.create(person=person, kind=kind, agency=agency, office=office)
    person.__dict__.pop("_roles", None)
    detail = {"role": str(kind), "agency": agency.code, "office": None if office is None else office.name}
    record(agency.code, "role.grant", who=by, thing=thing_of(person), where=where, detail=detail)
    return role


@transaction.atomic
def revoke(role: Role, *, by: Person | None = None, where: Origin | None = None) -> None:
    """Take a role away; that it was held stays in the record."""
    detail = {"role": role.kind, "agency": role.agency.code, "office": role.office and role.office.name}
    role.person.__dict__.pop("_roles", None)
    role.delete()
    record(role.agency.code, "role.revoke", who=by, thing=thing_of(role.person), where=where, detail=detail)
