"""What each act asks of whoever does it: a table. One row fills one field of the act, in the order in which the form
asks; the engine says what is lacking, so that no row has to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from quanze.procedure.clocks.suspension import GROUNDS
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Outcome, Standing
from quanze.procedure.engine.codec import TAGS
from quanze.procedure.model import Kind


class Ask(StrEnum):
    """How something is asked for."""

    LINE = "line"
    AREA = "area"
    REASONS = "reasons"
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"
    VERDICT = "verdict"
    YES_NO = "yes_no"
    CHOICE = "choice"
    MATERIALS = "materials"
    ANSWERS = "answers"
    LIMIT = "limit"
    STAFF = "staff"
    PEOPLE = "people"
    PERSON = "person"
    EXPERTS = "experts"
    PAPER = "paper"
    DOCUMENT = "document"
    LETTER = "letter"
    FILE = "file"
    FILES = "files"
    OBJECTION = "objection"
    BACK_TO = "back_to"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``name`` is the field of the act, ``more`` the value of a choice with its label."""

    name: str
    ask: Ask
    label: str
    hint: str = ""
    options: tuple[tuple[str, str], ...] = ()
    begin: str = ""


Q = Question

VERDICT = Q("favourable", Ask.VERDICT, "结论")

OUTCOMES = (
    (Outcome.GRANTED, "予以认定、列入"),
    (Outcome.DENIED, "不予认定、未列入"),
    (Outcome.RETURNED, "退回"),
)
STANDINGS = (
    (Standing.COMPLIANT, "符合"),
    (Standing.RECTIFY, "限期整改"),
    (Standing.REVOKE, "整改后仍不符合，建议撤销"),
)

SIGNED = (("signed", "核查人员和被核查单位均已签字"), ("refused", "被核查单位拒绝签字"))

