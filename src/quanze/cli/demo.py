"""The people of a demo installation: plainly marked, with passwords made anew for each installation."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

MARK = "演示"

BUREAU = "wolong-gxj"

AGENCIES = (
    # code, name, kind
    (BUREAU, "南阳市卧龙区工业和信息化局", "bureau"),
    ("wolong-bianban", "卧龙区机构编制委员会办公室", "staffing"),
    ("wolong-sfj", "卧龙区司法局", "justice"),
    ("wolong-zf", "卧龙区人民政府", "government"),
    ("wolong-czj", "卧龙区财政局", "finance"),
    ("nanyang-gxj", "南阳市工业和信息化局", "higher"),
)
"""The sample bureau, which is real, and the agencies around it."""

PEOPLE = (
    # login, what the person is, at which agency, role
    ("keeper", "清单管理员", BUREAU, "list_keeper"),
    ("handler", "经办人", BUREAU, "handler"),
    ("leader", "局领导", BUREAU, "leader"),
    ("supervisor", "纪检监察员", BUREAU, "supervisor"),
    ("sysadmin", "系统管理员", BUREAU, "system_admin"),
    ("secadmin", "安全管理员", BUREAU, "security_admin"),
    ("auditor", "审计管理员", BUREAU, "audit_admin"),
    ("bianban", "编办审核人", "wolong-bianban", "staffing_reviewer"),
    ("justice", "合法性审查人", "wolong-sfj", "justice_reviewer"),
    ("government", "政府批准人", "wolong-zf", "approver"),
    ("stranger", "外单位清单管理员", "nanyang-gxj", "list_keeper"),
)
"""Who can log in to a demo: each role once, and someone of another agency who may not."""

APPLICANTS = (
    # login, what the person is, party (kind, name, credit code) or None where they join the one before
    ("applicant", "企业管理人", ("enterprise", "卧龙机械有限责任公司", "91411303MA00000010")),
    ("colleague", "企业成员", None),
    ("park", "园区管理人", ("park", "卧龙产业园区管理委员会", "12411303MB00000017")),
)
"""Who applies in a demo, for invented parties under invented codes."""


@dataclass(frozen=True, slots=True)
class Login:
    """How to log in as a demo person."""

    username: str
    name: str
    agency: str
    password: str


def make_people() -> list[Login]:
    """The demo agencies and people, made where they are missing; the log-ins of those made now."""
    from django.db import transaction

    from quanze.adjustments.services import name_responsible
    from quanze.people.models import Person
    from quanze.people.roles import RoleKind
    from quanze.people.services import grant, open_account, open_agency

    made = []
    with transaction.atomic():
        agencies = {code: open_agency(code, name, kind, demo=True) for code, name, kind in AGENCIES}
        for username, title, code, role in PEOPLE:
            if Person.objects.filter(username=username).exists():
                continue
            login = Login(username, f"{MARK}{title}", agencies[code].name, _password())
            person = open_account(username, login.name, login.password, demo=True)
            grant(person, RoleKind(role), agencies[code])
            made.append(login)
        made += _make_applicants()
        for code, _, kind in AGENCIES:
            if kind in ("staffing", "justice", "government"):
                name_responsible(agencies[BUREAU], agencies[code], by=None)
    return made


def make_certificate(code: str) -> bool:
    """A certificate for tests, so that the demo's letters are signed, and say of themselves that it proves nothing.
    Whether it was made now."""
    from django.utils import timezone

    from quanze.letters.certificates import Unusable, make_test_certificate
    from quanze.people.models import Agency

    try:
        make_test_certificate(Agency.objects.get(code=code), timezone.now())
    except Unusable:
        return False  # there is one
    return True


def _make_applicants() -> list[Login]:
    """People who apply, and for whom; those who have an account already are left as they are."""
    from quanze.people.models import Party, Person
    from quanze.people.services import admit, ask_to_join, open_account, register_party

    made: list[Login] = []
    owner: Person | None = None
    party: Party | None = None
    for username, title, registers in APPLICANTS:
        if Person.objects.filter(username=username).exists():
            continue
        login = Login(username, f"{MARK}{title}", "申请人", _password())
        person = open_account(username, login.name, login.password, demo=True)
        if registers is not None:
            kind, name, code = registers
            owner, party = person, register_party(person, kind, f"{MARK}{name}", code, demo=True)
        elif owner is not None and party is not None:
            admit(ask_to_join(person, party), owner)
        made.append(login)
    return made


def confirm_procedures(code: str) -> int:
    """Confirm the procedures of an agency's matters as its demo keeper, but that of the last one, so that both states
    can be seen. Returns how many were confirmed now; what was ever confirmed is left as it is."""
    from quanze.people.models import Person
    from quanze.registry import queries as registry
    from quanze.registry.services import Unacceptable
    from quanze.rulebook import queries, services

    agency = registry.agency(code)
    edition = registry.edition_on(agency)
    keeper = Person.objects.filter(
        demo=True, roles__kind="list_keeper", roles__agency=agency, is_active=True
    ).first()
    if edition is None or keeper is None:
        return 0
    made = 0
    for state in queries.states(edition)[:-1]:
        number = state.entry.matter.number
        if state.row is None:
            seen = queries.review(agency, number).proposal.digest
            try:
                services.confirm(agency, number, seen, keeper)
            except Unacceptable:
                continue  # a person has to look at it first
            made += 1
    return made


def keep_logins(data: Path, made: list[Login]) -> None:
    """Add log-ins to those kept in the data folder, for the owner's eyes only."""
    kept = {login.username: login for login in [*logins(data), *made]}
    path = data / "demo_logins.json"
    path.touch(mode=0o600)
    path.write_text(
        json.dumps([asdict(login) for login in kept.values()], ensure_ascii=False, indent=1), "utf-8"
    )


def logins(data: Path) -> list[Login]:
    """The log-ins of a demo installation; none if it is no demo."""
    path = data / "demo_logins.json"
    if not path.exists():
        return []
    return [Login(**login) for login in json.loads(path.read_text("utf-8"))]


def table(logins: list[Login]) -> str:
    """For the screen."""
    lines = [f"  {login.username:<12}{login.password:<22}{login.name}（{login.agency}）" for login in logins]
    return "\n".join(["演示账号（登录名、密码、身份；密码只在本次安装有效）：", *lines])


def _password() -> str:
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))
