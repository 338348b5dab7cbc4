"""What the last words of a title say: an instrument that can be cited, or a document of an application.

《》 also holds the names of forms, certificates, newspapers and books. The longest ending of either table decides; a
title that ends in neither is cited only where a number or an article follows it. Add a row where a bureau's documents
end in another word.
"""

from __future__ import annotations

import re
from functools import lru_cache

from quanze.law.citations.cleaning import clean, compact
from quanze.prose.document_numbers import SHORT_NAME

INSTRUMENTS: tuple[tuple[str, str], ...] = (
    # 法律、法规、规章（《立法法》，《行政法规制定程序条例》第五条，《规章制定程序条例》第七条）
    ("法", "《中华人民共和国煤炭法》"),
    ("法典", "《中华人民共和国民法典》"),
    ("条例", "《河南省煤炭条例》"),
    ("规定", "《公共场所治安管理规定》"),
    ("办法", "《国家新型工业化产业示范基地管理办法》"),
    ("细则", "《取水许可管理实施细则》"),
    ("规则", "《行政复议听证规则》"),
    ("决定", "《国务院关于取消一批行政许可事项的决定》"),
    ("解释", "《关于适用行政诉讼法的解释》"),
    ("规程", "《煤矿安全规程》"),
    ("准则", "《企业会计准则》"),
    ("公约", "《生物多样性公约》"),
    ("协定", "《区域全面经济伙伴关系协定》"),
    ("议定书", "《蒙特利尔议定书》"),
    # 公文（《党政机关公文处理工作条例》第八条的文种）
    ("决议", "《关于批准预算的决议》"),
    ("命令", "《关于禁火的命令》"),
    ("令", "《关于公布规章清理结果的令》"),
    ("公报", "《环境状况公报》"),
    ("公告", "《关于〈焦化行业规范条件〉的公告》"),
    ("通告", "《关于加强管理的通告》"),
    ("意见", "《河南省人民政府关于扶持小型微型企业发展的意见》"),
    ("通知", "《关于开展申报工作的通知》"),
    ("通报", "《关于检查情况的通报》"),
    ("批复", "《国务院关于设立开发区的批复》"),
    ("函", "《关于执行中有关问题的函》"),
    ("复函", "《关于条款适用问题的复函》"),
    ("纪要", "《全国法院审判工作会议纪要》"),
    # 规划、标准和其他规范性文件
    ("规划", "《促进中小企业发展规划》"),
    ("计划", "《大气污染防治行动计划》"),
    ("纲要", "《知识产权强国建设纲要》"),
    ("要点", "《政务公开工作要点》"),
    ("方案", "《河南省绿色制造体系建设实施方案》"),
    ("措施", "《促进民营经济发展若干措施》"),
    ("政策", "《钢铁产业发展政策》"),
    ("条件", "《焦化行业规范条件》"),
    ("规范", "《食品生产许可审查规范》"),
    ("标准", "《生活垃圾焚烧污染控制标准》"),
    ("基准", "《行政处罚裁量权基准》"),
    ("通则", "《综合能耗计算通则》"),
    ("导则", "《环境影响评价技术导则》"),
    ("总则", "《标准化工作总则》"),
    ("指南", "《绿色工厂评价指南》"),
    ("指引", "《上市公司章程指引》"),
    ("大纲", "《考试大纲》"),
    ("目录", "《产业结构调整指导目录》"),
    ("名录", "《国家危险废物名录》"),
    ("制度", "《企业会计制度》"),
    ("要求", "《建设项目环境保护管理要求》"),
    ("分类", "《国民经济行业分类》"),
    ("章程", "《中国共产党章程》"),
)
"""Endings of instruments, each with a title that ends so."""

