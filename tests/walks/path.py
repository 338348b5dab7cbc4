"""A path, and the turns of which most paths are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.walks.forms import Papers, Rows, Term
from tests.walks.sights import Due, Sight
from tests.walks.turns import Delivered, Do, Issue, Serve
from tests.walks.walk import Turn


@dataclass(frozen=True, slots=True)
class Path:
    """One way through a matter of a bureau (its code); ``end`` is how it ends, in the bureau's words."""

    matter: str
    end: str
    turns: tuple[Turn, ...]
    bureau: str = "wolong-gxj"

    def __str__(self) -> str:
        return f"{self.matter} · {self.end}"


GXJ, CITY, PROVINCE = "南阳市卧龙区工业和信息化局", "南阳市工业和信息化局", "河南省工业和信息化厅"


FIVE = Term(5)
"""公示期 of the sample's matters, as their kits have it."""

OTHER_OFFICE = {"handler": "handler3", "handler3": "handler"}
"""Who handles → who handles the matters of the bureau's other office."""

BARRED = "申请人在限制申报期内"

BY_VERDICT = "按结论出具：通过初审决定书或者不予通过初审决定书"


def uploaded(label: str, name: str) -> dict[str, Any]:
    """A document of a form, uploaded."""
    return {label: "上传文件", f"{label}：上传的文件": Papers((name,))}


def accept(who: str, leaves: str = "") -> Do:
    """受理, with its letter."""
    return Do(who, "受理", leaves=leaves, letter="受理通知书")


def review(who: str, opinion: str = "材料齐全，内容真实。", verdict: str = "符合、同意") -> Do:
    """审查."""
    return Do(who, "审查", {"审核意见": opinion, "结论": verdict})


def need(who: str, needed: str, why: str) -> Do:
    """What is done only where needed is needed here, or not."""
    return Do(who, "认定是否需要", {"本件需要这一环节": needed, "需要或者不需要的理由": why})


def inspect(who: str, other: str, verdict: str = "符合、同意") -> Do:
    """现场核查 by two."""
    said = {
        "核查人员": (f"@{who}", f"@{other}"),
        "核查情况": "与申请材料一致。",
        "核查记录的签字": "核查人员和被核查单位均已签字",
        "结论": verdict,
    }
    return Do(who, "现场核查", said | uploaded("现场核查记录", "核查记录.pdf"))


def appraise(who: str, opinion: str = "建议通过。", verdict: str = "符合、同意") -> Do:
    """评审."""
    return Do(
        who, "评审", {"专家": Rows((("王教授", ""), ("刘教授", ""))), "评审意见": opinion, "结论": verdict}
    )


def agree(who: str, opinion: str = "同意。") -> Do:
    """联合审核, by the other agency under its own log-in."""
    return Do(who, "联合审核", {"联合审核意见": opinion, "结论": "符合、同意"})


def decide(verdict: str, reasons: str = "符合条件。", letter: str = "") -> Do:
    """作出决定, with the letter that tells it, where one is named."""
    said = {"结论": verdict, "意见和理由": reasons}
    if letter:
        said |= {"决定书": BY_VERDICT}
    return Do("leader", "作出决定", said, letter=letter)


def meet(who: str, people: tuple[str, ...], stood_back: tuple[str, ...] = (), against: str = "0") -> Do:
    """集体决策, its minutes made by the program."""
    said: Mapping[str, Any] = {
        "参会人员": tuple(f"@{each}" for each in people),
        "其中回避、不参加表决的": tuple(f"@{each}" for each in stood_back),
        "赞成票": str(len(people) - len(stood_back) - int(against)),
        "反对票": against,
    }
    return Do(who, "集体决策", said, letter="集体研究记录")


def post(who: str, term: Term = FIVE, where: str = "卧龙区政府门户网站公示公告栏") -> tuple[Turn, ...]:
    """发布公示 for the days that the form begins with, proven: until the last day of this term."""
    said = {"公示的网址或者地点": where, "公示的截图或者照片": Papers(("公示截图.pdf",))}
    return Do(who, "发布公示", said), Due(who, "公示期", term)


def sight(
    by: str, opinion: str, *more: str, reported: bool = True, supervisor: str = "supervisor"
) -> tuple[Turn, ...]:
    """Who sees of a case at its end what, and who nothing; ``more``: who has one task in it beside the recorder, who has
    one in what was ``reported``."""
    tasked = (*more, *(("recorder",) if reported else ()))
    nobody = ("neighbour", "stranger", "sysadmin", "finance", "recorder", OTHER_OFFICE[by])
    return (Sight(by, opinion, tasked, tuple(each for each in nobody if each not in tasked), supervisor),)


def recommend(what: str, verdict: str = "推荐") -> Do:
    """推荐, with the letter that recommends."""
    said = {"结论": verdict, "意见和理由": "符合条件。"}
    words = {"主送机关": CITY, "事由": f"推荐{what}"}
    return Do("leader", "推荐", said, words, letter=f"{GXJ}关于推荐{what}的函")


def report(who: str, what: str, recipient: str = CITY) -> Do:
    """上报, with its letter."""
    words = {"事由": f"报送{what}"}
    return Do(who, "上报", {"上报给哪个机关": recipient}, words, letter=f"{GXJ}关于报送{what}的函")


def tell(who: str, what: str) -> tuple[Turn, ...]:
    """送达: the applicant is told in writing how its application was handled."""
    words = {"告知内容": what}
    return (Issue(who, "告知书", words), Serve(who, "告知书"), Delivered(who, "告知书"))


def result(words: str, outcome: str = "予以认定、列入", organ: str = PROVINCE) -> Do:
    """What the higher authority made of it."""
    said = {"作出结果的机关": organ, "结果": outcome, "结果的内容": words}
    return Do("recorder", "登记上级结果", said)
