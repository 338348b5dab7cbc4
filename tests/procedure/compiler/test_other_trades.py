"""Duties of forestry, market, education, transport, civil and other bureaus, by what they are: none stays uncompiled.

A table: the duty and its steps in short (see ``shorthand``)."""

from __future__ import annotations

import pytest

from tests.procedure.compiler.shorthand import compiled, short

Rows = tuple[tuple[str, list[str]], ...]

PERMITS: Rows = (
    (
        "由省级工业和信息化主管部门审核后报工业和信息化部",
        [
            "review 外部 →省级工业和信息化主管部门",
            "report 外部 →省级工业和信息化主管部门 ?由省级工业和信息化主管部门审核后",
        ],
    ),
    ("组织两名以上具有资质的人员对林木采伐地点进行现场勘查，绘制采伐作业区图。", ["inspect 2人"]),
    ("核发林木采伐许可证，并监督采伐后更新造林。", ["deliver", "follow_up"]),
    (
        "采伐作业结束后，对采伐迹地进行验收，发放更新造林验收合格证。",
        ["follow_up ?采伐作业结束后", "deliver"],
    ),
    (
        "对申请人的生产场所进行实地核查，核查人员不得少于2人，核查结果当场告知申请人。",
        ["inspect 2人", "deliver 当场 →申请人"],
    ),
    ("对民办学校进行年度检查，公布年检结论：合格、基本合格、不合格。", ["inspect", "decide"]),
    ("对从业人员进行资格考试，考试合格的，10日内发给从业资格证。", ["appraise", "deliver 10日 ?考试合格的"]),
    ("根据需要进行加固、改造方案审查，指定行驶路线和时间，派员护送。", ["review 需要时"]),
    ("对建设项目职业病防护设施进行卫生审查、竣工验收。", ["review", "follow_up"]),
    ("委托技术审查机构对水土保持方案进行技术评审，出具技术审查意见。", ["appraise", "review 书面"]),
    ("在林木所在地张榜公示采伐许可内容。", ["publicize"]),
    (
        "准予登记的，出具登记通知书，10日内发放营业执照；不予登记的，出具登记驳回通知书。",
        ["notify 书面 ?准予登记的", "deliver 10日", "notify 书面 ?不予登记的"],
    ),
    (
        "民办学校终止办学的，组织财务清算，收回办学许可证，销毁印章。",
        ["follow_up ?民办学校终止办学的", "follow_up"],
    ),
    ("对涉路施工活动现场进行勘验，签订路产赔补偿协议。", ["inspect", "other"]),
    ("对社会团体章程进行核准，核准后换发登记证书。", ["decide", "deliver ?核准后"]),
    ("每年5月31日前受理年度工作报告，作出年检结论，在登记证书副本加盖年检印鉴。", ["accept", "decide"]),
    ("指派2名以上卫生监督员现场审查，填写现场审查表，提出整改意见。", ["inspect 2人", "follow_up"]),
    (
        "对施工图审查合格书进行核对，符合条件的，自收到申请之日起7日内颁发施工许可证。",
        ["review", "deliver 7日 ?符合条件的"],
    ),
    ("将许可的人力资源服务机构名单向社会公布。", ["announce"]),
    (
        "加强对取证企业的监督，发现不再具备安全生产条件的，暂扣或者吊销安全生产许可证。",
        ["follow_up", "follow_up ?发现不再具备安全生产条件的"],
    ),
    ("占用面积超出审批权限的，逐级上报省林业局审批。", ["report →省林业局 ?占用面积超出审批权限的"]),
    ("对拟准予设立的民办学校名单在政府网站公示7日。", ["publicize 7日"]),
    (
        "变更登记事项的，自收到材料之日起20日内审核完毕并换发证书。",
        ["review 20日 ?变更登记事项的", "deliver 20日 ?变更登记事项的"],
    ),
    ("抽取专家组成评审组，形成专家评审意见。", ["appraise"]),
    ("对防雷装置进行竣工检测，出具验收意见书。", ["appraise", "follow_up 书面"]),
    ("自收到申请之日起20日内提出审核意见，报市宗教局。", ["review 20日", "report →市宗教局"]),
    (
        "现场踏勘后提出意见，核定占道范围、期限，收取占道费，核发临时占道许可证。",
        ["inspect", "decide ?现场踏勘后", "enforce", "deliver"],
    ),
    ("由工业和信息化部、公安部联合审批。", ["joint_review 外部 →工业和信息化部、公安部"]),
)
CONFIRMATIONS: Rows = (
    ("对申请教师资格人员组织教育教学能力测试和体检。", ["appraise"]),
    (
        "审查双方当事人出具的证件和证明材料，询问相关情况；符合条件的，当场予以登记，发给结婚证。",
        ["review", "decide 当场 ?符合条件的", "deliver"],
    ),
    ("组织医学会进行首次鉴定，自收到鉴定材料之日起45日内出具鉴定书。", ["appraise 45日 书面"]),
    ("建立土地承包经营权登记簿，颁发证书。", ["decide", "deliver"]),
    (
        "自受理工伤认定申请之日起60日内作出工伤认定决定；事实清楚的15日内作出。",
        ["decide 60日", "decide 15日"],
    ),
    ("组织专业技术人员进行外业核实，核定森林资源资产数量。", ["review", "decide"]),
    ("查验结婚登记双方的身份证、户口簿，宣读声明，监督当事人签字按指印。", ["review", "follow_up"]),
    ("竣工验收备案文件齐全的，在备案表上签署意见并加盖备案章。", ["decide ?竣工验收备案文件齐全的"]),
    (
        "开展计量标准考核，合格的颁发计量标准考核证书，不合格的发给考核结果通知书。",
        ["appraise", "deliver ?合格的", "notify ?不合格的"],
    ),
    ("收养登记机关在登记前公告查找弃婴生父母，公告期60日。", ["announce 60日 ?收养登记机关在登记前"]),
    ("审核运动员等级申报材料，授予等级称号并颁发证书。", ["review", "deliver"]),
    ("对抗震设防要求进行审定，在15日内书面批复。", ["decide 15日 书面"]),
    ("经核实无误的，开具华侨身份证明。", ["review", "deliver ?经核实无误的"]),
)
INSPECTIONS: Rows = (
    ("伐中、伐后检查，发现问题责令整改。", ["inspect", "follow_up"]),
    ("根据审查结果，作出合格、暂缓校验、不合格的结论。", ["decide"]),
    (
        "对校验结果作出校验合格或者暂缓校验的决定；暂缓校验期满再次校验仍不合格的，注销其《医疗机构执业许可证》。",
        ["decide", "follow_up ?暂缓校验期满再次校验仍不合格的"],
    ),
    ("按照“双随机、一公开”要求抽取检查对象，随机选派执法检查人员。", ["other"]),
    ("对抽检不合格产品依法进行后处理，公布抽检结果。", ["follow_up", "announce"]),
    ("检查结果自检查结束之日起20个工作日内通过国家企业信用信息公示系统公示。", ["publicize 20工作日"]),
    ("上路巡查，对超限超载车辆引导至检测站点称重检测。", ["inspect", "appraise"]),
    (
        "对工程质量进行抽查，下发质量监督意见书，跟踪整改落实情况。",
        ["inspect", "follow_up 书面", "follow_up"],
    ),
    ("采样送检，出具检测报告，对不合格单位下达卫生监督意见书。", ["appraise", "follow_up 书面"]),
    ("对调入的植物及其产品进行复检，发现带疫的责令销毁。", ["appraise", "enforce ?发现带疫的"]),
    ("实施飞行检查，现场制作检查记录，由被检查单位负责人签字确认。", ["inspect 记录"]),
    ("对学校进行督导评估，形成督导报告，下发整改意见。", ["appraise", "follow_up 书面"]),
    ("委托会计师事务所进行财务审计。", ["appraise"]),
    ("定期开展河道巡查，建立巡查台账，发现问题及时制止并上报。", ["follow_up", "follow_up", "report"]),
    ("下发工程质量安全监督整改通知书，情节严重的责令停工。", ["follow_up 书面", "enforce ?情节严重的"]),
    ("对存在欠薪隐患的企业进行约谈，督促限期支付工资。", ["follow_up"]),
    (
        "现场检查不得少于两人，出示证件，填写现场检查记录，告知检查结果。",
        ["inspect 2人 出示证件 记录", "deliver"],
    ),
    ("采用听课、查阅资料、座谈、问卷等形式开展督导。", ["inspect"]),
    ("对公路工程参建单位履约情况进行抽查，对违约单位予以通报批评并扣减信用分。", ["inspect", "decide"]),
    ("对公共场所开展卫生监测，结果向社会公布。", ["appraise", "announce"]),
    ("对粮食库存进行检查，抽取样品送有资质机构检验。", ["inspect", "appraise"]),
    ("印发执法检查情况通报，责令限期整改，跟踪问效。", ["announce", "follow_up", "follow_up"]),
    (
        "下达审计通知书，实施审计，征求被审计单位意见，出具审计报告，作出审计决定。",
        ["notify 书面", "appraise", "joint_review →被审计单位", "decide"],
    ),
    ("对定点医药机构开展稽核，追回违规医保基金，暂停医保服务协议。", ["inspect", "enforce", "follow_up"]),
)
PENALTIES: Rows = (
    (
        "需要查封、扣押的，报经机关负责人批准，制作现场笔录，当场交付查封、扣押决定书和清单。",
        ["decide 记录 ?需要查封、扣押的", "deliver 当场"],
    ),
    (
        "罚缴分离，监督当事人将罚款缴至指定银行；当事人确有经济困难的，可以批准延期或者分期缴纳。",
        ["enforce", "decide ?当事人确有经济困难的"],
    ),
    ("当事人不服的，告知其申请行政复议或者提起行政诉讼的途径和期限。", ["notify ?当事人不服的"]),
    ("案件办理完毕，填写结案审批表，案卷装订归档。", ["follow_up"]),
    ("自作出处罚决定之日起20个工作日内公示处罚信息。", ["publicize 20工作日"]),
    ("将案件材料交由法制机构核审，法制机构提出书面核审意见。", ["review 书面"]),
    ("被处罚人逾期不缴纳罚款的，每日按罚款数额的百分之三加处罚款。", ["enforce ?被处罚人逾期不缴纳罚款的"]),
    ("送达行政处罚事先告知书，告知陈述申辩权。", ["notify 书面"]),
    ("责令停止违法行为，拒不改正的依法从重处罚。", ["enforce", "decide ?拒不改正的"]),
)
COERCION: Rows = (
    ("当事人逾期不拆除的，由县人民政府责成有关部门强制拆除。", ["enforce ?当事人逾期不拆除的"]),
    (
        "查封扣押期限届满或者不再需要的，及时解除强制措施。",
        ["enforce 需要时 ?查封扣押期限届满或者不再需要的"],
    ),
    ("拒不清除障碍物的，代为清除，费用由当事人承担。", ["enforce ?拒不清除障碍物的"]),
    ("对被污染的场所进行封闭、消毒。", ["enforce"]),
)
LEVIES: Rows = (
    ("核定应缴金额，下达缴费通知书，逾期不缴的加收滞纳金。", ["decide", "notify 书面", "enforce"]),
    ("发送缴费通知单，催缴水土保持补偿费，出具专用票据，缴入国库。", ["notify", "enforce"]),
    ("实行收支两条线，及时足额上缴财政专户。", ["enforce"]),
    ("下达森林植被恢复费缴款通知书，核实到账情况。", ["notify 书面", "review"]),
)
BENEFITS: Rows = (
    ("建立家庭经济困难学生档案，按学期将资助资金打入学生资助卡。", ["follow_up", "deliver"]),
    (
        "乡镇人民政府入户调查、民主评议后将审核意见报县民政局审批；县民政局抽查比例不低于30%。",
        [
            "appraise 外部 →乡镇人民政府",
            "report 外部 →乡镇人民政府 ?乡镇人民政府入户调查、民主评议后",
            "inspect",
        ],
    ),
    ("按月通过“一卡通”社会化发放低保金。", ["deliver"]),
    ("定期复核，根据家庭收入变化增发、减发或者停发低保金。", ["review", "follow_up"]),
    ("核算燃油补贴数额，造册公示后拨付到经营者账户。", ["review", "publicize", "deliver ?造册公示后"]),
    ("委托居民家庭经济状况核对机构进行信息核对，出具核对报告。", ["review"]),
    ("核定待遇标准，自次月起按月发放。", ["decide", "deliver"]),
    (
        "查证属实的，按照货值金额的一定比例给予举报人奖励，自作出奖励决定之日起3个月内兑现。",
        ["decide ?查证属实的", "deliver 3月"],
    ),
    ("学校评审小组认定后将名单报县教育局备案。", ["appraise", "report →县教育局 ?学校评审小组认定后"]),
    ("建立优抚对象数据库，按标准发放抚恤补助金，每年核查一次。", ["other", "deliver", "inspect"]),
    ("审核医疗费用票据，对符合规定的费用在30日内予以支付。", ["review", "deliver 30日"]),
)
RULINGS: Rows = (
    ("仲裁庭开庭审理，先行调解，调解不成的及时作出裁决。", ["review", "hear", "decide ?调解不成的"]),
    (
        "召开权属争议调处会，提出调处意见，报同级人民政府作出处理决定。",
        ["hear", "report →同级人民政府 ?提出调处意见"],
    ),
    ("在规定期限内组织计量仲裁检定，出具仲裁检定证书。", ["appraise", "deliver 书面"]),
    ("收到教师申诉后30日内作出处理。", ["decide 30日 ?收到教师申诉后"]),
    ("根据双方陈述和证据，制作裁决书并送达双方当事人。", ["decide 书面", "deliver"]),
    ("深入纠纷现场查勘，听取双方意见，协调达成协议。", ["inspect", "hear", "hear"]),
)
AWARDS: Rows = (
    (
        "组织评选委员会投票表决，产生拟表彰名单，在全县范围内公示不少于5个工作日。",
        ["appraise", "recommend", "publicize 5工作日"],
    ),
    (
        "报县人民政府审定后，发文表彰，颁发证书和奖金。",
        ["report →县人民政府", "decide 书面 ?报县人民政府审定后", "deliver"],
    ),
    ("提出奖励方案，报请县政府批准后组织实施。", ["other", "report →县政府"]),
    ("公布评选结果，颁发荣誉证书，并给予一次性奖励。", ["announce", "deliver", "decide"]),
    ("受理申报材料，组织初评、复评，拟定表彰对象。", ["accept", "appraise", "recommend"]),
)
EVERY: Rows = (
    *PERMITS,
    *CONFIRMATIONS,
    *INSPECTIONS,
    *PENALTIES,
    *COERCION,
    *LEVIES,
    *BENEFITS,
    *RULINGS,
    *AWARDS,
)


@pytest.mark.parametrize(("duty", "steps"), EVERY, ids=[duty[:20] for duty, _ in EVERY])
def test_a_duty_of_another_trade_gives_its_steps(duty: str, steps: list[str]) -> None:
    procedure = compiled(duty)
    found = [short(step) for step in procedure.steps]
    assert [*found, *(f"？{rest.text}" for rest in procedure.uncompiled)] == steps


def test_what_was_done_by_others_before_is_theirs_and_what_follows_is_ours() -> None:
    procedure = compiled("经省工信厅审核后，予以公告。")
    assert [short(step) for step in procedure.steps] == [
        "review 外部 →省工信厅",
        "announce ?经省工信厅审核后",
    ]
