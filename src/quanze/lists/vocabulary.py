"""What lists call their columns and categories: tables that a person of the field can read and extend.

Sources: headings met in public lists of counties and provinces (docs/reading.md shows what they become), and the ten
kinds of administrative power of GB/T 39046-2020, table A.1. Brackets and colons are written half-width, blanks left
out: this is how headings are looked up.
"""

from __future__ import annotations

CATEGORIES: tuple[str, ...] = (
    "行政许可",
    "行政处罚",
    "行政强制",
    "行政征收",
    "行政给付",
    "行政检查",
    "行政确认",
    "行政裁决",
    "行政奖励",
    "其他职权",
)
"""The ten categories in their official order; a catalogue shows empty ones with 0."""

FURTHER_CATEGORIES: tuple[str, ...] = tuple(
    """
    行政征用 行政规划 行政指导 行政调解 行政复议 行政监督 行政备案 行政审核 行政登记 行政合同 行政收费 行政服务
    公共服务 内部管理 内部审批 审核转报 税费减免
    """.split()
)
"""Categories that lists show beside the ten; they keep their own name."""

EX_OFFICIO: frozenset[str] = frozenset(("行政处罚", "行政强制", "行政检查"))
"""Categories of powers that an organ uses of its own motion: nobody applies to be punished (行政处罚法 art. 54,
行政强制法 art. 18)."""

CATEGORY_SPELLINGS: dict[str, str] = {
    **{name: name for name in (*CATEGORIES, *FURTHER_CATEGORIES)},
    **{name.removeprefix("行政"): name for name in CATEGORIES[:9]},
    **{
        other + kind: "其他职权"
        for other in ("其他", "其它")
        for kind in ("", "类别", "职权", "权力", "行政权力", "行政职权", "权责", "行政权责", "行政类")
    },
    "行政审批": "行政许可",
    "行政征收征用": "行政征收",
}
"""Spelling → category. 类, 事项, 权力 and the like may stand behind each."""

_POWERS = ("职权", "权力", "权责", "行政职权", "行政权力", "行政权责")
_MATTERS = tuple(power + noun for power in _POWERS for noun in ("事项", "项目"))
_KINDS = tuple(kind for name in CATEGORIES[:9] for kind in (name, name.removeprefix("行政")))
_OFFICES = ("股室", "科室", "处室", "科(股)室", "股(科)室", "股(室)", "科(室)", "内设机构", "科股室", "股")
_ANSWERING = (
    "责任",
    "承办",
    "办理",
    "经办",
    "主办",
    "主管",
    "业务",
    "具体承办",
    "实施",
    "具体实施",
    "行使",
    "执行",
    "牵头",
    "",
)

