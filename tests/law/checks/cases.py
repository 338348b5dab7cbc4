"""Every rule about the law with a list that breaks it, what the finding must quote, and a list close to it that does
not. The library holds the invented laws of ``tests.law.laws`` and some notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from quanze.law.instruments import Instrument, Kind, Says, Statement
from quanze.law.library import Library
from quanze.lists.model import AdjustmentNote, ListDocument, Text
from tests.law.laws import CONDUCT, MINES_2009, MINES_2015, MINES_2022, library, stated
from tests.law.test_boilerplate import COPY
from tests.lists.checks.lists import adjusted, basis, document, liability, matter, retained


class Case(NamedTuple):
    """``bad`` draws exactly one finding of the rule, whose message holds ``quoted``; ``good`` draws none. ``spot`` is
    the text at which the finding points; ``instead`` what it suggests."""

    rule: str
    bad: ListDocument
    quoted: str
    good: ListDocument
    spot: str | None = None
    instead: str | None = None


def notice(title: str, number: str, *statements: Statement) -> Instrument:
    return Instrument(title, title, Kind.NOTICE, number=number, statements=statements)


FROM = stated(Says.IN_FORCE_FROM, date(2020, 1, 1))
GONE = notice("企业技术中心旧办法", "清政〔2019〕1号", FROM, stated(Says.REPEALED, date(2024, 5, 1)))
OVER = notice("首台套奖励办法", "清政〔2019〕2号", FROM, stated(Says.TERM, months=36))
GOOD = notice("企业技术中心管理办法", "清政〔2020〕5号", FROM)
COMING = notice("数据条例", "清政〔2026〕9号", stated(Says.IN_FORCE_FROM, date(2027, 1, 1)))
UNKNOWN = notice("老办法", "清政〔2001〕3号")
HELD = Library(
    [*library(MINES_2009, MINES_2015, MINES_2022, CONDUCT).instruments, GONE, OVER, GOOD, COMING, UNKNOWN]
)

OK = basis("《企业技术中心管理办法》（清政〔2020〕5号）第六条")
MINES = "《中华人民共和国矿井法》"


def explained(reason: str, *others: str) -> ListDocument:
    """An adjusted matter with this reason, and retained ones that rest on these."""
    changed = replace(
        matter("技术中心", summary="修改依据"),
        adjustment=AdjustmentNote(Text.plain("修改依据"), Text.plain(reason)),
    )
    rest = [matter(f"事项{n}", number=str(n), basis=each) for n, each in enumerate(others, 1)]
    return document(adjusted(changed), retained(*rest))


REASON = "《资金办法》（清财〔2025〕1号）自印发之日起施行。《资金办法》（清财〔2021〕62号）同时废止。"
NEW, OLD = "《资金办法》（清财〔2025〕1号）第一条", "《资金办法》（清财〔2021〕62号）第一条"
ISSUE = "《清河县财政局关于印发清河县{}专项资金管理办法的通知》（清财〔{}〕{}号）第六条"


def dropped(other: str) -> ListDocument:
    """A matter whose adjustment changed its basis, and another one beside it."""
    changed = matter("甲事项", basis=NEW, before={"basis": OLD}, summary="修改依据")
    return document(adjusted(changed), retained(matter("乙事项", basis=other)))


CURRENCY = [
    Case("L501", basis("《企业技术中心旧办法》（清政〔2019〕1号）第三条"), "自2024年5月1日起废止", OK, "《企业技术中心旧办法》（清政〔2019〕1号）"),
    Case("L501", basis("依据清政〔2019〕2号文件，《首台套奖励办法》（清政〔2019〕2号）执行"), "至2022年12月31日届满", OK),
    Case("L502", basis("《小矿井管理办法》第二条"), "《中华人民共和国矿井法》写明", basis("《大矿井管理办法》第二条"), "《小矿井管理办法》"),
    Case("L503", explained(REASON, OLD), "清单自己写明", explained(REASON, NEW), "《资金办法》（清财〔2021〕62号）"),
    Case("L504", explained(REASON), "（清财〔2021〕62号）已经废止，由《资金办法》（清财〔2025〕1号）废止", explained("依据《资金办法》（清财〔2025〕1号）修改。")),
    Case("L505", basis("《中小企业发展规划（2016—2020年）》（清政〔2016〕3号）"), "“2016—2020年”，2020年已经过去", basis("《中小企业发展规划（2026—2030年）》（清政〔2026〕3号）")),
    Case("L505", basis("《清河县“十三五”工业规划》（清政〔2016〕3号）"), "2020年已经过去", basis("《清河县“十五五”工业规划》（清政〔2026〕3号）")),
    Case("L506", basis("《关于开展2023年度智能工厂申报工作的通知》（清工信〔2023〕3号）"), "“2023年度”", basis("《关于开展2026年度智能工厂申报工作的通知》（清工信〔2026〕3号）")),
    Case("L507", basis("《中华人民共和国矿井法》（2015年修正）第二条"), "引用的是2015年", basis("《中华人民共和国矿井法》（2022年修订）第二条")),
    Case("L508", basis("《数据条例》（清政〔2026〕9号）第二条"), "自2027年1月1日起施行", OK),
    Case("L509", explained("《资金办法》（清财〔2022〕1号）自印发之日起施行，有效期3年。"), "期限已经届满", explained("《资金办法》（清财〔2025〕1号）自印发之日起施行，有效期3年。"), "有效期3年"),
    Case("L509", explained("《资金办法》（清财〔2022〕1号）自印发之日起施行，有效期至2027年3月1日。"), "将要届满", explained("《资金办法》（清财〔2022〕1号）自印发之日起施行，有效期至2027年12月31日。")),
    Case(
        "L510",
        document(retained(matter("甲事项", basis=ISSUE.format("制造业", 2018, 16)), matter("乙事项", number="2", basis=ISSUE.format("省级制造业", 2025, 1)))),
        "可能已由清单另处（乙事项）引用的",
        document(retained(matter("甲事项", basis=ISSUE.format("农机购置", 2018, 16)), matter("乙事项", number="2", basis=ISSUE.format("省级制造业", 2025, 1)))),
    ),
    Case("L511", dropped(OLD), "在调整“甲事项”时已不再作为依据", dropped(NEW)),
    Case("L512", basis("《老办法》（清政〔2001〕3号）第一条"), "没有施行日期、期限或废止的记载", OK),
    Case("L512", basis("《没有收录的办法》（清政〔2002〕3号）第一条"), "法规库中没有收录", OK),
]  # fmt: skip

QUOTATION = [
    Case("Q601", basis(f"{MINES}第五条：违反本法规定的，处以八万元以下罚款。"), "原文“处以五万元”写作“处以八万元”", basis(f"{MINES}第五条：违反本法规定的，处以五万元以下罚款。"), "处以八万元", "处以五万元"),
    Case("Q602", basis(f"{MINES}第九十条的规定"), "没有第九十条（共 6 条）", basis(f"{MINES}第六条的规定")),
    Case("Q603", basis(f"{MINES}第四条：违反本法规定的，处以三万元以下罚款。"), "见于2015年4月24日修正文本的第四条", basis(f"{MINES}第五条：违反本法规定的，处以五万元以下罚款。")),
    Case("Q604", basis(f"{MINES}第四条：关闭矿井，应当提交下列材料：（一）关闭申请书；……"), "以省略号注明", basis(f"{MINES}第四条：材料不清的，应当予以说明。")),
    Case("Q605", basis(f"{MINES}第四条：材料不清的，应当予以说明。"), "与2022年10月30日修订文本一致", basis(f"{MINES}第四条：材料不清的，应当加以说明。")),
    Case("Q606", liability(COPY.replace("情节较重", "情节严重")), "原文“情节较重的”写作“情节严重的”", liability(COPY), "情节严重的", "情节较重的"),
    Case("Q607", liability(COPY), "这段文字就是《公职人员作风条例》第二条（", liability("违反规定收取财物的，依法给予处分。")),
]  # fmt: skip

CASES = (*CURRENCY, *QUOTATION)
