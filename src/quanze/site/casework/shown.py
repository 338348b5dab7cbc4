"""A case as the desk shows it: what waits, how its date stands, what was done with which documents, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from quanze.cases.dates import missed
from quanze.cases.models import Case, Material
from quanze.cases.queries import ABOUT, CasePage, Entry, StepView
from quanze.cases.words import fate_words, moment_words, people_in, person_id, reference
from quanze.files.models import Deposit
from quanze.letters.kinds import To
from quanze.letters.models import Delivery, Letter, Sealing, Voiding
from quanze.people.models import Person
from quanze.procedure.clocks.svg import svg_strip
from quanze.procedure.engine import About, Deadline, acts
from quanze.procedure.engine.evidence import Expert, Inspector, Paper
from quanze.procedure.labels import limit_words
from quanze.procedure.model import Limit
from quanze.site.casework.questions import QUESTIONS, Ask, Question

SOON = timedelta(days=3)
"""So many days before it a date is told to be near."""

OVER = {About.ANSWER: "补交期限已满", About.RECTIFY: "整改期限已满", About.PUBLICITY: "公示期已满"}
"""What a date that is not the bureau's to keep is called when it is over."""


@dataclass(frozen=True, slots=True)
class Due:
    """How a date stands: ``mark`` names its shape and colour, ``words`` says the same; ``tag`` what is uncertain."""

    mark: str
    words: str
    on: date | None
    tag: str = ""


def due(case: Case, now: datetime) -> Due | None:
    """The next date of a case; ``None`` where nothing is due."""
    if case.ending:
        return None
    if case.suspended:
        return Due("paused", "中止计时", None)
    if case.due_on is None:
        return None
    today = timezone.localdate(now)
    if missed(case, now) and case.owed_on is not None:
        ago = (today - case.owed_on).days
        tag = "单位待确认" if case.unconfirmed and case.owed_at == case.due_at else ""
        return Due("late", f"已逾期{ago}天" if ago > 0 else "今天已过时", case.owed_on, tag)
    tag = "暂定" if case.provisional else "单位待确认" if case.unconfirmed else ""
    left = (case.due_on - today).days
    if left == 0:
        return Due("soon", "今天到期", case.due_on, tag)
    if 0 < left <= SOON.days:
        return Due("soon", f"还有{left}天", case.due_on, tag)
    if left < 0:
        over = "已过暂定日期" if case.provisional else OVER[About(case.about)]
        return Due("soon", f"{over}{-left}天", case.due_on, tag)
    return Due("later", f"还有{left}天", case.due_on, tag)


@dataclass(frozen=True, slots=True)
class Clock:
    """A deadline that runs: what for, until when, how it was reached, with the strip of its days."""

    about: str
    duty: str
    due: date | None
    provisional: bool
    sentence: str
    strips: tuple[SafeString, ...]


def clocks(page: CasePage) -> tuple[Clock, ...]:
    """Every deadline of the case, the nearest first."""
    names = {view.key: view.name for stage in page.stages for view in stage.steps}
    return tuple(
        Clock(
            ABOUT[each.about],
            names.get(each.step, ""),
            each.due,
            each.provisional,
            each.explanation,
            _strips(each, number),
        )
        for number, each in enumerate(page.deadlines)
    )


def _strips(deadline: Deadline, number: int) -> tuple[SafeString, ...]:
    counted = deadline.counted
    if counted is None:
        return ()
    return tuple(
        mark_safe(  # noqa: S308  it escapes
            svg_strip(counted.term.began, reading, deadline.explanation, key=f"due-{number}-{n}")
        )
        for n, reading in enumerate(counted.readings)
    )


@dataclass(frozen=True, slots=True)
class Document:
    """A document that an act names: what it is called, and where it can be seen."""

    name: str
    address: str


def documents(page: CasePage, agency: str, deposits: Iterable[Deposit]) -> dict[str, Document]:
    """The documents of a case by their references."""
    found = {
        letter.reference: Document(
            f"{letter.title}（{letter.number}）",
            reverse("desk_letter", args=[agency, page.case.number, letter.pk]),
        )
        for letter in page.letters
    }
    for deposit in deposits:
        address = reverse("file", args=[deposit.pk])
        found[f"deposit:{deposit.pk}"] = Document(deposit.filename, address)
    return found


@dataclass(frozen=True, slots=True)
class Told:
    """An entry of the history: what was said in it, line by line, and its documents. ``files`` are what was handed in
    with it."""

    entry: Entry
    lines: tuple[tuple[str, str], ...]
    documents: tuple[Document, ...]


def told(page: CasePage, known: Mapping[str, Document], names: Mapping[str, str]) -> tuple[Told, ...]:
    """The history, oldest first. ``names`` are those of the people whom acts name."""
    places = {view.key: view for stage in page.stages for view in stage.steps}
    by_position: dict[int, list[Material]] = {}
    for item in page.items:
        for each in (*item.now, *item.before):
            by_position.setdefault(each.position, []).append(each)
    made = []
    for entry in page.entries:
        lines = list(said(entry.act, names, {key: view.words for key, view in places.items()}))
        files = [
            Document(each.deposit.filename, reverse("file", args=[each.deposit.pk]))
            for each in by_position.get(entry.position, ())
            if each.deposit is not None
        ]
        named = [known.get(each) or _elsewhere(each) for each in entry.documents]
        shown = tuple(dict.fromkeys((*named, *files)))
        made.append(Told(entry, tuple(lines), shown))
    return tuple(made)


