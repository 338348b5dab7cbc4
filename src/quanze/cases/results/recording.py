"""What a sheet says of cases is recorded, each case by itself."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from quanze.audit.services import Origin, Thing, record
from quanze.cases.carrying import Carried, Intended, carry_out
from quanze.cases.results.planning import Plan, plan
from quanze.cases.results.reading import MOST_BYTES, read_apart
from quanze.files import store
from quanze.files.models import Deposit
from quanze.lists.refusal import Refusal
from quanze.people.models import Agency, Person
from quanze.people.unacceptable import Unacceptable


def look_over(agency: Agency, person: Person, sheet: Deposit) -> Plan:
    """What would be recorded by this sheet. Raises ``Denied``; ``Unacceptable`` for a file that is no such sheet."""
    if sheet.held.size > MOST_BYTES:
        raise Unacceptable(
            f"“{sheet.filename}”超过 {MOST_BYTES >> 20} MB 的上限；请去掉图片等内容，或者拆成几份。"
        )
    try:
        return plan(agency, person, read_apart(store.path_of(sheet.held_id), sheet.filename))
    except Refusal as refusal:
        raise Unacceptable(f"“{sheet.filename}”：{refusal}。") from refusal


def record_results(
    agency: Agency,
    person: Person,
    sheet: Deposit,
    looked: Plan,
    document: Deposit | None = None,
    *,
    where: Origin | None = None,
) -> tuple[Carried, ...]:
    """Record what was looked over: each case is a transaction of its own, and one in which somebody came between stays
    as it is. ``document`` of the higher authority is kept with each. That it came from this sheet is in the record."""
    named = f"deposit:{document.pk}" if document else ""
    done = carry_out(
        [
            Intended(case, tuple(replace(each, document=named) for each in told), case.version)
            for case, told in looked.cases
        ],
        person,
        where=where,
    )
    refused = sum(bool(each.refusal) for each in done)
    detail = {"sha256": sheet.held_id, "recorded": len(done) - refused, "refused": refused}
    with transaction.atomic():
        thing = Thing("files.Deposit", str(sheet.pk))
        record(agency.code, "case.results", who=person, thing=thing, where=where, detail=detail)
    return done
