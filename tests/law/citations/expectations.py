"""What the sample list cites, written down by reading it: annex, 序号 and field → title, number, places.

A title that is only short carries the full one behind ``→``. Titles stand without the blanks that the printed list has
around figures.
"""

from __future__ import annotations

NOTICE_2023 = "河南省工业和信息化厅河南省财政厅关于开展2024年省级制造业高质量发展专项资金项目申报工作的通知"
FUND_NOTICE = "河南省财政厅河南省工业和信息化厅关于印发河南省省级制造业高质量发展专项资金管理办法的通知"
FUND_RULES = "河南省省级制造业高质量发展专项资金管理办法"
GREEN_PROVINCE = (
    "河南省工业和信息化厅办公室关于组织推荐2024年度省级绿色制造名单及前八批绿色制造名单填报动态管理表的通知"
)
GREEN_STATE = "河南省工业和信息化厅办公室关于组织推荐2024年度国家级绿色制造名单的预通知"
GREEN_NOTE = "关于2025年度国家级绿色制造名单推荐工作的说明"
GREEN_2025 = "工业和信息化部办公厅关于开展2025年度绿色工厂推荐工作的通知"

Expected = tuple[str, str | None, tuple[str, ...]]


def cited(title: str, number: str | None = None, *places: str) -> Expected:
    """One row."""
    return title, number, places


FUND_QUOTED = [
    cited(FUND_NOTICE, "豫财企〔2025〕1号", "第十条"),
    cited(FUND_RULES),
    cited(f"本办法→{FUND_RULES}"),
]
FUND_LIABILITY = [
    cited("中华人民共和国预算法"),
    cited("财政违法行为处罚处分条例"),
    cited("中华人民共和国预算法"),
    cited("中华人民共和国公务员法"),
    cited("中华人民共和国监察法"),
    cited("财政违法行为处罚处分条例"),
]
GREEN_NOW = [
    cited(GREEN_PROVINCE, "豫工信办节〔2024〕7号"),
    cited(GREEN_STATE, "豫工信办节〔2024〕112号"),
    cited(GREEN_NOTE),
    cited(GREEN_2025, "工信厅节函〔2025〕390号"),
]

EXPECTED: dict[tuple[str, str, str], list[Expected]] = {
    ("adjusted", "1", "basis"): FUND_QUOTED,
    ("adjusted", "1", "liability"): FUND_LIABILITY,
    ("adjusted", "1", "before[basis]"): [cited(NOTICE_2023, "豫工信联规〔2023〕157号", "三、（一）")],
    ("adjusted", "1", "adjustment.reason"): [
        cited(FUND_NOTICE, "豫财企〔2025〕1号"),
        cited(FUND_NOTICE, "豫财企〔2021〕62号"),
    ],
    ("adjusted", "2", "basis"): GREEN_NOW,
    ("adjusted", "2", "before[basis]"): [
        cited("河南省绿色制造体系建设实施方案（2018—2020年）", None, "四、（三）"),
        cited(
            "工业和信息化部办公厅关于开展2022年度绿色制造名单推荐工作的通知",
            "工信厅节函〔2022〕235号",
            "一、",
        ),
        cited("工业和信息化部办公厅关于开展绿色制造体系建设的通知", "工信厅节函〔2016〕586号"),
        cited(GREEN_PROVINCE, "豫工信办节〔2024〕7号"),
        cited(GREEN_STATE, "豫工信办节〔2024〕112号"),
    ],
    ("adjusted", "2", "adjustment.reason"): [cited(GREEN_2025, "工信厅节函〔2025〕390号")],
    ("retained", "1", "basis"): [
        cited("中华人民共和国煤炭法", "主席令第七十五号", "第二十六条"),
        cited("河南省煤炭条例", None, "第二十条"),
        cited("煤矿安全规程", "国家安监总局令第87号", "第二十一条"),
    ],
    ("retained", "1", "stages[1].duty"): [cited("河南省煤炭条例", None, "第二十条")],
    ("retained", "2", "basis"): [
        cited("中华人民共和国中小企业促进法", None, "第八条"),
        cited(
            "河南省财政厅河南省工业和信息化委员会关于印发河南省先进制造业发展专项资金管理办法的通知",
            "豫财企〔2018〕16号",
            "第六条",
        ),
        cited("河南省人民政府关于扶持小型微型企业发展的意见", "豫政〔2015〕73号", "十五、"),
        cited(
            "工业和信息化部关于印发促进中小企业发展规划（2016—2020年）的通知", "工信部规〔2016〕223号", "二、"
        ),
    ],
    ("retained", "3", "basis"): FUND_QUOTED,
    ("retained", "3", "liability"): FUND_LIABILITY,
    ("retained", "4", "basis"): [
        cited("国家新型工业化产业示范基地管理办法", "工信部规〔2017〕1号", "第四条", "第十条")
    ],
    ("retained", "4", "stages[1].duty"): [
        cited("国家新型工业化产业示范基地管理办法"),
        cited("河南省新型工业化产业示范基地暂行管理办法"),
    ],
    ("retained", "5", "basis"): [
        cited(
            "河南省工业和信息化委员会关于印发〈河南省工业新产品综合评价办法（试行）〉的通知",
            "豫工信科〔2018〕133号",
            "第六条",
        )
    ],
    ("retained", "6", "basis"): [
        cited(
            "关于〈焦化行业规范条件〉的公告",
            "中华人民共和国工业和信息化部公告2020年第28号",
            "八、（十九）",
        )
    ],
    ("retained", "7", "basis"): [
        cited(
            "工信部、财政部关于印发〈技术创新示范企业认定管理办法（试行）〉的通知",
            "工信部联科〔2010〕540号",
            "第四条",
        ),
        cited(
            "工业和信息化部关于组织开展2023年国家技术创新示范企业认定及国家技术创新示范企业复核评价工作的通知",
            "工信厅科函〔2023〕260号",
            "一、（一）",
            "一、（二）",
        ),
        cited("管理办法→技术创新示范企业认定管理办法（试行）"),
    ],
    ("retained", "8", "basis"): [
        cited(
            "河南省工业和信息化厅办公室关于开展2023年度河南省智能车间智能工厂申报工作的通知",
            "豫工信办数字〔2023〕23号",
            "四、（三）",
        )
    ],
    ("retained", "9", "basis"): GREEN_NOW,
    ("retained", "10", "basis"): [
        cited(
            "河南省工业和信息化厅河南省财政厅关于开展2023年度河南省制造业创新中心申报工作的通知",
            "豫工信联创新〔2023〕58号",
            "四、（三）1.",
        )
    ],
}
"""Cells that are not named cite nothing."""
