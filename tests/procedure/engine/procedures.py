"""办理规程 written by hand, shaped like the matters of a bureau's list."""

from __future__ import annotations

from dataclasses import dataclass, field

from quanze.procedure.model import Kind, Limit, Origin, Passage, Procedure, Step, Unit

ONCE = "受理申报材料，一次性告知补正材料"
ACCEPT = "依法受理"
REFUSE = "不予受理的依法告知理由"
CERTIFICATE = "予以受理，并向申请人出具加盖本行政机关专用印章和注明日期的书面凭证"
NOT_OURS = "不属于本机关职权范围的，不予受理，并向申请人出具加盖本行政机关专用印章和注明日期的书面凭证"
REVIEW = "应当受理后对申请资料进行审核"
VISIT = "需要进行现场核查的，应当指派两名以上工作人员进行现场核查"
LONGER = "20个工作日内不能作出决定的，经本机关负责人批准，可以延长10个工作日，并将理由告知申请人"
OTHER = "其他法律法规规章文件规定应履行的责任。"


@dataclass
class Drafting:
    """A procedure being written: ``stage`` opens a stage, ``step`` puts a step into it, ``basis`` one beside all."""

    matter: str
    stages: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)

    def stage(self, name: str) -> Drafting:
        self.stages.append(name)
        return self

    def step(self, kind: Kind, text: str, origin: Origin = Origin.DUTY, **marks: object) -> Drafting:
        stage = None if origin is Origin.BASIS else len(self.stages) - 1
        where = (
            "basis" if stage is None else f"stages[{stage}].{'name' if origin is Origin.STAGE else 'duty'}"
        )
        key = f"{kind}{sum(step.kind is kind for step in self.steps) + 1}"
        passage = Passage(where, 0, len(text))
        self.steps.append(Step(key, kind, origin, stage, text, passage, **marks))  # type: ignore[arg-type]
        return self

    def named(self, kind: Kind, **marks: object) -> Drafting:
        """What the name of the stage proposes."""
        return self.step(kind, self.stages[-1], Origin.STAGE, **marks)

    def basis(self, kind: Kind, text: str, **marks: object) -> Drafting:
        return self.step(kind, text, Origin.BASIS, **marks)

    def done(self) -> Procedure:
        return Procedure(self.matter, tuple(self.stages), tuple(self.steps))


def _plain_gate(drafting: Drafting, stage: str = "受理") -> Drafting:
    return (
        drafting.stage(stage)
        .step(Kind.SUPPLEMENT, ONCE, once=True)
        .step(Kind.ACCEPT, ACCEPT)
        .step(Kind.REFUSE, REFUSE, reasons=True)
    )


def _sealed_gate(drafting: Drafting, days: int) -> Drafting:
    return (
        drafting.stage("受理")
        .step(Kind.REFUSE, NOT_OURS, receipt=True, written=True)
        .step(Kind.ACCEPT, CERTIFICATE, receipt=True, written=True)
        .step(
            Kind.SUPPLEMENT,
            f"应当当场或{days}日内一次告知申请人需要补正的全部内容",
            once=True,
            on_the_spot=True,
            limit=Limit(days, Unit.DAY),
        )
    )


def _visit(drafting: Drafting) -> Drafting:
    return drafting.step(Kind.INSPECT, VISIT, optional=True, condition="需要进行现场核查的", min_people=2)


def coal() -> Procedure:
    drafting = _plain_gate(Drafting("关闭煤矿和报废矿井许可审核"))
    drafting.stage("材料初审").step(Kind.REVIEW, "材料审查按照《河南省煤炭条例》第二十条进行审查")
    drafting.step(Kind.SUPPLEMENT, "需补充材料的，应书面告知申请企业", written=True)
    drafting.stage("决定").step(Kind.DECIDE, "作出决定，拟定批复文件", party="省政府")
    drafting.step(
        Kind.REFUSE, "对于不予行政许可的，书面告知申请单位或企业，并说明理由", written=True, reasons=True
    )
    return drafting.stage("").step(Kind.OTHER, OTHER).done()


def sme_fund() -> Procedure:
    drafting = _sealed_gate(Drafting("国家中小企业发展专项资金项目初审"), 3)
    drafting.stage("提出初审意见").step(Kind.DECIDE, "提出意见，准予许可或者不准予许可")
    drafting.stage("报送").step(Kind.DECIDE, "拟定支持项目资金安排方案")
    drafting.step(Kind.REPORT, "按规定程序报市工信局审定", party="市工信局")
    drafting.basis(Kind.PUBLICIZE, "对拟支持项目进行公示", limit=Limit(5, Unit.WORKING_DAY))
    return drafting.stage("").step(Kind.OTHER, OTHER).done()


