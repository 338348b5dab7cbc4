"""Filters and tags of the templates: dates, official text, names of things. No decision is taken here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django import template
from django.template.context import RequestContext
from django.utils import timezone
from django.utils.safestring import SafeString

from quanze.adjustments.limits import CLOCKS
from quanze.cases.words import fate_words
from quanze.lists.compare import Op, Segment
from quanze.lists.labels import ANNEXES
from quanze.lists.labels import field_label as label_of_field
from quanze.lists.model import AnnexKind, Severity, Text
from quanze.site import official as drawing

register = template.Library()

SEVERITIES = {Severity.ERROR: "错误", Severity.WARNING: "警告", Severity.INFO: "提示"}


@register.filter
def day(value: date | None) -> str:
    """``2026年11月23日``."""
    return "" if value is None else f"{value.year}年{value.month}月{value.day}日"


@register.filter
def written_day(text: str) -> str:
    """A day that is kept as ``2026-11-23``."""
    return day(date.fromisoformat(text))


@register.filter
def moment(value: datetime) -> str:
    """``2026年11月23日 9:05``, in local time."""
    local = timezone.localtime(value)
    return f"{day(local.date())} {local.hour}:{local.minute:02}"


register.filter("fate", fate_words)


@register.filter
def minutes(value: timedelta) -> int:
    """How many minutes, rounded up."""
    return -int(-value.total_seconds() // 60)


@register.filter
def official(text: Text | None) -> SafeString | str:
    """A text of the list in paragraphs, with its underlines."""
    return "" if text is None else drawing.paragraphs(text.value, [drawing.underlined(text.marks)])


@register.filter
def old_side(segments: Iterable[Segment]) -> SafeString:
    """The old text of a comparison, with what was struck."""
    return drawing.difference(segments, Op.DELETE)


@register.filter
def new_side(segments: Iterable[Segment]) -> SafeString:
    """The new text of a comparison, with what was put in."""
    return drawing.difference(segments, Op.INSERT)


@register.filter
def annex_name(kind: str) -> str:
    """An annex in words."""
    return ANNEXES[AnnexKind(kind)]


@register.filter
def clock_name(clock: str) -> str:
    """What is owed by a clock of an adjustment, in words."""
    return CLOCKS.get(clock, "")


@register.filter
def severity_name(severity: str) -> str:
    """A severity in words."""
    return SEVERITIES[Severity(severity)]


@register.filter
def field_label(path: str) -> str:
    """A field path in words."""
    return label_of_field(path)


@register.simple_tag(takes_context=True)
def sorting(context: RequestContext, current: str, key: str) -> dict[str, str]:
    """For a column's heading: its ``aria-sort``, and the address that sorts by it, turned round if it does already."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{key}" if current == key else key
    states = {key: "ascending", f"-{key}": "descending"}
    return {"state": states.get(current, "none"), "href": f"?{query.urlencode()}"}
