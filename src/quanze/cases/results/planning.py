"""The rows of a sheet beside the cases that they name: what would be recorded, and what not, and why. Nothing is
recorded here."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from django.utils import timezone

from quanze.cases import references
from quanze.cases.intake import number_of
from quanze.cases.models import Case
from quanze.cases.results.columns import CHOICES, NAMES, OUTCOMES, Column, outcome_of
from quanze.cases.results.reading import Line, Sheet
from quanze.cases.stands import Stand, stands
from quanze.cases.worklist import Whose, scope
from quanze.digests import canonical, digest
from quanze.people.models import Agency, Person
from quanze.people.permissions import demand
from quanze.procedure.clocks.moments import read_moment, say_day
from quanze.procedure.clocks.uncountable import Uncountable
from quanze.procedure.engine import acts
from quanze.procedure.engine.codec import act_to_json
from quanze.prose import fold

FromAbove = acts.RecordResult | acts.NoteProgress

MOST_ORGAN, MOST_PAPER = 200, 100
"""Characters of the name of an organ, and of the number of a document."""

EPOCH = date(1899, 12, 30)
"""The day 0 of a spreadsheet's dates (ECMA-376 part 1, 18.17.4.1)."""
SERIALS = range(36526, 73051)
"""The days of the years 2000 to 2099 as a spreadsheet counts them."""
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]*)?")

KEPT_DIGITS = 15
"""A number in a spreadsheet keeps so many."""


class Fate(StrEnum):
    """What becomes of a row."""

    GOES = "goes"
    REFUSED = "refused"
    SAME = "same"
    BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Planned:
    """A row: what was read of it, the case that it names, what would be recorded there (``act``), or why nothing is
    (``why``). ``remarks`` are what to look at before it is."""

    line: Line
    fate: Fate
    case: Case | None = None
    act: FromAbove | None = None
    why: str = ""
    remarks: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        """What would be recorded as the result."""
        return OUTCOMES[getattr(self.act, "outcome", None)][0]

    def cell(self, column: Column) -> str:
        """As it stands in the file."""
        return self.line.cells.get(column.value, "")

    @property
    def number(self) -> str:
        """The case that it names, as it stands in the file."""
        return self.cell(Column.NUMBER)

    @property
    def applicant(self) -> str:
        """As it stands in the file."""
        return self.cell(Column.APPLICANT)


@dataclass(frozen=True, slots=True)
class Plan:
    """All rows, in the order of the file."""

    rows: tuple[Planned, ...]
    notes: tuple[str, ...]

    def of(self, *fates: Fate) -> tuple[Planned, ...]:
        """The rows with this fate."""
        return tuple(row for row in self.rows if row.fate in fates)

    @property
    def refused(self) -> tuple[Planned, ...]:
        """Those that cannot be recorded."""
        return self.of(Fate.REFUSED)

    @property
    def going(self) -> tuple[Planned, ...]:
        """Those that would be recorded."""
        return self.of(Fate.GOES)

    @property
    def cases(self) -> tuple[tuple[Case, tuple[FromAbove, ...]], ...]:
        """What would be recorded in each case, in the order of the file."""
        found: dict[int, tuple[Case, list[FromAbove]]] = {}
        for row in self.going:
            if row.case is not None and row.act is not None:
                found.setdefault(row.case.pk, (row.case, []))[1].append(row.act)
        return tuple((case, tuple(told)) for case, told in found.values())

    @property
    def digest(self) -> str:
        """Stands for what would be recorded, and for the cases as they are: whoever sends it back has seen it."""
        said = [[case.number, case.version, *map(act_to_json, told)] for case, told in self.cases]
        return digest("quanze results 1", canonical(said))

    @property
    def passed(self) -> tuple[Planned, ...]:
        """Those of which nothing is to be recorded."""
        return self.of(Fate.SAME, Fate.BLANK)