DOCUMENTS: tuple[tuple[str, str], ...] = (
    ("表", "《取水许可申请表》"),
    ("书", "《不予受理通知书》《承诺书》"),
    ("证", "《安全生产许可证》"),
    ("照", "《营业执照》"),
    ("单", "《申请材料清单》《送达回证单》"),
    ("册", "《登记簿册》"),
    ("簿", "《户口簿》"),
    ("图", "《矿区范围图》"),
    ("报", "《人民日报》"),
    ("刊", "《期刊》"),
    ("杂志", "《中国标准化杂志》"),
    ("报告", "《环境影响报告》"),
    ("合同", "《劳动合同》"),
    ("协议", "《投资协议》"),
    ("凭证", "《受理凭证》"),
    ("证明", "《社会保险缴费证明》"),
    ("台账", "《危险废物台账》"),
    ("申请", "《项目申请》"),
    ("说明", "《编制说明》"),
    ("笔录", "《现场检查笔录》"),
    ("案例", "《典型案例》"),
    ("做法", "《经验做法》"),
    ("看法", "《几点看法》"),
    ("方法", "《统计方法》"),
    ("清单", "《申报材料清单》"),
    ("推荐函", "《推荐函》"),
    ("介绍函", "《介绍函》"),
    ("公函", "《公函》"),
    ("审核意见", "《审核意见》"),
    ("审查意见", "《审查意见》"),
    ("初审意见", "《初审意见》"),
    ("评审意见", "《评审意见》"),
    ("专家意见", "《专家意见》"),
    ("推荐意见", "《推荐意见》"),
    ("处理意见", "《处理意见》"),
    ("核查意见", "《核查意见》"),
    ("验收意见", "《验收意见》"),
    ("许可决定", "《准予行政许可决定》"),
    ("处罚决定", "《行政处罚决定》"),
    ("受理决定", "《不予受理决定》"),
    ("补正通知", "《补正通知》"),
    ("受理通知", "《受理通知》"),
    ("整改通知", "《限期整改通知》"),
    ("招标公告", "《招标公告》"),
    ("公司章程", "《公司章程》"),
    ("企业章程", "《企业章程》"),
    ("材料目录", "《申请材料目录》"),
    ("卷内目录", "《卷内目录》"),
    ("办事指南", "《办事指南》"),
    ("服务指南", "《服务指南》"),
)
"""Endings of what applicants bring and bureaus hand out, and of books and newspapers."""

PREPARED: tuple[tuple[str, str], ...] = (
    ("预案", "《应急预案》，但《河南省突发环境事件应急预案》"),
    ("工作方案", "《工作方案》，但《河南省大气污染防治工作方案》"),
    ("施工方案", "《施工方案》"),
    ("整改方案", "《整改方案》"),
    ("实施方案", "《项目实施方案》，但《河南省绿色制造体系建设实施方案》"),
    ("工作计划", "《工作计划》，但《国家标准化工作计划》"),
    ("培训计划", "《培训计划》"),
    ("管理制度", "《安全管理制度》"),
    ("规章制度", "《规章制度》"),
    ("财务制度", "《财务制度》，但《国有企业财务制度》"),
)
"""Endings of what an enterprise draws up for itself, unless the title begins with a place or an organ of state."""

_PUBLIC = re.compile(
    r"中华人民共和国|国家|国务院|全国|中国|国有|中共|中央"
    r"|.{2,7}?(?:省|市|自治州|县|旗|(?<![厂园矿校库社小景])区|人民政府|委员会)"
)

PUBLIC_LISTS = ("负面清单", "权责清单", "权力清单", "责任清单", "事项清单", "收费清单", "裁量清单")
"""清单 that are documents of government, against those of material."""

SHORT_NAMES = re.compile(f"{SHORT_NAME}|法")
"""Names that are short for a title named before."""

PLANS = ("方案",)
"""Short names that are no instrument where nothing before them ends so."""

_TRAILING = re.compile(r"(?:\([^()]{1,30}\)|〔[^〔〕]{1,30}〕)$")
_NEITHER, _INSTRUMENT, _DOCUMENT, _PREPARED = range(4)
_ENDINGS: dict[str, int] = {
    **{ending: _INSTRUMENT for ending, _ in INSTRUMENTS},
    **{ending: _DOCUMENT for ending, _ in DOCUMENTS},
    **dict.fromkeys(PUBLIC_LISTS, _INSTRUMENT),
    **{ending: _PREPARED for ending, _ in PREPARED},
}
_LONGEST = max(map(len, _ENDINGS))


@lru_cache(maxsize=1024)
def stem(title: str) -> str:
    """The title without what stands in brackets at its end: （试行）, (2019修正), （2018—2020年）."""
    name = compact(clean(title))
    while (bare := _TRAILING.sub("", name)) != name and bare:
        name = bare
    return name


@lru_cache(maxsize=1024)
def is_instrument(title: str) -> bool:
    """Whether a title names something that can be cited, by its ending alone."""
    name = stem(title)
    kind = next(
        (
            _ENDINGS[name[-size:]]
            for size in range(min(_LONGEST, len(name)), 0, -1)
            if name[-size:] in _ENDINGS
        ),
        _NEITHER,
    )
    if "关于" in name and "的" in name:
        return kind in (_INSTRUMENT, _PREPARED) or name.endswith(("说明", "报告"))
    return kind == _INSTRUMENT or (kind == _PREPARED and _PUBLIC.match(name) is not None)