COLUMN_FIELDS: dict[str, tuple[str, ...]] = {
    "number": tuple("序号 序 总序号 事项序号 项目序号 职权序号 权力序号 权责序号 顺序号".split()),
    "name": (
        *"职权名称 项目名称 事项名称 权力名称 权责名称 主项名称 行政职权名称 行政权力名称".split(),
        *(*_MATTERS, *(f"{noun}名称" for noun in _MATTERS)),
        *"政务服务事项名称 执法事项 执法事项名称 行政执法事项 行政执法事项名称 职责事项名称".split(),
        *"事项主项 主项 主项目名称 具体事项名称 职权主项 大项名称 权利名称 权利事项 权利事项名称".split(),
        *"服务事项 公共服务事项 服务事项名称 公共服务事项名称 执法职权 执法职权名称 履职事项 履职事项名称".split(),
        *(f"{kind}{noun}" for kind in _KINDS for noun in ("事项", "项目", "名称", "事项名称", "项目名称")),
        *(f"{kind}事项名称" for kind in ("赋权", "委托", "取消", "下放", "承接", "新增")),
    ),
    "category": (
        *(
            power + noun
            for power in (*_POWERS, *_MATTERS)
            for noun in ("类别", "类型", "种类", "分类", "性质")
        ),
        *"事项类别 事项类型 事项种类 事项性质 事项分类 项目类别 项目类型 权利类型 执法类别 执法类型 行为类别".split(),
        *"行政行为类别 行政行为种类 行政行为类型 执法行为类型 行权类型 权力属性".split(),
    ),
    "basis": (
        *"实施依据 设定依据 法定依据 法律依据 设立依据 行使依据 执法依据 政策依据 办理依据".split(),
        *(power + noun for power in _POWERS for noun in ("依据", "来源", "设定依据", "实施依据", "来源依据")),
        *"实施的依据 设定和实施依据 设定及实施依据 设定依据和实施依据 法律法规依据 法律、法规依据".split(),
        *"法律、法规、规章依据 法律法规及规章依据 设定依据及条款 设立的法律依据".split(),
        *"法律法规规章依据 法定实施依据 实施依据内容 事项依据 依据文件 职责依据".split(),
    ),
    "stages.name": tuple(
        """
        办理环节 责任环节 环节 环节名称 工作环节 流程环节 办理环节名称 权力运行环节 运行环节 行使环节 实施环节
        责任事项环节 履责环节 办理阶段 责任阶段 阶段 权力环节 职权运行环节 责任类型 责任名称 权责环节
        """.split()
    ),
    "stages.duty": tuple(
        """
        责任事项 责任事项内容 对应责任事项 对应的责任事项 对应责任 责任内容 具体责任 责任事项具体内容 具体责任事项
        办理责任 责任清单 履责内容 履责要求 责任描述 责任事项及内容 责任要求 工作责任 主要责任 责任事项清单 履职责任
        履责事项 共同责任事项 共性责任事项 共同责任 共性责任 责任清单内容 履行责任 责任与义务 责任事项及环节
        """.split()
    ),
    "liability": tuple(
        """
        追责情形 问责情形 责任追究情形 追究情形 追责情况 追责事项 追责情形内容 责任追究 追究责任情形 追责情形及依据
        追责情形和依据 追责情形与依据 追责情形及追责依据 追责内容 追责情形和追责依据 问责情形及依据
        责任追究情形及依据 责任追究内容 违法责任 追责问责情形 追责(问责)情形 不履行责任追责情形 责任追究事项
        追究责任的情形 追责的情形 问责情况 追责条款 追责事由 失职追责情形
        """.split()
    ),
    "office": (
        *"责任股室 责任科室 承办机构 承办内设机构 具体承办机构 责任机构 内设责任机构".split(),
        *(answering + office for answering in _ANSWERING for office in _OFFICES),
        *"责任股站室 责任股所 责任站所 责任岗位 承办岗位 责任内设机构 责任科所".split(),
        *"责任科室及责任人 责任股室及责任人".split(),
    ),
    "adjustment.summary": tuple(
        """
        调整情况 调整内容 调整类型 调整方式 调整意见 调整结果 调整事项 变动情况 变动类型 变更内容 变更类型 变更情况
        动态调整情况 动态调整类型 处理决定 处理意见 处理方式 处理结果 拟调整意见 调整类别 调整情形
        """.split()
    ),
    "adjustment.reason": (
        *"调整原因 调整理由 调整依据 调整的原因 调整事由 调整原因及依据 调整依据及理由 调整依据和理由".split(),
        *"变动原因 变动依据 变更原因 变更理由 变更依据 动态调整依据 动态调整原因 取消或调整依据".split(),
        *(kind + noun for kind in ("取消", "下放", "新增", "承接") for noun in ("原因", "依据", "理由")),
    ),
}
"""Field path → its headings, whatever else the table has. The first one of each is what the sample calls it. What is
neither here nor in ``WEAK_FIELDS`` is an extra column, kept under its own heading."""

WEAK_FIELDS: dict[str, tuple[str, ...]] = {
    "number": tuple("编号 项目编号 事项编号 号".split()),
    "name": (
        *_POWERS,
        *"名称 项目 事项 权责内容 权力内容 职权内容 违法行为 行政强制措施 强制措施 行政检查内容".split(),
        *"职责事项 一级事项 大项".split(),
    ),
    "category": tuple("类别 类型 性质".split()),
    "basis": (
        *(f"{kind}依据" for kind in _KINDS),
        *"依据 主要依据 具体依据 相关依据 依据名称 行权依据 履职依据".split(),
    ),
    "stages.duty": tuple(
        "责任 职责 部门职责 具体职责 主要职责 工作职责 履责方式 责任方式 部门责任 直接责任 职责内容 履职要求".split()
    ),
    "liability": tuple("法律责任 情形 追责".split()),
    "office": tuple(
        "责任主体 责任单位 责任部门 承办单位 承办部门 办理单位 办理部门 实施机构 机构 责任科室(单位) 科".split()
    ),
}
"""Headings of many uses: they name the field only where no other column does."""

