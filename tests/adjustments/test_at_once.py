"""Two people at the same moment: one wins, the other is told who did what. And adjustments that cross each other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from quanze.adjustments import queries, services
from quanze.adjustments.kinds import Kind
from quanze.adjustments.models import Act, Adjustment
from quanze.adjustments.services import Conflict
from quanze.audit.queries import verify_chain
from quanze.lists.model import AnnexKind
from quanze.registry import queries as lists
from quanze.registry.models import Edition
from quanze.registry.services import Unacceptable
from tests.adjustments.conftest import decision, full, published

TODAY = timezone.localdate()


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What each came to: "" or why it was refused. They start together, each in a thread with real commits."""
    start = threading.Barrier(len(acts))
    came_to = [""] * len(acts)

    def run(at: int) -> None:
        start.wait()
        try:
            acts[at]()
        except Unacceptable as refusal:
            came_to[at] = f"{type(refusal).__name__}: {refusal}"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(at,)) for at in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return came_to


@pytest.fixture
def busy(start):
    """The house with real commits."""
    return start(published, own=True)


def test_two_editors_of_one_line_cannot_overwrite_each_other(busy):
    adjustment = busy.adjustment()
    line = busy.change(adjustment, 1)
    came_to = at_once(
        lambda: services.edit_change(line, busy.keeper, line.version, reason="甲的理由"),
        lambda: services.edit_change(line, busy.second, line.version, reason="乙的理由"),
    )
    [told] = [text for text in came_to if text]
    assert told.startswith("Conflict: 您打开以后，")
    assert "修改第1条（调整原因）" in told
    won = "keeper" if came_to[0] == "" else "second"
    assert won in told
    line.refresh_from_db()
    assert line.reason == {"keeper": "甲的理由", "second": "乙的理由"}[won]
    assert list(verify_chain(busy.bureau.code)) == []


def test_two_editors_of_two_lines_do_not_disturb_each_other(busy):
    adjustment = busy.adjustment()
    one, other = busy.change(adjustment, 1), busy.change(adjustment, 2)
    came_to = at_once(
        lambda: services.edit_change(one, busy.keeper, one.version, reason="甲的理由"),
        lambda: services.edit_change(other, busy.second, other.version, reason="乙的理由"),
    )
    assert came_to == ["", ""]
    assert list(adjustment.changes.values_list("reason", flat=True)) == ["甲的理由", "乙的理由"]


def test_a_step_pressed_twice_is_taken_once(busy):
    adjustment = busy.adjustment()
    busy.change(adjustment, 1)
    busy.submit(adjustment)
    press = lambda: services.pass_step(adjustment, busy.bianban, adjustment.version, "staffing")  # noqa: E731
    came_to = at_once(press, press, press)
    assert sorted(bool(text) for text in came_to) == [False, True, True]
    assert Act.objects.filter(verb=Act.Verb.PASS).count() == 1


def test_two_publications_at_once_make_two_editions_one_upon_the_other(busy):
    one, other = busy.adjustment("甲"), busy.adjustment("乙")
    busy.change(one, 1)
    busy.change(other, 2)
    for each in (one, other):
        busy.approve(each)
        each.refresh_from_db()
    came_to = at_once(
        lambda: services.publish(one, busy.keeper, one.version, effective_from=TODAY),
        lambda: services.publish(other, busy.second, other.version, effective_from=TODAY),
    )
    assert came_to == ["", ""]
    last = lists.last(busy.bureau)
    assert last.sequence == 3
    changed = lists.between(lists.edition(busy.bureau, 1), last).substantive
    assert [each.matter.number for each in changed] == [1, 2]
    assert lists.edition_on(busy.bureau, TODAY) == last
    assert list(verify_chain(busy.bureau.code)) == []


def test_pressing_publish_twice_makes_one_edition(busy):
    adjustment = busy.adjustment()
    busy.change(adjustment, 1)
    busy.approve(adjustment)
    adjustment.refresh_from_db()
    press = lambda: services.publish(adjustment, busy.keeper, adjustment.version)  # noqa: E731
    assert sorted(bool(text) for text in at_once(press, press)) == [False, True]
    assert Edition.objects.count() == 2


# One after the other -------------------------------------------------------------------------------------------------


def test_who_comes_second_is_told_who_changed_what(house):
    adjustment = house.adjustment()
    seen = adjustment.version
    house.change(adjustment, 1)
    with pytest.raises(Conflict, match=r"keeper于.*修改第1条（新增一条）.*您的改动没有保存") as told:
        services.revise(adjustment, house.second, seen, title="别的标题")
    assert [act.version for act in told.value.acts] == [2]
    adjustment.refresh_from_db()
    assert adjustment.title == "2026年第一次调整"


def test_what_was_published_meanwhile_about_other_matters_is_kept(house):
    one, other = house.adjustment("甲"), house.adjustment("乙")
    house.change(one, 1)
    house.change(other, 2)
    for each in (one, other):
        house.approve(each)
    house.publish(one)
    edition = house.publish(other)
    assert [
        row.adjustment.summary.value for row in lists.annexes(edition, AnnexKind.ADJUSTED)[0].matters
    ] == ["修改依据"]
    changed = lists.between(lists.edition(house.bureau, 1), edition).substantive
    assert [each.matter.number for each in changed] == [1, 2]
    publish = queries.acts(other).get(verb=Act.Verb.PUBLISH)
    assert (publish.detail["base"], other.base.sequence) == (2, 1)


