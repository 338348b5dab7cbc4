"""One section of a duty, read clause by clause.

Each clause is one of these: a condition (waits for what follows), acts (each a step with its share of the clause), what
an act asks for or how it is done (belongs to the act before it, else to the one after), or nothing that the tables know
(stays, in full).
"""

from __future__ import annotations

import re
from itertools import pairwise

from quanze.procedure.compiler.conditions import Condition, condition, needed_only, speaks_of
from quanze.procedure.compiler.drafts import Draft, Span, draft
from quanze.procedure.compiler.parties import TAKES_APPLICANT, Level, party_in, subject
from quanze.procedure.compiler.patterns import Row, Sifted, said
from quanze.procedure.compiler.qualities import NONE, Qualities, longer_in, qualities
from quanze.procedure.compiler.spotting import Found, find
from quanze.procedure.compiler.wording import Wording, clauses
from quanze.procedure.model import Kind, Limit

_PARTY = re.compile(
    "被申请人|申请人|申请单位|申报单位|当事人|项目单位|牵头单位|企业|农户|村民|居民|个人|户主|业主|投诉人|举报人|缴费人"
    "|取水单位|用水单位|排污单位|建设单位|施工单位|用人单位|医疗机构|经营者"
)
_JOINT = re.compile("、|并且|并(?![联网购])|以及|及(?![时格])|和(?![解谐])|且|或者|或")
_LEADING = re.compile("并且|并(?![联网购])|且|或者|或")
"""Words that join two acts, within a clause and at its beginning: no part of either."""

_OWES = re.compile("由|应|予以|依法|及时|须|要|可以|必须|报|提交|经")
"""What the main clause begins with that follows a clause which only says of what it speaks (重大违法行为，由……)."""

_GOES_WITH = re.compile("或|并|且|同时|也|可")
"""What a clause begins with to which the condition of the clause before it applies too."""

NAMED_BY_CONDITION = "条件所指"
"""The row of a step that only its condition names (不予许可的，书面告知)."""

_APPROVED = re.compile("(?:批准|同意|审批|审定)\\Z")
"""The end of a clause that names who lets what the next one says be done."""

_OF_STAFF = frozenset(
    {
        Kind.ACCEPT,
        Kind.REVIEW,
        Kind.INSPECT,
        Kind.APPRAISE,
        Kind.HEAR,
        Kind.NOTIFY,
        Kind.DELIVER,
        Kind.ENFORCE,
        Kind.FOLLOW_UP,
    }
)
"""Kinds for which it matters how many officers act and whether they show who they are."""


def _agrees(one: Draft, asked: Qualities) -> bool:
    """Whether a step and what is asked of it give no two limits."""
    ours, theirs = ({each for each in (it.limit, it.minutes) if each is not None} for it in (one, asked))
    return not ours or theirs <= ours


