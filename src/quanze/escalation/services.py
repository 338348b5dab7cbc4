"""Cards go up, and by which rules: each service is a transaction with its record."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from quanze.audit.services import Origin, Thing, record
from quanze.cases import messages
from quanze.cases.models import OPEN, Case
from quanze.escalation.models import Escalation, Rules, Watched
from quanze.escalation.queries import rules_of
from quanze.escalation.rules import COLOURS, TO, Rule, RuleSet, since, to_json
from quanze.oversight.queries import Shown, cards_in, near
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.people.roles import RoleKind
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.clocks.moments import say_day
from quanze.procedure.oversight.cards import Colour
from quanze.rulebook.queries import calendar

__all__ = ["Unacceptable", "escalate", "set_rules"]

LONGEST_SOURCE, LATEST = 200, 60
"""Characters of a source, and working days after which a card goes up at the latest."""

Key = tuple[int, str, str, object, str, str]


def escalate(now: datetime | None = None, most: int = 500) -> int:
    """Let the cards go up for which it is time, with a mail to each of those to whom they go. Returns how often. Each
    case is looked at once a day, ``most`` of them in a run, the earliest date first. May run in several places at once,
    and again: what went up does not go again."""
    at = now or timezone.now()
    today, days = timezone.localdate(at), calendar()
    looked = Watched.objects.filter(case=OuterRef("pk"), on__gte=today)
    due = Case.objects.filter(~Exists(looked), OPEN, near(at), suspended=False)
    keys = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:most])
    if not keys:
        return 0
    rules: dict[int, RuleSet] = {}
    known = _known(keys)
    sent = 0
    cases = Case.objects.filter(pk__in=keys).select_related("agency").order_by("due_at", "pk")
    for shown in cards_in(cases, days, at):
        agency = shown.case.agency
        if agency.pk not in rules:
            rules[agency.pk] = rules_of(agency)
        for rule in rules[agency.pk].applying(shown.card):
            if _key(shown, rule) not in known:
                sent += _send(shown, rule, at)
    Watched.objects.bulk_create(
        [Watched(case_id=key, on=today) for key in keys],
        update_conflicts=True,
        unique_fields=["case"],
        update_fields=["on"],
    )
    return sent


@transaction.atomic
def set_rules(agency: Agency, person: Person, wanted: RuleSet, *, where: Origin | None = None) -> Rules:
    """From now on cards go up by these. Raises ``Denied``, ``Unacceptable``."""
    demand(person, "card.configure", agency)
    named = [(each.colour, each.to) for each in wanted.rules]
    if len(set(named)) < len(named):
        raise Unacceptable("同一种牌报给同一类人只能有一条规则。")
    for each in wanted.rules:
        if each.colour not in COLOURS or each.to not in TO or not 0 <= each.after <= LATEST:
            raise Unacceptable(f"请填写0到{LATEST}之间的工作日数。")
    source = " ".join(wanted.source.replace("\0", "").split())
    if not source or len(source) > LONGEST_SOURCE:
        raise Unacceptable(f"请写明依据，不超过{LONGEST_SOURCE}个字。")
    made = Rules.objects.create(
        agency=agency, body=to_json(wanted.rules), source=source, by=person, at=timezone.now()
    )
    thing = Thing("escalation.Rules", str(made.pk), agency.name)
    record(agency.code, "card.configure", who=person, thing=thing, where=where)
    return made


def _known(cases: list[int]) -> set[Key]:
    rows = Escalation.objects.filter(case__in=cases)
    return set(rows.values_list("case", "step", "about", "due", "colour", "to"))


def _key(shown: Shown, rule: Rule) -> Key:
    deadline = shown.card.deadline
    about, due = deadline.about.value, deadline.due
    return shown.case.pk, deadline.step, about, due, rule.colour.value, rule.to.value


def _send(shown: Shown, rule: Rule, at: datetime) -> bool:
    """Whether it went up by us, and not by another who came before."""
    case, deadline = shown.case, shown.card.deadline
    if deadline.due is None:
        return False  # the clock stands still
    people = messages.officers(case) if rule.to is RoleKind.HANDLER else messages.in_role(case, rule.to)
    key = ":".join(map(str, ("card", *_key(shown, rule))))
    said = _words(shown, rule, say_day(deadline.due))
    try:
        with transaction.atomic():
            Escalation.objects.create(
                case=case,
                step=deadline.step,
                about=deadline.about.value,
                due=deadline.due,
                colour=rule.colour.value,
                to=rule.to.value,
                name=shown.name,
                days=since(shown.card) or 0,
                people=[each.id for each in people],
                at=at,
            )
            messages.keep(messages.mail(case, each, said, key=f"{key}:{each.id}", now=at) for each in people)
            record(
                case.agency.code,
                "card.escalate",
                who=None,
                thing=Thing("cases.Case", case.number, case.number),
                detail={"colour": rule.colour.value, "to": rule.to.value, "step": deadline.step},
                at=at,
            )
    except IntegrityError:
        return False
    return True


def _words(shown: Shown, rule: Rule, day: str) -> str:
    """What the mail says: the duty and its date, and nobody's name."""
    card = shown.card
    do = "请及时办理。" if rule.to is RoleKind.HANDLER else "请督促办理。"
    if card.colour is Colour.RED:
        over = f"，已逾期{-(card.left or 0)}个工作日" if card.left else ""
        return f"红牌：“{shown.name}”的期限已于{day}届满{over}，{do}"
    doubt = "（暂定）" if card.provisional else ""
    return f"黄牌：“{shown.name}”的期限{doubt}到{day}为止，{do}"