QUESTIONS: dict[type[acts.Act], tuple[Question, ...]] = {
    acts.Correct: (Q("items", Ask.MATERIALS, "申请人当场更正的材料"),),
    acts.GiveNotice: (
        Q("items", Ask.MATERIALS, "需要补正的全部材料", "告知以后不能再要求补正没有列明的材料。"),
        Q("within", Ask.LIMIT, "补正期限", "自申请人收到告知起算。不填就是没有期限。"),
        Q("paper", Ask.PAPER, "告知书"),
    ),
    acts.HandIn: (Q("items", Ask.ANSWERS, "申请人补交的材料", "没有附文件的，按纸质材料登记。"),),
    acts.Accept: (Q("paper", Ask.PAPER, "受理凭证"),),
    acts.Decline: (
        Q("ours", Ask.YES_NO, "申请事项属于本机关职权", begin="yes"),
        Q("competent", Ask.LINE, "有权办理的机关", "不属于本机关职权的，告知申请人向哪个机关申请。"),
        Q("reasons", Ask.REASONS, "不予受理的理由"),
        Q("paper", Ask.PAPER, "不予受理凭证"),
    ),
    acts.Determine: (
        Q("needed", Ask.YES_NO, "本件需要这一环节"),
        Q("reason", Ask.AREA, "需要或者不需要的理由"),
    ),
    acts.Review: (Q("opinion", Ask.AREA, "审核意见"), VERDICT),
    acts.Inspect: (
        Q("people", Ask.STAFF, "核查人员", "本机关办理办件的工作人员。"),
        Q("where", Ask.LINE, "核查地点", "被核查的厂区、车间的地址。"),
        Q("began", Ask.MOMENT, "核查开始时间"),
        Q("ended", Ask.MOMENT, "核查结束时间"),
        Q(
            "findings",
            Ask.AREA,
            "核查情况",
            "看到什么；与申请材料是否一致；发现的问题逐项写明。",
        ),
        Q(
            "signed",
            Ask.CHOICE,
            "核查记录的签字",
            options=SIGNED,
        ),
        Q("refusal", Ask.LINE, "拒绝签字的情况", "拒签的，写明事由和见证人。"),
        VERDICT,
        Q("record", Ask.DOCUMENT, "现场核查记录", "上传签字后的记录扫描件；也可以由系统出具记录再打印签字。"),
        Q("pictures", Ask.FILES, "现场照片"),
    ),
    acts.Appraise: (
        Q("experts", Ask.EXPERTS, "专家"),
        Q("opinion", Ask.AREA, "评审意见"),
        VERDICT,
    ),
    acts.JointReview: (
        Q("opinion", Ask.AREA, "联合审核意见"),
        VERDICT,
        Q("document", Ask.DOCUMENT, "会同部门的书面意见", "由本机关代为登记的，必须附上对方的文件。"),
    ),
    acts.RequestMore: (
        Q("items", Ask.MATERIALS, "需要补充的材料"),
        Q("within", Ask.LIMIT, "补充期限"),
        Q("document", Ask.DOCUMENT, "书面通知"),
    ),
    acts.Decide: (
        VERDICT,
        Q("reasons", Ask.REASONS, "意见和理由"),
        Q("paper", Ask.PAPER, "决定书"),
    ),
    acts.Recommend: (
        VERDICT,
        Q("reasons", Ask.REASONS, "意见和理由"),
        Q("rank", Ask.NUMBER, "推荐名次", "不排名次的不填。"),
        Q("document", Ask.DOCUMENT, "推荐文件"),
    ),
    acts.Meet: (
        Q("on", Ask.DATE, "会议日期"),
        Q("people", Ask.PEOPLE, "参会人员"),
        Q("stood_back", Ask.PEOPLE, "其中回避、不参加表决的"),
        Q("votes_for", Ask.NUMBER, "赞成票"),
        Q("votes_against", Ask.NUMBER, "反对票"),
        Q("minutes", Ask.DOCUMENT, "会议纪要"),
    ),
    acts.Post: (
        Q("address", Ask.LINE, "公示的网址或者地点"),
        Q("start", Ask.DATE, "公示开始日期"),
        Q(
            "end",
            Ask.DATE,
            "公示截止日期",
            "最后一天。短于清单写明的公示期的不能登记；短于本局公布的公示期的，会提示。",
        ),
        Q("document", Ask.DOCUMENT, "公示文", "先出具公示文，盖章后张贴、发布，再登记发布的证明。"),
        Q("picture", Ask.FILE, "公示的截图或者照片"),
    ),
    acts.Object: (
        Q("name", Ask.LINE, "异议人", "匿名的不填。"),
        Q("text", Ask.AREA, "异议的内容", "照来信来电的原话登记。"),
    ),
    acts.AnswerObjection: (
        Q("number", Ask.OBJECTION, "答复哪一件异议"),
        Q("upheld", Ask.YES_NO, "异议成立"),
        Q("answer", Ask.AREA, "核实情况和答复"),
        Q("back_to", Ask.BACK_TO, "异议成立的，退回哪一步重办", "不选的，按不予通过办理。"),
        Q("document", Ask.DOCUMENT, "答复书", "匿名提出的，不出具。"),
    ),
    acts.EndPublicity: (),
    acts.Report: (
        Q("recipient", Ask.LINE, "上报给哪个机关"),
        Q("document", Ask.DOCUMENT, "上报文件"),
    ),
    acts.Perform: (
        Q("words", Ask.AREA, "办理情况"),
        Q("paper", Ask.PAPER, "文书或者记录"),
    ),
    acts.Deliver: (Q("paper", Ask.PAPER, "送达的文书", "先在文书页登记盖章和送达，再选那一份文书。"),),
    acts.Prove: (Q("paper", Ask.PAPER, "已盖章并送达的凭证"),),
    acts.SendBack: (Q("reasons", Ask.AREA, "退回的理由"),),
    acts.Close: (),
    acts.Withdraw: (Q("reason", Ask.AREA, "申请人说明的理由", "没有说明的不填。"),),
    acts.Suspend: (
        Q("ground", Ask.CHOICE, "中止计时的事由", options=tuple((each, each) for each in GROUNDS)),
        Q("notice", Ask.DOCUMENT, "告知申请人的书面通知"),
    ),
    acts.Resume: (Q("reason", Ask.LINE, "恢复的原因"),),
    acts.Extend: (
        Q("more", Ask.LIMIT, "延长多久"),
        Q("reasons", Ask.AREA, "延长的理由"),
        Q("notice", Ask.DOCUMENT, "告知申请人的文书"),
    ),
    acts.Recuse: (
        Q("person", Ask.PERSON, "回避的人员"),
        Q("reason", Ask.AREA, "回避的理由"),
    ),
    acts.Remark: (
        Q("words", Ask.AREA, "记录的内容"),
        Q("document", Ask.DOCUMENT, "有关文件"),
    ),
    acts.RecordResult: (
        Q("organ", Ask.LINE, "作出结果的机关"),
        Q("outcome", Ask.CHOICE, "结果", options=tuple((each.value, label) for each, label in OUTCOMES)),
        Q("words", Ask.AREA, "结果的内容", "照文件的原话。"),
        Q("on", Ask.DATE, "上级文件的日期", "没有文件的不填。"),
        Q("number", Ask.LINE, "上级文件的文号", "没有文号的不填。"),
        Q("document", Ask.DOCUMENT, "上级文件"),
    ),
    acts.NoteProgress: (
        Q("organ", Ask.LINE, "办理的上级机关"),
        Q(
            "words",
            Ask.AREA,
            "办到了哪一步",
            "申请人会看到，如“已进入专家评审”。已经有结果的，请登记上级结果。",
        ),
        Q("on", Ask.DATE, "上级文件的日期", "没有文件的不填。"),
        Q("number", Ask.LINE, "上级文件的文号", "没有文号的不填。"),
        Q("document", Ask.DOCUMENT, "上级文件"),
    ),
    acts.CheckUp: (
        Q(
            "standing",
            Ask.CHOICE,
            "检查结论",
            options=tuple((each.value, label) for each, label in STANDINGS),
        ),
        Q("words", Ask.AREA, "检查的情况"),
        Q("within", Ask.LIMIT, "整改期限", "限期整改的填写。"),
        Q("document", Ask.DOCUMENT, "检查文书"),
    ),
}
"""Every act that a person does at the desk."""

