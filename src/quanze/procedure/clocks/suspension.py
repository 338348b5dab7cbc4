"""中止: time that does not count, on listed grounds only and with a written notice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from quanze.procedure.clocks.uncountable import Uncountable

# 《行政许可法》第四十五条：“……听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审的，所需时间不计算在本节规定的期限内。
# 行政机关应当将所需时间书面告知申请人。”
ARTICLE_45 = "《行政许可法》第四十五条"

# 《行政许可法》第三十二条第一款第（五）项：“……按照本行政机关的要求提交全部补正申请材料的，应当受理行政许可申请。”
ARTICLE_32 = "《行政许可法》第三十二条第一款第（五）项"

GROUNDS = {
    **dict.fromkeys(
        ("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审"),
        ARTICLE_45,
    ),
    "补正": ARTICLE_32,
}
"""On what the clock may stop → the article."""

# 《优化营商环境条例》第三十六条：“……需要进行现场踏勘、现场核查、技术审查、听证论证的，应当及时安排、限时办结。”
NO_GROUNDS = dict.fromkeys(
    ("现场踏勘", "现场核查", "技术审查"), "《优化营商环境条例》第三十六条要求及时安排、限时办结"
)
"""What is often taken for one and is none → what the law says of it."""

LONGEST = 3660
"""Days of one suspension, as of the longest limit."""


@dataclass(frozen=True, slots=True)
class Suspension:
    """The clock stood still from ``begun`` to ``ended``, both days included; ``ended`` is ``None`` as long as it does.

    ``ground`` is a key of ``GROUNDS``. ``notice`` names the letter by which the applicant was told, ``notified`` is the
    day of it: days before that day count although the ground was there, since nobody had been told. Raises
    :class:`Uncountable`.
    """

    ground: str
    begun: date
    ended: date | None
    notice: str
    notified: date

    def __post_init__(self) -> None:
        if self.ground not in GROUNDS:
            why = NO_GROUNDS.get(self.ground, f"可中止的只有{'、'.join(GROUNDS)}")
            raise Uncountable(f"“{self.ground}”不是中止计算期限的事由：{why}")
        if not self.notice.strip():
            raise Uncountable(f"因{self.ground}中止计算期限须书面告知申请人，没有写明告知文书")
        if self.ended is not None and not 0 <= (self.ended - self.begun).days <= LONGEST:
            raise Uncountable(
                f"因{self.ground}中止的结束日 {self.ended} 早于开始日 {self.begun}，或者相距超过 {LONGEST} 天"
            )

    @property
    def first(self) -> date:
        """The first day that does not count."""
        return max(self.begun, self.notified)

    @property
    def source(self) -> str:
        """The article that lists the ground."""
        return GROUNDS[self.ground]

    def covers(self, day: date) -> bool:
        """Whether ``day`` does not count."""
        return self.first <= day and (self.ended is None or day <= self.ended)


def stopping(day: date, suspensions: Iterable[Suspension]) -> Suspension | None:
    """What keeps ``day`` from counting: where several do, one that has not ended goes first."""
    covering = [suspension for suspension in suspensions if suspension.covers(day)]
    return next((one for one in covering if one.ended is None), covering[0] if covering else None)
