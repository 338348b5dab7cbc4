"""Short laws, invented, in the layout of LawRefBook; and a library of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from quanze.law import markdown
from quanze.law.folder import Read, grouped
from quanze.law.instruments import Evidence, Instrument, Reference, Says, Statement
from quanze.law.library import Library
from quanze.law.markdown import Reading

LAWS = Path(__file__).parents[3] / "shared" / "laws"
needs_laws = pytest.mark.skipif(not LAWS.is_dir(), reason=f"没有法规文件夹 {LAWS}，对真实法规的检查没有运行")

MINES_2009 = """\
# 中华人民共和国矿井法

2009年3月1日 第十一届全国人民代表大会常务委员会第七次会议通过

<!-- INFO END -->

## 第一章 总则

第一条 为了规范矿井的开办和关闭，保障矿井安全，制定本法。

第二条 开办矿井，应当向县级人民政府矿井主管部门提出申请。

主管部门应当自收到申请之日起二十日内作出决定；逾期不作决定的，视为同意。

## 第二章 关闭

第三条 关闭矿井，应当提交下列材料：

（一）关闭申请书；

（二）实测图纸；

（三）其他资料：

1.地质资料；

2.水文资料。

材料不清的，应当予以说明。

第四条 违反本法规定的，处以一万元以下罚款。

第五条 本法自2009年7月1日起施行。
"""

MINES_2015 = MINES_2009.replace(
    "常务委员会第七次会议通过\n",
    "常务委员会第七次会议通过\n\n2015年4月24日 第十二届全国人民代表大会常务委员会第十四次会议"
    "《关于修改〈中华人民共和国矿井法〉的决定》修正\n",
).replace("处以一万元以下罚款", "处以三万元以下罚款")

MINES_2022 = """\
# 中华人民共和国矿井法

2009年3月1日 第十一届全国人民代表大会常务委员会第七次会议通过

2015年4月24日 第十二届全国人民代表大会常务委员会第十四次会议《关于修改〈中华人民共和国矿井法〉的决定》修正

2022年10月30日 第十三届全国人民代表大会常务委员会第三十七次会议修订

<!-- INFO END -->

## 第一章 总则

第一条 为了规范矿井的开办、生产和关闭，保障矿井安全，制定本法。

第二条 国家鼓励矿井采用先进技术和装备，提高安全生产水平。

第三条 开办矿井，应当向省级人民政府矿井主管部门提出申请。

## 第二章 关闭

第四条 关闭矿井，应当提交下列材料：

（一）关闭申请书；

（二）实测图纸；

（三）其他资料：

1.地质资料；

2.水文资料。

材料不清的，应当予以说明。

第五条 违反本法规定的，处以五万元以下罚款。

第六条 本法自2023年3月1日起施行。《小矿井管理办法》同时废止。
"""

CONDUCT = """\
# 公职人员作风条例

2018年5月2日 国务院第10次常务会议通过

2018年5月20日 中华人民共和国国务院令第700号公布

2018年7月1日 施行

<!-- INFO END -->

第一条 为了改进公职人员的作风，制定本条例。

第二条 有下列行为之一，情节较重的，予以警告或者记过；情节严重的，予以降级或者撤职：

（一）违反规定向服务对象收取、摊派财物的；

（二）在服务活动中故意刁难、吃拿卡要的；

（三）在服务活动中态度恶劣粗暴，造成不良后果的。

有前款第一项行为，情节特别严重的，予以开除。

第三条 本条例自2018年7月1日起施行。
"""

ON = date(2026, 11, 26)


def read(text: str, name: str = "某法.md") -> Reading:
    return markdown.read(text.encode(), name)


def merged(*texts: str) -> Instrument:
    """The one instrument whose versions these are."""
    (found,) = grouped(read(text) for text in texts)
    return found.instrument


def library(*texts: str) -> Library:
    return Library(each.instrument for each in _grouped(read(text) for text in texts))


def _grouped(readings: Iterable[Reading]) -> Iterable[Read]:
    return grouped(readings)


def mines() -> Instrument:
    """A law adopted in 2009, amended in 2015, revised and renumbered in 2022."""
    return merged(MINES_2009, MINES_2015, MINES_2022)


def stated(
    says: Says,
    on: date | None = None,
    *,
    months: int | None = None,
    years: tuple[int, int] | None = None,
    by: Reference | None = None,
    confirmed: bool = True,
    document: str = "省政府公报",
) -> Statement:
    """A statement that a person entered."""
    evidence = Evidence(document, f"{says.value}", entered_by="法规管理员")
    return Statement(says, evidence, on, months, years, by, confirmed)
