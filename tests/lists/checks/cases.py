"""Every rule with a list that breaks it, what the finding must quote, and a list close to it that does not."""

from __future__ import annotations

from typing import NamedTuple

from quanze.lists.headings import CATEGORIES
from quanze.lists.model import Contact, ListDocument
from tests.lists.checks.lists import (
    CONTACT,
    STAGES,
    adjusted,
    basis,
    catalogue,
    document,
    duty,
    entries,
    head,
    liability,
    matter,
    named,
    one,
    retained,
    staged,
)


class Case(NamedTuple):
    """``bad`` draws exactly one finding of the rule, whose message holds ``quoted``; ``good`` draws none.

    ``spot`` is the text at which the finding points, where it points at text; ``instead`` what it suggests.
    """

    rule: str
    bad: ListDocument
    quoted: str
    good: ListDocument
    spot: str | None = None
    instead: str | None = None


A, B, C, D = "绿色工厂申报", "绿色园区申报", "首台套装备认定申报", "数字化车间申报"

DISCIPLINE = (
    "有下列行为之一，情节{}的，予以警告、记过或者记大过；情节严重的，予以降级或者撤职："
    "（一）违反规定收取财物的；（二）故意刁难的；（三）态度恶劣粗暴的。"
)
THREE_ITEMS = "有下列行为之一的，予以警告：（一）收取财物的；（二）故意刁难的；（三）态度粗暴的。有前款{}行为，予以开除。"

PROVINCE_APPROVES = "《煤矿管理规程》（令第8号）第二十一条：编制闭坑报告，并报省级煤炭管理部门批准。"
COUNTY_AND_FINANCE = "《专项资金管理办法》（清财〔2020〕5号）第六条：县级主管部门会同同级财政部门组织申报。"


