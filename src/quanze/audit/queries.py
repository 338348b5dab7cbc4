"""Reading the record, and proving that it is whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from quanze.audit.chain import columns, link, trace_digest
from quanze.audit.models import Event, Head


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a chain: ``kind`` is ``changed``, ``missing``, ``truncated``, ``column``, ``trace``."""

    kind: str
    where: str
    message: str


def events(chain: str) -> QuerySet[Event]:
    """The events of a chain, newest first, each with its trace."""
    return Event.objects.filter(chain=chain).select_related("trace").order_by("-sequence")


def verify_chain(chain: str) -> Iterator[Problem]:
    """Each problem of a chain, in order; none if it is whole.

    A chain recomputed from its first link, or cut short together with its head, looks whole from inside: that shows
    only against a head that was anchored elsewhere.
    """
    head = Head.objects.filter(chain=chain).first()
    previous, expected = "", 1
    for event in (
        Event.objects.filter(chain=chain).select_related("trace").order_by("sequence").iterator(2000)
    ):
        where = f"{chain} #{event.sequence}"
        if event.sequence != expected:
            yield Problem("missing", where, f"第{expected}条至第{event.sequence - 1}条缺失")
        elif event.digest != link(previous, event.body):
            yield Problem("changed", where, "内容与摘要不符，本条或前一条被改动")
        yield from _derived(event, where)
        previous, expected = event.digest, event.sequence + 1
    if head is None:
        if expected > 1:
            yield Problem("truncated", chain, "链首记录缺失")
    elif (head.sequence, head.digest) != (expected - 1, previous):
        yield Problem("truncated", chain, f"应有{head.sequence}条，实有{expected - 1}条，或末条与链首不符")


def _derived(event: Event, where: str) -> Iterator[Problem]:
    """What does not follow from an event's body."""
    try:
        derived, origin = columns(event.body), json.loads(event.body)["where"]
    except (KeyError, TypeError, ValueError):
        yield Problem("changed", where, "原文无法读出，被改动")
        return
    for name, value in derived.items():
        if getattr(event, name) != value:
            yield Problem("column", where, f"列{name}与原文不符")
    trace = getattr(event, "trace", None)
    if trace is not None and origin != trace_digest(trace.address, trace.agent, trace.salt):
        yield Problem("trace", where, "来源信息被改动")
