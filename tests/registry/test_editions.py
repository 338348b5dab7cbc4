"""Editions follow one another, take effect on their dates, correct one another, and tell what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from quanze.audit.models import Event
from quanze.digests import canonical, strict_loads
from quanze.lists.model import AnnexKind, Contact, Text
from quanze.people.services import open_agency
from quanze.registry import form, proof, publication, queries
from quanze.registry.differences import Fate
from quanze.registry.models import Edition, Entry, Matter, MatterVersion, Succession
from quanze.registry.search import search
from quanze.registry.services import Unacceptable, follow_calendar, import_document
from tests.registry.conftest import listing

TODAY = timezone.localdate()
TOMORROW = TODAY + timedelta(days=1)


def found(word: str) -> list[str]:
    return ["".join(piece.text for piece in hit.name.pieces) for hit in search(word).hits]


# On its date ---------------------------------------------------------------------------------------------------------


def test_a_list_published_today_for_tomorrow_takes_effect_tomorrow(bureau):
    now = import_document(bureau, listing("采矿审核", basis="旧规"), by=None, effective_from=TODAY)
    coming = import_document(bureau, listing("采矿审核", basis="新规"), by=None, effective_from=TOMORROW)
    assert queries.edition_on(bureau) == now
    assert list(queries.coming(bureau)) == [coming]
    assert queries.last(bureau) == coming
    assert queries.matter_page(bureau, 1).content.basis.value == "旧规"
    assert queries.edition_on(bureau, TOMORROW) == coming
    assert list(queries.coming(bureau, TOMORROW)) == []


def test_the_search_follows_on_the_date(bureau):
    import_document(bureau, listing("采矿审核", "焦化审核"), by=None, effective_from=TODAY)
    import_document(bureau, listing("采矿核准", "采矿审核"), by=None, effective_from=TOMORROW)
    assert found("焦化") == ["焦化审核"]
    assert follow_calendar() == 0
    assert found("采矿") == ["采矿审核"]
    assert follow_calendar(TOMORROW) == 1
    assert (found("焦化"), sorted(found("采矿"))) == ([], ["采矿审核", "采矿核准"])
    assert follow_calendar(TOMORROW) == 0
    assert Event.objects.filter(verb="list.take_effect").count() == 1


@pytest.mark.parametrize(
    ("day", "says"),
    [(date(2025, 2, 28), "早于上一版（第1版）的生效日期2025-03-01"), (date(2025, 3, 1), None)],
)
def test_dates_never_go_back(bureau, day, says):
    import_document(bureau, listing("甲"), by=None, effective_from=date(2025, 3, 1))
    if says is None:
        assert import_document(bureau, listing("乙"), by=None, effective_from=day).sequence == 2
    else:
        with pytest.raises(Unacceptable, match=says):
            import_document(bureau, listing("乙"), by=None, effective_from=day)


# A correction --------------------------------------------------------------------------------------------------------


def test_a_correction_names_what_it_corrects(bureau):
    wrong = import_document(bureau, listing("采矿审合"), by=None)
    right = import_document(bureau, listing("采矿审核"), by=None, corrects=wrong, note="第1版事项名称有错字")
    assert (right.origin, right.corrects, right.note) == ("correction", wrong, "第1版事项名称有错字")
    assert list(wrong.corrections.all()) == [right]
    assert queries.document(wrong).annexes[0].matters[0].name.value == "采矿审合"


def test_a_correction_corrects_a_list_of_its_own_agency(bureau, neighbour):
    theirs = import_document(neighbour, listing("甲"), by=None)
    with pytest.raises(Unacceptable, match="只能更正本机关"):
        import_document(bureau, listing("乙"), by=None, corrects=theirs)


# What changed --------------------------------------------------------------------------------------------------------


@pytest.fixture
def two(bureau) -> tuple[Edition, Edition]:
    old = listing("甲", "乙", "丙", basis="依据一")
    old = replace(old, annexes=(replace(old.annexes[0], contact=Contact(service_phone="110")),))
    annex = old.annexes[0]
    first, second, _ = annex.matters
    changed = replace(second, basis=Text.plain("依据二"), number=Text.plain("1"))
    moved = replace(first, number=Text.plain("2"))
    added = replace(first, name=Text.plain("丁"), number=Text.plain("3"))
    new = replace(annex, matters=(changed, moved, added), contact=Contact(service_phone="119"))
    return (
        import_document(bureau, old, by=None, effective_from=date(2024, 1, 1)),
        import_document(bureau, replace(old, annexes=(new,)), by=None, effective_from=date(2025, 1, 1)),
    )


def test_what_changed_since_an_edition(two, django_assert_num_queries):
    old, new = two
    with django_assert_num_queries(3):
        changes = queries.changes_since(old, new)
    told = [(each.matter.number, each.fate.value) for each in changes.matters]
    assert told == [(2, "changed"), (1, "moved"), (4, "added"), (3, "removed")]
    assert [each.matter.number for each in changes.substantive] == [2, 4, 3]
    [basis] = [change for change in changes.matters[0].changes if change.substantive]
    assert (basis.field, basis.before, basis.after) == ("basis", "依据一", "依据二")
    assert [(change.field, change.after) for change in changes.frame] == [("contact.service_phone", "119")]
    assert queries.changes_since(old).new == new


def test_what_changed_the_other_way_round(two):
    old, new = two
    back = queries.between(new, old)
    assert {each.matter.number: each.fate for each in back.matters} == {
        1: Fate.MOVED,
        2: Fate.CHANGED,
        3: Fate.ADDED,
        4: Fate.REMOVED,
    }


def test_nothing_changed_since_the_edition_in_force(two):
    _, new = two
    assert queries.changes_since(new).matters == ()


def test_editions_with_different_main_annexes_can_be_compared(bureau, sample):
    catalogue = replace(sample, annexes=(sample.annex(AnnexKind.CATALOGUE),))
    old = import_document(bureau, catalogue, by=None)
    new = import_document(bureau, sample, by=None)
    changes = queries.between(old, new)
    assert len(changes.matters) == 10
    assert {each.fate for each in changes.matters} == {Fate.CHANGED}


# The history of a matter ---------------------------------------------------------------------------------------------


def publish(bureau, document, identities, links=()) -> Edition:
    places = {("retained", 0, at): matter for at, matter in enumerate(identities)}
    return publication.publish(
        bureau, form.take_apart(document), effective_from=TODAY, identities=places, links=links
    )


def test_a_renamed_matter_stays_the_same_matter(bureau):
    import_document(bureau, listing("采矿审核", "焦化审核"), by=None, effective_from=TODAY)
    one, two = Matter.objects.order_by("number")
    publish(bureau, listing("采矿权审核", "焦化审核"), [one, two])
    history = queries.lineage(one)
    assert [state.entry.version.name for state in history.states] == ["采矿审核", "采矿权审核"]
    assert history.links == ()
    changes = queries.of_states(history.states[0].entry, history.states[1].entry)
    assert [(change.field, change.after) for change in changes] == [("name", "采矿权审核")]


def test_an_imported_list_can_say_what_was_renamed(bureau):
    import_document(bureau, listing("采矿审核", "焦化审核"), by=None)
    one, two = Matter.objects.order_by("number")
    edition = import_document(bureau, listing("采矿权审核", "焦化审核"), by=None, same_as={"采矿权审核": one})
    assert [row.matter.number for row in queries.entries(edition)] == [1, 2]
    for wrong, says in (
        ({"盐业检查": one}, "不是这份清单里新的事项名称"),
        ({"焦化审核": one}, "不是这份清单里新的事项名称"),
        ({"采矿核准": two}, "仍在清单中"),
    ):
        with pytest.raises(Unacceptable, match=says):
            import_document(bureau, listing("采矿核准", "焦化审核"), by=None, same_as=wrong)


def test_a_matter_of_another_list_is_nobodys_old_name(bureau, neighbour):
    import_document(bureau, listing("甲"), by=None)
    import_document(neighbour, listing("乙"), by=None)
    theirs = Matter.objects.get(agency=neighbour)
    with pytest.raises(Unacceptable, match="不在上一版清单中"):
        import_document(bureau, listing("丙"), by=None, same_as={"丙": theirs})


def test_merged_and_split_matters_are_followed_both_ways(bureau):
    import_document(bureau, listing("甲", "乙", "丙", basis="依据"), by=None, effective_from=TODAY)
    a, b, c = Matter.objects.order_by("number")
    [merged] = publication.open_matters(bureau, 1)
    links = [publication.Link(Succession.Kind.MERGED, old, merged) for old in (a, b)]
    publish(bureau, listing("甲乙", "丙", basis="依据"), [merged, c], links)
    parts = publication.open_matters(bureau, 2)
    links = [publication.Link(Succession.Kind.SPLIT, merged, part) for part in parts]
    last = publish(bureau, listing("甲乙一", "甲乙二", "丙", basis="依据"), [*parts, c], links)

    history = queries.lineage(merged)
    names = [state.entry.version.name for state in history.states]
    assert names == ["甲", "乙", "甲乙", "甲乙一", "甲乙二"]
    assert [(link.kind, link.since) for link in history.links] == [("merged", 2)] * 2 + [("split", 3)] * 2
    assert {matter.number for matter in queries.lineage(a).matters} == {1, 4, 5, 6}
    assert {matter.number for matter in queries.lineage(parts[0]).matters} == {1, 2, 4, 5}
    assert queries.lineage(c).links == ()
    first, final = history.states[0].entry, history.states[-1].entry
    assert {change.field for change in queries.of_states(first, final)} == {"name", "number"}
    split = next(each for each in queries.between(queries.edition(bureau, 2), last).matters if each.became)
    assert (split.matter, split.fate) == (merged, Fate.REMOVED)


# What the database itself refuses ------------------------------------------------------------------------------------


def _edition(like: Edition, **fields) -> Edition:
    values = {name: getattr(like, name) for name in (f.attname for f in Edition._meta.concrete_fields)}
    return Edition(**{**values, "id": None, **fields})


FORBIDDEN = {
    "a number is left out": lambda last: {"sequence": 4, "predecessor_id": last.pk},
    "a number is given twice": lambda last: {"sequence": 2, "predecessor_id": None},
    "it takes effect before the last one": lambda last: {
        "predecessor_id": last.pk,
        "effective_from": last.effective_from - timedelta(days=1),
    },
    "it follows none": lambda last: {"predecessor_id": None},
    "it corrects what comes later": lambda last: {"predecessor_id": last.pk, "corrects_id": -1},
}


@pytest.mark.parametrize("fields", FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_no_edition_is_entered_out_of_order(bureau, two, fields):
    _, last = two
    edition = _edition(last, **{"sequence": 3, **fields(last)})
    with pytest.raises(IntegrityError, match="清单版本"), transaction.atomic():
        edition.save(force_insert=True)


def test_no_succession_is_added_or_changed_afterwards(bureau, two):
    one, other = Matter.objects.order_by("number")[:2]
    coming = Succession.objects.create(
        agency=bureau, since=3, kind="merged", predecessor=other, successor=one
    )
    late = Succession(agency=bureau, since=2, kind="merged", predecessor=one, successor=other)
    mine = Succession.objects.filter(pk=coming.pk)
    for act in (late.save, lambda: mine.update(kind="split"), lambda: mine._raw_delete("default")):
        with pytest.raises(IntegrityError, match="已公布"), transaction.atomic():
            act()


# An installation that is upgraded ------------------------------------------------------------------------------------


def test_editions_of_an_older_installation_stay_verifiable(bare_database):
    executor = MigrationExecutor(connection)
    newest = executor.loader.graph.leaf_nodes()
    people = [leaf for leaf in newest if leaf[0] in ("people", "audit")]
    executor.migrate([("registry", "0003_search"), *people])
    bureau = open_agency("wolong-gxj", "南阳市卧龙区工业和信息化局")
    document = listing("甲", "乙", basis="依据")
    [part] = form.take_apart(document)
    entries = [(at + 1, row.version.sha256, row.placement) for at, row in enumerate(part.rows)]
    annex = publication.seals.annex_1(part.kind, part.frame, entries)
    digest = publication.seals.edition_1(
        agency=bureau.code, sequence=1, effective_from="2024-01-01", annexes=[annex], predecessor=None
    )
    insert("registry_matter", [{"agency_id": bureau.pk, "number": at} for at in (1, 2)])
    insert(
        "registry_matterversion",
        [
            {
                "digest": row.version.sha256,
                "content": canonical(row.content),
                "name": row.content["name"],
                "category": "",
                "office": "",
            }
            for row in part.rows
        ],
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM registry_matter ORDER BY number")
        matters = [pk for (pk,) in cursor.fetchall()]
    insert(
        "registry_entry",
        [
            {
                "agency_id": bureau.pk,
                "annex": part.kind,
                "ordinal": 0,
                "position": at,
                "number": str(at + 1),
                "matter_id": matters[at],
                "version_id": row.version.sha256,
                "placement": canonical(row.placement),
                "since": 1,
            }
            for at, row in enumerate(part.rows)
        ],
    )
    frames = [{"kind": part.kind, "ordinal": 0, "frame": part.frame, "digest": annex}]
    insert(
        "registry_edition",
        [
            {
                "agency_id": bureau.pk,
                "sequence": 1,
                "title": "清单",
                "origin": "import",
                "effective_from": date(2024, 1, 1),
                "effective_assumed": False,
                "created_at": timezone.now(),
                "main": part.kind,
                "annexes": canonical(frames),
                "digest": digest,
                "source_name": "",
                "source_format": "",
                "source_sha256": "",
            }
        ],
    )

    executor = MigrationExecutor(connection)
    # The migrations of the other apps touch none of its tables, and take ten times as long.
    executor.migrate([leaf for leaf in newest if leaf[0] in ("people", "audit", "registry", "library")])
    old = queries.edition(bureau, 1)
    export = strict_loads(canonical(queries.exported(old)))
    assert (old.form, export["format"]) == (1, "quanze edition 1")
    assert proof.problems(export) == ()
    assert set(MatterVersion.objects.values_list("sm3", flat=True)) == {row.version.sm3 for row in part.rows}
    export["annexes"][0]["rows"][0]["content"]["basis"] = "改"
    assert [problem.kind for problem in proof.problems(export)] == ["changed"]
    with pytest.raises(Unacceptable, match="完全相同"):
        import_document(bureau, document, by=None)
    new = import_document(bureau, listing("甲", basis="依据"), by=None)
    following = strict_loads(canonical(queries.exported(new)))
    assert (new.form, proof.problems(following)) == (2, ())
    assert proof.in_sequence(queries.exported(old), following) == ()
    with pytest.raises(IntegrityError, match="已公布"), transaction.atomic():
        Entry.objects.update(position=7)


def insert(table: str, rows: list[dict[str, object]]) -> None:
    with connection.cursor() as cursor:
        for row in rows:
            columns, marks = ", ".join(row), ", ".join(["%s"] * len(row))
            cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))