def plan(agency: Agency, person: Person, sheet: Sheet) -> Plan:
    """What ``person`` would record with this sheet. Some fourteen queries, however many rows. Raises ``Denied``."""
    demand(person, "case.results", agency)
    rows = [_said(line) for line in sheet.lines]
    numbers = [number_in(row.number, agency) for row in rows]
    seen = scope(person, agency, Whose.ALL).filter(number__in=set(numbers), agency=agency)
    found = {each.case.number: each for each in stands(seen, person)}
    named = [_beside(row, found.get(number)) for row, number in zip(rows, numbers, strict=True)]
    return Plan(tuple(_foreseen(_told_once(named), found)), sheet.notes)


# --- what a row says ------------------------------------------------------------------------------------------------


class _Wrong(Exception):
    """What is wrong with a row, in words."""


def _said(line: Line) -> Planned:
    """The row as it speaks for itself."""
    told = Planned(line, Fate.GOES)
    if not any(told.cell(each) for each in (Column.OUTCOME, Column.WORDS)):
        return replace(told, fate=Fate.BLANK, why="没有填写结果")
    try:
        act = _act(told)
    except _Wrong as wrong:
        return replace(told, fate=Fate.REFUSED, why=str(wrong))
    remarks = (
        f"“{NAMES[Column(each)]}”是公式，按文件里保存的“{line.cells[each][:60]}”读取"
        for each in line.formulas
        if each in line.cells
    )
    return replace(told, act=act, remarks=tuple(remarks))


def _act(row: Planned) -> FromAbove:
    if not row.number:
        raise _Wrong("没有写办件编号")
    if not row.applicant and not row.cell(Column.CODE):
        raise _Wrong("没有写申请人，也没有写统一社会信用代码，无法与编号核对")
    organ, paper = _text(row, Column.ORGAN, MOST_ORGAN), _text(row, Column.PAPER, MOST_PAPER)
    words, on = row.cell(Column.WORDS), _day(row.cell(Column.ON))
    said = row.cell(Column.OUTCOME)
    if not said:
        raise _Wrong(f"没有写结果；可以写的有：{CHOICES}")
    try:
        outcome = outcome_of(said)
    except LookupError:
        raise _Wrong(f"看不懂结果“{said[:40]}”；可以写的有：{CHOICES}") from None
    if outcome is None:
        return acts.NoteProgress(organ, words, on=on, number=paper)
    return acts.RecordResult(organ, outcome, words, on=on, number=paper)


def _text(row: Planned, column: Column, most: int) -> str:
    said = " ".join(row.cell(column).split())
    if len(said) > most:
        raise _Wrong(f"“{NAMES[column]}”超过{most}个字")
    return said


def _day(said: str) -> date | None:
    """A date as text, or as the number that a spreadsheet keeps of it. Raises :class:`_Wrong`."""
    plain = unicodedata.normalize("NFKC", said[:60]).strip()
    if not plain:
        return None
    serial = _SERIAL.fullmatch(plain)
    if serial is not None and int(serial[1]) in SERIALS:
        return EPOCH + timedelta(days=int(serial[1]))
    try:
        return read_moment(plain).date()
    except Uncountable:
        raise _Wrong(f"看不懂日期“{said[:40]}”，可以写作 2026-11-20 或者 2026年11月20日") from None


_DASHES = re.compile("[‐‑‒–—―−－﹣ー]+")
_NUMBER = re.compile(r"(?:(.*)-)?([0-9]{4})-([0-9]{1,9})")


def number_in(said: str, agency: Agency) -> str:
    """The number of a case as somebody typed it: width, blanks, capitals, dashes and noughts aside, and without the
    agency's code where only year and serial were typed. What is no number of that agency comes back as it is read."""
    plain = _DASHES.sub("-", fold(unicodedata.normalize("NFKC", said[:200])))
    found = _NUMBER.fullmatch(plain)
    if found is None or (found[1] is not None and found[1].lower() != agency.code.lower()):
        return plain
    return number_of(agency, int(found[2]), int(found[3]))


