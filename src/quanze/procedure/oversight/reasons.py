"""Whether the reasons of a refusal say anything: what is left of them without the phrases that fit every case."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 5000
"""So many characters are looked at."""

FEWEST = 4
"""With fewer characters left, nothing was said of this case: 已停产 is short, 企业已停产 is a reason."""

STOCK = {
    "how it was found out": "经研究 经审核 经审查 经核查 经核实 经评审 经审议 经综合评定",
    "the verdict itself": """
        不予受理 不予通过 不予推荐 不予许可 不予批准 不予立项 不予同意
        不通过 不同意 不推荐 不受理 未通过 退回 终止办理 理由充分
    """,
    "conditions without one": """
        不符合申报条件 不符合申请条件 不符合受理条件 不符合规范条件 不符合条件 不符合要求 不符合规定 不符合标准
        不具备条件 不满足条件 不满足要求 不达标 不合格 不合规 条件不足 条件不够 未达到要求 达不到要求
    """,
    "materials without one": "申请材料 申报材料 材料 资料 手续 不齐全 不齐 不全 不完整 不规范 不符 有误 存在问题",
    "rules without one": """
        有关规定 相关规定 有关政策 相关政策 有关要求 相关要求 法律法规 法定条件 规定条件
        文件要求 文件精神 上级要求 上级精神 根据 依据 按照 依照 规定
    """,
    "whoever it is": "你单位 贵单位 你公司 贵公司 该单位 该公司 该企业 该项目 申请人 申报人 本机关",
    "nothing": """
        其他原因 特殊原因 综合考虑 综合评分 工作需要 领导意见 实际情况 详见附件 详见决定书
        特此告知 同上 如上 无 略
    """,
    "words between": "因此 由于 鉴于 现决定 决定 申请 申报 本次 予以 办理 现 故 因 的 对 经 按 所 不 等",
}
"""What they speak of → phrases that fit every case, apart by blanks. A bureau that uses others adds them here."""

_PHRASES = sorted((each for row in STOCK.values() for each in row.split()), key=len, reverse=True)
_STOCK = re.compile("|".join(_PHRASES))
_CITED = re.compile(r"《[^《》]{1,80}》|第[〇零一二三四五六七八九十百千0-9]{1,8}[条款项]")


def plain(reasons: str) -> str:
    """A text without what makes two copies of it look different: width, blanks, punctuation."""
    told = unicodedata.normalize("NFKC", reasons[:LONGEST])
    return "".join(each for each in told if each.isalnum())


def substance(reasons: str) -> str:
    """What a text says of the case at hand: neither the phrases of :data:`STOCK` nor the bare citation of a rule."""
    told = unicodedata.normalize("NFKC", reasons[:LONGEST])
    return plain(_STOCK.sub("", plain(_CITED.sub("", told))))


def hollow(reasons: str) -> bool:
    """Whether the reasons say nothing of the case at hand."""
    return len(substance(reasons)) < FEWEST