def manufacturing_fund() -> Procedure:
    drafting = _plain_gate(Drafting("省先进制造业发展专项资金项目申报"))
    _visit(drafting.stage("材料初审").step(Kind.REVIEW, REVIEW))
    drafting.stage("评审公示").named(Kind.APPRAISE).named(Kind.PUBLICIZE, limit=Limit(5, Unit.WORKING_DAY))
    drafting.step(Kind.DECIDE, "作出决定，准予许可或者不予许可")
    drafting.basis(Kind.JOINT_REVIEW, "会同同级财政部门联合审核", party="财政部门")
    drafting.basis(Kind.REPORT, "联合行文上报", party="省工信厅")
    drafting.basis(Kind.FOLLOW_UP, "对项目实施情况进行监督检查和绩效评价")
    return drafting.stage("").step(Kind.OTHER, OTHER).done()


def base() -> Procedure:
    drafting = _plain_gate(Drafting("省新型工业化产业示范基地申报"))
    drafting.stage("审查").step(
        Kind.REVIEW, "国家级按照甲办法进行审查", condition="国家新型工业化产业示范基地申报"
    )
    drafting.step(Kind.REVIEW, "省级按照乙办法进行审查", condition="省级新型工业化产业示范基地")
    drafting.step(Kind.APPRAISE, "省工信厅组织专家论证", external=True, party="省工信厅")
    drafting.stage("报送").step(
        Kind.REPORT, "对符合条件的企业上报市工信局", party="市工信局", condition="符合条件的"
    )
    return drafting.stage("").step(Kind.OTHER, OTHER).done()


def new_product() -> Procedure:
    drafting = _sealed_gate(Drafting("省级工业新产品综合评价"), 2)
    _visit(drafting.stage("材料初审").step(Kind.REVIEW, REVIEW))
    drafting.stage("决定").step(Kind.DECIDE, "作出决定，准予许可或者不准予许可")
    return drafting.stage("").step(Kind.OTHER, OTHER).done()


def steel() -> Procedure:
    drafting = _plain_gate(Drafting("钢铁、焦化等工业行业规范公告申报"))
    _visit(drafting.stage("材料初审").step(Kind.REVIEW, REVIEW))
    drafting.stage("评审公示").step(
        Kind.PUBLICIZE, "符合规范条件要求的进行公示", condition="符合规范条件要求的"
    )
    drafting.stage("公告").step(Kind.ANNOUNCE, "无异议后予以公告", condition="无异议")
    drafting.stage("动态管理").step(Kind.FOLLOW_UP, "不符合规范条件的按要求进行整改")
    drafting.step(Kind.FOLLOW_UP, "整改仍不符合条件撤销公告")
    return drafting.basis(Kind.REPORT, "逐级上报工业和信息化部", party="省工信厅").done()


def innovator() -> Procedure:
    drafting = _plain_gate(Drafting("国家及省级技术创新示范企业认定申报"), "申请受理")
    _visit(drafting.stage("组织评审").step(Kind.REVIEW, REVIEW))
    drafting.stage("公示").named(Kind.PUBLICIZE).step(Kind.DECIDE, "作出决定，准予许可或者不予许可")
    return drafting.stage("送达").named(Kind.DELIVER).step(Kind.REPORT, "按规定程序上报市工信局").done()


def smart_factory() -> Procedure:
    drafting = _plain_gate(Drafting("省级智能工厂、智能车间申报"), "申请受理")
    drafting.stage("推荐").step(Kind.REVIEW, "对申报材料进行初审")
    drafting.step(Kind.RECOMMEND, "汇总排序后向市工业和信息化局行文推荐", written=True)
    drafting.stage("送达").named(Kind.DELIVER).step(Kind.REPORT, "按规定程序上报市工信局", party="市工信局")
    return drafting.basis(Kind.INSPECT, "对企业申报材料的真实性进行现场核查", min_people=2).done()


def green_factory() -> Procedure:
    drafting = _plain_gate(Drafting("国家级和省级绿色工厂、绿色园区申报"), "申请受理")
    drafting.stage("材料审核").step(Kind.REVIEW, "对申报材料进行初审，包括企业自评价报告、第三方评估报告")
    drafting.stage("地方初审上报").step(Kind.REPORT, "向市工信部门上报", party="市工信部门")
    return drafting.step(Kind.PUBLICIZE, "并公示", limit=Limit(7, Unit.CALENDAR_DAY)).done()


