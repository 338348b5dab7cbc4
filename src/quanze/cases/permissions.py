"""Who may do what with drafts and cases. Whether the procedure allows it is for the engine to say.

Who an officer of a case is: 经办人 and 股室负责人 of its office; a head handles like a handler, as in a bureau of a
dozen people. A leader decides and does not handle: 承办 and 决定 stay in two hands. Nobody handles a case of an
applicant for whom they act, and whoever stood back does nothing more in it."""

from __future__ import annotations

from dataclasses import dataclass

from quanze.cases import words
from quanze.cases.models import Case, Draft, Material
from quanze.cases.sight import IN_CHARGE, OFFICERS, of_any, sight
from quanze.files.models import Deposit
from quanze.files.permissions import bound_as
from quanze.letters.kinds import To
from quanze.letters.models import Letter
from quanze.letters.permissions import of_subjects
from quanze.people.models import Agency, Person
from quanze.people.permissions import Verdict, holds, holds_any, may, membership_of, rule
from quanze.people.roles import RoleKind
from quanze.procedure.engine import Who, acts

RESULTS = (*OFFICERS, RoleKind.RECORDER)
"""Who records what higher authorities made of cases."""

ACTING: dict[Who, tuple[RoleKind, ...]] = {
    Who.APPLICANT: (),
    Who.OFFICER: OFFICERS,
    Who.LEADER: (RoleKind.LEADER,),
    Who.PARTNER: OFFICERS,
    Who.PUBLIC: OFFICERS,
    Who.KEEPER: (),
    Who.CLOCK: (),
}
"""By whom the engine says an act is done → with which roles at the bureau it may be done. A partner's opinion may be
entered by an officer from the partner's document, an objection from a letter."""

ALSO: dict[type, tuple[RoleKind, ...]] = {
    acts.HandIn: OFFICERS,
    acts.Withdraw: OFFICERS,
    acts.Meet: (RoleKind.LEADER, RoleKind.OFFICE_HEAD),
    acts.SendBack: (RoleKind.LEADER, RoleKind.OFFICE_HEAD),
    acts.RecordResult: RESULTS,
    acts.NoteProgress: RESULTS,
}
"""Acts for which it is otherwise: what an applicant brings or says at the window is entered by an officer; the
minutes of a meeting are kept, and a case is sent back, by a head as well; what comes from above has its own
recorder."""


@dataclass(frozen=True, slots=True)
class Doing:
    """An act in a case, as the thing that somebody wants to do. ``who`` is the engine's word for whose it is."""

    case: Case
    act: type
    who: Who


# Applicants ------------------------------------------------------------------------------------------------------


@rule("case.submit")
@rule("draft.edit")
@rule("draft.view")
def _draft(person: Person | None, draft: Draft) -> Verdict:
    """Whoever acts for the party: what one of them began, another may finish."""
    return may(person, "party.represent", draft.party)


# Looking ---------------------------------------------------------------------------------------------------------


@rule("case.view")
def _view(person: Person | None, case: Case) -> Verdict:
    """The applicant; who handles, leads or supervises; the partner while its opinion is waited for, and whoever gave
    it; the recorder once it was reported: these two as far as their task needs (``sight``)."""
    if person is None:
        return Verdict(False, "请先登录。")
    return _inside(person, case) or _own(person, case) or _no_view(case)


@rule("case.read")
def _read(person: Person | None, case: Case) -> Verdict:
    """At the desk: whoever may see the case, but for the applicant. How much of it: ``sight``."""
    if person is None:
        return Verdict(False, "请先登录。")
    return _inside(person, case) or _no_view(case)


def _own(person: Person, case: Case) -> Verdict | None:
    return may(person, "party.represent", case.applicant) or None


def _inside(person: Person, case: Case) -> Verdict | None:
    found = sight(person, case)
    if found.whole:
        return found.whole
    return Verdict(True, "您办理本件中的一项任务，可以查看与它有关的内容。") if found else None


def _no_view(case: Case) -> Verdict:
    return Verdict(False, "只有申请人和办理、监督本件的人员可以查看。")


@rule("material.view")
def _material(person: Person | None, material: Material) -> Verdict:
    return _view(person, material.case)


# Acting ----------------------------------------------------------------------------------------------------------


@rule("case.act")
def _act(person: Person | None, doing: Doing) -> Verdict:
    """By the engine's word for whose act it is, and the roles that stand for it here."""
    case, who = doing.case, doing.who
    if person is None:
        return Verdict(False, "请先登录。")
    mine = membership_of(person, case.applicant) is not None
    if who is Who.APPLICANT:
        own = may(person, "party.represent", case.applicant)
        if own or mine:
            return own
    elif mine and who is not Who.PUBLIC:
        return Verdict(False, "您代表本件的申请人，不能办理本件。")
    asked = case.partner if who is Who.PARTNER else None
    if asked is not None and (verdict := holds(person, RoleKind.JOINT_REVIEWER, asked)):
        return verdict
    if who is Who.PUBLIC:
        return Verdict(True, "任何人都可以提出。")
    kinds = ALSO.get(doing.act, ACTING[who])
    return of_any(person, kinds, case) or _not_theirs(case, doing, kinds)


def _not_theirs(case: Case, doing: Doing, kinds: tuple[RoleKind, ...]) -> Verdict:
    names = [kind.label for kind in kinds]
    if doing.who is Who.APPLICANT:
        names.insert(0, "申请人")
    if doing.who is Who.PARTNER:
        names.insert(0, "会同部门的联合审核人")
    if not names:
        return Verdict(False, "这一步由系统按期限或者按清单调整办理。")
    where = case.agency.name if case.office is None else f"{case.agency.name}{case.office.name}"
    label = words.act_label(doing.act)
    return Verdict(False, f"“{label}”由{where}的{'、'.join(names)}办理。")