def _elsewhere(reference: str) -> Document:
    """What an act names that is no file of the case: the signature of a letter, a record in an event."""
    return Document("数字证书签名" if reference.startswith("sealing:") else "本件的记录", "")


def said(act: acts.Act, names: Mapping[str, str], words: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """What an act says, by the labels of its questions; documents are shown apart."""
    own = {field.name for field in fields(act)}  # type: ignore[arg-type]
    if isinstance(act, acts.Submit):
        if act.materials:
            yield "材料", "、".join(act.materials)
        if act.received:
            yield "收到日期", _words(act.received, None, names, words)
    if isinstance(act, acts.Adjust):
        yield act.adjustment, fate_words(act)
        if act.kept:
            yield "不再重办", "\n".join(words.get(key, key) for key in act.kept)
    for question in QUESTIONS.get(type(act), ()):
        if question.name not in own or question.ask in (Ask.PAPER, Ask.DOCUMENT, Ask.FILE, Ask.FILES):
            continue
        value = getattr(act, question.name)
        if value in (None, "", ()) or (question.ask is Ask.NUMBER and value == 0 and question.name == "rank"):
            continue
        if text := _words(value, question, names, words):
            yield question.label, text


def _words(value: Any, question: Question | None, names: Mapping[str, str], words: Mapping[str, str]) -> str:
    match value:
        case bool():
            if question is not None and question.ask is Ask.VERDICT:
                return "通过、符合" if value else "不予通过、不符合"
            if question is not None and question.ask is Ask.CHOICE:
                return question.options[0 if value else 1][1]
            return "是" if value else "否"
        case datetime():
            return moment_words(value)
        case date():
            return f"{value.year}年{value.month}月{value.day}日"
        case Limit():
            return limit_words(value)
        case Enum():
            return dict(question.options).get(value.value, value.value) if question else str(value.value)
        case tuple():
            return "、".join(_words(each, question, names, words) for each in value)
        case Inspector():
            name = names.get(value.person, value.person)
            return f"{name}（证件号{value.credential}）" if value.credential else name
        case Expert():
            return value.name
        case Paper():
            return ""
    text = str(value)
    if question is not None and question.ask is Ask.BACK_TO:
        return words.get(text, text)
    return names.get(text, text)


@dataclass(frozen=True, slots=True)
class ShownStep:
    """A step of the course with what was done about it."""

    view: StepView
    told: tuple[Told, ...]


def stages(page: CasePage, history: Iterable[Told]) -> list[tuple[str, list[ShownStep]]]:
    """The course, stage by stage."""
    by_step: dict[str, list[Told]] = {}
    for each in history:
        by_step.setdefault(each.entry.step, []).append(each)
    return [
        (stage.name, [ShownStep(view, tuple(by_step.get(view.key, ()))) for view in stage.steps])
        for stage in page.stages
    ]


def names(page: CasePage) -> dict[str, str]:
    """The names of everybody whom the case names. One query, and none where the history has them."""
    found = {entry.by: entry.who for entry in page.entries}
    said = {each for entry in page.entries for each in people_in(entry.act)} - found.keys()
    ids = [number for each in said if (number := person_id(each)) is not None]
    if ids:
        rows = Person.objects.filter(pk__in=ids).values_list("pk", "name")
        found |= {reference(pk): name for pk, name in rows}
    return found


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """A letter of the case: whether it is sealed, how and when it arrived, what is still to do."""

    letter: Letter
    seal: str
    delivered: str
    gone: str


def letters(page: CasePage) -> tuple[ShownLetter, ...]:
    """The letters with what is proven of them, newest first. Two queries."""
    pks = [each.pk for each in page.letters]
    if not pks:
        return ()
    seals = {each.letter_id: each for each in Sealing.objects.filter(letter__in=pks).order_by("-pk")}
    came = {each.letter_id: each for each in Delivery.objects.filter(letter__in=pks).order_by("-pk")}
    return tuple(
        ShownLetter(each, _seal(each, seals.get(each.pk)), _came(each, came.get(each.pk)), _gone(each))
        for each in page.letters
    )


def _gone(letter: Letter) -> str:
    voiding: Voiding | None = getattr(letter, "voiding", None)
    return "" if voiding is None else voiding.get_kind_display()


def _seal(letter: Letter, seal: Sealing | None) -> str:
    if not letter.sealed:
        return "不盖章"
    if seal is None:
        return "待盖章"
    return "测试证书签名" if seal.test else f"已盖章，{seal.get_means_display()}"


def _came(letter: Letter, delivery: Delivery | None) -> str:
    if delivery is None:
        return "不送达" if letter.about.to is To.FILE else "待送达"
    return f"{delivery.on.year}年{delivery.on.month}月{delivery.on.day}日{delivery.get_way_display()}"