def innovation_centre() -> Procedure:
    drafting = _plain_gate(Drafting("河南省制造业创新中心申报"), "申请受理")
    drafting.stage("初审筛选汇总").step(Kind.REVIEW, "对申报材料进行初审")
    drafting.stage("择优申报").step(Kind.REVIEW, "对申报材料进行初步审查")
    drafting.step(Kind.INSPECT, "现场核查", min_people=2).step(Kind.RECOMMEND, "并推荐申报")
    drafting.stage("送达").named(Kind.DELIVER).step(Kind.REPORT, "按规定程序上报市工信局")
    return drafting.basis(Kind.JOINT_REVIEW, "会同财政部门审核", party="财政部门").done()


def penalty() -> Procedure:
    """A penalty, as other bureaus' lists have them."""
    drafting = Drafting("对违反节能规定行为的处罚")
    drafting.stage("立案").step(
        Kind.ACCEPT, "发现涉嫌违法的，予以审查，决定是否立案", limit=Limit(7, Unit.WORKING_DAY)
    )
    drafting.stage("调查").step(
        Kind.INSPECT, "指定专人负责，执法人员不得少于两人", min_people=2, credentials=True
    )
    drafting.stage("审查").step(Kind.REVIEW, "审理案件调查报告，提出处理意见")
    drafting.stage("告知").step(Kind.NOTIFY, "书面告知违法事实、理由和依据及其权利", written=True)
    drafting.step(Kind.HEAR, "符合听证规定的，组织听证", optional=True, condition="符合听证规定的")
    drafting.stage("决定").step(Kind.DECIDE, "制作行政处罚决定书", written=True, reasons=True)
    drafting.stage("送达").step(Kind.DELIVER, "七日内送达当事人", limit=Limit(7, Unit.CALENDAR_DAY))
    return drafting.stage("执行").step(Kind.ENFORCE, "依照生效的决定执行").done()


def sealed_decision() -> Procedure:
    """A permit whose decision is itself certified, with a limit for it."""
    drafting = _sealed_gate(Drafting("某项许可"), 5)
    drafting.stage("审查").step(Kind.REVIEW, "对材料进行实质审查", limit=Limit(10, Unit.WORKING_DAY))
    drafting.step(Kind.APPRAISE, "组织专家评审", min_people=3)
    drafting.stage("决定").step(
        Kind.DECIDE, "作出决定，颁发加盖印章的证件", receipt=True, limit=Limit(20, Unit.WORKING_DAY)
    )
    return drafting.stage("送达").step(Kind.DELIVER, "送达申请人", receipt=True).done()


THE_TEN = (
    coal,
    sme_fund,
    manufacturing_fund,
    base,
    new_product,
    steel,
    innovator,
    smart_factory,
    green_factory,
    innovation_centre,
)


def empty() -> Procedure:
    return Procedure("空白", (), ())


def only_other() -> Procedure:
    return Drafting("只有兜底责任").stage("").step(Kind.OTHER, OTHER).done()


def odd_order() -> Procedure:
    """Reviewed before it is accepted, twice accepted, with a stage that has no duty."""
    drafting = Drafting("次序颠倒").stage("初查").step(Kind.REVIEW, "先行核对材料").stage("空白环节")
    drafting.stage("受理").step(Kind.ACCEPT, "窗口受理").stage("复核").step(Kind.ACCEPT, "股室受理")
    return drafting.step(Kind.SUPPLEMENT, "材料不齐的书面告知").done()


def all_external() -> Procedure:
    drafting = Drafting("都由上级办理").stage("审批")
    return (
        drafting.step(Kind.DECIDE, "省厅审批", external=True)
        .step(Kind.ANNOUNCE, "部里公告", external=True)
        .done()
    )


def permit() -> Procedure:
    """A permit whose decision may take longer, handled within hours and on the same day where it begins."""
    drafting = Drafting("某行政许可").stage("受理")
    drafting.step(Kind.SUPPLEMENT, "当日一次告知需要补正的全部内容", on_the_spot=True, once=True)
    drafting.step(Kind.ACCEPT, "当日受理", on_the_spot=True)
    drafting.stage("审查").step(Kind.REVIEW, "24小时内审查完毕", minutes=24 * 60).stage("决定")
    drafting.step(Kind.DECIDE, "20个工作日内作出决定", limit=Limit(20, Unit.WORKING_DAY))
    drafting.step(Kind.NOTIFY, LONGER, extendable=True, longer=Limit(10, Unit.WORKING_DAY), optional=True)
    drafting.stage("送达").step(Kind.DELIVER, "送达许可证件", limit=Limit(10, Unit.WORKING_DAY))
    return drafting.done()


ODD = (empty, only_other, odd_order, all_external)
EVERY = (*THE_TEN, penalty, permit, sealed_decision, *ODD)