STRUCTURE = [
    Case(
        "S101",
        document(retained(*named(A, B), declared_total=3)),
        "写明共 3 项，实际列出 2 项",
        document(retained(*named(A, B), declared_total=2)),
    ),
    Case(
        "S101",
        document(catalogue(*entries(A), declared_total=12)),
        "目录写明共 12 项",
        # Two rows of 子项 under one number: the bureau counts one.
        document(
            catalogue(
                matter(A, number="1", extra={"子项名称": "国家级"}),
                matter(A, number="1", extra={"子项名称": "省级"}),
                declared_total=1,
            )
        ),
    ),
    Case(
        "S102",
        document(
            catalogue(
                *entries(A, B, category="行政确认"), categories=(head("行政许可", 0), head("行政确认", 3))
            )
        ),
        "写明 3 项，其下实际列出 2 项",
        document(
            catalogue(
                *entries(A, B, category="行政确认"), categories=(head("行政许可", 0), head("行政确认", 2))
            )
        ),
    ),
    Case(
        "S102",
        document(catalogue(*entries(A), categories=(head("行政奖励", 2), head("其他职权", 1)))),
        "“行政奖励（2 项）”写明 2 项，其下实际列出 0 项",
        # All lines on top: a summary, counted by the rows' own categories.
        document(
            catalogue(
                matter(A, category="行政奖励"),
                matter(B, number="2", category="其他职权"),
                categories=(head("行政奖励", 1), head("其他职权", 1)),
            )
        ),
    ),
    Case(
        "S103",
        document(
            catalogue(
                *entries(A, B),
                declared_total=2,
                categories=(head("行政许可", 1), head("其他职权", 2)),
            )
        ),
        "相加为 3，而目录写明共 2 项",
        document(
            catalogue(*entries(A, B), declared_total=2, categories=(head("行政许可", 0), head("其他职权", 2)))
        ),
    ),
    Case(
        "S104",
        document(
            catalogue(
                matter(A, category="行政确认"),
                matter(B, number="2", category="行政奖励"),
                matter(C, number="3", category="行政奖励"),
                categories=(head("行政确认", None), head("行政奖励", None, 1), head("其他职权", None, 2)),
            )
        ),
        "本行的类别写作“行政奖励”，却列在“其他职权”之下",
        document(
            catalogue(
                matter(A, category="行政确认"),
                matter(B, number="2", category="行政奖励"),
                categories=(head("行政确认", None), head("行政奖励", None, 1)),
            )
        ),
        spot="行政奖励",
    ),
    Case(
        "S105",
        document(catalogue(*entries(A, B, C)), retained(*named(A, B))),
        f"目录列有“{C}”，其他附件没有这一事项",
        # The adjusted annex holds what the retained one lacks.
        document(
            catalogue(*entries(A, B)),
            adjusted(matter(B, summary="修改依据")),
            retained(*named(A)),
        ),
        spot=C,
    ),
    Case(
        "S106",
        document(catalogue(*entries(A, B)), retained(*named(A, B, C))),
        f"保留的清单列有“{C}”，目录没有这一事项",
        document(catalogue(*entries(A, "绿色园区 申报")), retained(*named(A, B))),
        spot=C,
    ),
    Case(
        "S107",
        document(adjusted(*named(A, B, summary="修改依据")), retained(*named(A, C))),
        f"调整的清单列有“{B}”，保留的清单没有这一事项",
        document(adjusted(matter(B, summary="取消该事项")), retained(*named(A, C))),
        spot=B,
    ),
    Case(
        "S107",
        document(adjusted(matter(B, summary="下放至乡镇")), retained(*named(A, B))),
        "写明不再保留，保留的清单仍列有这一事项",
        # None of the adjusted matters is in the retained annex: it holds what was not adjusted.
        document(adjusted(matter(B, summary="修改依据")), retained(*named(A))),
        spot=B,
    ),
    Case(
        "S108",
        document(retained(*named(A, B), matter(A, number="3"))),
        f"“{A}”在保留的权责清单中重复列出，前一处序号为 1",
        document(retained(*named(A, B), matter(A, number="3", category="行政奖励"))),
        spot=A,
    ),
    Case(
        "S109",
        document(retained(*named(A), matter(A, number="2", office="节能股"))),
        "出现两次而内容不同",
        document(
            retained(
                matter(A, extra={"子项": "国家级"}),
                matter(A, number="2", extra={"子项": "省级"}),
            )
        ),
        spot=A,
    ),
    Case(
        "S110",
        document(retained(matter(A), matter(B, number="2"), matter(C, number="4"))),
        "序号 4 接不上前一项的 2",
        # Each category is numbered from 1.
        document(retained(*named(A, B), *named(C, D))),
        spot="4",
    ),
    Case(
        "S110",
        document(retained(matter(A), matter(B, number="2"), matter(C, number="2"))),
        "序号 2 重复",
        document(retained(matter(A, number="甲-1"), matter(B, number="甲-3"))),
        spot="2",
    ),
    Case(
        "S111",
        document(catalogue(*entries(A, B)), retained(*named(B, A))),
        f"序号有 2 项不同，例如“{B}”在目录中是第 2 项，在保留的清单中是第 1 项",
        document(catalogue(*entries(A, B)), retained(*named(A, B))),
    ),
    Case(
        "S112",
        document(catalogue(*entries(A), categories=(head("行政许可", 0), head("其他职权", 1)))),
        "目录没有列出行政处罚、行政强制",
        document(catalogue(*entries(A), categories=tuple(head(c, int(c == "其他职权")) for c in CATEGORIES))),
    ),
    Case(
        "S113",
        document(retained(*named(A, B, category="行政服务"))),
        "“行政服务”不是十类职权之一（共 2 项）",
        document(
            retained(*(matter(f"事项{c}", number=str(n), category=c) for n, c in enumerate(CATEGORIES, 1)))
        ),
        spot="行政服务",
    ),
    Case(
        "S115",
        document(retained(matter(), contact=Contact(service_phone="60000000", address="人民路"))),
        "没有写投诉机构、投诉电话",
        document(retained(matter(), contact=CONTACT)),
    ),
    Case(
        "S115",
        document(retained(matter(extra={"监督电话": "12345"}), contact=None)),
        "没有写服务电话、受理地点",
        document(retained(matter(extra={"咨询及监督电话": "12345", "办理地点": "人民路"}), contact=None)),
    ),
    Case("S201", one(basis=""), "“实施依据”一栏空白", one(basis=None)),
    Case(
        "S201",
        document(retained(*named(A, B, C, D, office=""))),
        "保留的权责清单有“责任股室”一栏，4 项中有 4 项空白",
        document(retained(*named(A, B, C, D))),
    ),
    Case(
        "S202",
        staged(("受理", "受理申报材料。"), ("", "对申报材料进行审查。")),
        "“对申报材料进行审查。”没有对应的办理环节",
        staged((None, "1.受理申报材料。2.对申报材料进行审查。")),
    ),
    Case(
        "S203",
        staged(("受理", "受理申报材料。"), ("", "其他法律法规规章文件规定应履行的责任。")),
        "兜底条款“其他法律法规规章文件规定应履行的责任。”没有对应的办理环节",
        staged(("受理", "受理申报材料。"), ("其他", "法律、法规、规章规定的其他应履行的责任。")),
    ),
    Case(
        "S204",
        staged(("受理", "受理申报材料。"), ("审查", "")),
        "办理环节“审查”没有写责任事项",
        staged(("受理", None), ("审查", None)),
    ),
    Case(
        "S205",
        document(retained(*named(A), matter(B, number="2", stages=()))),
        "没有写办理环节和责任事项",
        document(retained(*named(A, B, stages=()))),
        spot=B,
    ),
    Case(
        "S131",
        staged(("受理", "受理申报材料。"), ("上报", "（2）向市主管部门上报。")),
        "以“（2）”开头，本事项前面没有与之衔接的“（1）”",
        staged(("受理", "（1）受理申报材料。"), ("上报", "（2）向市主管部门上报。")),
        spot="（2）",
    ),
    Case(
        "S131",
        staged((None, "1.受理申报材料。\n2.审查。\n4.报送。")),
        "以“4.”开头，本事项前面没有与之衔接的“3.”",
        # Numbered anew within a duty, and a decimal that is no number.
        staged((None, "1.受理：1.公示材料；2.一次告知；3.登记。\n2.审查：比例不低于2.5倍。\n3.报送。")),
        spot="4.",
    ),
    Case(
        "S132",
        staged(("受理", "1.受理责任：受理申报材料。"), ("审查", "对申报材料进行审查。")),
        "本事项后面没有“2.”",
        staged(("受理", "1.受理责任：受理申报材料。"), ("审查", "2.审查责任：进行审查。")),
        spot="1.",
    ),
    Case(
        "S133",
        staged(("受理", "1.受理：受理材料。"), ("审查", "2.（1）国家级：审查材料；（2）省级：审查材料。")),
        "“2.（1）”中上一级编号之后直接是下一级编号",
        staged(("受理", "1.受理：受理材料。"), ("审查", "2.审查：（1）国家级材料；（2）省级材料。")),
        spot="2.（1）",
    ),
    Case(
        "S134",
        liability(THREE_ITEMS.format("第一项和第四项")),
        "“前款第四项”不存在，前面只列到第3项",
        liability(THREE_ITEMS.format("第一项和第三项")),
        spot="第四项",
    ),
]