def test_what_was_published_meanwhile_about_the_same_matter_is_refused_and_put_upon_the_new_one(house):
    one, other = house.adjustment("甲"), house.adjustment("乙")
    house.change(one, 1, basis="《甲规定》第一条")
    line = house.change(other, 1, liability="依法追责。")
    untouched = house.change(other, 2)
    for each in (one, other):
        house.approve(each)
    house.publish(one)
    with pytest.raises(Unacceptable, match="已公布第2版，也改动了“采矿审核”；请撤回，改以新版为基础"):
        house.publish(other)

    other.refresh_from_db()
    services.withdraw(other, house.keeper, other.version, "第2版已改动同一事项")
    other.refresh_from_db()
    with pytest.raises(Unacceptable, match="之后已公布第2版，请先改以新版为基础"):
        house.submit(other)
    services.rebase(other, house.keeper, other.version)
    line.refresh_from_db()
    untouched.refresh_from_db()
    assert (line.decision, untouched.decision) == ("pending", "accepted")
    assert line.befores.get().content.content["basis"] == "《甲规定》第一条"
    assert (line.after[0]["basis"], line.after[0]["liability"]) == ("《甲规定》第一条", "依法追责。")
    services.decide(line, house.keeper, line.version, accept=True)
    house.approve(other)
    assert house.publish(other).sequence == 3
    now = house.content(1)
    assert (now.basis.value, now.liability.value) == ("《甲规定》第一条", "依法追责。")


def test_a_matter_that_is_gone_meanwhile_is_said_to_be_gone(house):
    one, other = house.adjustment("甲"), house.adjustment("乙")
    house.add(one, Kind.CANCELLED, matters=[house.matter(1)], under_way="end")
    line = house.change(other, 1)
    house.approve(one)
    house.publish(one)
    other.refresh_from_db()
    services.rebase(other, house.keeper, other.version)
    line.refresh_from_db()
    services.decide(line, house.keeper, line.version, accept=True)
    other.refresh_from_db()
    with pytest.raises(Unacceptable, match="变更须有清单中的事项1项，现有0项"):
        services.submit(other, house.keeper, other.version)


def test_the_same_new_matter_is_not_entered_twice(house):
    new = full("盐业检查").annexes[0].matters[0]
    one, other = house.adjustment("甲"), house.adjustment("乙")
    for each in (one, other):
        house.add(each, Kind.ADDED, after=[new])
        house.approve(each)
    house.publish(one)
    with pytest.raises(Unacceptable, match="也改动了“盐业检查”"):
        house.publish(other)


def test_a_future_edition_while_another_is_drafted(house):
    """A published list that takes effect next month is what the next draft begins from, and nothing takes effect
    before it."""
    coming = TODAY + timedelta(days=30)
    drafted = house.adjustment("先起草的")
    house.change(drafted, 2)
    ahead = house.adjustment("先公布的", effective_from=coming)
    house.change(ahead, 1)
    house.approve(ahead)
    future = house.publish(ahead)
    assert lists.edition_on(house.bureau).sequence == 1
    assert house.adjustment("后起草的").base == future

    with pytest.raises(Unacceptable, match="之后已公布第2版，请先改以新版为基础"):
        house.submit(drafted)
    drafted.refresh_from_db()
    services.rebase(drafted, house.keeper, drafted.version)
    house.approve(drafted)
    with pytest.raises(Unacceptable, match="早于上一版（第2版）的生效日期"):
        house.publish(drafted)
    both = house.publish(drafted, effective_from=coming)
    assert lists.edition_on(house.bureau, coming) == both
    assert [
        each.matter.number for each in lists.changes_since(lists.edition(house.bureau, 1), both).substantive
    ] == [1, 2]


def test_the_list_differs_before_and_after_the_date(house):
    coming = TODAY + timedelta(days=7)
    adjustment = house.adjustment(effective_from=coming)
    house.change(adjustment, 1)
    house.approve(adjustment)
    house.publish(adjustment)
    before = lists.edition_on(house.bureau, coming - timedelta(days=1))
    after = lists.edition_on(house.bureau, coming)
    [changed] = lists.between(before, after).substantive
    assert (changed.matter.number, [c.field for c in changed.changes if c.substantive]) == (1, ["basis"])


def test_a_published_adjustment_is_closed(house):
    adjustment = house.adjustment()
    house.change(adjustment, 1)
    house.approve(adjustment)
    house.publish(adjustment)
    adjustment.refresh_from_db()
    assert (adjustment.state, adjustment.due_on, adjustment.edition.sequence) == (
        Adjustment.State.PUBLISHED,
        None,
        2,
    )
    with pytest.raises(Unacceptable, match="已公布，现在不能"):
        services.withdraw(adjustment, house.keeper, adjustment.version, "改主意")


def test_who_decides_late_is_told(house):
    adjustment = house.adjustment()
    house.change(adjustment, 1)
    house.submit(adjustment)
    seen = adjustment.version
    house.pass_(adjustment, house.bianban, "staffing")
    with pytest.raises(Conflict, match=r"bianban于.*通过"):
        services.pass_step(adjustment, house.justice, seen, "justice")
    with pytest.raises(Unacceptable, match="已经办过"):
        house.pass_(adjustment, house.bianban, "staffing", decision=decision(house.bianban))
