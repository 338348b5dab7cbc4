"""A bureau's own kit for a matter: put in place, exchanged as a file, kept for what was begun under it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction

from quanze.audit.models import Event
from quanze.audit.queries import verify_chain
from quanze.kits import proposed, to_toml
from quanze.people.permissions import Denied, may
from quanze.registry.models import Matter
from quanze.registry.services import Unacceptable
from quanze.rulebook import queries
from quanze.rulebook.models import Kit, KitContent
from quanze.rulebook.services import confirm, load_kits, pin_kit, set_kit
from tests.kits.kits import FILE, kit

from .conftest import ACCEPT, matter

pytestmark = pytest.mark.django_db


def the(bureau, number: int = 1) -> Matter:
    return Matter.objects.get(agency=bureau, number=number)


class TestProposed:
    def test_a_bureau_that_made_none_has_the_one_of_its_list(self, bureau, grants):
        found = queries.kit_of(the(bureau))
        assert found.proposed
        assert found.kit == proposed(queries.review(bureau, 1).proposal.procedure)

    def test_it_follows_the_procedure_that_the_caller_knows(self, bureau, grants, django_assert_num_queries):
        procedure = queries.review(bureau, 1).proposal.procedure
        mine = the(bureau)
        with django_assert_num_queries(1):
            assert queries.kit_of(mine, procedure).kit == proposed(procedure)

    def test_a_confirmed_procedure_comes_first(self, bureau, keeper, grants):
        confirm(bureau, 1, queries.review(bureau, 1).proposal.digest, keeper)
        assert queries.kit_of(the(bureau)).kit.matter == "项目申报"

    def test_what_is_begun_under_it_can_be_pinned(self, bureau, keeper, grants):
        found = queries.kit_of(the(bureau))
        row = pin_kit(found)
        assert row.pk == found.key
        assert pin_kit(found) == row
        set_kit(bureau, 1, kit(), keeper)
        assert queries.kit_value(KitContent.objects.get(pk=found.key)) == found.kit

    def test_a_matter_that_is_no_longer_in_force_has_none(self, bureau, grants, publish):
        publish(matter(1, "别的事项", ("受理", ACCEPT)))
        with pytest.raises(queries.NotInForce):
            queries.kit_of(the(bureau))


class TestPuttingInPlace:
    def test_the_last_one_holds_and_the_one_before_stays(self, bureau, keeper, grants):
        first = set_kit(bureau, 1, FILE.encode(), keeper, source="科技奖励.toml")
        assert queries.kit_of(the(bureau)).kit == kit()
        second = set_kit(bureau, 1, replace(kit(), remark="第二份"), keeper)
        assert queries.kit_of(the(bureau)).row == second
        assert list(queries.kit_rows(the(bureau))) == [second, first]
        assert queries.kit_value(first.content) == kit()
        assert queries.kits_of(bureau) == {the(bureau).pk: second}

    def test_the_same_again_changes_nothing(self, bureau, keeper, grants):
        first = set_kit(bureau, 1, kit(), keeper)
        assert set_kit(bureau, 1, to_toml(kit()).encode(), keeper) == first
        assert Event.objects.filter(verb="kit.set").count() == 1

    def test_going_back_is_another_row_of_the_same_content(self, bureau, keeper, grants):
        first = set_kit(bureau, 1, kit(), keeper)
        set_kit(bureau, 1, replace(kit(), remark="改"), keeper)
        third = set_kit(bureau, 1, kit(), keeper)
        assert (third.pk != first.pk, third.content_id) == (True, first.content_id)
        assert KitContent.objects.count() == 2

    def test_it_is_recorded_under_whom(self, bureau, keeper, grants):
        row = set_kit(bureau, 1, kit(), keeper)
        event = Event.objects.get(verb="kit.set")
        assert (event.chain, row.content_id in event.body) == (bureau.code, True)
        assert not list(verify_chain(bureau.code))

    def test_a_file_that_is_no_kit_is_refused_with_its_place(self, bureau, keeper, grants):
        with pytest.raises(Unacceptable, match="第 1 行"):
            set_kit(bureau, 1, b"x = ]", keeper)
        assert not Kit.objects.exists()

    def test_who_looked_at_another_one_is_told(self, bureau, keeper, grants):
        seen = queries.kit_of(the(bureau)).key
        set_kit(bureau, 1, kit(), keeper, seen=seen)
        with pytest.raises(Unacceptable, match="已被更换"):
            set_kit(bureau, 1, replace(kit(), remark="迟到"), keeper, seen=seen)

    def test_there_must_be_such_a_matter(self, bureau, keeper, grants):
        with pytest.raises(queries.NotInForce):
            set_kit(bureau, 9, kit(), keeper)

    def test_nobody_but_the_keeper_may(self, bureau, grants, outsider):
        assert not may(outsider, "kit.edit", bureau)
        with pytest.raises(Denied):
            set_kit(bureau, 1, kit(), outsider)


class TestWithAnInstallation:
    def test_kits_find_their_matters_by_name(self, bureau, publish):
        publish(matter(1, "西峡县科技奖励申报", ("受理", ACCEPT)), matter(2, "项目申报", ("受理", ACCEPT)))
        rows = load_kits(bureau, [kit(), replace(kit(), matter="没有这个事项")], source="示例")
        assert [row.matter.number for row in rows] == [1]
        assert rows[0].by is None

    def test_a_bureaus_own_is_left_alone(self, bureau, keeper, publish):
        publish(matter(1, "西峡县科技奖励申报", ("受理", ACCEPT)))
        mine = set_kit(bureau, 1, replace(kit(), remark="自己的"), keeper)
        assert load_kits(bureau, [kit()]) == ()
        assert queries.kit_of(the(bureau)).row == mine

    def test_a_bureau_without_a_list_has_none(self, bureau):
        assert load_kits(bureau, [kit()]) == ()


@pytest.mark.parametrize("model", [Kit, KitContent])
@pytest.mark.parametrize("change", ["update", "delete"])
def test_what_was_put_in_place_is_never_changed(bureau, keeper, grants, model, change):
    set_kit(bureau, 1, kit(), keeper)
    table = model._meta.db_table
    column = "source" if model is Kit else "content"
    sql = f"UPDATE {table} SET {column} = 'x'" if change == "update" else f"DELETE FROM {table}"
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