CONSISTENCY = [
    Case(
        "C201",
        document(
            adjusted(matter(liability="接受财政、审计、业务主管部门监督检查。", summary="修改追责情形")),
            retained(matter(liability="接受财政、审计、业务主管等部门监督检查。")),
        ),
        "此处写作“业务主管部门监督检查”，保留的清单写作“业务主管等部门监督检查”",
        document(
            adjusted(matter(liability="接受财政、审计(业务)部门 监督。", summary="修改追责情形")),
            retained(matter(liability="接受财政、审计（业务）部门监督。")),
        ),
        spot="业务主管部门监督检查",
    ),
    Case(
        "C201",
        document(adjusted(matter(stages=STAGES[:2], summary="修改依据")), retained(matter())),
        "此处有 2 个环节（受理→审查），保留的清单有 3 个（受理→审查→报送）",
        # A matter that is given up is not compared.
        document(adjusted(matter(B, stages=STAGES[:2], summary="取消")), retained(*named(A, B))),
    ),
    Case(
        "C201",
        document(
            adjusted(matter(basis="《甲办法》第一条：由县级主管部门初审。", summary="修改依据")),
            retained(matter(basis="《乙条例》第九条：向社会公布监督电话并接受举报。")),
        ),
        "大不相同",
        # Old and new text in one cell, which reading could not tell apart.
        document(
            adjusted(matter(basis="《旧办法》第一条。《新办法》第二条。", summary="修改依据")),
            retained(matter(basis="《新办法》第二条。")),
        ),
    ),
    Case(
        "C202",
        document(
            adjusted(matter(liability="（一）收取财物的；从重处理。", summary="修改依据")),
            retained(matter(liability="(一)收取财物的;从重处理。")),
        ),
        "追责情形与保留的清单只有空格或全角、半角标点的差别（1 格）",
        document(adjusted(matter(summary="修改依据")), retained(matter())),
    ),
    Case(
        "C203",
        document(adjusted(matter(before={"basis": matter().basis.value}, summary="修改依据"))),  # type: ignore[union-attr]
        "调整前后的文字实质相同",
        document(adjusted(matter(before={"basis": "《旧办法》第一条。"}, summary="修改依据"))),
    ),
    Case(
        "C204",
        document(
            adjusted(matter(before={"basis": "《旧办法》。", "liability": "旧的。"}, summary="修改依据"))
        ),
        "追责情形有新旧两种文字，调整情况“修改依据”没有提到",
        document(
            adjusted(
                matter(before={"basis": "《旧办法》。", "liability": "旧的。"}, summary="修改依据和追责情形")
            )
        ),
        spot="修改依据",
    ),
    Case(
        "C204",
        document(adjusted(matter(before={"basis": "《旧办法》。"}, summary="修改依据和追责情形"))),
        "提到追责情形，但该栏看不出新旧文字",
        document(adjusted(matter(before={"basis": "《旧办法》。"}, summary="变更要素"))),
        spot="修改依据和追责情形",
    ),
    Case(
        "C205",
        document(adjusted(matter(office="科技股", summary="修改依据")), retained(matter())),
        "责任股室在保留的权责清单写作“产业股”，在调整的权责清单写作“科技股”",
        # The same name twice in one annex: which one is meant cannot be known.
        document(
            adjusted(matter(office="科技股", summary="修改依据")),
            retained(matter(), matter(number="2", category="行政奖励")),
        ),
        spot="产业股",
    ),
    Case(
        "C205",
        document(catalogue(*entries("企业技术中心的申报")), retained(matter("企业技术中心申报"))),
        "保留的清单写作“企业技术中心申报”，目录写作“企业技术中心的申报”",
        document(catalogue(*entries("企业技术中心 申报")), retained(matter("企业技术中心申报"))),
        spot="企业技术中心申报",
    ),
    Case(
        "C211",
        document(
            retained(
                *named(A, B, stages=(("受理", "告知申请人需要补正的全部内容。"),)),
                matter(C, number="3", stages=(("受理", "告知申请人须要补正的全部内容。"),)),
            )
        ),
        "“告知申请人须要补正的全部内容”有 1 个事项这样写，另有 2 个事项写作“告知申请人需要补正的全部内容”",
        # What differs changes the meaning.
        document(
            retained(
                *named(A, B, stages=(("上报", "按规定程序上报省主管部门。"),)),
                matter(C, number="3", stages=(("上报", "按规定程序上报市主管部门。"),)),
            )
        ),
        spot="告知申请人须要补正的全部内容",
    ),
    Case(
        "C212",
        document(
            retained(
                *named(A, B, C, liability=DISCIPLINE.format("较重")),
                matter(D, number="4", liability=DISCIPLINE.format("较轻")),
            )
        ),
        "其余 3 个事项同一条款都写作“情节较重的”",
        # Another article of another law is no slip.
        document(
            retained(
                *named(A, B, C, liability="依照《行政许可法》第七十二条，" + DISCIPLINE.format("较重")),
                matter(D, number="4", liability="依照《行政处罚法》第七十六条，" + DISCIPLINE.format("较重")),
            )
        ),
        spot="情节较轻的",
        instead="情节较重的",
    ),
    Case(
        "C213",
        liability(DISCIPLINE.format("严重")),
        "两档处分都写“情节严重的”",
        liability(DISCIPLINE.format("较重")),
    ),
    Case(
        "C214",
        document(
            retained(
                *named(A, B, stages=(("受理", "应当当场或3日内一次告知需要补正的内容。"),)),
                matter(C, number="3", stages=(("受理", "应当当场或2日内一次告知需要补正的内容。"),)),
            )
        ),
        f"“一次告知补正”的期限此处为 2 日，“{A}”等 2 个事项为 3 日",
        # Another category has another law.
        document(
            retained(
                matter(A, stages=(("受理", "应当当场或3日内一次告知需要补正的内容。"),)),
                matter(
                    B,
                    number="2",
                    category="行政许可",
                    stages=(("受理", "应当当场或5日内一次告知需要补正的内容。"),),
                ),
            )
        ),
        spot="2日",
    ),
    Case(
        "C215",
        document(
            retained(
                *named(A, B, stages=(("上报", "上报市工信局。"),)),
                matter(C, number="3", stages=(("上报", "上报市工业和信息化局。"),)),
            )
        ),
        "看来是同一机关，清单中有 2 种写法：“市工信局”（2 个事项）、“市工业和信息化局”（1 个事项）",
        document(retained(*named(A, B, stages=(("上报", "报市工信局，由市工信部门报省工信厅。"),)))),
        spot="市工业和信息化局",
    ),
    Case(
        "C221",
        duty("受理后按照《工业园区评价规范》进行审查。"),
        "责任事项依照《工业园区评价规范》办理，实施依据没有列出这一文件",
        duty("受理后按照《企业技术中心管理办法》审查，不予受理的出具《不予受理通知书》。"),
        spot="《工业园区评价规范》",
    ),
    Case(
        "C222",
        basis(COUNTY_AND_FINANCE),
        "实施依据要求会同财政部门",
        # The province's part of the same rule does not bind the county.
        basis("《专项资金管理办法》（清财〔2020〕5号）第六条：省主管部门会同同级财政部门组织评审。"),
        spot="会同同级财政部门",
    ),
    Case(
        "C223",
        one(name="水泥、焦化等行业规范公告申报", basis="《焦化规范条件》第十九条：对焦化企业进行初审。"),
        "名称列举了“水泥”，实施依据没有提到",
        one(name="水泥、焦化等行业规范公告申报", basis="《规范条件》第十九条：对水泥、焦化企业进行初审。"),
        spot="水泥",
    ),
    Case(
        "C224",
        one(basis=PROVINCE_APPROVES, stages=(("受理", "受理申请。"), ("决定", "作出决定，拟定批复文件。"))),
        "实施依据规定由省级批准",
        one(
            basis=PROVINCE_APPROVES,
            stages=(("受理", "受理申请。"), ("决定", "作出初审决定，报省主管部门批准。")),
        ),
        spot="作出决定",
    ),
    Case(
        "C225",
        one(
            basis="《通知》（清工〔2023〕23号）三、各县（市）主管部门初审后择优向省工业和信息化厅推荐。",
            stages=(("推荐", "汇总后向市工业和信息化局推荐。"),),
        ),
        "实施依据写明报“省工业和信息化厅”，责任事项写的是“市工业和信息化局”",
        one(
            basis="《通知》（清工〔2023〕23号）三、各县（市）主管部门初审后择优向省工业和信息化厅推荐。",
            stages=(("推荐", "汇总后向省工业和信息化厅推荐。"),),
        ),
        spot="市工业和信息化局",
    ),
    Case(
        "C226",
        basis("《甲条例》《乙条例实施细则》，以及《丙规定》（清政〔2020〕5号）"),
        "实施依据只列了 3 个文件的名称",
        basis("《甲条例》第五条"),
    ),
]

