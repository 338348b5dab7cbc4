"""What stands around a case is found out for those acts alone of which it warns."""

from __future__ import annotations

from datetime import timedelta

from quanze.procedure.engine import Bar, Facts, Window, acts
from quanze.procedure.engine.cautions import AROUND
from quanze.procedure.engine.table import RULES
from quanze.procedure.model import Kind
from tests.procedure.engine.hands import BEGIN, Case
from tests.procedure.engine.procedures import Drafting

CODES = {"window", "bar", "jurisdiction", "quota", "credit"}


def test_it_matters_when_an_application_comes_is_accepted_and_goes_up():
    assert {acts.Submit, acts.Accept, acts.Recommend} == AROUND
    assert RULES.keys() > AROUND


def test_no_other_act_is_warned_of_it():
    procedure = (
        Drafting("某项目推荐")
        .stage("受理")
        .step(Kind.ACCEPT, "予以受理")
        .stage("审查")
        .step(Kind.REVIEW, "审核")
        .done()
    )
    around = Facts(
        window=Window(BEGIN - timedelta(9), BEGIN - timedelta(8)),
        bars=(Bar("限制申报"),),
        credit=("失信",),
        elsewhere="某局",
        quota=0,
    )
    case = Case(procedure, facts=around)
    case.do(acts.Submit(("申请表",)), "某公司")
    case.do(acts.Accept("accept1"))
    case.do(acts.Review("review1", "齐全"))
    warned = {type(event.what) for event in case.history if CODES & {each.code for each in event.cautions}}
    assert warned == {acts.Submit, acts.Accept}
