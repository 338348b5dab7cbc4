"""Tokenize: one compiled pattern finds every place where a citation may begin or go on; work is done only there."""

from __future__ import annotations

import re

from quanze.law.citations.locators import PLACE
from quanze.prose import NUMERAL
from quanze.prose.document_numbers import TITLE, YEAR_AND_SEQUENCE
from quanze.prose.order_numbers import ORDER, ORDER_BEHIND, STANDARD

STATUTES = "法|条例|办法|细则|规则|规程"
"""Kinds that 本, 该, 同 and 上述 point at by themselves (该办法)."""

ORDINARY = "规定|通知|意见|决定|公告|通告|方案|规范|标准|目录|指南"
"""Kinds that are ordinary words too (作出该决定的机关): pointed at only where a place follows (该决定第三条)."""

_BEGINS = "《<令公通纪号第〔(A-Z中本该同上前其"
"""The first characters of all the parts: looked at first, they spare the search the parts at every other character."""

TOKEN = re.compile(
    rf"""
    (?=[{_BEGINS}])
    (?: (?P<title>{TITLE}
        | <<(?:[^<>《》。;]|<[^<>《》。;]{{1,99}}+>){{1,299}}+>>
        | <(?=[\u4e00-\u9fff])[^<>《》。;\n]{{2,99}}+>)
    | (?P<order>{ORDER}|{ORDER_BEHIND})
    | (?P<place>{PLACE})
    | (?P<number>{YEAR_AND_SEQUENCE})
    | (?P<standard>{STANDARD})
    | (?P<national>中华人民共和国[\u4e00-\u9fff]{{1,20}}?(?:法|条例)(?=\s?(?:\([^()]{{0,80}}\)\s?)?第\s?{NUMERAL}\s?条))
    | (?P<this>(?:[本该同]|上述|前述)(?:{STATUTES}|(?:{ORDINARY})(?=第\s?{NUMERAL}\s?[条款项部])))
    | (?P<implementing>(?<=[及和与])其(?P<rules>实施(?:条例|细则|办法|规定)))
    | (?P<outline>\((?<=[。;\s]\()\s?[一二三四五六七八九十]{{1,3}}\s?\))
    )""",
    re.VERBOSE,
)
"""Of a clean text."""
