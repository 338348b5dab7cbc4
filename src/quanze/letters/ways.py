"""The ways in which a letter is delivered, and what the record of each must hold: a table, with its articles.

民事诉讼法 (2023) arts. 87 to 95, which 行政复议法 art. 88 and practice take over for administrative letters.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine.choices import Way

ANNOUNCED_DAYS = 30
"""自发出公告之日起，经过三十日，即视为送达 (民事诉讼法 art. 95)."""


@dataclass(frozen=True, slots=True)
class Detail:
    """Something to be written down: its ``key`` and ``name``. ``one_of``: one of those that share the word is
    enough."""

    key: str
    name: str
    hint: str = ""
    required: bool = True
    one_of: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a way is called, whose day counts, what is written down, what proves it, and where that stands."""

    label: str
    day: str
    details: tuple[Detail, ...]
    proof: str
    source: str


RULES: Mapping[Way, Rule] = {
    Way.DIRECT: Rule(
        "直接送达",
        "在送达回证上签收的日期",
        (
            Detail("receiver", "签收人"),
            Detail("relation", "签收人的身份", "本人、法定代表人、负责收件的人、代理人等"),
        ),
        "有签名或者盖章的送达回证",
        "民事诉讼法第八十八条：在送达回证上签收的日期为送达日期",
    ),
    Way.LEFT: Rule(
        "留置送达",
        "把文书留在受送达人住所的日期",
        (
            Detail("refusal", "拒收事由"),
            Detail("witnesses", "见证人", "有关基层组织或者所在单位的代表，写明姓名和单位", one_of="见证"),
            Detail("recording", "拍照、录像的编号", one_of="见证"),
        ),
        "注明拒收事由和日期、由送达人和见证人签名的送达回证，或者照片、录像",
        "民事诉讼法第八十九条：邀请见证人到场，或者采用拍照、录像等方式记录送达过程，即视为送达",
    ),
    Way.ELECTRONIC: Rule(
        "电子送达",
        "到达受送达人特定系统的日期",
        (
            Detail("consent", "同意电子送达的凭据", "申请表中的勾选、书面确认等"),
            Detail("system", "到达的特定系统", "本系统办件页面、电子邮箱、传真号码"),
        ),
        "系统记载的到达记录",
        "民事诉讼法第九十条：经受送达人同意；以到达受送达人特定系统的日期为送达日期",
    ),
    Way.POST: Rule(
        "邮寄送达",
        "回执上注明的收件日期",
        (Detail("tracking", "邮件号码"), Detail("receiver", "签收人", required=False)),
        "邮件回执",
        "民事诉讼法第九十一条：邮寄送达的，以回执上注明的收件日期为送达日期",
    ),
    Way.ENTRUSTED: Rule(
        "委托送达",
        "受委托机关送达、受送达人签收的日期",
        (Detail("organ", "受委托的机关"), Detail("receiver", "签收人")),
        "受委托机关退回的送达回证",
        "民事诉讼法第九十一条：直接送达有困难的，可以委托其他机关代为送达",
    ),
    Way.ANNOUNCED: Rule(
        "公告送达",
        "公告满三十日的日期",
        (
            Detail("announced_on", "公告日期", "2026-11-26"),
            Detail("place", "公告的地方", "网址、报纸名称和版次、公告栏"),
            Detail("reason", "公告送达的原因", "受送达人下落不明，或者用其他方式无法送达的经过"),
        ),
        "公告的截图、报样或者照片",
        "民事诉讼法第九十五条：受送达人下落不明，或者用其他方式无法送达的，公告送达；自发出公告之日起，经过三十日，即视为送达",
    ),
}
"""Each way of the engine with what it asks for."""

LABELS: Mapping[Way, str] = {way: rule.label for way, rule in RULES.items()}


def settled(way: Way, on: datetime.date, details: Mapping[str, str]) -> dict[str, str]:
    """The details as they are kept. Raises :class:`Unacceptable` naming everything that is missing or wrong."""
    rule = RULES[way]
    known = {detail.key for detail in rule.details}
    strange = [key for key in details if key not in known]
    if strange:
        raise Unacceptable(f"{rule.label}不登记这些内容：{'、'.join(strange)}。")
    kept = {key: " ".join(words.split())[:500] for key, words in details.items() if words.strip()}
    missing = [
        detail.name
        for detail in rule.details
        if detail.required and not detail.one_of and detail.key not in kept
    ]
    for group in dict.fromkeys(detail.one_of for detail in rule.details if detail.one_of):
        either = [detail for detail in rule.details if detail.one_of == group]
        if not any(detail.key in kept for detail in either):
            missing.append("或者".join(detail.name for detail in either))
    if missing:
        raise Unacceptable(f"{rule.label}还要写明{'、'.join(missing)}（{rule.source}）。")
    if way is Way.ANNOUNCED:
        _after_announcement(on, kept["announced_on"])
    return kept


def _after_announcement(on: datetime.date, announced: str) -> None:
    try:
        first = datetime.date.fromisoformat(announced)
    except ValueError:
        raise Unacceptable("公告日期应写成“2026-11-26”的样子。") from None
    over = first + datetime.timedelta(days=ANNOUNCED_DAYS)
    if on < over:
        raise Unacceptable(
            f"公告满三十日才视为送达：送达日期不早于{over:%Y-%m-%d}（{RULES[Way.ANNOUNCED].source}）。"
        )
