"""Whoever has the database file in hand, and the data folder, is found out by `quanze verify`, and told where."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.utils import timezone

from quanze.audit import anchoring
from quanze.audit.anchors import read, signed
from quanze.audit.queries import verify_all
from quanze.cli.program import main
from tests.audit.recorded import (
    BEGIN,
    CHAIN,
    Run,
    act,
    anchored_in_files,
    compute,
    forge,
    in_hand,
    make_anchored,
    rewrite,
)
from tests.conftest import DATABASE


@pytest.fixture
def anchored(settings, tmp_path, start):
    """The installation; on SQLite with a file of its own, which others may open."""
    settings.FILES = tmp_path / "files"
    start(make_anchored, own=connection.vendor == "sqlite")
    with anchored_in_files():
        yield settings


def found() -> list[tuple[str, str]]:
    """Kind and place, without the moment."""
    return [(each.kind, f"{each.chain} #{each.sequence}") for each in verify_all()]


def delete(run: Run) -> None:
    run(
        "DELETE FROM audit_trace WHERE event_id IN (SELECT id FROM audit_event WHERE chain = ? AND sequence = 4)",
        CHAIN,
    )
    run("DELETE FROM audit_event WHERE chain = ? AND sequence = 4", CHAIN)


def delete_and_renumber(run: Run) -> None:
    delete(run)
    for number in range(5, 11):
        run("UPDATE audit_event SET sequence = ? WHERE chain = ? AND sequence = ?", number - 1, CHAIN, number)


def swap(run: Run) -> None:
    for old, new in ((4, 99), (5, 4), (99, 5)):
        run("UPDATE audit_event SET sequence = ? WHERE chain = ? AND sequence = ?", new, CHAIN, old)


def cut_off(run: Run) -> None:
    run(
        "DELETE FROM audit_trace WHERE event_id IN (SELECT id FROM audit_event WHERE chain = ? AND sequence > 8)",
        CHAIN,
    )
    run("DELETE FROM audit_event WHERE chain = ? AND sequence > 8", CHAIN)


def cut_off_with_the_head(run: Run) -> None:
    cut_off(run)
    compute(run)


def rewrite_and_compute(run: Run) -> None:
    rewrite(run, 4)
    compute(run)


def rewrite_late_and_compute(run: Run) -> None:
    rewrite(run, 8)
    compute(run)


def delete_and_forge(run: Run) -> None:
    delete(run)
    forge(run)


def alter_a_column(run: Run) -> None:
    run("UPDATE audit_event SET verb = 'case.note' WHERE chain = ? AND sequence = 4", CHAIN)


def write_a_moment_otherwise(run: Run) -> None:
    """The same moment, which the database no longer finds on its day: texts are compared."""
    run("UPDATE audit_event SET at = replace(at, ' ', 'T') WHERE chain = ? AND sequence = 4", CHAIN)


def write_more_than_a_moment(run: Run) -> None:
    run("UPDATE audit_event SET at = at || '.000000+25' WHERE chain = ? AND sequence = 4", CHAIN)


def alter_a_trace(run: Run) -> None:
    run(
        "UPDATE audit_trace SET address = '192.0.2.8' WHERE event_id = (SELECT id FROM audit_event WHERE chain = ? AND sequence = 4)",
        CHAIN,
    )


def forget_too_early(run: Run) -> None:
    run(
        "DELETE FROM audit_trace WHERE event_id = (SELECT id FROM audit_event WHERE chain = ? AND sequence = 4)",
        CHAIN,
    )


ON_BOTH: dict[str, tuple[Callable[[Run], None], list[tuple[str, str]]]] = {
    "one is changed": (lambda run: rewrite(run, 4), [("changed", f"{CHAIN} #4")]),
    "the end is cut off": (cut_off, [("truncated", f"{CHAIN} #9")]),
    "the end is cut off with the head": (cut_off_with_the_head, [("truncated", f"{CHAIN} #9")]),
    "all is computed anew": (rewrite_and_compute, [("rewritten", f"{CHAIN} #1")]),
}
ON_A_FILE: dict[str, tuple[Callable[[Run], None], list[tuple[str, str]]]] = {
    "one is deleted": (delete, [("missing", f"{CHAIN} #4")]),
    "one is deleted, the others renumbered": (delete_and_renumber, [("missing", f"{CHAIN} #4")]),
    "two change places": (swap, [("reordered", f"{CHAIN} #4")]),
    "what came late is computed anew": (rewrite_late_and_compute, [("rewritten", f"{CHAIN} #7")]),
    "one is deleted, the bodies renumbered, all computed anew": (
        delete_and_forge,
        [("rewritten", f"{CHAIN} #1"), ("truncated", f"{CHAIN} #10")],
    ),
    "a column says something else": (alter_a_column, [("column", f"{CHAIN} #4")]),
    "a moment is written so that it is found nowhere": (
        write_a_moment_otherwise,
        [("column", f"{CHAIN} #4")],
    ),
    "a moment is written with more behind it": (write_more_than_a_moment, [("column", f"{CHAIN} #4")]),
    "somebody came from elsewhere": (alter_a_trace, [("trace", f"{CHAIN} #4")]),
    "where somebody came from is removed before its term": (forget_too_early, [("trace", f"{CHAIN} #4")]),
}
CASES = ON_BOTH if DATABASE == "postgres" else ON_BOTH | ON_A_FILE


@pytest.mark.parametrize(("tamper", "expected"), CASES.values(), ids=CASES.keys())
def test_it_is_found_and_named(anchored, tamper, expected):
    with in_hand() as run:
        tamper(run)
    assert found() == expected


def test_an_untouched_installation_is_whole(anchored):
    assert found() == []
    act(11, 12)  # what came after the last anchor
    assert found() == []


def test_an_anchor_that_another_key_signed_is_not_believed(anchored):
    """The chain was computed anew, and the last anchor made to fit."""
    with in_hand() as run:
        rewrite(run, 4)
        compute(run)
        (digest,) = run("SELECT digest FROM audit_head WHERE chain = ?", CHAIN)[0]
    *_, path = anchoring.files(anchored.ANCHORS)
    real = read(path.read_bytes())
    heads = [
        each if each.chain != CHAIN else type(each)(CHAIN, each.name, each.events, digest)
        for each in real.heads
    ]
    path.chmod(0o600)
    path.write_bytes(signed(Ed25519PrivateKey.generate(), real.serial, real.at, real.previous, heads))
    problems = list(verify_all())
    assert [(each.kind, each.chain, each.sequence) for each in problems] == [
        ("anchor", "anchors", 2),  # somebody else signed it
        ("rewritten", CHAIN, 1),  # as the first one tells
        ("anchor", "anchors", 2),  # and it is not the file of which the record tells
    ]
    assert "另一把密钥" in problems[0].message


def test_anchors_that_were_deleted_are_missed(anchored):
    for path in list(anchoring.files(anchored.ANCHORS)):
        path.unlink()
    assert [(each.kind, each.sequence, each.message) for each in verify_all()] == [
        ("anchor", 1, "记录中的第1份锚定文件缺失"),
        ("anchor", 2, "记录中的第2份锚定文件缺失"),
    ]
    made, _ = anchoring.anchor({}, now=BEGIN + timedelta(days=3))
    assert made.serial == 3


def test_copies_elsewhere_tell_what_the_folder_does_not(anchored, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for path in list(anchoring.files(anchored.ANCHORS)):
        (elsewhere / path.name).write_bytes(path.read_bytes())
    assert list(verify_all([elsewhere])) == []
    *_, last = list(anchoring.files(anchored.ANCHORS))
    last.unlink()
    with in_hand() as run:
        cut_off_with_the_head(run)
    assert {(each.kind, each.sequence) for each in verify_all([elsewhere])} >= {
        ("anchor", 2),
        ("truncated", 9),
    }


def test_verify_says_it_in_json_and_exits_with_1(anchored, monkeypatch, capsys):
    (anchored.FILES / "secret_key").write_text("of no use")
    monkeypatch.setenv("QUANZE_DATA", str(anchored.FILES))
    with in_hand() as run:
        rewrite(run, 4)
    assert main(["verify", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told == {
        "ok": False,
        "problems": [
            {
                "kind": "changed",
                "where": "wolong-gxj #4（南阳市卧龙区工业和信息化局，2026-11-01 21:00:00）",
                "message": "内容与摘要不符，本条或者前一条的内容被改动",
            }
        ],
    }


def test_within_the_term_means_from_today(anchored):
    with in_hand() as run:
        run("DELETE FROM audit_trace")
    kinds = {each.kind for each in verify_all(now=timezone.now() + timedelta(days=400))}
    assert kinds == set()
