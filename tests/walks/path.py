"""A path, and the turns of which most paths are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.walks.forms import Papers, Rows
from tests.walks.turns import Do, Turn


@dataclass(frozen=True, slots=True)
class Path:
    """One way through a matter; ``end`` is how it ends, in the bureau's words."""

    matter: str
    end: str
    turns: tuple[Turn, ...]

    def __str__(self) -> str:
        return f"{self.matter} · {self.end}"


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
    return Do(who, "评审", {"专家": Rows((("王教授",), ("刘教授",))), "评审意见": opinion, "结论": verdict})


def meet(who: str, people: tuple[str, ...], stood_back: tuple[str, ...] = (), against: str = "0") -> Do:
    """集体决策, its minutes made by the program."""
    said: Mapping[str, Any] = {
        "参会人员": tuple(f"@{each}" for each in people),
        "其中回避、不参加表决的": tuple(f"@{each}" for each in stood_back),
        "赞成票": str(len(people) - len(stood_back) - int(against)),
        "反对票": against,
    }
    return Do(who, "集体决策", said, letter="集体研究记录")


def post(who: str) -> Do:
    """发布公示 for the days that the form begins with, proven."""
    said = {
        "公示的网址或者地点": "卧龙区政府门户网站公示公告栏",
        "公示的截图或者照片": Papers(("公示截图.pdf",)),
    }
    return Do(who, "发布公示", said)


def report(who: str, recipient: str = "南阳市工业和信息化局", leaves: str = "") -> Do:
    """上报, with its letter."""
    words = {"事由": "报送申报材料"}
    return Do(who, "上报", {"上报给哪个机关": recipient}, words, leaves=leaves, letter="报送函")


def result(words: str, outcome: str = "予以认定、列入", organ: str = "河南省工业和信息化厅") -> Do:
    """What the higher authority made of it."""
    said = {"作出结果的机关": organ, "结果": outcome, "结果的内容": words}
    return Do("recorder", "登记上级结果", said)
