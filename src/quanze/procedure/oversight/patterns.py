"""Patterns worth a person's look, as a table: what is looked for, why, when it is innocent, and what it cannot see.

A hint says what stands in the record. It is no verdict: nobody is late, biased or at fault by it, and most of what it
shows has a plain reason. Whoever reads it looks into the case.
"""

from __future__ import annotations

from collections.abc import Collection

from quanze.procedure.oversight import several, single
from quanze.procedure.oversight.single import each_case
from quanze.procedure.oversight.told import Hint, Looked, Pattern

NO_VERDICT = "提示只说记录里有什么，不是结论。多数有正当原因，要由人核对办件以后判断。"
"""Said wherever hints are shown."""

PATTERNS: tuple[Pattern, ...] = (
    Pattern(
        "P801",
        "核查人员不足",
        "到现场核查应当指派两名以上工作人员，一个人去容易失真，也没有人能互相证明。",
        "一同去的人没有登记；只是上门送达、辅导，没有核查。",
        "只看登记了谁，看不到实际谁到了现场，也看不到没有登记的核查。",
        each_case(single.few_people),
    ),
    Pattern(
        "P802",
        "不止一次告知补正",
        "需要补正的应当一次告知全部内容，反复告知会让申请人多跑、多等。",
        "申请人补来的材料仍不合要求，再次告知的只是原来列明的项目。",
        "看不出再次告知是谁的原因；窗口口头要求补材料而没有登记的看不到。",
        each_case(single.notices_again),
    ),
    Pattern(
        "P803",
        "略过公示",
        "清单有公示这一环节，办结时却没有发布过，利害关系人没有机会提出异议。",
        "依法不公开的；清单写明只在某种情形下公示，本件不属于这种情形。",
        "规程里没有公示步骤的事项看不到；在别处公示而没有登记的会误列。",
        each_case(single.publicity_skipped),
    ),
    Pattern(
        "P804",
        "公示期偏短",
        "公示期短于清单或者本机关公布的长度，来不及提出异议。",
        "发布当日是否计入有两种算法，按其中一种够、按另一种不够。",
        "清单和办事指南都没有写长度的，不判断；网页提前撤下看不到。",
        each_case(single.publicity_short),
    ),
    Pattern(
        "P805",
        "公示以后改动",
        "公示内容或者起止日期中途改变，前后看到的人看到的不一样。",
        "更正错字、更换打不开的网址；延长公示期。",
        "只看登记的发布，网页上直接改而没有登记的看不到。",
        each_case(single.publicity_edited),
    ),
    Pattern(
        "P806",
        "不予通过的理由空泛",
        "理由只有“不符合条件”“材料不全”一类套话，申请人不知道错在哪里，也无从申请复议。",
        "详细的理由写在附的决定书里，登记时只写了摘要。",
        "按字面判断：把套话去掉，剩下的太少。写得长而没有内容的看不出。",
        each_case(single.hollow_reasons),
    ),
    Pattern(
        "P807",
        "多件用同一段理由",
        "几件的理由一字不差，可能没有逐件审核。",
        "确实是同一个原因，如都错过了申报时间、名额已满。",
        "标点、空格不同仍算相同；改了几个字的看不出。",
        several.same_reasons,
    ),
    Pattern(
        "P808",
        "评分以后调整位次",
        "位次离开了评分得出的次序，此后又没有集体研究过。",
        "按规定优先推荐的条件后来才核实；写明了理由的个别调整。",
        "只看系统里的排序，看不到打分以前的商量。",
        several.moved_after_scores,
    ),
    Pattern(
        "P809",
        "排序确定以后又改",
        "已经确定的排序撤销以后，评分、优先或者位次有改动。",
        "发现计算错误；有申请人撤回、不再符合条件。",
        "看不出改动是否影响谁进名额，请看排序的经过。",
        several.changed_after_fixed,
    ),
    Pattern(
        "P810",
        "凭证送达迟延",
        f"受理或者不予受理以后超过{single.RECEIPT_DAYS}个工作日，书面凭证才送达或者还没有送达的证明。"
        f"{single.RECEIPT_DAYS}个工作日是假定的，法律没有写这一天数。",
        "当场交给了申请人，送达回证后来才补登；申请人迟迟不来领。",
        "按登记的送达日期算；清单没有要求书面凭证的不看。",
        each_case(single.receipt_late),
    ),
    Pattern(
        "P811",
        "一人受理、核查又决定",
        "受理、核查、决定应当分开，由一人做完就没有人复核。",
        "人手少，一人兼任股室负责人和局领导；决定前经过集体研究。",
        "按登记的办理人判断；用别人的账号登记看不出。",
        each_case(single.one_hand),
    ),
    Pattern(
        "P812",
        "总由一人办理",
        f"一个事项{several.ALWAYS}件以上，九成以上从收件到审核都是同一人。长期不轮换、无人替换，也是一种风险。",
        "股室只有这一名经办人；这一事项就是分给他的。",
        "只数这一期间的办件；不知道股室有几个人、怎样分工。",
        several.always_one,
    ),
    Pattern(
        "P813",
        "同一申请人总遇到同一人",
        f"同一申请人同一事项的{several.APPLICANTS}件以上都由一人办理，而这一事项有别人也在办。",
        "按企业或者片区分工；上一件是他办的，接着办熟悉情况。",
        "只看登记的办理人；申请人换一个名称来申请就看不到。",
        several.one_for_applicant,
    ),
)
"""Every pattern, by its code."""

OF_ONE_CASE = frozenset({"P801", "P802", "P803", "P804", "P805", "P806", "P810", "P811"})
"""Those that show in a case by itself."""


def hints(looked: Looked, codes: Collection[str] | None = None) -> tuple[Hint, ...]:
    """What the patterns (those of these codes) find, in the order of the table."""
    return tuple(
        Hint(pattern, found.words, found.seen, found.person)
        for pattern in PATTERNS
        if codes is None or pattern.code in codes
        for found in pattern.find(looked)
    )