ACTS = {TAGS[act]: act for act in QUESTIONS}
"""By the tag that stands in an address."""

LETTERS: dict[type[acts.Act], tuple[str, str]] = {
    acts.GiveNotice: ("supplement", ""),
    acts.Accept: ("acceptance", ""),
    acts.Decline: ("declination", ""),
    acts.RequestMore: ("more", ""),
    acts.Decide: ("passed", "not_passed"),
    acts.Recommend: ("recommendation", "not_recommended"),
    acts.Suspend: ("special", ""),
    acts.Extend: ("extension", ""),
    acts.Report: ("report", ""),
    acts.Meet: ("meeting", ""),
    acts.Post: ("publicity", ""),
    acts.AnswerObjection: ("objection", ""),
}
"""The letter that usually goes with an act; where it has a verdict, the favourable one and the other."""

BY_ANSWER: dict[type[acts.Act], tuple[str, dict[str, str]]] = {
    acts.CheckUp: ("standing", {Standing.RECTIFY: "rectification", Standing.REVOKE: "revocation"}),
}
"""The letters that go with an act by the answer to one of its questions."""

BEFOREHAND = frozenset({acts.Post})
"""Acts that record what was done with a letter that was issued before."""

OF_STEP = {Kind.ANNOUNCE: "announcement", Kind.NOTIFY: "notification", Kind.HEAR: "notification"}
"""And with an act that bears the name of its step."""