def _joint(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The last words between two acts that join them (并, 、), or ``None``."""
    joints = [found.span() for found in _JOINT.finditer(text, start, end)]
    return joints[-1] if joints else None


class Reading:
    """One section being read."""

    def __init__(self, wording: Wording, ours: Level, acts: Sifted[Row]) -> None:
        self.wording = wording
        self.ours = ours
        self.acts = acts
        self.drafts: list[Draft] = []
        self.unknown: list[Span] = []
        self.asking: list[tuple[Span, Qualities]] = []
        self.before: Span | None = None  # the condition of the last step of this sentence
        self.waiting: Span | None = None  # clauses that belong to the act that follows
        self.when: Span | None = None  # the condition among them
        self.asked = NONE  # what they ask of it
        self.external: str | None = None
        self.loose: Span | None = None  # unknown so far: the clause after it may be the end of one condition

    def sentence(self, begin: int, end: int) -> None:
        text = self.wording.text
        self.external = self.before = None
        for start, stop in clauses(self.wording, begin, end):
            if not self.wording.says_something(start, stop):
                continue
            self.clause(start, stop)
        if self.waiting is not None and self.asked and not self.drafts and self.loose is None:
            self.when = None  # a condition reaches no further than its sentence
        elif self.loose is not None or (
            self.waiting is not None and not text.startswith(("后", "时"), self.waiting[1] - 1)
        ):
            # A sentence that only says when, and does not break off after 后, waits for nothing.
            self.give_up()

    def clause(self, start: int, stop: int) -> None:
        text = self.wording.text
        rows = self.acts.rows(start, stop)
        others = [row for row in rows if row.external]
        whole = find(text, start, stop, others) if others else None
        when = None if whole and whole[0].start == start else condition(text, start, stop)
        begin = start if when is None else when.end
        who = None
        if when is not None and (when.since or when.done):
            who = subject(text, start, stop, self.ours)
            if who is not None and text.startswith("经", start):
                when, who = self.done_elsewhere(when, who[0]), None
        who = who or subject(text, begin, stop, self.ours)
        if who is not None:
            self.external, begin = who[0], max(begin, who[1])
        found = [
            act for act in find(text, begin, stop, rows) if not (act.row.alone and self.tells(act.row.kind))
        ]
        if found and found[0].row.extends:
            start = self.approved(start)
            if len(found) == 1 and self.lets_extend(start, stop):
                return
        if self.loose is not None:
            if when is not None and when.end == stop and not when.since:
                start = self.loose[0]
            elif when is None and found and _OWES.match(text, start, stop):
                self.when = self.waiting = self.loose
            else:
                self.unknown.append(self.wording.trimmed(*self.loose))
            self.loose = None
        if when is not None:
            self.implied(when)
            if not when.since and (self.when is None or when.of(text).endswith("的")):
                self.when = (start if self.when is None else self.when[0], when.end)
        if found:
            self.steps(start, begin, stop, found)
            return
        if when is not None and when.end == stop:
            self.wait(start, stop, qualities(text[start:stop]) if when.since else NONE)
            return
        self.rest(start, begin, stop)

    def tells(self, kind: Kind) -> bool:
        """Whether there is a step of a kind."""
        return any(one.kind is kind for one in self.drafts)

    def approved(self, start: int) -> int:
        """Where a clause that lets a limit be extended begins, with the approval before it (经本机关负责人批准，): that
        is a part of the same step."""
        text = self.wording.text
        last = self.drafts[-1] if self.drafts else None
        if self.loose is not None:
            before = self.loose
        elif last is not None and last.kind is Kind.DECIDE:
            before = last.span
        else:
            return start
        if before[1] + 1 < start or _APPROVED.search(text, *before) is None:
            return start
        if self.loose is None:
            self.drafts.pop()
        self.loose = None
        begin, bracket = before[0], text.rfind("(", *before)
        if bracket >= 0:
            self.wait(begin, bracket, qualities(text[begin:bracket]))
            return bracket + 1
        when = condition(text, *before)
        self.when = None if when is None else (when.start, when.end)
        self.waiting = before
        return begin

    def lets_extend(self, start: int, stop: int) -> bool:
        """Whether a clause in brackets lets the limit before it be extended (七个工作日内（特殊情况可延长五个工作日）),
        which is then said of the step that has this limit."""
        text = self.wording.text
        if not text.startswith("(", start - 1):
            return False
        if self.waiting is not None and self.asked.limit is not None:
            self.wait(start, stop, self.extension(start, stop, self.asked.limit))
            return True
        last = self.drafts[-1] if self.drafts else None
        if last is None or last.limit is None:
            return False
        self.drafts[-1] = self.extended(last, start, stop, self.extension(start, stop, last.limit))
        return True

    def extension(self, start: int, stop: int, limit: Limit | None) -> Qualities:
        """That ``limit`` may be extended, and by how much."""
        longer = longer_in(self.wording.text[start:stop], limit)
        return Qualities(named=frozenset({"extendable"}), longer=longer)

    def done_elsewhere(self, when: Condition, organ: str) -> Condition:
        """What another organ did before (经省工信厅审核后) is its own; what follows is not."""
        external, self.external = self.external, organ
        self.implied(when)
        self.external = external
        return when._replace(done=False)

    def implied(self, when: Condition) -> None:
        """Acts that a condition says were done before: 审核后, 在专家论证的基础上."""
        if not when.done:
            return
        outright = when.of(self.wording.text).endswith("基础上")
        for act in find(self.wording.text, when.start, when.end, self.acts.rows(when.start, when.end)):
            if act.row.kind is not Kind.OTHER and not act.row.negative:
                made = draft(
                    self.wording,
                    act.row,
                    act.row.kind,
                    (act.start, act.end),
                    condition=None,
                    asked=NONE,
                    external=self.external,
                    negative=False,
                )
                self.drafts.append(made._replace(implied=not outright))

    def steps(self, start: int, begin: int, stop: int, found: list[Found]) -> None:
        """A clause with acts in it: each gets its share, the first with all that waited for it."""
        text = self.wording.text
        lead = qualities(text[begin : found[0].start])
        if lead is not NONE:
            lead = lead._replace(named=lead.named & {"on_the_spot"})
        asked = self.asked.and_also(lead)
        found = [
            act
            for at, act in enumerate(found)
            if at == 0 or act.row is not found[at - 1].row or _joint(text, found[at - 1].end, act.start)
        ]
        if self.waiting is not None:
            first = self.waiting[0]
        else:
            joined = _LEADING.match(text, start, found[0].start)
            first = start if joined is None else joined.end()
        begins, ends = [first], []
        for one, other in pairwise(found):
            joint = _joint(text, one.end, other.start) or (other.start, other.start)
            ends.append(joint[0])
            begins.append(joint[1])
        ends.append(stop)
        when = self.when
        if when is None and _GOES_WITH.match(text, start, stop):
            when = self.before
        self.before = when
        for act, share in zip(found, zip(begins, ends, strict=True), strict=True):
            for kind in (act.row.kind, act.row.also):
                if kind is None:
                    continue
                if act.row.extends:
                    limit = next((one.limit for one in reversed(self.drafts) if one.limit), None)
                    asked = asked.and_also(self.extension(*share, limit))
                made = draft(
                    self.wording,
                    act.row,
                    kind,
                    share,
                    condition=when,
                    asked=asked,
                    external=self.external or self.other_party(act),
                    negative=act.row.negative or kind is not act.row.kind,
                    lead=text[begin : found[0].start],
                )
                if act.row.extends:
                    made = made._replace(limit=None, optional=True)
                self.drafts.append(made)
        self.waiting = self.when = None
        self.asked = NONE

    def other_party(self, act: Found) -> str | None:
        """Whose act it is where a row says that it is not ours."""
        if not act.row.external:
            return None
        found = _PARTY.search(self.wording.text, act.start, act.end)
        return "申请人" if found is None else found.group()

    def rest(self, start: int, begin: int, stop: int) -> None:
        """A clause without an act: it asks something of a step, tells how, or is unknown."""
        text = self.wording.text
        words = text[begin:stop]
        asked = qualities(words)
        told = said("detail", text, begin, stop)
        if not asked and not told:
            self.loose = (start if self.waiting is None else self.waiting[0], stop)
            self.waiting = self.when = None
            self.asked = NONE
            return
        kind = None if self.when is None else speaks_of(text[self.when[0] : self.when[1]])
        if kind is not None and self.when is not None:
            self.of_kind(kind, self.when, start, stop, asked)
        elif self.waiting is None and self.drafts and self.contradicts(asked):
            self.unknown.append(self.wording.trimmed(start, stop))
            self.when = None
        elif self.waiting is None and self.drafts and self.belongs(start, asked):
            at = self.target(asked)
            self.ask_both(at, asked)
            self.drafts[at] = self.extended(self.drafts[at], start, stop, asked)
            self.when = None
        else:
            self.wait(start, stop, asked)

    def ask_both(self, at: int, asked: Qualities) -> None:
        """What is asked of 受理或者不予受理 is asked of both; reasons only of the refusal."""
        both = (Kind.ACCEPT, Kind.REFUSE)
        other = at - 1
        if self.when is not None or other < 0 or {self.drafts[at].kind, self.drafts[other].kind} != set(both):
            return
        between = self.wording.text[self.drafts[other].span[1] : self.drafts[at].span[0]]
        if self.drafts[at].condition is None and between in ("或", "或者", "、", ""):
            found = asked._replace(named=asked.named - {"reasons"})
            self.drafts[other] = self.drafts[other].with_qualities(found)

    def extended(self, one: Draft, start: int, stop: int, asked: Qualities) -> Draft:
        """The step with a clause more that speaks of it."""
        span = self.wording.trimmed(start, stop)
        party = one.party
        if party is None:
            where = party_in(self.wording.text[span[0] : span[1]], one.kind)
            if where is not None and one.kind in TAKES_APPLICANT:
                party = self.wording.words(span[0] + where[0], span[0] + where[1])
        grown = one.with_qualities(asked)
        if self.wording.says_something(one.span[1], start) or one.span[1] > start:
            return grown._replace(also=(*one.also, span), party=party)
        return grown._replace(span=(one.span[0], self.closed(one.span[0], span[1])), party=party)

    def closed(self, start: int, end: int) -> int:
        """The end of a span, with the bracket that closes one opened in it."""
        text = self.wording.text
        opened = text.count("(", start, end) > text.count(")", start, end)
        return end + 1 if opened and text.startswith(")", end) else end

    def of_kind(self, kind: Kind, condition: Span, start: int, stop: int, asked: Qualities) -> None:
        """A clause whose condition names the step that it speaks of: 不予受理的，说明理由."""
        begin = start if self.waiting is None else self.waiting[0]
        asked = self.asked.and_also(asked)
        when = self.wording.words(*self.wording.trimmed(*condition))
        at = next((at for at in range(len(self.drafts) - 1, -1, -1) if self.drafts[at].kind is kind), None)
        if at is not None and not _agrees(self.drafts[at], asked):
            kind, at = Kind.NOTIFY, None
        if at is not None and kind is not Kind.SUPPLEMENT:
            grown = self.extended(self.drafts[at], begin, stop, asked)
            only = when if kind is Kind.DECIDE else None
            self.drafts[at] = grown._replace(only_when=grown.only_when or only)
        else:
            span = self.wording.trimmed(begin, stop)
            words = self.wording.text[span[0] : span[1]]
            where = party_in(words, kind)
            made = Draft(
                kind,
                NAMED_BY_CONDITION,
                span,
                negative=kind in (Kind.REFUSE, Kind.DECIDE),
                external=self.external,
                condition=when,
                optional=needed_only(when, words) and kind in (Kind.SUPPLEMENT, Kind.INSPECT),
                party=None if where is None else self.wording.words(span[0] + where[0], span[0] + where[1]),
            )
            self.drafts.append(made.with_qualities(asked))
        self.waiting = self.when = None
        self.asked = NONE

    def belongs(self, start: int, asked: Qualities) -> bool:
        """Whether a clause belongs to a step before it: nothing unknown stands between, and the step is of a kind of
        which that can be asked."""
        last = self.drafts[-1]
        if self.unknown and last.span[1] <= self.unknown[-1][0] < start:
            return False
        return self.target(asked) >= 0

    def contradicts(self, asked: Qualities) -> bool:
        """Whether a clause gives another limit to a step that has one: neither may be lost, a person decides."""
        at = self.target(asked)
        return at >= 0 and not _agrees(self.drafts[at], asked)

    def target(self, asked: Qualities) -> int:
        """The last step of which the qualities can be asked, or -1."""
        staff = asked.min_people is not None or "credentials" in asked.named
        return next(
            (
                at
                for at in range(len(self.drafts) - 1, -1, -1)
                if not self.drafts[at].implied and (not staff or self.drafts[at].kind in _OF_STAFF)
            ),
            -1,
        )

    def wait(self, start: int, stop: int, asked: Qualities) -> None:
        self.waiting = (start if self.waiting is None else self.waiting[0], stop)
        self.asked = self.asked.and_also(asked)

    def give_up(self) -> None:
        """What waited is followed by nothing that the tables know."""
        if self.loose is not None:
            self.unknown.append(self.wording.trimmed(*self.loose))
        if self.waiting is not None:
            span = self.wording.trimmed(*self.waiting)
            self.unknown.append(span)
            if self.asked:
                self.asking.append((span, self.asked))
        self.loose = None
        self.waiting = self.when = None
        self.asked = NONE

    def close(self) -> None:
        """The section ends."""
        self.give_up()
