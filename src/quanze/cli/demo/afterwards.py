"""What can happen in a story of the demo after its end: the result, checks, what is reported and recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import timezone

from quanze.aftercare import queries, services
from quanze.cases.services import LetterOrder
from quanze.cli.demo.papers import paper
from quanze.cli.demo.people import MARK
from quanze.cli.demo.play import LONG_AGO, Play, person
from quanze.kits.following import ONCE, form_of
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Outcome, Standing
from quanze.procedure.model import Limit, Unit
from quanze.simulation.answers import filled

PROVINCE = "河南省工业和信息化厅"


def result(play: Play, outcome: str, words: str) -> None:
    play.do(acts.RecordResult(PROVINCE, Outcome(outcome), words), person("recorder"))


def check_up(play: Play, words: str) -> None:
    play.do(acts.CheckUp(play.step(acts.CheckUp), Standing.COMPLIANT, words), play.handler)


def order_to_mend(play: Play, words: str, days: int) -> None:
    """限期整改, with its letter."""
    within = Limit(days, Unit.WORKING_DAY)
    act = acts.CheckUp(play.step(acts.CheckUp), Standing.RECTIFY, words, within)
    play.do(act, play.handler, LetterOrder("rectification"))


def propose_revocation(play: Play, words: str) -> None:
    """What was to be mended still fails."""
    act = acts.CheckUp(play.step(acts.CheckUp), Standing.REVOKE, words)
    play.do(act, play.handler, LetterOrder("revocation", {"recipient": PROVINCE}))


def reports(play: Play, key: str) -> None:
    """The applicant reports about the first year that it still owes."""
    item, line = _asked(play, key)
    if line is None:
        raise LookupError(f"{play.key}: nothing to report under {key} on {play.now:%Y-%m-%d}")
    _file(play, item, line.year, person(play.story.by), {}, {})


def looks(play: Play, accepted: bool, words: str = "") -> None:
    """The officer looks at what was reported last."""
    last = play.case.filings.latest("pk")
    services.reply(last, play.handler, accepted, words)


def records(play: Play, key: str, said: Mapping[str, Any]) -> None:
    """The officer records what happened today, with its paper, and the decision where one is asked for."""
    item, _ = _asked(play, key)
    on = timezone.localdate(play.now)
    decision = (
        services.Decision(f"南阳市财政局（{MARK}）", f"{MARK}〔{on.year}〕2号", on) if item.decision else None
    )
    _file(play, item, ONCE, play.handler, {"on": on.isoformat(), **said}, {"decision": decision})


def _asked(play: Play, key: str) -> tuple[Any, Any]:
    """The follow-up, and of what is owed the first."""
    found = queries.of_case(play.case, timezone.localdate(play.now))
    followed = next(each for each in found if each.item.key == key)
    owed = [line for line in followed.lines if line.owed and line.wanted()]
    return followed.item, owed[-1] if owed else None


def _file(
    play: Play, item: Any, year: int, by: Any, said: Mapping[str, Any], more: Mapping[str, Any]
) -> None:
    answers = filled(form_of(item), said, play.day(LONG_AGO))
    files = [paper(by, item.evidence)] if item.evidence else []
    key = f"{play.key}-{item.key}-{play.now:%Y%m%d}"
    services.file(play.case, by, item.key, year, answers, key, files=files, **more)


VERBS: Mapping[str, Callable[..., None]] = {
    verb.__name__: verb
    for verb in (result, check_up, order_to_mend, propose_revocation, reports, looks, records)
}
"""The verbs that a turn of a story may name once its case is over."""
