"""The summary table that goes up: who is in it, in which order, with which columns of the kit."""

from __future__ import annotations

import pytest

from quanze.documents.tree import Items
from quanze.kits.model import Column, Ranking
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts
from quanze.selection.summary import summary
from tests.selection.conftest import Contest, contest_by


def with_columns() -> Contest:
    """The bureau's table has the person to call besides."""
    return contest_by(Ranking(columns=(Column("contact_phone", 3), Column("product", 4))), quota={})


def table(contest: Contest) -> Items:
    (found,) = [block for block in summary(contest.held).blocks if isinstance(block, Items)]
    return found


def test_only_a_fixed_ranking_has_one(contest: Contest):
    with pytest.raises(Unacceptable, match="排序确定以后"):
        summary(contest.held)


def test_within_the_quota_and_in_order(contest: Contest):
    contest.score(2, "60")
    contest.fix()
    assert [row[2] for row in table(contest).rows] == ["产品丙", "产品甲"]


def test_who_was_withdrawn_since_is_left_out_and_nobody_follows(contest: Contest):
    contest.fix()
    contest.house.do(contest.cases[0], acts.Withdraw("不申报了"), contest.house.chen)
    assert [row[::2] for row in table(contest).rows] == [("1", "产品乙")]


def test_the_columns_are_the_kits(start):
    contest: Contest = start(with_columns)
    contest.fix()
    found = table(contest)
    assert found.shares == (1, 5, 3, 4)
    assert len(found.rows) == 4, "without a quota all go up"
    assert found.rows[0][2:] == ("0377-63111111", "产品甲")
