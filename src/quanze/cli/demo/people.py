"""The people of a demo installation: plainly marked, with passwords made anew for each installation."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quanze.people.models import Agency, Office, Person

MARK = "演示"

TERM = timedelta(days=365)
"""How long the mandate of an agent lasts."""

BUREAU = "wolong-gxj"

PRODUCTS, FUND = "省级工业新产品综合评价", "省先进制造业发展专项资金项目申报"
"""Matters of the sample, one of each of its two offices."""

COAL, SME, ZONE, STEEL, INNOVATOR, SMART, GREEN, CENTER = (
    "关闭煤矿和报废矿井许可审核",
    "国家中小企业发展专项资金项目初审",
    "省新型工业化产业示范基地申报",
    "钢铁、焦化等工业行业规范公告申报",
    "国家及省级技术创新示范企业认定申报",
    "省级智能工厂、智能车间申报",
    "国家级和省级绿色工厂、绿色园区申报",
    "河南省制造业创新中心申报",
)
"""Its other matters."""

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
    # login, what the person is, at which agency, role, in the office that answers for which matter ("": in all)
    ("keeper", "清单管理员", BUREAU, "list_keeper", ""),
    ("handler", "经办人", BUREAU, "handler", PRODUCTS),
    ("handler2", "经办人乙", BUREAU, "handler", PRODUCTS),
    ("handler3", "中小企业股经办人", BUREAU, "handler", FUND),
    ("head", "股室负责人", BUREAU, "office_head", PRODUCTS),
    ("head2", "中小企业股负责人", BUREAU, "office_head", FUND),
    ("leader", "局领导", BUREAU, "leader", ""),
    ("recorder", "上级结果登记人", BUREAU, "recorder", ""),
    ("supervisor", "纪检监察员", BUREAU, "supervisor", ""),
    ("sysadmin", "系统管理员", BUREAU, "system_admin", ""),
    ("secadmin", "安全管理员", BUREAU, "security_admin", ""),
    ("auditor", "审计管理员", BUREAU, "audit_admin", ""),
    ("finance", "财政联合审核人", "wolong-czj", "joint_reviewer", ""),
    ("bianban", "编办审核人", "wolong-bianban", "staffing_reviewer", ""),
    ("justice", "合法性审查人", "wolong-sfj", "justice_reviewer", ""),
    ("government", "政府批准人", "wolong-zf", "approver", ""),
    ("stranger", "外单位清单管理员", "nanyang-gxj", "list_keeper", ""),
)
"""Who can log in to a demo: everyone who acts, and someone of another agency who may not."""

PARTIES = (
    # credit code, kind, name, address, phone
    (
        "91411303MA00000010",
        "enterprise",
        "卧龙机械有限责任公司",
        "南阳市卧龙区演示路1号",
        "0377-63000001",
    ),
    ("91411303MA00000023", "enterprise", "白河新材料有限公司", "南阳市卧龙区演示路2号", "0377-63000002"),
    ("91411303MA00000036", "enterprise", "独山智能装备有限公司", "南阳市卧龙区演示路3号", "0377-63000003"),
    ("91411303MA00000049", "enterprise", "靳岗电气有限公司", "南阳市卧龙区演示路4号", "0377-63000004"),
    ("12411303MB00000017", "park", "卧龙产业园区管理委员会", "南阳市卧龙区演示路9号", "0377-63000009"),
    ("91411303MA0000005C", "enterprise", "卧龙煤业有限公司", "南阳市卧龙区演示路5号", "0377-63000005"),
)
"""Invented applicants under invented codes, whose last sign is right. One that nobody registers comes to the window."""

SEEN = ("applicant",)
"""Owners whose papers were seen at the window: what they act for is 已核验."""

APPLICANTS = (
    # login, what the person is, as what they act, for whom
    ("applicant", "企业管理人", "owner", ("91411303MA00000010",)),
    ("colleague", "企业成员", "member", ("91411303MA00000010",)),
    ("neighbour", "另一企业管理人", "owner", ("91411303MA00000023", "91411303MA00000036")),
    ("agent", "委托代理人", "agent", ("91411303MA00000023",)),
    ("park", "园区管理人", "owner", ("12411303MB00000017",)),
    ("mine", "煤矿企业管理人", "owner", ("91411303MA0000005C",)),
)
"""Who applies in a demo, the owner of a party before its others."""


@dataclass(frozen=True, slots=True)
class Login:
    """How to log in as a demo person."""

    username: str
    name: str
    agency: str
    password: str


def make_people() -> list[Login]:
    """The demo agencies and people, made where they are missing; the log-ins of those made now. The list is there."""
    from django.db import transaction

    from quanze.adjustments.services import name_responsible
    from quanze.people.models import Person
    from quanze.people.roles import RoleKind
    from quanze.people.services import grant, open_account, open_agency

    made = []
    with transaction.atomic():
        agencies = {code: open_agency(code, name, kind, demo=True) for code, name, kind in AGENCIES}
        for username, title, code, role, matter in PEOPLE:
            if Person.objects.filter(username=username).exists():
                continue
            login = Login(username, f"{MARK}{title}", agencies[code].name, _password())
            person = open_account(username, login.name, login.password, demo=True, drawn=True)
            grant(person, RoleKind(role), agencies[code], _office(agencies[code], matter))
            made.append(login)
        applicants = _make_applicants()
        for login in applicants:
            if login.username in SEEN:
                _verify(login.username, agencies[BUREAU])
        made += applicants
        for code, _, kind in AGENCIES:
            if kind in ("staffing", "justice", "government"):
                name_responsible(agencies[BUREAU], agencies[code], by=None)
    return made


def _office(agency: Agency, matter: str) -> Office | None:
    """The office that answers for this matter of the list."""
    from quanze.people.models import Office
    from quanze.registry import queries as registry

    edition = registry.edition_on(agency) if matter else None
    if edition is None:
        return None
    entry = registry.entries(edition, edition.main).filter(version__name=matter).first()
    if entry is None:
        return None
    return Office.objects.filter(agency=agency, name=entry.version.office).first()


def _make_applicants() -> list[Login]:
    """People who apply, and for whom; those who have an account already are left as they are."""
    from quanze.people.models import Person
    from quanze.people.services import open_account, register_party

    parties = {code: (kind, f"{MARK}{name}", *more) for code, kind, name, *more in PARTIES}
    made: list[Login] = []
    for username, title, role, codes in APPLICANTS:
        if Person.objects.filter(username=username).exists():
            continue
        login = Login(username, f"{MARK}{title}", "申请人", _password())
        person = open_account(username, login.name, login.password, demo=True, drawn=True)
        for code in codes:
            kind, name, address, phone = parties[code]
            if role == "owner":
                register_party(person, kind, name, code, address=address, phone=phone, demo=True)
            else:
                _join(person, code, role)
        made.append(login)
    return made


def _verify(username: str, agency: Agency) -> None:
    """Let an officer see who it is."""
    from quanze.people.models import Membership, Person
    from quanze.people.services import confirm_identity

    officer = Person.objects.get(username="handler", demo=True)
    for membership in Membership.objects.filter(person__username=username, role="owner", state="granted"):
        confirm_identity(membership, agency, officer, f"{MARK}：出示营业执照原件和本人身份证件")


def _join(person: Person, code: str, role: str) -> None:
    """Let the owner of the party admit this person."""
    from django.utils import timezone

    from quanze.people.models import Membership, Party
    from quanze.people.services import admit, ask_to_join

    party = Party.objects.get(credit_code=code)
    owner = Membership.objects.select_related("person").get(party=party, role="owner", state="granted").person
    terms: dict[str, Any] = {}
    if role == "agent":
        today = timezone.localdate()
        terms = {"mandate": f"{MARK}：代为申报、补正材料、签收文书", "since": today, "until": today + TERM}
    admit(ask_to_join(person, party, role=role, **terms), owner)


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
