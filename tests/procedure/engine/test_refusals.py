"""Refusals as a clerk reads them: what cannot be done, the duty in the list's words, and what would lift it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from quanze.procedure.engine import HouseRules, acts
from quanze.procedure.engine.choices import Outcome, Standing
from quanze.procedure.engine.evidence import Expert, Inspector, Paper
from quanze.procedure.model import Kind, Limit, Unit
from tests.procedure.engine import procedures
from tests.procedure.engine.hands import APPLICANT, LI, WANG, Case, walk_to_the_end, whole
from tests.procedure.engine.test_stories import posted, received, taken


def fresh(make) -> Case:
    return Case(make())


def noticed() -> Case:
    case = received(procedures.sme_fund)
    case.do(acts.GiveNotice("supplement1", ("审计报告", "营业执照"), Limit(5, Unit.WORKING_DAY)))
    return case


def answered() -> Case:
    case = noticed()
    case.do(acts.HandIn(("审计报告", "营业执照")), APPLICANT)
    return case


def unsealed() -> Case:
    case = received(procedures.sme_fund)
    case.do(acts.Accept("accept1", Paper("受理通知书.pdf", case.today)))
    return case


def reviewed() -> Case:
    case = taken(procedures.manufacturing_fund)
    case.do(acts.Review("review1", "齐全"))
    return case


def visiting() -> Case:
    case = reviewed()
    case.do(acts.Determine("inspect1", True, "新建项目"))
    return case


def recused() -> Case:
    case = visiting()
    case.do(acts.Recuse(LI, "配偶持股"))
    return case


def visited() -> Case:
    case = visiting()
    case.do(acts.Inspect("inspect1", (Inspector(WANG), Inspector(LI)), "记录.pdf"))
    case.do(acts.Appraise("appraise1", (Expert("甲"),), "同意"))
    return case


def one_route() -> Case:
    case = taken(procedures.base)
    case.do(acts.Determine("review1", False, "申报省级"))
    return case


def decided_on() -> Case:
    """Before the decision of matter 1."""
    case = taken(procedures.coal)
    case.do(acts.Review("review1", "图纸不实", favourable=False))
    return case


def negative() -> Case:
    case = decided_on()
    case.do(acts.Decide("decide1", False, "图纸不实", Paper("决定.pdf")))
    return case


def delivered() -> Case:
    case = negative()
    case.do(acts.Deliver("engine:deliver", whole(case.today)))
    return case


def ranked() -> Case:
    case = taken(procedures.smart_factory, rules=HouseRules(collective=frozenset({Kind.RECOMMEND})))
    case.do(acts.Review("review1", "符合"))
    case.do(acts.Inspect("inspect1", (Inspector(WANG), Inspector(LI)), "记录.pdf"))
    return case


def objected() -> Case:
    case = posted()
    case.do(acts.Object("publicize1", "该企业已停产"), "邻居")
    return case.wait(7)


def suspended() -> Case:
    case = decided_on()
    case.do(acts.Suspend("鉴定", "告知书.pdf"))
    return case


def over() -> Case:
    return walk_to_the_end(Case(procedures.steel()))


REFUSALS: list[tuple[str, Callable[[], Case], acts.Act, str]] = [
    (
        "收件之前不能受理",
        lambda: fresh(procedures.coal),
        acts.Accept("accept1"),
        "不能受理：尚未收到申请。请先登记收件。",
    ),
    (
        "收到日期不能晚于今天",
        lambda: fresh(procedures.coal),
        acts.Submit(received=date(2026, 5, 1)),
        "不能收件：收到日期晚于今天。请按实际发生的日期填写收到日期。",
    ),
    (
        "一次性告知之后、补交之前不得再次告知",
        noticed,
        acts.GiveNotice("supplement1", ("审计报告",)),
        "不能一次性告知补正：已于2026年3月2日一次性告知，申请人尚未补交。清单规定：“应当当场或3日内一次告知申请人需要补正的全部内容”。请等申请人补交或者期限届满；只有原来列明而补得不齐的材料可以再次告知。",
    ),
    (
        "补交之后再次告知不得新增材料",
        answered,
        acts.GiveNotice("supplement1", ("银行流水",)),
        "不能一次性告知补正：银行流水不在2026年3月2日的一次性告知之列。清单规定：“应当当场或3日内一次告知申请人需要补正的全部内容”。请删去新增的材料，只列原来告知而没有补齐的；新增的不得再要求申请人补正。",
    ),
    (
        "材料没有补齐不能受理",
        noticed,
        acts.Accept("accept1"),
        "不能受理：已告知补正的材料还没有交齐：审计报告、营业执照。清单规定：“应当当场或3日内一次告知申请人需要补正的全部内容”。请等申请人补交，或者当场更正；不能补齐的，依法不予受理。",
    ),
    (
        "不属于本机关职权的要写明向谁申请",
        lambda: received(procedures.sme_fund),
        acts.Decline("refuse1", "不属于本机关职权", ours=False),
        "不能作出不予受理决定：没有写明有权办理的机关。清单规定：“不属于本机关职权范围的，不予受理，并向申请人出具加盖本行政机关专用印章和注明日期的书面凭证”。请写明有权办理的机关。",
    ),
    (
        "不予受理要写明理由",
        lambda: received(procedures.coal),
        acts.Decline("refuse1", " "),
        "不能作出不予受理决定：没有写明不予受理的理由。清单规定：“不予受理的依法告知理由”。请写明不予受理的理由。",
    ),
    (
        "受理之前不能作出决定",
        lambda: received(procedures.sme_fund),
        acts.Decide("decide1", True),
        "不能作出决定：尚未受理。清单规定：“予以受理，并向申请人出具加盖本行政机关专用印章和注明日期的书面凭证”。请先作出受理或者不予受理的决定。",
    ),
    (
        "没有盖章送达的受理通知书不算履行",
        unsealed,
        acts.Decide("decide1", True),
        "不能作出决定：受理的书面凭证还缺加盖印章的证明、送达的证明，这项责任尚未履行。清单规定：“予以受理，并向申请人出具加盖本行政机关专用印章和注明日期的书面凭证”。请登记加盖印章、注明日期的凭证及其送达证明。",
    ),
    (
        "图片不能代替盖章和送达的证明",
        unsealed,
        acts.Prove("accept1", Paper("受理通知书.pdf", date(2026, 3, 2))),
        "不能登记凭证的盖章和送达：书面凭证还缺加盖印章的证明、送达的证明。清单规定：“予以受理，并向申请人出具加盖本行政机关专用印章和注明日期的书面凭证”。请登记加盖印章、注明日期的凭证及其送达证明，未盖章的文书不能履行这项责任。",
    ),
    (
        "受理之后不能再一次性告知",
        lambda: taken(procedures.coal),
        acts.GiveNotice("supplement1", ("图纸",)),
        "不能一次性告知补正：申请已于2026年3月2日受理。清单规定：“受理申报材料，一次性告知补正材料”。受理后发现问题的，在审查环节提出意见，或者退回重办。",
    ),
    (
        "审核之前不能作出决定",
        lambda: taken(procedures.coal),
        acts.Decide("decide1", True),
        "不能作出决定：尚未审查。清单规定：“材料审查按照《河南省煤炭条例》第二十条进行审查”。请先完成审查。",
    ),
    (
        "审查中要求补充材料须书面",
        lambda: taken(procedures.coal),
        acts.RequestMore("supplement2", ("巷道图",), ""),
        "不能书面要求补充材料：缺书面通知。清单规定：“需补充材料的，应书面告知申请企业”。请附上书面通知。",
    ),
    (
        "是否现场核查要先有说法",
        reviewed,
        acts.Decide("decide1", True),
        "不能作出决定：尚未决定是否需要现场核查。清单规定：“需要进行现场核查的，应当指派两名以上工作人员进行现场核查”。请先写明需要或者不需要现场核查及其理由。",
    ),
    (
        "不核查要写明理由",
        reviewed,
        acts.Determine("inspect1", False, ""),
        "不能认定是否需要：没有写明不需要的理由。清单规定：“需要进行现场核查的，应当指派两名以上工作人员进行现场核查”。请写明不需要的理由。",
    ),
    (
        "一个人不能现场核查",
        visiting,
        acts.Inspect("inspect1", (Inspector(WANG),), "记录.pdf"),
        "不能现场核查：要求不少于2名本机关工作人员，只有1名（王一）。清单规定：“需要进行现场核查的，应当指派两名以上工作人员进行现场核查”。请补足不同的工作人员。",
    ),
    (
        "应当回避的人不能核查",
        recused,
        acts.Inspect("inspect1", (Inspector(WANG), Inspector(LI)), "记录.pdf"),
        "不能现场核查：李二应当回避。清单规定：“需要进行现场核查的，应当指派两名以上工作人员进行现场核查”。请改由没有利害关系的工作人员承担。",
    ),
    (
        "核查要有记录",
        visiting,
        acts.Inspect("inspect1", (Inspector(WANG), Inspector(LI)), ""),
        "不能现场核查：缺现场核查记录。清单规定：“需要进行现场核查的，应当指派两名以上工作人员进行现场核查”。请附上现场核查记录。",
    ),
    (
        "联合审核由财政部门提出意见",
        visited,
        acts.JointReview("joint_review1", "同意"),
        "不能联合审核：联合审核意见应当由财政部门提出。清单规定：“会同同级财政部门联合审核”。请由财政部门的人员提交意见；已有书面意见的，附上该文件后代为登记。",
    ),
    (
        "联合审核之前不能作出决定",
        visited,
        acts.Decide("decide1", True),
        "不能作出决定：尚未联合审核。清单规定：“会同同级财政部门联合审核”。请先取得会同部门的意见。",
    ),
    (
        "两条审查路线不能都不适用",
        one_route,
        acts.Determine("review2", False, "也不适用"),
        "不能认定是否需要：同一环节的其他审查都已写明不适用。清单规定：“省级按照乙办法进行审查”。请按本件适用的规定完成审查。",
    ),
    (
        "省厅组织的专家论证不是我们的责任",
        lambda: taken(procedures.base),
        acts.Appraise("appraise1", (), "同意"),
        "不能评审：这一环节由省工信厅办理，不是本机关的责任。清单规定：“省工信厅组织专家论证”。请只作记录，或者登记上级结果。",
    ),
    (
        "不予通过要说明理由",
        decided_on,
        acts.Decide("decide1", False, "", Paper("决定.pdf")),
        "不能作出决定：没有写明不予通过的理由。清单规定：“作出决定，拟定批复文件”。请写明不予通过的理由。",
    ),
    (
        "不予通过要有书面决定",
        decided_on,
        acts.Decide("decide1", False, "图纸不实"),
        "不能作出决定：缺书面决定。清单规定：“作出决定，拟定批复文件”。请附上书面决定。",
    ),
    (
        "不予通过之后只剩送达",
        negative,
        acts.Close(),
        "不能办结：尚未送达申请人。请先送达申请人并登记送达证明。",
    ),
    (
        "集体决策的要先有会议记录",
        ranked,
        acts.Recommend("recommend1", True, document="推荐函.pdf"),
        "不能推荐：按本机关的规定应当集体决策，尚无会议记录。清单规定：“汇总排序后向市工业和信息化局行文推荐”。请先登记会议纪要、参会人员和表决情况。",
    ),
    (
        "公示期没有届满不能结束公示",
        posted,
        acts.EndPublicity("publicize1"),
        "不能结束公示：公示期到2026年3月6日为止，尚未届满。清单规定：“对拟支持项目进行公示”。请等到2026年3月6日以后，异议均已答复时再结束公示。",
    ),
    (
        "公示期不能短于清单规定",
        posted,
        acts.Post("publicize1", "公示栏", "照片.png", date(2026, 3, 2), date(2026, 3, 4)),
        "不能发布公示：公示期从2026年3月2日起算，最早应到2026年3月6日。清单规定：“对拟支持项目进行公示”。请将公示结束日期定在2026年3月6日或者以后。",
    ),
    (
        "异议没有答复不能结束公示",
        objected,
        acts.EndPublicity("publicize1"),
        "不能结束公示：还有1件异议没有答复。清单规定：“对拟支持项目进行公示”。请先核实并逐件答复异议。",
    ),
    (
        "公示没有结束不能上报",
        objected,
        acts.Report("report1", "市工信局", "请示.pdf"),
        "不能上报：公示尚未结束。清单规定：“对拟支持项目进行公示”。请先公示，并在期满、异议均已答复后结束公示。",
    ),
    (
        "现场核查不是中止计时的事由",
        lambda: taken(procedures.coal),
        acts.Suspend("现场核查", "告知书.pdf"),
        "不能中止计时：“现场核查”不是可以中止计时的事由：《优化营商环境条例》第三十六条要求及时安排、限时办结。请在期限内办理，或者选择列明的事由。",
    ),
    (
        "中止期间不能作出决定",
        suspended,
        acts.Decide("decide1", True),
        "不能作出决定：办理期限因“鉴定”中止。请先恢复计时。",
    ),
    (
        "履行过的责任不重复办理",
        decided_on,
        acts.Review("review1", "齐全"),
        "不能审查：这项责任已于2026年3月2日履行。清单规定：“材料审查按照《河南省煤炭条例》第二十条进行审查”。需要重办的，请先退回到这一环节。",
    ),
    (
        "送达之后不能退回重办",
        delivered,
        acts.SendBack("review1", "再看看"),
        "不能退回重办：决定已经送达申请人，不能再退回重办。请办结；确有错误的，依法另行纠正。",
    ),
    (
        "没有做完不能办结",
        lambda: taken(procedures.coal),
        acts.Close(),
        "不能办结：尚未审查。清单规定：“材料审查按照《河南省煤炭条例》第二十条进行审查”。请先完成审查。",
    ),
    (
        "办结之后不能再审核",
        over,
        acts.Review("review1", "齐全"),
        "不能审查：办件已经结束（转报办结）。有新的情况，请另行申请；上级结果和后续监管仍可登记。",
    ),
    (
        "没有要求整改不能直接建议撤销",
        over,
        acts.CheckUp("follow_up2", Standing.REVOKE, "不符合"),
        "不能后续监管：尚未要求整改，不能直接建议撤销。清单规定：“整改仍不符合条件撤销公告”。请先限期整改，整改后仍不符合的再建议撤销。",
    ),
    (
        "没有上报就没有上级结果",
        lambda: taken(procedures.coal),
        acts.RecordResult("省政府", Outcome.GRANTED, "批准关闭"),
        "不能登记上级结果：本件没有上报，没有上级结果可登记。请先完成推荐、上报。",
    ),
    (
        "没有上报也没有上级进展",
        lambda: taken(procedures.coal),
        acts.NoteProgress("省政府", "正在审查"),
        "不能登记上级进展：本件没有上报，没有上级结果可登记。请先完成推荐、上报。",
    ),
    (
        "上级文件的日期不晚于今天",
        over,
        acts.RecordResult("工业和信息化部", Outcome.GRANTED, "列入公告", on=date(2099, 1, 1)),
        "不能登记上级结果：上级文件的日期晚于今天。请按实际发生的日期填写上级文件的日期。",
    ),
    (
        "上级进展要写明办到哪一步",
        over,
        acts.NoteProgress("工业和信息化部", " "),
        "不能登记上级进展：没有写明办到了哪一步。请写明办到了哪一步。",
    ),
]


@pytest.mark.parametrize(
    ("make", "act", "words"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS]
)
def test_refusal(make, act, words):
    assert str(make().refused(act)) == words


def test_each_refusal_says_what_is_missing_and_what_lifts_it():
    for _, make, act, _ in REFUSALS:
        hindrance = make().refused(act)
        assert hindrance.code
        assert hindrance.cannot
        assert hindrance.missing
        assert hindrance.remedy.startswith(("请", "受理后", "有新的", "需要", "无须"))


def test_most_refusals_name_the_duty_in_the_lists_words():
    cases = [(make(), act) for _, make, act, _ in REFUSALS]
    named = 0
    for case, act in cases:
        duty = case.refused(act).duty
        texts = {step.text for step in case.procedure.steps}
        assert duty == "" or duty in texts
        named += duty != ""
    assert named >= 20