@rule("case.object")
def _object(person: Person | None, case: Case) -> Verdict:
    """Anybody, known here or not; whether the case is public is for the procedure to say."""
    return Verdict(True, "任何人都可以提出。")


@rule("case.note")
def _note(person: Person | None, case: Case) -> Verdict:
    if person is None:
        return Verdict(False, "请先登录。")
    if membership_of(person, case.applicant) is not None:
        return Verdict(False, "您代表本件的申请人，不能办理本件。")
    return of_any(person, IN_CHARGE, case) or Verdict(False, "只有办理本件的人员可以写备注。")


@rule("case.place")
def _place(person: Person | None, case: Case) -> Verdict:
    """Move it to another round: whoever handles it."""
    if person is not None and membership_of(person, case.applicant) is not None:
        return Verdict(False, "您代表本件的申请人，不能办理本件。")
    found = of_any(person, OFFICERS, case)
    return found or Verdict(False, f"由{case.office or case.agency}的经办人、股室负责人改批次。")


@rule("case.assign")
def _assign(person: Person | None, case: Case) -> Verdict:
    found = of_any(person, (RoleKind.OFFICE_HEAD,), case)
    return found or Verdict(False, f"由{case.office or case.agency}的股室负责人分派。")


@rule("case.claim")
def _claim(person: Person | None, case: Case) -> Verdict:
    if person is not None and membership_of(person, case.applicant) is not None:
        return Verdict(False, "您代表本件的申请人，不能办理本件。")
    found = of_any(person, OFFICERS, case)
    return found or Verdict(False, f"只有{case.office or case.agency}的经办人、股室负责人可以认领。")


@rule("case.follow")
def _follow(person: Person | None, case: Case) -> Verdict:
    """By which matter a case goes on that the list divided: whoever handles it knows what was applied for."""
    if person is not None and membership_of(person, case.applicant) is not None:
        return Verdict(False, "您代表本件的申请人，不能办理本件。")
    found = of_any(person, OFFICERS, case)
    return found or Verdict(False, f"由{case.office or case.agency}的经办人、股室负责人选择。")


@rule("case.take_in")
def _take_in(person: Person | None, agency: Agency) -> Verdict:
    """At the window of an agency, for whichever of its offices."""
    found = next((verdict for kind in OFFICERS if (verdict := holds(person, kind, agency))), None)
    return found or Verdict(False, f"只有{agency.name}的经办人、股室负责人可以在窗口收件。")


@rule("case.list")
def _list(person: Person | None, agency: Agency) -> Verdict:
    """Who has a work list there; what is in it follows from their roles (``worklist``)."""
    kinds = (*IN_CHARGE, RoleKind.SUPERVISOR, RoleKind.RECORDER, RoleKind.JOINT_REVIEWER)
    found = next((verdict for kind in kinds if (verdict := holds(person, kind, agency))), None)
    return found or Verdict(False, f"只有{agency.name}办理、监督办件的人员可以查看。")


@rule("case.results")
def _results(person: Person | None, agency: Agency) -> Verdict:
    """Record by a sheet what higher authorities made of cases; of which, each case says (``case.act``)."""
    return holds_any(person, RESULTS, agency)


@rule("case.archive")
def _archive(person: Person | None, case: Case) -> Verdict:
    found = None if person is None else of_any(person, (*IN_CHARGE, RoleKind.SUPERVISOR), case)
    return found or Verdict(False, "只有办理、监督本件的人员可以导出归档包。")


# Files and letters of cases and drafts -----------------------------------------------------------------------------


@bound_as("case")
def _file_of_case(person: Person | None, deposit: Deposit) -> Verdict:
    """Who sees it at the desk; the applicant what it handed in itself."""
    case = _case_named(deposit.bound_to)
    if case is None or person is None:
        return Verdict(False, "请先登录。" if person is None else "没有这件办件。")
    verdict = _read(person, case)
    if verdict and (deposit.person_id == person.pk or sight(person, case).file(deposit)):
        return verdict
    if Material.objects.filter(case=case, deposit=deposit).exists():
        return _own(person, case) or _no_view(case)
    return _no_view(case)


@bound_as("draft")
def _file_of_draft(person: Person | None, deposit: Deposit) -> Verdict:
    number = deposit.bound_to.removeprefix("draft:")
    draft = (
        Draft.objects.filter(pk=int(number)).select_related("party").first() if number.isdecimal() else None
    )
    return Verdict(False, "没有这份草稿。") if draft is None else _draft(person, draft)


@of_subjects("case")
def _letter_of_case(person: Person | None, verb: str, letter: Letter) -> Verdict:
    """Officers seal, deliver and make void; who sees it at the desk sees it; the applicant what is addressed to it."""
    case = _case_named(letter.subject)
    if case is None or person is None:
        return Verdict(False, "请先登录。" if person is None else "没有这件办件。")
    if verb != "letter.view":
        return _act(person, Doing(case, acts.Prove, Who.OFFICER))
    verdict = _read(person, case)
    if verdict and sight(person, case).letter(letter):
        return verdict
    own = _own(person, case) if letter.about.to is To.APPLICANT else None
    if own and not goes_out(letter):
        return Verdict(False, "文书还没有盖章，盖章以前不是有效的文书。")
    return own or _no_view(case)


def goes_out(letter: Letter) -> bool:
    """Whether an applicant is shown a letter: one that has to be sealed, only when it is."""
    return not letter.sealed or bool(letter.sealings.all())


def _case_named(subject: str) -> Case | None:
    """The case that files and letters name."""
    found = Case.objects.filter(number=subject.removeprefix("case:"))
    return found.select_related("agency", "office", "applicant", "partner").first()
