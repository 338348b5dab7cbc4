"""What was done to a chain, and where: by its links alone, and by heads that were anchored outside. No database."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quanze.audit.chain import columns, first_trace_digest, link, moment, trace_digest
from quanze.audit.walking import ANCHORED, FIELDS, MOST, Anchored, Walked, walk
from quanze.digests import canonical, digest

CHAIN = "wolong-gxj"
BEGIN = datetime(2026, 11, 1, 9, tzinfo=UTC)
SALT = "0" * 32


def shown(value: object) -> object:
    """As the database writes it."""
    return moment(value) if isinstance(value, datetime) else value


class Record:
    """A chain as somebody may alter it: rows as dicts, and the head."""

    def __init__(self, events: int = 7) -> None:
        self.rows: list[dict] = []
        for n in range(1, events + 1):
            trace = trace_digest("192.0.2.7", "浏览器", "李工", "", SALT)
            said = {
                "chain": CHAIN,
                "sequence": n,
                "at": (BEGIN + timedelta(hours=n)).isoformat(timespec="microseconds"),
                "verb": "case.act",
                "who": {"id": 5},
                "trace": trace,
                "thing": {"type": "cases.Case", "id": str(n), "label": f"办件{n}"},
                "detail": {},
            }
            self.rows.append(self.linked(canonical(said), self.rows[-1]["digest"] if self.rows else ""))
        self.head: tuple[int, str] | None = (events, self.rows[-1]["digest"])

    @staticmethod
    def linked(body: str, previous: str) -> dict:
        trace = {
            "address": "192.0.2.7",
            "agent": "浏览器",
            "name": "李工",
            "label": "",
            "salt": SALT,
        }
        return {"body": body, "digest": link(previous, body), **columns(body), "trace": trace}

    def row(self, n: int) -> dict:
        return self.rows[n - 1]

    def rewrite(self, n: int) -> None:
        """What event ``n`` says, and the column that shows it; its digest stays."""
        body = self.row(n)["body"].replace(f"办件{n}", "别的办件")
        self.row(n).update(body=body, **columns(body))

    def compute(self, first: int = 1) -> None:
        """All digests from ``first`` on, and the head."""
        previous = self.row(first - 1)["digest"] if first > 1 else ""
        for row in self.rows[first - 1 :]:
            row["digest"] = previous = link(previous, row["body"])
        self.head = (len(self.rows), previous)

    def renumber(self) -> None:
        """The column by which rows are in order, as if nothing were missing."""
        for n, row in enumerate(self.rows, 1):
            row["sequence"] = n

    def anchors(self, *lengths: int) -> list[Anchored]:
        return [
            Anchored(serial, BEGIN + timedelta(days=serial), n, self.row(n)["digest"])
            for serial, n in enumerate(lengths, 1)
        ]

    def found(self, anchored: list[Anchored] = (), **more) -> list[tuple[str, int]]:
        return [
            (each.kind, each.sequence) for each in walk(CHAIN, self.listed(), self.head, anchored, **more)
        ]

    def listed(self) -> list[tuple]:
        """The rows as a database gives them."""
        none = dict.fromkeys(("address", "agent", "name", "label", "salt"))
        return [
            (
                *(shown(row[name]) for name in FIELDS),
                *(none if row["trace"] is None else row["trace"]).values(),
            )
            for row in self.rows
        ]


def change(record: Record) -> None:
    record.rewrite(3)


def change_with_its_digest(record: Record) -> None:
    record.rewrite(3)
    record.row(3)["digest"] = link(record.row(2)["digest"], record.row(3)["body"])


def change_a_digest(record: Record) -> None:
    record.row(3)["digest"] = "f" * 64


def empty_a_digest(record: Record) -> None:
    record.row(3)["digest"] = ""


def delete(record: Record) -> None:
    del record.rows[2]


def delete_several(record: Record) -> None:
    del record.rows[2:5]


def delete_and_renumber(record: Record) -> None:
    del record.rows[2]
    record.renumber()


def delete_the_first(record: Record) -> None:
    del record.rows[0]
    record.renumber()


def swap(record: Record) -> None:
    record.rows[2], record.rows[3] = record.rows[3], record.rows[2]
    record.renumber()


def move_back(record: Record) -> None:
    record.rows.insert(5, record.rows.pop(1))
    record.renumber()


def put_another_in_its_place(record: Record) -> None:
    third = record.row(3)
    record.row(2).update({name: third[name] for name in FIELDS if name != "sequence"})


def cut_off(record: Record) -> None:
    del record.rows[5:]


def cut_off_with_the_head(record: Record) -> None:
    cut_off(record)
    record.compute()


def lose_the_head(record: Record) -> None:
    record.head = None


def alter_the_head(record: Record) -> None:
    record.head = (7, "0" * 64)


def smuggle_in(record: Record) -> None:
    record.head = (6, record.row(6)["digest"])


def say_nothing(record: Record) -> None:
    record.row(3)["body"] = "{}"


def say_no_json(record: Record) -> None:
    record.row(3)["body"] = "[" * 3000


def alter_a_column(record: Record) -> None:
    record.row(3)["verb"] = "login"


def alter_a_moment(record: Record) -> None:
    record.row(3)["at"] += timedelta(days=1)


def alter_a_trace(record: Record) -> None:
    record.row(3)["trace"]["name"] = "王工"


TAMPERING: list[tuple[Callable[[Record], None], list[tuple[str, int]]]] = [
    (change, [("changed", 3)]),
    (change_with_its_digest, [("changed", 4)]),
    (change_a_digest, [("changed", 3)]),
    (empty_a_digest, [("changed", 3)]),
    (say_nothing, [("changed", 3)]),
    (say_no_json, [("changed", 3)]),
    (put_another_in_its_place, [("changed", 2)]),
    (delete, [("missing", 3)]),
    (delete_several, [("missing", 3)]),
    (delete_and_renumber, [("missing", 3)]),
    (delete_the_first, [("missing", 1)]),
    (swap, [("reordered", 3)]),
    (move_back, [("reordered", 2)]),
    (cut_off, [("truncated", 6)]),
    (lose_the_head, [("truncated", 0)]),
    (alter_the_head, [("changed", 7)]),
    (smuggle_in, [("changed", 7)]),
    (alter_a_column, [("column", 3)]),
    (alter_a_moment, [("column", 3)]),
    (alter_a_trace, [("trace", 3)]),
]


def test_a_whole_chain_is_whole():
    record = Record()
    assert record.found(record.anchors(2, 5, 7)) == []


@pytest.mark.parametrize(("tamper", "found"), TAMPERING, ids=[each.__name__ for each, _ in TAMPERING])
def test_what_was_done_is_named_with_its_place(tamper, found):
    record = Record()
    anchors = record.anchors(2, 5, 7)
    tamper(record)
    assert record.found() == found
    assert set(found) <= set(record.found(anchors))


def test_a_chain_computed_anew_shows_against_an_anchor_alone():
    record = Record()
    anchors = record.anchors(2, 5, 7)
    record.rewrite(4)
    record.compute(4)
    assert record.found() == []
    assert record.found(anchors) == [("rewritten", 3)]
    assert record.found(anchors[2:]) == [("rewritten", 1)]


def test_a_chain_cut_off_with_its_head_shows_against_an_anchor_alone():
    record = Record()
    anchors = record.anchors(2, 7)
    cut_off_with_the_head(record)
    assert record.found() == []
    assert record.found(anchors) == [("truncated", 6)]
    record.rows, record.head = [], None
    assert record.found(anchors) == [("truncated", 1)]


def test_the_place_names_chain_number_and_moment():
    record = Record()
    change(record)
    (problem,) = walk(CHAIN, record.listed(), record.head)
    assert problem.where == "wolong-gxj #3（2026-11-01 20:00:00）"
    assert problem.of("某局") == "wolong-gxj #3（某局，2026-11-01 20:00:00）"


def test_what_is_added_meanwhile_is_no_tampering():
    record = Record()
    smuggle_in(record)
    assert record.found(later=lambda: (7, record.row(7)["digest"])) == []
    assert record.found(later=lambda: (6, record.row(6)["digest"])) == [("changed", 7)]


def test_a_trace_is_missed_within_its_term_and_not_after():
    record = Record()
    for n in (2, 6):
        record.row(n)["trace"] = None
    assert record.found() == []
    assert record.found(kept_since=record.row(5)["at"]) == [("trace", 6)]


@pytest.mark.parametrize(
    "altered",
    [
        {"body": b"x"},
        {"body": 7},
        {"body": '{"at":5,"chain":"wolong-gxj","sequence":3,"thing":null,"verb":[],"who":{"id":{}}}'},
        {"sequence": "abc"},
        {"sequence": None, "body": None},
        {"digest": None},
        {"verb": 5, "thing_label": None},
    ],
)
def test_whatever_a_file_holds_is_a_problem_and_no_failure(altered):
    record = Record()
    record.row(3).update(altered)
    assert record.found(kept_since=BEGIN)


@pytest.mark.parametrize(
    "detail", [{}, {"a": '"}},"sequence":3'}, {"label": "办件", "n": [1, {"who": {"id": 9}}]}]
)
@pytest.mark.parametrize(
    "thing", [None, {"type": "cases.Case", "id": "7", "label": '引"号\\ \n' + "长" * 400}]
)
@pytest.mark.parametrize("who", [{"id": 5}, {"id": None, "name": "系统"}])
def test_whatever_an_event_says_it_is_whole_and_a_column_that_differs_is_found(detail, thing, who):
    record = Record(3)
    said = {**json.loads(record.row(2)["body"]), "detail": detail, "thing": thing, "who": who}
    record.row(2).update(body=canonical(said), **columns(canonical(said)))
    record.compute()
    assert record.found() == []
    for name, value in (("thing_label", "别的"), ("who", 6), ("verb", "login"), ("at", BEGIN)):
        kept, record.row(2)[name] = record.row(2)[name], value
        assert record.found() == [("column", 2)], name
        record.row(2)[name] = kept


def test_events_of_the_first_form_hold_as_they_did():
    record = Record(2)
    said = json.loads(record.row(1)["body"])
    del said["trace"]
    said |= {"who": {"id": 5, "name": "李工"}, "where": first_trace_digest("192.0.2.7", "浏览器", SALT)}
    record.row(1).update(body=canonical(said), trace={**record.row(1)["trace"], "name": ""})
    record.compute()
    assert record.found() == []
    record.row(1)["trace"]["agent"] = "别的"
    assert record.found() == [("trace", 1)]


def test_anchors_of_which_the_record_tells_are_noted():
    record = Record(2)
    said = json.loads(record.row(2)["body"])
    body = canonical({**said, "verb": ANCHORED, "detail": {"serial": 4, "sha256": "ab"}})
    record.row(2).update(body=body, **columns(body))
    record.compute()
    walked = Walked()
    assert record.found(walked=walked) == []
    assert (walked.events, walked.anchors) == (2, {4: "ab"})


def test_there_is_an_end_to_what_is_told():
    record = Record(3 * MOST)
    record.rows = record.rows[::2]
    found = record.found()
    assert len(found) == MOST + 1
    assert found[-1] == ("more", 0)


@settings(max_examples=40)
@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from(["change", "delete", "renumber", "swap"]))
def test_one_that_is_touched_is_the_one_that_is_found(one, other, how):
    record = Record(9)
    if how == "change":
        record.rewrite(one)
        expected = [("changed", one)]
    elif how == "swap":
        rows = record.rows
        rows[one - 1], rows[other - 1] = rows[other - 1], rows[one - 1]
        record.renumber()
        first, last = sorted((one, other))
        # What stands between two that changed places comes after the later one, and so does the earlier one.
        expected = (
            [("reordered", n) for n in range(first + 1, last)] + [("reordered", first)]
            if first < last
            else []
        )
        assert sorted(record.found()) == sorted(expected)
        return
    else:
        del record.rows[one - 1]
        if how == "renumber":
            record.renumber()
        expected = [("truncated", 9)] if one == 9 else [("missing", one)]
    assert record.found() == expected


def test_the_digest_of_a_trace_is_that_of_its_canonical_json():
    for address, name in ((None, ""), ("192.0.2.7", '引"号\\与\n行\x00')):
        whole = canonical([address, "浏览器", name, "某人", SALT])
        assert trace_digest(address, "浏览器", name, "某人", SALT) == digest("quanze audit trace 2", whole)
