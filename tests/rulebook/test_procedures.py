"""From the list's words to a procedure that cases run by: proposed, corrected, confirmed by a person, and again when
the list changes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from quanze.audit.models import Event
from quanze.audit.queries import verify_chain
from quanze.people.permissions import Denied, may
from quanze.procedure.corrections import Change, ConfirmUnit, Drop, MapClause, StepOf
from quanze.procedure.model import Kind, Limit, Unit
from quanze.registry.models import Matter
from quanze.registry.services import Unacceptable
from quanze.rulebook import queries
from quanze.rulebook.corrections import Promise
from quanze.rulebook.models import Correction, Procedure
from quanze.rulebook.queries import Standing
from quanze.rulebook.services import confirm, correct, withdraw

from .conftest import ACCEPT, REVIEW, matter

pytestmark = pytest.mark.django_db

CHANGED = REVIEW.replace("两名", "三名")
ODD = "妥善保管，择日再叙。"


def proposed(bureau, number: int = 1) -> queries.Review:
    return queries.review(bureau, number)


def step_of(bureau, kind: Kind) -> StepOf:
    procedure = proposed(bureau).proposal.procedure
    return StepOf.named(procedure, next(step for step in procedure.steps if step.kind is kind))


def steps(bureau, kind: Kind):
    return [step for step in proposed(bureau).proposal.procedure.steps if step.kind is kind]


def confirmed(bureau, keeper) -> Procedure:
    return confirm(bureau, 1, proposed(bureau).proposal.digest, keeper)


def in_force(bureau) -> queries.InForce:
    return queries.procedure_in_force(Matter.objects.get(agency=bureau, number=1))


class TestProposing:
    def test_nothing_runs_before_somebody_confirmed(self, bureau, grants):
        assert proposed(bureau).standing is Standing.UNCONFIRMED
        found = in_force(bureau)
        assert not found
        assert "还没有经清单管理员确认" in found.reason

    def test_the_duties_are_steps(self, bureau, grants):
        kinds = {step.kind for step in proposed(bureau).proposal.procedure.steps}
        assert kinds >= {Kind.ACCEPT, Kind.SUPPLEMENT, Kind.REVIEW, Kind.INSPECT}

    def test_a_matter_that_the_list_has_not_is_none(self, bureau, grants):
        with pytest.raises(queries.NotInForce, match="编号为7"):
            proposed(bureau, 7)

    def test_an_agency_without_a_list_has_none(self, neighbour):
        with pytest.raises(queries.NotInForce, match="还没有公布清单"):
            proposed(neighbour)


class TestConfirming:
    def test_new_cases_run_by_what_was_confirmed(self, bureau, grants, keeper):
        row = confirmed(bureau, keeper)
        found = in_force(bureau)
        assert (found.row, found.reason) == (row, "")
        assert found.procedure == proposed(bureau).proposal.procedure
        assert proposed(bureau).standing is Standing.CONFIRMED

    def test_once_is_enough(self, bureau, grants, keeper):
        assert confirmed(bureau, keeper) == confirmed(bureau, keeper)
        assert Procedure.objects.count() == 1

    def test_what_changed_since_it_was_looked_at_is_looked_at_again(self, bureau, grants, keeper):
        seen = proposed(bureau).proposal.digest
        correct(bureau, 1, [Drop(step_of(bureau, Kind.INSPECT))], "本局不去现场", keeper)
        with pytest.raises(Unacceptable, match="查看以后有了变化"):
            confirm(bureau, 1, seen, keeper)
        assert not Procedure.objects.exists()

    def test_a_clause_that_nobody_mapped_holds_it_up(self, bureau, publish, keeper):
        publish(matter(1, "项目申报", ("受理", ACCEPT), ("其他", ODD)))
        clauses = proposed(bureau).proposal.procedure.uncompiled
        assert clauses
        with pytest.raises(Unacceptable, match="没有对应到步骤"):
            confirmed(bureau, keeper)
        for clause in clauses:
            correct(bureau, 1, [MapClause(clause.text, Kind.OTHER)], "作为注意事项保留", keeper)
        assert confirmed(bureau, keeper)

    @pytest.mark.parametrize("act", ["update", "delete"])
    def test_what_is_confirmed_is_never_changed(self, bureau, grants, keeper, act):
        confirmed(bureau, keeper)
        rows = Procedure.objects.all()
        with pytest.raises(IntegrityError, match="不能更改"), transaction.atomic():
            rows.update(compiler="别的") if act == "update" else rows._raw_delete("default")


class TestCorrecting:
    def test_a_unit_that_the_list_leaves_open_is_confirmed_with_its_source(self, bureau, grants, keeper):
        named = step_of(bureau, Kind.SUPPLEMENT)
        assert steps(bureau, Kind.SUPPLEMENT)[0].limit == Limit(3, Unit.DAY)
        correct(bureau, 1, [ConfirmUnit(named, Unit.WORKING_DAY)], "市局2024年答复", keeper)
        assert steps(bureau, Kind.SUPPLEMENT)[0].limit == Limit(3, Unit.WORKING_DAY)
        assert Correction.objects.get().reason == "市局2024年答复"

    def test_the_bureau_promises_a_limit_where_the_list_has_none(self, bureau, grants, keeper):
        correct(bureau, 1, [Promise(Limit(20, Unit.WORKING_DAY))], "局务会决定", keeper)
        confirmed(bureau, keeper)
        assert in_force(bureau).promised == Limit(20, Unit.WORKING_DAY)
        correct(bureau, 1, [Promise(None)], "局务会撤销", keeper)
        assert in_force(bureau).promised == Limit(20, Unit.WORKING_DAY), "until it is confirmed again"
        assert proposed(bureau).changed
        confirmed(bureau, keeper)
        assert in_force(bureau).promised is None

    def test_what_is_in_force_stays_until_the_correction_is_confirmed(self, bureau, grants, keeper):
        confirmed(bureau, keeper)
        change = Change(step_of(bureau, Kind.INSPECT), {"min_people": 3, "optional": False})
        correct(bureau, 1, [change], "本局规定", keeper)
        assert [
            step.min_people for step in in_force(bureau).procedure.steps if step.kind is Kind.INSPECT
        ] == [2]
        assert [state.pending for state in queries.states(grants)] == [True]
        confirmed(bureau, keeper)
        assert [
            step.min_people for step in in_force(bureau).procedure.steps if step.kind is Kind.INSPECT
        ] == [3]
        assert [state.pending for state in queries.states(grants)] == [False]

    def test_one_taken_back_no_longer_counts(self, bureau, grants, keeper):
        before = proposed(bureau).proposal
        (row,) = correct(bureau, 1, [Drop(step_of(bureau, Kind.INSPECT))], "误", keeper)
        assert not steps(bureau, Kind.INSPECT)
        first = withdraw(bureau, 1, row.pk, keeper)
        assert withdraw(bureau, 1, row.pk, keeper) == first
        assert proposed(bureau).proposal == before
        assert proposed(bureau).corrections[0].withdrawn == first

    def test_what_corrects_nothing_is_refused_and_not_kept(self, bureau, grants, keeper):
        with pytest.raises(Unacceptable, match="没有要更正的"):
            correct(bureau, 1, [Drop(StepOf("没有这样的文字", Kind.HEAR))], "试试", keeper)
        assert not Correction.objects.exists()

    @pytest.mark.parametrize(("reason", "words"), [(" ", "请写明"), ("长" * 301, "不能超过")])
    def test_each_says_why(self, bureau, grants, keeper, reason, words):
        with pytest.raises(Unacceptable, match=words):
            correct(bureau, 1, [Promise(None)], reason, keeper)

    def test_another_matters_correction_is_not_reached(self, bureau, publish, keeper):
        publish(matter(1, "项目申报", ("受理", ACCEPT)), matter(2, "平台认定", ("受理", ACCEPT)))
        (row,) = correct(bureau, 1, [Promise(Limit(5, Unit.WORKING_DAY))], "承诺", keeper)
        with pytest.raises(Unacceptable, match="没有这一条更正"):
            withdraw(bureau, 2, row.pk, keeper)

    @pytest.mark.parametrize("act", ["update", "delete"])
    def test_a_correction_stays_in_the_record(self, bureau, grants, keeper, act):
        correct(bureau, 1, [Promise(None)], "试试", keeper)
        rows = Correction.objects.all()
        with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic():
            rows.update(reason="别的") if act == "update" else rows._raw_delete("default")


class TestTheListChanges:
    def test_new_intake_waits_and_says_why(self, bureau, grants, publish, keeper):
        confirmed(bureau, keeper)
        edition = publish(matter(1, "项目申报", ("受理", ACCEPT), ("审查", CHANGED)))
        found = in_force(bureau)
        assert not found
        assert "第2版" in found.reason
        assert "重新确认" in found.reason
        assert [state.standing for state in queries.states(edition)] == [Standing.CHANGED]
        assert queries.unconfirmed([bureau]) == {bureau.pk: 1}
        confirmed(bureau, keeper)
        assert in_force(bureau)
        assert queries.unconfirmed([bureau]) == {bureau.pk: 0}

    def test_a_matter_that_did_not_change_goes_on(self, bureau, grants, publish, keeper):
        confirmed(bureau, keeper)
        publish(
            matter(1, "项目申报", ("受理", ACCEPT), ("审查", REVIEW)), matter(2, "平台认定", ("受理", ACCEPT))
        )
        assert in_force(bureau)

    def test_corrections_hold_where_the_words_stayed_and_are_stale_where_they_are_gone(
        self, bureau, grants, publish, keeper
    ):
        correct(bureau, 1, [ConfirmUnit(step_of(bureau, Kind.SUPPLEMENT), Unit.WORKING_DAY)], "答复", keeper)
        correct(bureau, 1, [Change(step_of(bureau, Kind.INSPECT), {"optional": False})], "规定", keeper)
        confirmed(bureau, keeper)
        publish(matter(1, "项目申报", ("受理", ACCEPT), ("审查", CHANGED)))
        assert [(each.stale, each.holds) for each in proposed(bureau).corrections] == [
            (False, True),
            (True, False),
        ]
        assert steps(bureau, Kind.SUPPLEMENT)[0].limit == Limit(3, Unit.WORKING_DAY)
        row = confirmed(bureau, keeper)
        assert len(row.corrections) == 1

    def test_a_matter_that_is_gone_takes_in_nothing(self, bureau, grants, publish, keeper):
        confirmed(bureau, keeper)
        publish(matter(1, "平台认定", ("受理", ACCEPT)))
        assert "现行清单中没有这一事项" in in_force(bureau).reason


class TestWhoMay:
    def test_nobody_else_corrects_withdraws_or_confirms(self, bureau, grants, keeper, outsider):
        (row,) = correct(bureau, 1, [Promise(None)], "承诺", keeper)
        seen = proposed(bureau).proposal.digest
        before = Event.objects.count()
        for act in (
            lambda: correct(bureau, 1, [Promise(None)], "试试", outsider),
            lambda: withdraw(bureau, 1, row.pk, outsider),
            lambda: confirm(bureau, 1, seen, outsider),
        ):
            with pytest.raises(Denied, match="只有西峡县科学技术局的清单管理员"):
                act()
        assert not may(outsider, "procedure.review", bureau)
        assert (Correction.objects.count(), Procedure.objects.count()) == (1, 0)
        assert Event.objects.count() == before

    def test_each_act_enters_the_bureaus_record(self, bureau, grants, keeper):
        (row,) = correct(bureau, 1, [Promise(Limit(9, Unit.WORKING_DAY))], "承诺", keeper)
        withdraw(bureau, 1, row.pk, keeper)
        made = confirmed(bureau, keeper)
        events = Event.objects.filter(chain=bureau.code, verb__startswith="procedure.").order_by("sequence")
        assert [event.verb for event in events] == [
            "procedure.correct",
            "procedure.withdraw",
            "procedure.confirm",
        ]
        assert {event.who for event in events} == {keeper.pk}
        assert made.digest in events[2].body
        assert not list(verify_chain(bureau.code))
