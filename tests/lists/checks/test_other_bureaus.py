"""Lists of other bureaus, written as such lists are and in order: there must be nothing to say about them."""

from __future__ import annotations

import pytest

from quanze.lists.checks import check
from quanze.lists.headings import CATEGORIES
from quanze.lists.model import AnnexKind, ListDocument
from tests.lists.checks.lists import Stages, catalogue, document, entries, head, matter, retained
from tests.lists.grids import read

NEGLECT = (
    "因不履行或者不正确履行行政职责，有下列情形的，行政机关及相关工作人员应当承担相应责任：\n"
    "1.对符合法定条件的申请不予受理的；\n"
    "2.未依法说明不予受理或者不予许可的理由的；\n"
    "3.在办理过程中滥用职权、玩忽职守、徇私舞弊的；\n"
    "4.其他违反法律法规规章规定的行为。"
)

WATER = "对符合条件的申请不予受理的，依照《中华人民共和国行政许可法》第七十二条处理。"

LICENCE_STAGES: Stages = (
    (
        "受理",
        "1.受理责任：公示依法应当提交的材料；申请材料不齐全的，应当当场或者在五日内一次告知需要补正的全部内容；"
        "依法受理或者不予受理（不予受理的应当说明理由）。",
    ),
    ("审查", "2.审查责任：对申请材料进行审查；需要核实实质内容的，指派两名以上工作人员进行核查。"),
    (
        "决定",
        "3.决定责任：自受理之日起二十个工作日内作出准予行政许可或者不予行政许可的书面决定；"
        "不予行政许可的，说明理由并告知申请行政复议或者提起行政诉讼的权利。",
    ),
    ("送达", "4.送达责任：自作出决定之日起十日内向申请人颁发、送达行政许可证件，信息公开。"),
    ("事后监管", "5.事后监管责任：对被许可人从事行政许可事项活动的情况进行监督检查。"),
    ("其他", "6.其他责任：法律、法规、规章规定应当履行的其他责任。"),
)

PENALTY_STAGES: Stages = (
    ("立案", "对检查中发现或者接到举报的涉嫌违法行为予以审查，符合立案条件的，在15个工作日内决定是否立案。"),
    ("调查", "执法人员不得少于两人，调查时应当出示执法证件，允许当事人辩解陈述，并制作笔录。"),
    ("审查", "对违法事实、证据、调查程序、法律适用、处罚种类和幅度进行审查，提出处理意见。"),
    (
        "告知",
        "作出行政处罚决定前，书面告知当事人拟作出的行政处罚内容及事实、理由、依据和陈述、申辩、听证的权利。",
    ),
    (
        "决定",
        "依法作出行政处罚决定，制作行政处罚决定书；情节轻微并及时改正、没有造成危害后果的，不予行政处罚。",
    ),
    ("送达", "在宣告后当场交付当事人；当事人不在场的，在七日内依照民事诉讼法的有关规定送达。"),
    ("执行", "监督当事人履行行政处罚决定；逾期不履行的，可以依法申请人民法院强制执行。"),
    ("其他", "法律、法规、规章规定的其他应当履行的责任。"),
)

WHOLE_DUTY = (
    "1.受理责任：公示申请条件和应当提交的材料，一次性告知补正材料，依法受理或者不予受理并告知理由。\n"
    "2.审核责任：通过入户调查、邻里访问、信息核查等方式进行调查核实，提出审核意见，在申请人所在村、社区公示。\n"
    "3.决定责任：对符合条件的予以批准；不符合条件的不予批准，并书面说明理由。\n"
    "4.给付责任：按月发放救助供养金；①按时足额；②社会化发放。\n"
    "5.其他法律、法规、规章规定应当履行的责任。"
)


def water_bureau() -> ListDocument:
    """行政许可, where the vocabulary of licences is right."""
    names = ("取水许可", "河道管理范围内建设项目工程建设方案审批", "生产建设项目水土保持方案审批")
    bases = (
        "1.【法律】《中华人民共和国水法》（2016年7月2日修正）第四十八条第一款：直接从江河、湖泊或者地下取用水资源的"
        "单位和个人，应当申请领取取水许可证，并缴纳水资源费，取得取水权。\n"
        "2.【行政法规】《取水许可和水资源费征收管理条例》（国务院令第460号，2017年3月1日修订）第三条：县级以上人民政府"
        "水行政主管部门按照分级管理权限，负责取水许可制度的组织实施和监督管理。\n"
        "3.【部门规章】《取水许可管理办法》（水利部令第34号）第三条。",
        "《中华人民共和国防洪法》第二十七条：建设跨河、穿河、穿堤、临河的桥梁、码头、道路、渡口、管道、缆线、取水、"
        "排水等工程设施，应当符合防洪标准；其工程建设方案未经有关水行政主管部门审查同意的，建设单位不得开工建设。",
        "《中华人民共和国水土保持法》第二十五条第一款；《生产建设项目水土保持方案管理办法》（水利部令第53号）第三条；"
        "《清河县人民政府关于公布行政许可事项清单的通知》（清政〔2023〕12号）附件第31项。",
    )
    rows = [
        matter(
            name,
            number=str(number),
            category="行政许可",
            basis=basis,
            stages=LICENCE_STAGES,
            liability=NEGLECT,
            office="水政水资源股",
            extra={"法定时限": "20个工作日", "承诺时限": "5个工作日", "收费": "不收费"},
        )
        for number, (name, basis) in enumerate(zip(names, bases, strict=True), 1)
    ]
    return document(
        catalogue(
            *entries(*names, category="行政许可"),
            declared_total=3,
            categories=tuple(
                head(name, 3 if name == "行政许可" else 0, 0 if name == "行政许可" else 3)
                for name in CATEGORIES
            ),
        ),
        retained(*rows, declared_total=3),
        agency="清河县水利局",
    )


