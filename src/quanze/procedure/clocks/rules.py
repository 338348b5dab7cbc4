"""How each unit of a limit is counted, and by which article."""

from __future__ import annotations

from dataclasses import dataclass

from quanze.procedure.model import Unit


@dataclass(frozen=True, slots=True)
class Rule:
    """What is done, in one clause, and the articles that say so."""

    text: str
    source: str

    def __str__(self) -> str:
        return f"{self.text}（{self.source}）"


UNITS = {
    Unit.WORKING_DAY: "个工作日",
    Unit.CALENDAR_DAY: "个自然日",
    Unit.MONTH: "个月",
    Unit.DAY: "日",
}
"""What stands behind the number."""

RULES = {
    # 《行政许可法》第八十二条：“……期限以工作日计算，不含法定节假日。”
    # 《民法典》第二百零一条：“按照年、月、日计算期间的，开始的当日不计入，自下一日开始计算。”
    Unit.WORKING_DAY: Rule(
        "按工作日计算，周末和法定节假日不计，调休上班日计入；开始的当日不计入",
        "《行政许可法》第八十二条，非许可事项参照；《民法典》第二百零一条",
    ),
    # 《民法典》第二百零三条：“期间的最后一日是法定休假日的，以法定休假日结束的次日为期间的最后一日。”
    Unit.CALENDAR_DAY: Rule(
        "按自然日计算，开始的当日不计入；最后一日是休假日的，以休假结束的次日为最后一日",
        "《民法典》第二百零一条、第二百零三条",
    ),
    # 《民法典》第二百零二条：“……到期月的对应日为期间的最后一日；没有对应日的，月末日为期间的最后一日。”
    Unit.MONTH: Rule(
        "按月计算，到期月的对应日为最后一日，没有对应日的为月末日；最后一日是休假日的，以休假结束的次日为最后一日",
        "《民法典》第二百零一条至第二百零三条",
    ),
}
"""Unit → its rule. 日 has none of its own: it is read as working days and as calendar days."""