# --- rows beside their cases, and beside one another ----------------------------------------------------------------


def _beside(row: Planned, stand: Stand | None) -> Planned:
    """The row with the case that it means: by its number, and by whose case that is."""
    if row.fate is not Fate.GOES:
        return row
    if stand is None:
        return replace(row, fate=Fate.REFUSED, why="没有这一编号的办件，或者不由您登记结果")
    if wrong := _other_applicant(row, stand.case):
        return replace(row, fate=Fate.REFUSED, why=wrong)
    return replace(row, case=stand.case)


def _told_once(rows: Sequence[Planned]) -> Iterator[Planned]:
    """One organ says one thing of a case: of rows that say the same the first stands, of others none."""
    by: dict[tuple[int, str], list[Planned]] = {}
    for row in rows:
        if row.case is not None and row.act is not None:
            by.setdefault((row.case.pk, fold(row.act.organ)), []).append(row)
    alike = {id(row): group for group in by.values() for row in group}
    for row in rows:
        others = [each for each in alike.get(id(row), ()) if each is not row]
        if any(each.act != row.act for each in others):
            places = "、".join(each.line.place for each in others)
            yield replace(row, fate=Fate.REFUSED, why=f"与{places}是同一机关对同一办件的不同说法，请只留一行")
        elif others and (first := alike[id(row)][0]) is not row:
            yield replace(row, fate=Fate.SAME, why=f"与{first.line.place}相同")
        else:
            yield row


def _foreseen(rows: Iterable[Planned], found: Mapping[str, Stand]) -> Iterator[Planned]:
    """What the engine says of each, as the rows before it leave the case."""
    held = dict(found)
    for row in rows:
        if row.fate is not Fate.GOES or row.case is None or row.act is None:
            yield row
            continue
        stand = held[row.case.number]
        before = [event.what for event in stand.history if isinstance(event.what, FromAbove)]
        happened = stand.foresee(row.act)
        if references.without(row.act) in map(references.without, before):
            yield replace(row, fate=Fate.SAME, why="已经登记过")
        elif isinstance(happened, str):
            yield replace(row, fate=Fate.REFUSED, why=happened)
        else:
            held[row.case.number] = replace(stand, state=stand.after(happened))
            yield replace(row, remarks=(*row.remarks, *_remarks(row.act, before, row.case)))


def _other_applicant(row: Planned, case: Case) -> str:
    """Why the row cannot mean this case, ``""`` where it can."""
    name, code = _name(row.applicant), fold(row.cell(Column.CODE)).upper()
    if name and name not in {_name(case.applicant_name), _name(case.applicant.name)}:
        return f"这一编号的申请人不是“{row.applicant[:60]}”，请核对编号"
    own = {case.applicant.credit_code, case.applicant_data.get("credit_code") or ""}
    if code and code not in own and not any(_as_number(each) == code for each in own):
        return f"这一编号的申请人的统一社会信用代码不是“{code[:30]}”，请核对编号"
    return ""


def _as_number(code: str) -> str:
    """A code of figures alone as a spreadsheet shows it once it took it for a number."""
    return code[:KEPT_DIGITS] + "0" * len(code[KEPT_DIGITS:]) if code.isdecimal() else ""


def _name(said: str) -> str:
    return fold(unicodedata.normalize("NFKC", said)).lower()


def _remarks(act: FromAbove, before: Sequence[FromAbove], case: Case) -> Iterator[str]:
    if act.on and case.received_at and act.on < timezone.localdate(case.received_at):
        yield f"文件的日期{say_day(act.on)}早于收到申请的日期"
    if isinstance(act, acts.RecordResult):
        told = Counter(fold(each.organ) for each in before if isinstance(each, acts.RecordResult))
        if told[fold(act.organ)]:
            yield f"{act.organ}的结果此前已经登记过，这次按新的结果登记"
