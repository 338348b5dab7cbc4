"""What can happen in a story of the demo: each verb is done through the services, by whoever may do it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.utils import timezone

from quanze.cases import queries, services
from quanze.cases.services import Handed, LetterOrder
from quanze.cli.demo import afterwards
from quanze.cli.demo.papers import paper
from quanze.cli.demo.people import MARK, PARTIES
from quanze.cli.demo.play import Play, person
from quanze.letters import services as letters
from quanze.people.models import Party
from quanze.people.services import enter_party
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Way
from quanze.procedure.engine.evidence import Expert, Inspector, Paper
from quanze.procedure.model import Limit, Unit
from quanze.rulebook.queries import calendar

HIGHER = "南阳市工业和信息化局"


# How a case begins -----------------------------------------------------------------------------------------------


def draft(play: Play) -> None:
    applicant = person(play.story.by)
    made = services.save_draft(
        applicant, Party.objects.get(credit_code=play.story.code), play.matter, play.answers
    )
    first = play.wanted[0]
    services.attach(made, first.key, paper(applicant, first.name), applicant)


def submit(play: Play) -> None:
    applicant = person(play.story.by)
    party = Party.objects.get(credit_code=play.story.code)
    made = services.save_draft(applicant, party, play.matter, play.answers)
    lacking = {item for _, verb, *more in play.story.turns if verb == "notice" for item in more[0]}
    for each in play.wanted:
        if each.name not in lacking:
            services.attach(made, each.key, paper(applicant, each.name), applicant)
    play.case = services.submit(made, applicant, play.key)


def take_in(play: Play, received: int) -> None:
    """What came on paper so many working days ago is entered at the window."""
    row = next(each for each in PARTIES if each[0] == play.story.code)
    code, kind, name, address, phone = row
    party = enter_party(
        play.agency, play.handler, kind, f"{MARK}{name}", code, address=address, phone=phone, demo=True
    )
    handed = [Handed(each.key) for each in play.wanted]
    play.case = services.take_in(
        play.agency,
        play.matter,
        play.handler,
        party,
        play.answers,
        handed,
        play.day(received),
        key=play.key,
    )


# At the gate -----------------------------------------------------------------------------------------------------


def notice(play: Play, items: tuple[str, ...], within: int = 15) -> None:
    act = acts.GiveNotice(play.step(acts.GiveNotice), items, Limit(within, Unit.WORKING_DAY))
    play.do(act, play.handler, LetterOrder("supplement"))


def answer(play: Play) -> None:
    """Everything that the notice asks for."""
    applicant = person(play.story.by)
    items = queries.status_page(play.case, applicant).missing
    files = {item: (paper(applicant, item),) for item in items}
    play.do(acts.HandIn(items), applicant, files=files)


def accept(play: Play) -> None:
    step = play.step(acts.Accept)
    if play.written:
        play.do(acts.Accept(step, play.scan("受理通知书")), play.handler)
    else:
        play.do(acts.Accept(step), play.handler, LetterOrder("acceptance"))


def decline(play: Play, reasons: str, competent: str) -> None:
    act = acts.Decline(play.step(acts.Decline), reasons, ours=False, competent=competent)
    play.do(act, play.handler, LetterOrder("declination"))


def stamp(play: Play) -> None:
    """The last letter was sealed on paper, and scanned."""
    proof = paper(play.handler, f"{play.letter.title}盖章件")
    play.case = services.seal_letter(play.case, play.letter, play.handler, proof)
    letters.render(play.letter, now=play.now)


def serve(play: Play) -> None:
    """The last letter was handed over; what was written outside has its receipt with it."""
    if play.written:
        return
    proof = paper(play.handler, f"{play.letter.title}送达回证")
    details = {"receiver": f"{MARK}签收人", "relation": "负责收件的人"}
    on = timezone.localdate(play.now)
    play.case = services.deliver_letter(
        play.case, play.letter, play.handler, Way.DIRECT, on, proof, details=details
    )


def withdraw(play: Play, reason: str) -> None:
    play.do(acts.Withdraw(reason), person(play.story.by))


# Examining -------------------------------------------------------------------------------------------------------


def review(play: Play, opinion: str = "材料齐全，内容真实。", favourable: bool = True) -> None:
    play.do(acts.Review(play.step(acts.Review), opinion, favourable), play.handler)


def need(play: Play, needed: bool, reason: str) -> None:
    """Whether what is done only where needed is needed here."""
    play.do(acts.Determine(play.step(acts.Determine), needed, reason), play.handler)


def inspect(play: Play, findings: str = "现场情况与申报材料一致。", favourable: bool = True) -> None:
    both = tuple(Inspector(f"person:{person(username).pk}") for username in play.story.team)
    record = paper(play.handler, "现场核查记录")
    act = acts.Inspect(
        play.step(acts.Inspect),
        both,
        f"deposit:{record.pk}",
        findings,
        favourable,
        pictures=(f"deposit:{paper(play.handler, '现场照片').pk}",),
        where=play.case.applicant_data["address"],
        began=play.now - timedelta(hours=2),
        ended=play.now,
        signed=True,
    )
    play.do(act, play.handler)


def appraise(play: Play, opinion: str = "符合要求，建议通过。", favourable: bool = True) -> None:
    experts = tuple(Expert(f"{MARK}专家{sign}") for sign in "甲乙丙")
    play.do(acts.Appraise(play.step(acts.Appraise), experts, opinion, favourable), play.handler)


def joint(play: Play, opinion: str = "资金需求合理，同意。", favourable: bool = True) -> None:
    """联合审核, by the finance bureau under its own log-in."""
    act = acts.JointReview(play.step(acts.JointReview), opinion, favourable)
    play.do(act, person("finance"))


def note(play: Play, words: str) -> None:
    services.note(play.case, play.handler, words)


# Concluding ------------------------------------------------------------------------------------------------------


def meet(play: Play, words: str = "集体研究：同意上报。") -> None:
    leader, head = person("leader"), person("head")
    minutes = paper(leader, words)
    present = (f"person:{leader.pk}", f"person:{head.pk}")
    act = acts.Meet(
        play.step(acts.Meet), timezone.localdate(play.now), f"deposit:{minutes.pk}", present, votes_for=2
    )
    play.do(act, leader)


def decide(play: Play, favourable: bool = True, reasons: str = "符合申报条件。") -> None:
    step, leader = play.step(acts.Decide), person("leader")
    if play.written:
        play.do(acts.Decide(step, favourable, reasons, play.scan("决定书", leader)), leader)
        return
    order = LetterOrder("passed" if favourable else "not_passed")
    play.do(acts.Decide(step, favourable, reasons), leader, order)


def post(play: Play) -> None:
    """Posted today, for as long as the bureau told the public."""
    today = timezone.localdate(play.now)
    preview = queries.publicity_preview(play.case, today, calendar())
    if preview is None:
        raise LookupError(f"{play.key}: nothing to be posted on {today}, {play.case.standing}")
    picture = paper(play.handler, "公示截图")
    act = acts.Post(
        preview.step, f"{MARK}：卧龙区政府门户网站公示公告栏", f"deposit:{picture.pk}", today, preview.end
    )
    play.do(act, play.handler)


def objection(play: Play, text: str) -> None:
    play.do(acts.Object(play.step(acts.Object), text), play.handler)


def answer_objection(play: Play, upheld: bool, answer: str) -> None:
    """The first that waits."""
    number = queries.case_page(play.case, play.handler).state.open_objections[0].number
    play.do(acts.AnswerObjection(play.step(acts.AnswerObjection), number, upheld, answer), play.handler)


def draft_reply(play: Play, words: str = "材料齐全，关闭方案可行。") -> None:
    """The decision on what a higher authority approves: its reply stays a draft."""
    order = LetterOrder("reply_draft", {"reply_text": f"原则同意关闭{play.case.title}（{MARK}）。"})
    play.do(acts.Decide(play.step(acts.Decide), True, words), person("leader"), order)


def tell(play: Play) -> None:
    """The applicant was told in writing, and signed for it."""
    play.do(acts.Deliver(play.step(acts.Deliver), play.scan("办理情况告知书")), play.handler)


def end_publicity(play: Play) -> None:
    play.do(acts.EndPublicity(play.step(acts.EndPublicity)), play.handler)


def report(play: Play) -> None:
    step = play.step(acts.Report)
    if play.written:
        play.do(acts.Report(step, HIGHER, play.scan("报送函").document), play.handler)
        return
    order = LetterOrder("report", {"subject_words": f"报送{play.case.title}的申请材料"})
    play.do(acts.Report(step, HIGHER, ""), play.handler, order)


def announce(play: Play) -> None:
    words = f"{play.case.applicant_name}符合规范条件，予以公告（{MARK}）。"
    step = play.step(acts.Perform)
    if play.written:
        play.do(acts.Perform(step, play.scan("公告"), words), play.handler)
        return
    order = LetterOrder("announcement", {"subject_words": play.case.title, "content": words})
    play.do(acts.Perform(step, Paper(""), words), play.handler, order)


def recommend(play: Play, favourable: bool = True, reasons: str = "符合条件，同意推荐。") -> None:
    case, step, leader = play.case, play.step(acts.Recommend), person("leader")
    if play.written:
        document = play.scan("推荐函", leader).document
        play.do(acts.Recommend(step, favourable, reasons, document), leader)
        return
    order = LetterOrder(
        "recommendation",
        {
            "recipient": HIGHER,
            "subject_words": f"推荐{case.title}参加{case.matter_name}",
            "recommended": [[case.applicant_name, case.title]],
        },
    )
    play.do(acts.Recommend(step, favourable, reasons), leader, order)


def close(play: Play) -> None:
    play.do(acts.Close(), play.handler)


_VERBS: dict[str, Callable[..., None]] = {
    verb.__name__: verb
    for verb in (
        draft,
        submit,
        take_in,
        notice,
        answer,
        accept,
        decline,
        stamp,
        serve,
        withdraw,
        review,
        need,
        inspect,
        appraise,
        joint,
        note,
        meet,
        decide,
        draft_reply,
        post,
        objection,
        answer_objection,
        end_publicity,
        report,
        announce,
        recommend,
        tell,
        close,
    )
}

VERBS: Mapping[str, Callable[..., None]] = {**_VERBS, **afterwards.VERBS}
"""The verbs that a turn of a story may name."""
