"""Going through a chain once, from its first link to its last, and saying what was done to it. Pure; its memory does
not grow with the chain.

The body of a link says which number it is. So a link that stands under another number was moved, one that nobody finds
was deleted, whatever numbers the rows bear now; and what a link says was changed where its digest does not follow from
the link before. A chain that was computed anew, or cut short together with its head, is whole from inside: that shows
where it differs from a head that was anchored outside.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from quanze.audit.chain import COLUMNS, NO_BODY, link, moment, read, says, trace_digest, traced
from quanze.procedure.clocks.moments import SHANGHAI

MOST = 500
"""So many problems of a chain are told, and then that there are more."""

ANCHORED = "audit.anchor"
"""The verb under which an anchor is recorded: ``detail`` has its number and the digest of its file."""

FIELDS = ("body", "digest", *COLUMNS)
TRACE = ("trace__address", "trace__agent", "trace__name", "trace__label", "trace__salt")
"""A row is these columns of an event, the moment as bodies write it, then those of its trace, all ``None`` where it has
none."""

NEVER = 1 << 63

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a chain, at its link ``sequence`` (0: with the whole of it) of the moment ``at``. ``kind``:

    ``changed`` what it says was changed; ``column`` a column does not say what the text says; ``trace`` who or where it
    came from was changed, or removed before its term; ``missing`` deleted; ``reordered`` moved; ``truncated`` cut short
    or the head is lost; ``rewritten`` computed anew after a change; ``anchor`` an anchor is lost or not ours; ``more``.
    """

    kind: str
    chain: str
    sequence: int
    message: str
    at: datetime | None = None

    @property
    def where(self) -> str:
        """The chain, the number of the event and its moment."""
        return self.of("")

    def of(self, name: str) -> str:
        """The same, with the name of the agency whose chain it is."""
        number = f" #{self.sequence}" if self.sequence else ""
        moment = "" if self.at is None else said_moment(self.at)
        more = "，".join(filter(None, (name, moment)))
        return f"{self.chain}{number}{more and f'（{more}）'}"


@dataclass(frozen=True, slots=True)
class Anchored:
    """That a chain had so many events, the last of which had this digest, when the anchor ``serial`` was made."""

    serial: int
    at: datetime
    events: int
    digest: str

    def __str__(self) -> str:
        return f"第{self.serial}份锚定（{said_moment(self.at)}）"


@dataclass(slots=True)
class Walked:
    """What a walk came by: how many links, and the anchors of which they speak (number → digest of the file)."""

    events: int = 0
    anchors: dict[int, str] = field(default_factory=dict)