def market_bureau() -> ListDocument:
    """行政处罚 and 行政检查, with licences in the acts that are punished."""
    acts = (
        (
            "对未取得食品生产许可从事食品生产活动的处罚",
            "《中华人民共和国食品安全法》（2021年4月29日修正）第一百二十二条第一款：违反本法规定，未取得食品生产经营许可"
            "从事食品生产经营活动的，由县级以上人民政府食品安全监督管理部门没收违法所得；违法生产经营的食品、食品添加剂"
            "货值金额不足一万元的，并处五万元以上十万元以下罚款；情节严重的，吊销许可证。",
        ),
        (
            "对侵犯注册商标专用权行为的处罚",
            "《中华人民共和国商标法》（2019年修正）第六十条第二款：工商行政管理部门处理时，认定侵权行为成立的，责令立即停止"
            "侵权行为，没收、销毁侵权商品；五年内实施两次以上商标侵权行为或者有其他严重情节的，应当从重处罚。",
        ),
        (
            "对提供虚假材料取得市场主体登记的处罚",
            "《中华人民共和国市场主体登记管理条例》（国务院令第746号）第四十四条：提交虚假材料或者采取其他欺诈手段隐瞒重要"
            "事实取得市场主体登记的，由登记机关责令改正，没收违法所得，并处5万元以上20万元以下的罚款。",
        ),
    )
    rows = [
        matter(
            name,
            number=str(number),
            category="行政处罚",
            basis=basis,
            stages=PENALTY_STAGES,
            liability="没有法定依据或者违反法定程序实施行政处罚的，依照《中华人民共和国行政处罚法》第七十六条处理。",
            office="执法稽查股",
        )
        for number, (name, basis) in enumerate(acts, 1)
    ]
    rows.append(
        matter(
            "对特种设备生产、经营、使用单位的监督检查",
            number="4",
            category="行政检查",
            basis="《中华人民共和国特种设备安全法》第五十七条第一款：负责特种设备安全监督管理的部门依照本法规定，对特种设备"
            "生产、经营、使用单位和检验、检测机构实施监督检查。",
            stages=(
                (
                    "检查",
                    "制定检查计划，两名以上执法人员出示执法证件，对作出准予许可决定的事项进行现场检查。",
                ),
                ("处置", "对发现的问题责令限期改正；涉嫌违法的，移送执法机构。"),
                ("公开", "检查结束后依法公开检查结果。"),
            ),
            liability=WATER,
            office="特种设备股",
        )
    )
    return document(retained(*rows), agency="清河县市场监督管理局")


def civil_affairs_bureau() -> ListDocument:
    """No column of stages; each category numbered from 1; half of it given by line above."""
    basis = (
        "【行政法规】《社会救助暂行办法》（国务院令第649号）第十六条：申请特困人员供养，由本人向户籍所在地的乡镇人民政府、"
        "街道办事处提出书面申请。第十七条：县级人民政府民政部门对符合条件的申请予以批准。"
    )
    rows = [
        matter(
            name,
            number=str(number),
            category="行政给付",
            basis=basis,
            stages=((None, WHOLE_DUTY),),
            liability=NEGLECT,
        )
        for number, name in enumerate(("特困人员救助供养", "最低生活保障金给付", "临时救助金给付"), 1)
    ]
    rows += [
        matter(
            name,
            number=str(number),
            category="行政确认",
            basis="《婚姻登记条例》第四条：内地居民办理婚姻登记的机关是县级人民政府民政部门。",
            stages=(
                (
                    None,
                    WHOLE_DUTY.replace(
                        "4.给付责任：按月发放救助供养金；①按时足额；②社会化发放", "4.送达责任：当场颁发证件"
                    ),
                ),
            ),
            liability=NEGLECT,
        )
        for number, name in enumerate(("内地居民结婚登记", "内地居民离婚登记"), 1)
    ]
    return document(retained(*rows), agency="清河县民政局")


