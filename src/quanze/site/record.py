"""The record as its administrator reads it: what the address asks for, and each event in words."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from quanze.audit.models import Event
from quanze.audit.queries import Asked
from quanze.audit.services import INSTALLATION, SYSTEM
from quanze.documents.tree import Document, Items, Role, paragraph
from quanze.people.models import Agency, Person
from quanze.site.verbs import GROUPS, LABELS, label

SCOPES = {"": "本机关", INSTALLATION: "全系统：登录、账号、申请人、文件、法规"}
"""``?of=``: the chain of the agency, or that of what belongs to no single one."""

NAMESAKES = 20
"""So many accounts are meant by one name at most."""

HEADS = (
    "编号",
    "时间",
    "人员",
    "账号",
    "动作",
    "对象",
    "对象类型",
    "对象编号",
    "网络地址",
    "浏览器",
    "详情",
    "摘要",
)
SHARES = (1.0, 2.0, 1.5, 1.0, 2.0, 3.0, 2.0, 1.5, 2.0, 3.0, 4.0, 4.0)

FIELDS = ("of", "since", "until", "verb", "who", "thing", "from")
"""The filters of an address."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What an address asks for: ``said`` as it was typed, ``asked`` as the record understands it, ``refused`` what it
    does not, in words."""

    said: Mapping[str, str]
    asked: Asked
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """An event in words."""

    event: Event
    who: str
    verb: str
    thing: str


def filters(agency: Agency, query: Mapping[str, str]) -> Filters:
    """The filters of an address. At most one query."""
    said = {name: query.get(name, "").replace("\0", "").strip()[:300] for name in FIELDS}
    refused: list[str] = []
    if said["of"] not in SCOPES:
        said["of"] = ""
    since, until = _day(said, "since", 0, refused), _day(said, "until", 1, refused)
    who = _people(said["who"])
    if who == ():
        refused.append(f"没有登录名或者姓名是“{said['who']}”的账号。")
    asked = Asked(
        chain=said["of"] or agency.code,
        since=since,
        until=until,
        who=who,
        verbs=_verbs(said),
        thing=said["thing"],
        address=_address(said, refused),
    )
    return Filters(said, asked, tuple(refused))


def rows(events: Sequence[Event]) -> list[Row]:
    """Events in words. A name that the record has given up is the account's own, as it is now. At most one query."""
    nameless = {event.who for event in events if event.who is not None and not event.who_name}
    nameless |= {
        int(event.thing_id)
        for event in events
        if event.thing_type == "people.Person" and not event.label and event.thing_id.isdecimal()
    }
    names = dict(Person.objects.filter(pk__in=nameless).values_list("pk", "name")) if nameless else {}
    return [_row(event, names) for event in events]


def detail(event: Event) -> list[tuple[str, str]]:
    """What else an event says, by its own names."""
    try:
        said = json.loads(event.body)["detail"]
    except (KeyError, TypeError, ValueError):
        return []
    return [(name, _plain(value)) for name, value in said.items()] if isinstance(said, dict) else []


def had_trace(event: Event) -> bool:
    """Whether the record once said from where an event came."""
    try:
        said = json.loads(event.body)
        return bool(said.get("trace") or said.get("where"))
    except (AttributeError, ValueError):
        return False


def cells(shown: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """The lines of an export, under :data:`HEADS`."""
    for row in shown:
        event = row.event
        trace = getattr(event, "trace", None)
        yield (
            str(event.sequence),
            f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}",
            row.who,
            "" if event.who is None else str(event.who),
            row.verb,
            row.thing,
            event.thing_type,
            event.thing_id,
            "" if trace is None or trace.address is None else trace.address,
            "" if trace is None else trace.agent,
            "；".join(f"{name}={value}" for name, value in detail(event)),
            event.digest,
        )


def sheet(title: str, lines: Iterable[tuple[str, ...]]) -> Document:
    """The same for Excel."""
    plain = tuple(tuple(_writable(cell) for cell in line) for line in lines)
    return Document(title, (paragraph(Role.TITLE, title), Items(HEADS, plain, SHARES)))


def _writable(text: str) -> str:
    """What a browser or a file called itself may hold signs that no document may."""
    return "".join(sign if sign.isprintable() else " " for sign in text)


def _row(event: Event, names: Mapping[int, str]) -> Row:
    who = event.who_name or ("" if event.who is None else names.get(event.who, f"账号{event.who}"))
    thing = event.label
    if not thing and event.thing_type == "people.Person" and event.thing_id.isdecimal():
        thing = names.get(int(event.thing_id), f"账号{event.thing_id}")
    return Row(event, who or SYSTEM, label(event.verb), thing or event.thing_id)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _day(said: dict[str, str], name: str, later: int, refused: list[str]) -> datetime | None:
    """The first moment of a day that was typed, or of the one so many days later."""
    if not said[name]:
        return None
    try:
        day = date.fromisoformat(said[name]) + timedelta(days=later)
        # In UTC it may lie before all that can be said.
        return timezone.make_aware(datetime.combine(day, time())).astimezone(UTC)
    except (ValueError, OverflowError):
        refused.append("日期请按“2026-01-01”的样子写。")
        said[name] = ""
        return None


def _people(name: str) -> tuple[int, ...] | None:
    """The accounts of a log-in name or a name; ``None`` where nobody is asked for."""
    if not name:
        return None
    found = Person.objects.filter(Q(username=name) | Q(name=name)).order_by("pk")
    return tuple(found.values_list("pk", flat=True)[:NAMESAKES])


def _verbs(said: dict[str, str]) -> tuple[str, ...]:
    chosen = said["verb"]
    if chosen in GROUPS:
        return tuple(GROUPS[chosen])
    if chosen in LABELS:
        return (chosen,)
    said["verb"] = ""
    return ()


def _address(said: dict[str, str], refused: list[str]) -> str:
    if not said["from"]:
        return ""
    try:
        return str(ipaddress.ip_address(said["from"]))
    except ValueError:
        refused.append(f"“{said['from']}”不是网络地址。")
        said["from"] = ""
        return ""
