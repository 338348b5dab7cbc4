"""The rounds of the demo, last year's and this year's, and a bar: a table to read and extend. Numbers of notices are
invented and say so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from quanze.cli.demo.people import (
    CENTER,
    FUND,
    GREEN,
    INNOVATOR,
    MARK,
    PARTIES,
    PRODUCTS,
    SMART,
    SME,
    ZONE,
)

if TYPE_CHECKING:
    from quanze.people.models import Agency, Person
    from quanze.registry.models import Matter

PROVINCE = f"河南省工业和信息化厅（{MARK}）"


@dataclass(frozen=True, slots=True)
class Row:
    """A round. Its window lies from ``first`` to ``last`` days from today, the report is due ``report`` days after it.
    ``kinds``: for these sub-kinds alone. ``conditions`` and ``materials`` (name, when it is needed) are the notice's
    own."""

    matter: str
    notice: str
    first: int
    last: int
    report: int = 15
    quota: dict[str, int] = field(default_factory=dict)
    copies: int = 0
    kinds: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    materials: tuple[tuple[str, str], ...] = ()


LAST = (-640, -600)
"""When the last rounds ran: long enough ago that what follows their results is due."""

ROWS = (
    Row(SME, "组织申报中小企业发展专项资金项目", *LAST, quota={"": 3}),
    Row(SME, "组织申报中小企业发展专项资金项目", -30, 15, quota={"": 2}),
    Row(FUND, "组织申报先进制造业发展专项资金项目", *LAST, quota={"": 3}),
    Row(FUND, "组织申报先进制造业发展专项资金项目", -20, 20, quota={"": 3}, copies=3),
    Row(ZONE, "组织申报新型工业化产业示范基地", *LAST),
    Row(ZONE, "组织申报新型工业化产业示范基地", -25, 20, quota={"": 1}),
    Row(PRODUCTS, "开展工业新产品综合评价", *LAST, copies=2),
    Row(
        PRODUCTS,
        "开展工业新产品综合评价",
        -150,
        35,
        quota={"": 8},
        copies=2,
        conditions=("申报产品投产时间在近三年以内",),
        materials=(("首台（套）认定证书", "已经认定为首台（套）的"),),
    ),
    Row(INNOVATOR, "组织推荐技术创新示范企业", *LAST, quota={"national": 1, "provincial": 2}),
    Row(INNOVATOR, "组织推荐技术创新示范企业", -40, 10, quota={"national": 1, "provincial": 1}),
    Row(SMART, "组织开展智能工厂、智能车间申报", *LAST, quota={"workshop": 2}),
    Row(SMART, "组织开展智能工厂、智能车间申报", -65, -25, report=45, quota={"factory": 1, "workshop": 1}),
    Row(SMART, "补充申报智能车间", 12, 45, kinds=("workshop",)),
    Row(GREEN, "开展绿色制造名单推荐", *LAST),
    Row(GREEN, "开展绿色制造名单推荐", -60, -5),
    Row(CENTER, "组织申报制造业创新中心", *LAST, quota={"": 2}),
    Row(CENTER, "组织申报制造业创新中心", -40, 5, quota={"": 1}),
)

BARRED, BARRED_DAYS = PARTIES[3], 90
"""Who is barred, and since how many days."""


def make_rounds(code: str) -> int:
    """Open the rounds in this demo agency and record the bar, once. Returns how many rounds were opened now."""
    from django.db import transaction

    from quanze.people.models import Agency, Person
    from quanze.registry import queries as registry
    from quanze.rounds.models import Round

    agency = Agency.objects.get(code=code)
    edition = registry.edition_on(agency)
    keeper = Person.objects.filter(
        demo=True, roles__kind="list_keeper", roles__agency=agency, is_active=True
    ).first()
    if not agency.demo or edition is None or keeper is None or Round.objects.filter(agency=agency).exists():
        return 0
    entries = registry.entries(edition, edition.main).select_related("matter__agency")
    matters = {entry.version.name: entry.matter for entry in entries}
    found = [row for row in ROWS if row.matter in matters]
    with transaction.atomic():
        for number, row in enumerate(found, 1):
            _open(matters[row.matter], keeper, row, number)
        if FUND in matters:
            _bar(agency, keeper, matters[FUND])
    return len(found)


def make_rankings(code: str) -> int:
    """Play the rankings of these rounds, and say that the last ones went up. Returns how many were made now."""
    from quanze.cli.demo.rankings import make_rankings

    return make_rankings(code)


def _open(matter: Matter, keeper: Person, row: Row, number: int) -> None:
    from quanze.kits.model import Material, Statement
    from quanze.rounds import services

    first, last = _day(row.first), _day(row.last)
    services.open_round(
        matter,
        keeper,
        year=first.year,
        title=f"{first.year}年{'补充' if row.kinds else ''}申报（{MARK}）",
        notice=services.Notice(
            f"关于{row.notice}的通知（{MARK}）",
            f"{MARK}〔{first.year}〕{number}号",
            PROVINCE,
            min(first - timedelta(days=7), _day(0)),
        ),
        plan=services.Plan(first, last, last + timedelta(days=row.report), row.quota, row.copies),
        additions=services.Additions(
            tuple(Statement(each) for each in row.conditions),
            tuple(Material("", name, needs=needs) for name, needs in row.materials),
        ),
        kinds=row.kinds,
    )


def _bar(agency: Agency, keeper: Person, matter: Matter) -> None:
    from quanze.bars import queries, services
    from quanze.bars.terms import last_day
    from quanze.cli.demo.papers import paper
    from quanze.rulebook.queries import calendar

    code, _, name, *_ = BARRED
    since = _day(-BARRED_DAYS)
    clauses = queries.clauses_of(matter)
    services.record_bar(
        agency,
        keeper,
        code=code,
        name=f"{MARK}{name}",
        scope=f"省先进制造业发展专项资金（{MARK}）",
        matters=[matter],
        since=since,
        until=last_day(since, 24, calendar()),
        decision=services.Decision(
            f"南阳市财政局（{MARK}）", f"{MARK}〔{since.year}〕1号", since, paper(keeper, "限制申报决定书")
        ),
        facts=f"（{MARK}）虚报项目投资额。",
        clause="\n".join(dict.fromkeys(each.text for each in clauses)),
    )


def _day(days: int) -> date:
    from django.utils import timezone

    return timezone.localdate() + timedelta(days=days)