def said_moment(at: datetime) -> str:
    """A moment as people write it."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def walk(
    chain: str,
    rows: Iterable[Row],
    head: tuple[int, str] | None,
    anchored: Sequence[Anchored] = (),
    *,
    later: Callable[[], tuple[int, str] | None] = lambda: None,
    kept_since: datetime | None = None,
    walked: Walked | None = None,
) -> Iterator[Problem]:
    """Each problem of the chain that has these ``rows``, in the order of their numbers, this ``head`` (number, digest),
    and these anchors, in the order of theirs; none if it is whole. While it is gone through, links are added:
    ``later()`` is the head afterwards. An event since ``kept_since`` has to have its trace still."""
    going = _Going(chain, tuple(anchored), kept_since, Walked() if walked is None else walked, later)
    for told, problem in enumerate(going.through(rows, head)):
        if told == MOST:
            yield Problem("more", chain, 0, f"问题太多，只列出前{MOST}处")
            return
        yield problem


@dataclass(slots=True)
class _Gap:
    """Numbers that were not found yet. ``previous``: the digest of the link before the first of them, "" if unknown."""

    first: int
    last: int
    previous: str


@dataclass(slots=True)
class _Going:
    """Where a walk is. ``top``: the highest number so far, which stood in the row ``top_row``, of the moment
    ``top_at``; ``digest`` is the digest of that link, ``otherwise`` the one it should have, where that is another.
    ``row``: the number of the last row. ``anchor``: the next one; ``agreed``: the link of the last one that agreed."""

    chain: str
    anchored: tuple[Anchored, ...]
    kept_since: datetime | None
    walked: Walked
    later: Callable[[], tuple[int, str] | None]
    top: int = 0
    top_row: int = 0
    top_at: str = ""
    digest: str = ""
    otherwise: str = ""
    row: int = 0
    anchor: int = 0
    agreed: int = 0
    rewritten: bool = False
    gaps: list[_Gap] = field(default_factory=list)

    def through(self, rows: Iterable[Row], head: tuple[int, str] | None) -> Iterator[Problem]:
        """All problems. The loop is what a record of millions waits for: what is as it should be is seen at once."""
        next_anchor, chain = self._next_anchor(), self.chain
        since = "~" if self.kept_since is None else moment(self.kept_since.astimezone(UTC))
        for row in rows:
            body, digest, sequence, at, verb, who, type_, thing, label, address, agent, name, about, salt = (
                row
            )
            try:
                whole = (
                    salt is not None
                    and sequence == self.top + 1
                    and verb != ANCHORED
                    and digest == link(self.digest, body)
                    and says(
                        body,
                        (chain, sequence, at, verb, who, type_, thing, label),
                        trace_digest(address, agent, name, about, salt),
                    )
                )
            except NO_BODY:
                whole = False
            if whole:
                self.top, self.top_row, self.top_at = sequence, sequence, at
                self.digest, self.otherwise = digest, ""
            else:
                yield from self._read(row, since)
            self.row = self.row + 1 if type(sequence) is not int else sequence
            self.walked.events += 1
            while self.top >= next_anchor:
                yield from self._held_against(self.anchored[self.anchor])
                self.anchor += 1
                next_anchor = self._next_anchor()
        yield from self._end(head)

    def _read(self, row: Row, since: str) -> Iterator[Problem]:
        """A row whose body has to be read: it is not simply the next, or it says more than its columns. SQLite keeps
        anything in any column."""
        body, digest, sequence = row[:3]
        if type(sequence) is not int:
            sequence = self.row + 1
            yield self._problem("column", sequence, "列sequence不是数")
        try:
            said, expected = read(body)
            number, at = expected[:2]
            readable = type(number) is int and number > 0 and type(at) is str and said["chain"] == self.chain
        except NO_BODY:
            readable = False
        if not readable:
            yield from self._unreadable(sequence, digest)
            return
        if number == self.top + 1 == sequence and digest == link(self.digest, body):
            self._up(sequence, number, digest, at)
        else:
            yield from self._odd(sequence, number, body, digest, at)
        if row[2:9] != expected:
            yield from self._columns(row, expected)
        if row[-1] is not None:
            if not traced(said, *row[9:]):
                yield self._problem("trace", number, "人员或者来源信息被改动", at)
        elif at >= since and (said.get("trace") or said.get("where")):
            yield self._problem("trace", number, "人员和来源信息没有到留存期限就被删除", at)
        if expected[2] == ANCHORED:
            self._note_anchor(said)

    def _next_anchor(self) -> int:
        """The link at which the next anchor was made."""
        return self.anchored[self.anchor].events if self.anchor < len(self.anchored) else NEVER

    def _problem(self, kind: str, sequence: int, message: str, at: str = "") -> Problem:
        try:
            return Problem(kind, self.chain, sequence, message, datetime.fromisoformat(at))
        except (TypeError, ValueError):  # none is known
            return Problem(kind, self.chain, sequence, message)

    def _up(self, row: int, number: int, digest: str, at: str, otherwise: str = "") -> None:
        self.top, self.top_row, self.top_at = number, row, at
        self.digest, self.otherwise = digest, otherwise

    def _unreadable(self, sequence: int, digest: str) -> Iterator[Problem]:
        """What stands here is no event: it counts as the one that should."""
        number = max(self.top + 1, sequence)
        if number > self.top + 1:
            yield from self._leave_out(number)
        yield self._problem("changed", number, "原文无法读出，内容被改动")
        self._up(sequence, number, digest, "")

    def _odd(self, row: int, number: int, body: str, digest: str, at: str) -> Iterator[Problem]:
        """A link that is not simply the next, in the next row."""
        if number > self.top + 1:
            yield from self._leave_out(number)
            self._up(row, number, digest, at)
            return
        if number <= self.top:
            yield from self._back(row, number, body, digest, at)
            return
        computed = link(self.digest, body)
        if digest == computed or (self.otherwise and digest == link(self.otherwise, body)):
            self._up(row, number, digest, at)
        else:
            yield self._problem("changed", number, "内容与摘要不符，本条或者前一条的内容被改动", at)
            self._up(row, number, digest, at, computed)
        if row > self.row + 1:
            said = f"序号从第{self.row}条跳到第{row}条，原文是第{number}条：序号被改动"
            yield self._problem("missing", number, said, at)

    def _leave_out(self, number: int) -> Iterator[Problem]:
        """Nothing was found from after the top to before this number; what is found later was only moved."""
        self.gaps.append(_Gap(self.top + 1, number - 1, self.digest))
        if len(self.gaps) > MOST:
            yield self._missing(self.gaps.pop(0))

    def _back(self, row: int, number: int, body: str, digest: str, at: str) -> Iterator[Problem]:
        """A link that should have come earlier, or that is here twice."""
        gap = next((each for each in self.gaps if each.first <= number <= each.last), None)
        if gap is not None:
            yield self._problem("reordered", number, f"次序被改动：移到了第{row}条的位置上", at)
            if number == gap.first and gap.previous and digest != link(gap.previous, body):
                yield self._problem("changed", number, "内容与摘要不符，内容被改动", at)
            self._found(number, digest)
            return
        # Of two links with one number, the one in a row of another number took the place of what stood there.
        earlier = number == self.top and self.top_row != self.top
        place = self.top_row if earlier else row
        yield self._problem("changed", place, f"这里是第{number}条的原文，原来的内容被改动", at)
        self._found(place)
        if earlier:
            self._up(row, number, digest, at)

    def _found(self, number: int, digest: str = "") -> None:
        """This number is no longer looked for."""
        for at, gap in enumerate(self.gaps):
            if gap.first <= number <= gap.last:
                parts = (_Gap(gap.first, number - 1, gap.previous), _Gap(number + 1, gap.last, digest))
                self.gaps[at : at + 1] = [each for each in parts if each.first <= each.last]
                return

    def _columns(self, row: Row, expected: tuple[Any, ...]) -> Iterator[Problem]:
        """Columns that do not follow from the body; numbers are another matter (:meth:`_odd`)."""
        for at, name in enumerate(COLUMNS):
            if name != "sequence" and row[2 + at] != expected[at]:
                yield self._problem("column", expected[0], f"列{name}与原文不符", expected[1])

    def _note_anchor(self, said: dict[str, Any]) -> None:
        detail = said.get("detail")
        if isinstance(detail, dict) and type(detail.get("serial")) is int:
            self.walked.anchors[detail["serial"]] = str(detail.get("sha256"))

    def _held_against(self, anchor: Anchored) -> Iterator[Problem]:
        """The chain as it was anchored, and as it is. What was found wanting is told once: all that follows differs."""
        if anchor.events != self.top or self.rewritten:
            return
        if anchor.digest in (self.digest, self.otherwise):
            self.agreed = anchor.events
            return
        self.rewritten = True
        since = self.agreed + 1
        which = f"第{since}条" if since == self.top else f"第{since}条至第{self.top}条之间"
        said = f"{which}有内容被改动，以后各条的摘要重新计算过：与{anchor}的摘要不同"
        yield self._problem("rewritten", since, said, self.top_at if since == self.top else "")

    def _missing(self, gap: _Gap) -> Problem:
        which = f"第{gap.first}条" if gap.first == gap.last else f"第{gap.first}条至第{gap.last}条"
        return self._problem("missing", gap.first, f"{which}被删除")

    def _end(self, head: tuple[int, str] | None) -> Iterator[Problem]:
        """What the end of the chain shows."""
        for gap in sorted(self.gaps, key=lambda each: each.first):
            yield self._missing(gap)
        further = max(
            (each for each in self.anchored if each.events > self.top),
            key=lambda each: each.events,
            default=None,
        )
        lost = f"末尾被截去：现在到第{self.top}条为止"
        if further is not None and (head is None or further.events > head[0]):
            said = f"{lost}，{further}时有{further.events}条"
            yield self._problem("truncated", self.top + 1, said)
        elif head is not None and head[0] > self.top:
            yield self._problem("truncated", self.top + 1, f"{lost}，链首记着{head[0]}条")
        if head is None:
            if self.walked.events:
                yield self._problem("truncated", 0, "链首记录缺失")
        elif head[0] < self.top and not self._added():
            said = f"链首记着{head[0]}条，却有第{self.top}条：链首被改动，或者记录是插进来的"
            yield self._problem("changed", self.top, said, self.top_at)
        elif head[0] == self.top and head[1] not in (self.digest, self.otherwise):
            yield self._problem("changed", self.top, "摘要与链首记着的不符", self.top_at)

    def _added(self) -> bool:
        """Whether what lies beyond the head came in while the chain was gone through."""
        now = self.later()
        return now is not None and now[0] >= self.top