WORDING = [
    Case(
        "W301",
        liability("按照国家 and 省有关规定处理。"),
        "夹有外文词“and”",
        liability("按照 ISO 标准和 APP 管理规定处理，噪声不超过 60 dB。"),
        spot=" and ",
        instead="和",
    ),
    Case(
        "W302",
        document(
            retained(
                matter(A, stages=(("受理", "受理企业自评 价报告。"),)),
                matter(B, number="2", stages=(("受理", "受理企业自评价报告。"),)),
            )
        ),
        "的词中多了空格",
        document(
            retained(
                matter(A, basis="《甲办法》第四条 工业主管部门负责；《财政部 国家税务总局通知》第一条"),
                matter(B, number="2", basis="《乙办法》第五条：工业主管部门、财政部国家税务总局负责。"),
            )
        ),
        spot="评 价",
        instead="评价",
    ),
    Case(
        "W303",
        duty("一次性告知补正材料； 依法受理。"),
        "标点旁多了空格",
        duty("一次性告知补正材料；依法受理。 （二）登记。"),
        spot=" ",
        instead="",
    ),
    Case(
        "W304",
        liability("依法给予<b>处分。"),
        "“<b>”",
        liability("处罚金额<50万元的。"),
        spot="<b>",
        instead="",
    ),
    Case(
        "W305",
        duty("应当受理后。对申报材料进行初审。"),
        "“后”字之后用了句号",
        duty("应当受理的，受理后对申报材料进行初审。"),
        spot="应当受理后。",
    ),
    Case(
        "W305",
        duty("应当受理后对申请资料进行审核。"),
        "语序不通",
        duty("受理后对申请资料进行审核。"),
        spot="应当受理后",
    ),
    Case(
        "W305",
        basis("《甲办法》第四条：负责组织申报工作，并做好示范企业的管理工作的。"),
        "句末多一个“的”字",
        basis("《甲办法》第四条：有下列情形之一的：（一）负责管理而未做好示范企业的管理工作的。"),
        spot="工作的。",
        instead="工作。",
    ),
    Case(
        "W306",
        duty("收到申请材料之日起，决定是否受理。"),
        "没有写从这一天起多少日之内",
        duty("自收到申请材料之日起，应当在法定期限内决定是否受理；自受理之日起五个工作日内作出决定。"),
        spot="收到申请材料之日起",
    ),
    Case(
        "W307",
        staged(("受理", "受理申请材料。"), ("决定", "作出决定，准予许可或者不准予许可。")),
        "类别是“其他职权”，责任事项却写“准予许可或者不准予许可”",
        staged(
            ("受理", "受理申请材料。"),
            ("决定", "作出准予行政许可或者不予行政许可的决定。"),
            category="行政许可",
        ),
        spot="准予许可或者不准予许可",
    ),
    Case(
        "W308",
        staged(("受理", "受理申报材料。"), ("公示", "作出决定，同意或者不同意推荐。")),
        "环节“公示”的责任事项",
        staged(("受理", "受理申报材料。"), ("公示", "对拟推荐名单进行公示，无异议的作出推荐决定。")),
        spot="作出决定",
    ),
    Case(
        "W308",
        staged(("受理", "受理申报材料。"), ("送达", "按规定程序上报市主管部门。")),
        "写的是上报，没有写送达要做什么",
        staged(("受理", "受理申报材料。"), ("送达", "将上级批复送达申请人，并上报备案。")),
        spot="上报",
    ),
    Case(
        "W309",
        staged(("受理", "受理申报材料。"), ("初审上报", "向市主管部门上报并公示。")),
        "没有公示环节",
        staged(("受理", "受理申报材料。"), ("公示", "进行公示。"), ("上报", "公示后上报。")),
        spot="上报并公示",
    ),
    Case(
        "W310",
        duty("受理责任:受理申报材料;依法受理(不予受理的告知理由)。"),
        "用了半角标点（: ; ( )），中文应用全角，本栏共 3 处",
        duty("受理时间为8:30至17:30，联系人见 http://example.gov.cn，比例为1:5。"),
        spot=":",
        instead="：",
    ),
    Case(
        "W311",
        liability("依照《行政处罚法的规定处理。"),
        "“《”没有与之配对的另一半书名号",
        liability("1）依照《关于〈规定〉的批复》处理；2）“情节严重”的，从重处理。"),
        spot="《",
    ),
    Case(
        "W312",
        liability("依照有关规定（试行)处理。"),
        "“（试行)”的一对括号一半全角、一半半角",
        liability("依照有关规定（试行）处理。"),
        spot=")",
        instead="）",
    ),
    Case(
        "W313",
        liability("依法处理，，并追究责任。"),
        "“，”重复",
        liability("依法处理……并追究责任。"),
        "，，",
        "，",
    ),
    Case(
        "W313",
        duty("受理后应当应当登记。"),
        "“应当”重复",
        duty("受理后达到目的的，由行业组织组织评审，对对方应当告知。"),
        "应当应当",
        "应当",
    ),
    Case(
        "W313",
        liability("依法处理。；追究责任。"),
        "“。；”连在一起",
        liability("依法处理。追究责任；"),
        "。；",
    ),
    Case(
        "W314",
        duty("受理后对符合条件的企业上报市主管部门。"),
        "“对……上报”搭配不当",
        duty("受理后将符合条件的企业上报市主管部门，对企业进行审核后上报省主管部门。"),
        spot="对",
        instead="将",
    ),
    Case(
        "W314",
        duty("受理后材料审查按照《企业技术中心管理办法》进行审查。"),
        "前后重复",
        duty("受理后按照《企业技术中心管理办法》进行审查。"),
        spot="审查按照《企业技术中心管理办法》进行审查",
    ),
    Case(
        "W315",
        duty("受理后3日内告知结果。"),
        "没有写明是工作日还是自然日",
        duty("受理后3个工作日内告知结果，60日内办结。"),
        spot="3日内",
    ),
    Case(
        "W315",
        duty("受理后五日内告知结果。"),
        "没有写明是工作日还是自然日",
        duty("受理后五日内告知结果。", category="行政处罚"),
        spot="五日内",
    ),
    Case(
        "W316",
        one(extra={"申请材料": "申请表、营业执照及其他材料"}),
        "“其他材料”是模糊兜底的说法",
        one(extra={"申请材料": "申请表、营业执照", "备注": "见其他材料"}),
        spot="其他材料",
    ),
    Case(
        "W317",
        duty("受理申报材料。省工信厅会同有关部门组织评审。"),
        "是“省工信厅”要做的事",
        duty("受理申报材料。省级奖励由省工信厅公布。"),
        spot="省工信厅会同有关部门组织评审",
    ),
]