EXTRA_HEADINGS: frozenset[str] = frozenset(
    """
    职权编码 权力编码 权责编码 事项编码 项目编码 基本编码 实施编码 编码 代码 职权编号 权力编号 权责编号
    行政权力编码 权力事项编码 地方编码 国家编码 事项基本编码 实施主体 行使主体 行政主体 执法主体 法定主体
    实施机关 行使机关 实施部门 主管部门 部门 单位 部门名称 单位名称 实施主体名称 共同实施部门 协同部门
    配合部门 原实施部门 实施主体和责任主体 实施单位 承接单位 承接部门 承接主体 下放层级 委托单位 受委托单位
    实施对象 服务对象 办理对象 行政相对人 适用对象 适用范围 管理对象 强制对象 检查对象 法定时限 承诺时限
    办理时限 办结时限 法定期限 承诺期限 办理期限 时限 期限 责任时限 法定办结时限 承诺办结时限 法定办理时限
    承诺办理时限 办件类型 办理形式 收费 是否收费 收费依据 收费标准 收费情况 收费依据和标准 收费依据及标准
    收费标准及依据 办理方式 收费标准和依据 收费(征收)依据和标准 收费项目 征收标准 给付标准 奖励标准 幅度
    监督电话 投诉电话 举报电话 监督投诉电话 咨询电话 联系电话 服务电话 办公电话 电话 监督方式 监督渠道
    监督部门 监督机构 监督部门和方式 咨询方式 咨询及监督电话 联系人 备注 说明 附注 备注说明 其他说明 备注栏
    审核意见 清理意见 处置意见 实施层级 行使层级 办理层级 审批层级 涉及层级 层级 管理层级 事项层级 权限划分
    实施层级及权限 权限 行使权限 职责权限 本级具体职责权限 职责边界 职责分工 行使内容 责任事项依据 责任依据
    追责依据 问责依据 追责情形依据 责任追究依据 追究依据 履责依据 追责对象 追责对象范围 追责主体 追责机关
    追责方式 追责程序 问责方式 承担责任方式 办理流程 流程图 办理流程图 权力运行流程图 职权运行流程图
    运行流程图 运行流程 基本流程 流程 工作流程 权力运行流程 外部流程图 内部流程图 廉政风险点 风险点
    风险等级 防控措施 风险防控措施 廉政风险防控措施 监管措施 事中事后监管措施 事后监管 申请材料 申报材料
    办理材料 提交材料 受理条件 申请条件 许可条件 办理条件 审批条件 办理结果 结果名称 审批结果 证照名称
    办理地点 受理地点 办公地址 办理时间 受理方式 公开范围 公开形式 公开方式 公开时限 公开渠道 公开内容
    是否公开 是否涉密 数量 项数 办理数量 办件量 年办件量 审核转报 执法区域 实施区域 行使区域 裁量基准
    处罚种类 处罚种类和幅度 处罚标准 强制种类 检查内容 检查方式 检查频次 条款 具体条款 条款内容
    违法依据 违反条款 违法条款 违则 罚则 裁量标准 自由裁量权 分序号 事项代码 承办人 责任人 责任领导 配合科室
    权力主体 法定实施主体 县级主管部门 市级主管部门 省级主管部门 主管单位 牵头单位 第一责任层级建议
    救济途径 救济渠道 救济方式 法律救济 相对人权利 数据来源 是否进驻大厅 网办深度 事中事后监管 监管方式
    监管责任 责任追究方式 追究方式 下放方式 调整说明 主要内容 服务内容
    依据文号 条款号 共性权力 权力状态 事项状态 清单类型
    """.split()
)
"""Headings known to be none of the fields: they tell a row of headings, and a table of headings and values."""

SUB_ITEMS: frozenset[str] = frozenset(
    noun + name
    for noun in "子项 子项事项 事项子项 小项 二级事项 业务办理项 办理项 职权子项 权力子项 分项".split()
    for name in ("", "名称")
)
"""Headings of the extra columns that divide a matter: each of their cells makes a matter of its own under the
same name."""

GROUPS: frozenset[str] = frozenset(
    (
        *(*_POWERS, *_MATTERS),
        *"事项 项目 主项 基本信息 基本情况 基本要素 职权信息 权力信息 事项信息 职权基本情况 权力基本信息".split(),
        *"权力清单 责任清单 权责清单 责任 责任情况 履责 对应责任 追责 问责 责任追究 办理 运行 权力运行".split(),
        *"职权运行 内容".split(),
    )
)
"""Headings of an upper level under which a short heading means what it means alone ("职权" above "类别")."""

BEFORE = r"(?:调整|变更|修改|修订|变动)前|原有?"
"""What stands before a heading, or above it, where a column shows the old text (a regular expression)."""

AFTER = r"(?:调整|变更|修改|修订|变动)后|现有?|拟(?:调整|变更)为|新"