def reform_commission() -> ListDocument:
    """其他职权 that is only reviewed and passed on."""
    stages: Stages = (
        ("受理", "对申报材料进行形式审查，材料不齐全的，在5个工作日内一次性告知补正。"),
        ("初审", "对项目的真实性、合规性进行初审，会同同级财政部门到现场核查，审查信用情况。"),
        ("公示", "对拟推荐项目公示不少于5个工作日，有异议的进行核实。"),
        ("上报", "将通过初审的项目联合上报市发展改革委、市财政局。"),
    )
    return document(
        retained(
            matter(
                "节能减排补助资金项目初审",
                number="1",
                basis="《清河市发展和改革委员会清河市财政局关于印发〈节能减排补助资金管理办法〉的通知》（清发改联〔2023〕8号）第九条："
                "各县（市、区）发展改革部门会同同级财政部门组织项目申报，进行现场核查、信用审查和公示后联合上报。",
                stages=stages,
            ),
            matter(
                "中央预算内投资项目转报",
                number="2",
                basis="《中央预算内投资补助和贴息项目管理办法》（国家发展和改革委员会令第45号）第十条。",
                stages=stages,
            ),
        ),
        agency="清河县发展和改革委员会",
    )


def labour_bureau() -> ListDocument:
    """Sub-items that share the cells of basis, duties and liability, each cell merged over their rows."""
    duty = (
        "1.受理责任：依照《集体合同规定办法》公示应当提交的材料，一次性告知补正材料。\\n"
        "2.审查责任：对材料进行审查，提出审查意见。"
    )
    return read(
        "清河县人力资源和社会保障局权责清单",
        "序号|职权名称|子项|职权类别|实施依据|责任事项|追责情形|责任股室\n"
        "1|特殊工时制度审批|不定时工作制审批|行政许可|《集体合同规定办法》第三十九条：应当报县级主管部门批准。"
        f"|{duty}|{WATER}|劳动关系股\n"
        "^|^|综合计算工时制审批|^|^|^|^|^\n"
        f"2|集体合同审查|报送审查|行政确认|^|{duty}|^|劳动关系股",
        "服务电话：60000000  投诉机构：纪检监察室  投诉电话：60000001  受理地点：清河县人民路1号",
    )


@pytest.mark.parametrize(
    "bureau",
    [water_bureau, market_bureau, civil_affairs_bureau, reform_commission, labour_bureau],
    ids=lambda f: f.__name__,
)
def test_a_list_in_order_has_no_findings(bureau: object) -> None:
    found = [finding for finding in check(bureau()) if finding.rule != "R107"]  # type: ignore[operator]
    assert [(f.rule, f.number, f.field, f.message) for f in found] == []


def test_a_table_of_whole_matters_before_and_after_says_nothing_of_columns_that_stay() -> None:
    document = read(
        "清河县农业农村局权责清单动态调整表",
        """序号|调整方式|调整前|<|<|调整后|<|<|调整原因
        ^|^|事项名称|事项类型|实施依据|事项名称|事项类型|实施依据|^
        1|新增||||动物诊疗许可|行政许可|《动物防疫法》第六十一条|法律修订
        2|取消|农药经营备案|其他职权|《农药管理条例》第三条||||依据废止
        3|变更|种畜禽生产经营许可|行政许可|《畜牧法》第二十二条|种畜禽生产经营许可|行政许可|《畜牧法》第二十四条|法律修订""",
    )
    assert [(f.rule, f.number, f.field, f.message) for f in check(document)] == []
    (annex,) = document.annexes
    assert [matter.category and matter.category.value for matter in annex.matters] == [
        "行政许可",
        "",
        "行政许可",
    ]


def test_an_annex_of_what_was_cancelled_says_so_by_its_title() -> None:
    document = read(
        "附件1",
        "清河县住房和城乡建设局保留的权责清单",
        "序号|职权名称|职权类别|实施依据\n1|燃气经营许可|行政许可|《城镇燃气管理条例》第十五条",
        "服务电话：60000000  投诉机构：纪检监察室  投诉电话：60000001  受理地点：清河县人民路1号",
        "附件2",
        "清河县住房和城乡建设局取消的权责清单",
        "序号|职权名称|职权类别|取消原因\n1|排水许可初审|其他职权|依据修订",
    )
    assert [annex.kind for annex in document.annexes] == [AnnexKind.RETAINED, AnnexKind.ADJUSTED]
    assert [(f.rule, f.number, f.field, f.message) for f in check(document)] == []


def test_a_matter_of_which_nothing_changed_is_told_in_such_a_table_too() -> None:
    document = read(
        "清河县农业农村局权责清单动态调整表",
        """序号|调整前|<|调整后|<|调整原因
        ^|事项名称|实施依据|事项名称|实施依据|^
        1|动物诊疗许可|《动物防疫法》第五十条|动物诊疗许可|《动物防疫法》第六十一条|法律修订
        2|种畜禽生产经营许可|《畜牧法》第二十二条|种畜禽生产经营许可|《畜牧法》第二十二条|法律修订""",
    )
    assert [(f.rule, f.number, f.field) for f in check(document)] == [
        ("C203", "2", "name"),
        ("C203", "2", "basis"),
    ]