CITATION = [
    Case(
        "Z401",
        basis("《甲办法的通知》（清财企[2021]62 号）第一条"),
        "发文字号“清财企[2021]62 号”的年份用了“[]”",
        basis("《甲办法的通知》（清财企〔2021〕62号，河北省人民政府令[2008]第3号）第一条"),
        spot="清财企[2021]62 号",
        instead="清财企〔2021〕62号",
    ),
    Case(
        "Z401",
        basis("根据国发（1990）65号第一条，由县级主管部门办理。"),
        "国发（1990）65号",
        basis("《甲规范》（2020年版）第一条，参见（2021）清01民终12号判决。"),
        spot="国发（1990）65号",
        instead="国发〔1990〕65号",
    ),
    Case(
        "Z402",
        basis("《甲通知》（清政〔2020〕 5 号）《乙通知》（清政〔2021〕6 号）第一条"),
        "发文字号“清政〔2020〕 5 号”中间多了空格，本栏共 2 处",
        basis("《甲通知》（清政〔2020〕5号）第 6 条"),
        spot="清政〔2020〕 5 号",
        instead="清政〔2020〕5号",
    ),
    Case(
        "Z403",
        basis("《甲通知》（清政〔2020〕第5号）第一条"),
        "加了“第”字",
        basis("《甲公告》（清河县公告〔2020〕第5号）第一条"),
        spot="清政〔2020〕第5号",
        instead="清政〔2020〕5号",
    ),
    Case(
        "Z403",
        basis("《甲通知》（清政〔2020〕05号）第一条"),
        "编了虚位 0",
        basis("《甲通知》（清政〔2020〕50号）第一条"),
        spot="清政〔2020〕05号",
        instead="清政〔2020〕5号",
    ),
    Case(
        "Z404",
        basis("《工业和信息化部关于开展示范企业认定工作的通知》（工信厅科函〔2023〕260号）一、认定工作"),
        "工业和信息化部办公厅的发文代字，标题中的发文机关却是“工业和信息化部”",
        basis(
            "《工业和信息化部办公厅关于开展示范企业认定工作的通知》（工信厅科函〔2023〕260号）"
            "《示范企业认定办法》（工信厅科函〔2022〕1号）一、认定工作"
        ),
        spot="《工业和信息化部关于开展示范企业认定工作的通知》（工信厅科函〔2023〕260号",
    ),
    Case(
        "Z405",
        basis("《河南省工业和信息化厅关于组织申报的通知》（豫工信联规〔2023〕157号）一、申报"),
        "带“联”字，是联合行文，标题中却只有“河南省工业和信息化厅”一个发文机关",
        basis(
            "《河南省工业和信息化厅河南省财政厅关于组织申报的通知》（豫工信联规〔2023〕157号）"
            "《中国残疾人联合会关于扶持的意见》（残联发〔2020〕3号）一、申报"
        ),
        spot="《河南省工业和信息化厅关于组织申报的通知》（豫工信联规〔2023〕157号",
    ),
    Case(
        "Z406",
        basis("《清河县人民政府关于加快绿色发展的意见》第一条"),
        "没有写发文字号，难以查找和核对",
        basis(
            "《清河县人民政府关于加快绿色发展的意见》（清政〔2020〕5号）第一条；"
            "《关于做好项目的通知》；依据文号：清政办〔2013〕41号；《中华人民共和国煤炭法》第二条"
        ),
        spot="《清河县人民政府关于加快绿色发展的意见》",
    ),
    Case(
        "Z407",
        basis("《清河县产业基地暂行管理办法》第一条"),
        "没有写发文字号或发文机关、日期",
        basis(
            "《关于印发清河县产业基地暂行管理办法的通知》（清政〔2020〕5号）第一条；"
            "《清河县产业基地暂行管理办法》第二条；《取水许可管理办法》第三条"
        ),
        spot="《清河县产业基地暂行管理办法》",
    ),
    Case(
        "Z408",
        basis("《关于印发示范企业办法的通知》第四条：各县负责申报。（清工信〔2010〕54号）"),
        "写在引文之后",
        basis("《关于印发示范企业办法的通知》（清工信〔2010〕54号）第四条：各县负责申报。"),
        spot="清工信〔2010〕54号",
    ),
    Case(
        "Z409",
        basis("《关于印发《甲办法》的通知》（清政〔2020〕5号）第一条"),
        "里层应用单书名号",
        basis("《关于印发〈甲办法〉的通知》（清政〔2020〕5号）第一条"),
        spot="《关于印发《甲办法》的通知》",
        instead="《关于印发〈甲办法〉的通知》",
    ),
    Case(
        "Z410",
        basis("《示范企业认定通知》（清政〔2020〕5号）一、申报要求按《管理办法》有关规定执行。"),
        "前文没有“以下简称”",
        basis("《示范企业认定管理办法》（清政〔2020〕5号，以下简称《管理办法》）一、按《管理办法》执行。"),
        spot="《管理办法》",
    ),
    Case(
        "Z411",
        basis("《工信部关于开展认定工作的通知》（工信部科〔2023〕26号）一、认定"),
        "发文机关用了简称“工信部”，应写全称“工业和信息化部”",
        basis("《工业和信息化部关于开展认定工作的通知》（工信部科〔2023〕26号）一、认定"),
        spot="工信部",
        instead="工业和信息化部",
    ),
]

CASES = [*STRUCTURE, *CONSISTENCY, *WORDING, *CITATION]
