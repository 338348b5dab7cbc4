"""公示: what the public sees of a case while it is posted, and of nothing else.

What would harm a third party (商业秘密, 个人隐私) may not be made public (政府信息公开条例 art. 15). So only the
applicant's name, the sub-kind, what names the application, and the fields that the kit allows are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from quanze.cases.history import history
from quanze.cases.models import Case
from quanze.cases.pinned import Pinned, pinned
from quanze.kits.answers import check
from quanze.kits.model import Purpose
from quanze.kits.showing import Shown, public
from quanze.people.models import Agency
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.engine import Place, course_of, replay
from quanze.procedure.engine.acts import Post
from quanze.procedure.engine.counting import last_days
from quanze.procedure.model import Kind, Limit

ROW = ("agency", "matter", "kit", "procedure", "edition", "office")
"""What is read with a case that is shown to the public."""


@dataclass(frozen=True, slots=True)
class Publicity:
    """A case that is public now: ``said`` are the fields that the kit allows, ``words`` how the verdict is called,
    ``address`` where it was posted; ``over``: its last day has passed, and its objections may still wait."""

    case: Case
    step: str
    start: date
    end: date
    address: str
    words: str
    said: tuple[Shown, ...]
    over: bool


def running(agency: Agency, today: date) -> QuerySet[Case]:
    """The cases of an agency whose publicity runs today, the one that ends first before the others. One query."""
    found = Case.objects.filter(agency=agency, public_until__gte=today, public_from__lte=today)
    return found.order_by("public_until", "pk")


def publicity(agency: Agency, number: str, today: date) -> Publicity:
    """What the public sees of this case. Two queries. Raises ``Case.DoesNotExist`` for one that is not public: never
    posted, sent back, concluded, or to be posted on a later day."""
    case = Case.objects.select_related(*ROW).get(
        agency=agency, number=number, public_until__isnull=False, public_from__lte=today
    )
    on = pinned(case)
    events = history(case)
    posting = replay(on.procedure, events).postings[-1]
    posted = [each.what for each in events if isinstance(each.what, Post) and each.what.step == posting.step]
    return Publicity(
        case=case,
        step=posting.step,
        start=posting.start,
        end=posting.end,
        address=posted[-1].address,
        words=on.kit.labels.favourable,
        said=said(on, case),
        over=today > posting.end,
    )


def preview(case: Case, today: date, days: Calendar) -> Publicity | None:
    """What the public would see of a case, were it posted today; ``None`` where no publicity is due. One query."""
    on = pinned(case)
    state = replay(on.procedure, history(case))
    place = next((each for each in course_of(on.procedure).open(state) if each.kind is Kind.PUBLICIZE), None)
    if place is None or state.ending is not None:
        return None
    end = last_day(on, place, today, days)
    return Publicity(
        case, place.key, today, end or today, "", on.kit.labels.favourable, said(on, case), False
    )


def said(on: Pinned, case: Case) -> tuple[Shown, ...]:
    """The fields of a case that may be made public, as people read them. No query."""
    return public(on.kit, check(on.kit, case.answers, draft=True).values)


def period(on: Pinned, place: Place | None) -> Limit | None:
    """How long a publicity lasts: as the list says, or, where it does not, as the bureau told the public."""
    own = place.step.limit if place and place.step else None
    return own or on.kit.limit(Purpose.PUBLICITY)


def last_day(on: Pinned, place: Place | None, start: date, days: Calendar) -> date | None:
    """The last day of a publicity that begins on ``start``, by the reading that does not count that day (民法典 art.
    201); ``None`` where nobody said how long it lasts."""
    limit = period(on, place)
    found = last_days(limit, start, days) if limit else None
    return found[1] if found else None
