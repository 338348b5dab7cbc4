"""后续管理 on its pages: the form of a report with its papers, and what came of sending it. Used by the applicant's
page and by the desk's."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest

from quanze.aftercare import queries, services
from quanze.aftercare.models import Filing
from quanze.aftercare.queries import Followed, Line
from quanze.aftercare.services import LONGEST_NAME, LONGEST_NUMBER, MOST_FILES, Decision, Unfinished
from quanze.audit.services import Origin
from quanze.cases.models import Case
from quanze.kits import check, shown
from quanze.kits.following import ONCE, form_of
from quanze.kits.model import FollowUp, Reporter
from quanze.kits.showing import ShownSection
from quanze.people.models import Person
from quanze.people.requests import origin_of
from quanze.people.unacceptable import Unacceptable
from quanze.site.clock_forms import day_field
from quanze.site.handing_in import FilesField
from quanze.site.kit_form import ADD, KitForm, answers_from_post, kit_form
from quanze.site.views.doors import person_of

LONGEST_KEY = 40


class ProofForm(forms.Form):
    """What stands beside the fields of a report: its papers, and the decision where one is asked for."""

    key = forms.CharField(max_length=LONGEST_KEY, widget=forms.HiddenInput)
    seen = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, item: FollowUp, seen: int, person: Person, where: Origin, *sent: Any) -> None:
        super().__init__(*sent)
        self.initial = {"key": secrets.token_urlsafe(16), "seen": seen}
        if item.decision:
            self.fields["organ"] = _line("决定机关", LONGEST_NAME)
            self.fields["number"] = _line("决定的文号", LONGEST_NUMBER)
            self.fields["decided_on"] = day_field("决定日期")
        files = FilesField(
            label=item.evidence or "附件（选填）",
            person=person,
            most=MOST_FILES,
            where=where,
            required=bool(item.evidence),
        )
        files.error_messages["required"] = f"请上传{item.evidence}。"
        self.fields["files"] = files

    @property
    def decision(self) -> Decision | None:
        """The decision. The form is valid."""
        data = self.cleaned_data
        return Decision(data["organ"], data["number"], data["decided_on"]) if "organ" in data else None


def _line(label: str, longest: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        error_messages={"required": f"请填写{label}。", "max_length": f"{label}不能超过{longest}个字。"},
    )


@dataclass(frozen=True, slots=True)
class Report:
    """The form of a report as it is drawn. ``errors`` stand on top: the id of the field and the sentence; ``filing``
    is there once it was taken."""

    item: FollowUp
    year: int
    line: Line | None
    form: KitForm
    proof: ProofForm
    filing: Filing | None = None

    @property
    def errors(self) -> tuple[tuple[str, str], ...]:
        """Of the fields and of what stands beside them."""
        beside = [(self.proof[name].id_for_label, words) for name, words in self._beside()]
        return (*self.form.errors, *beside)

    @property
    def refusal(self) -> str:
        """Why it was not taken though it is filled in."""
        return " ".join(map(str, self.proof.non_field_errors())) if self.proof.is_bound else ""

    def _beside(self) -> Iterable[tuple[str, str]]:
        if not self.proof.is_bound:
            return ()
        return [(name, str(words)) for name in self.proof.fields for words in self.proof.errors.get(name, ())]


def asked_for(request: HttpRequest, case: Case, key: str) -> tuple[Followed, Line | None, int]:
    """The follow-up at an address, and the report that ``?year=`` means: of what is reported whenever it happens none,
    else one that is owed."""
    found = next((each for each in queries.of_case(case) if each.item.key == key), None)
    if found is None or found.item.apply:
        raise Http404("本件没有这一项后续管理。")
    if not queries.periodic(found.item):
        return found, None, ONCE
    said = request.GET.get("year", "")
    line = next(
        (each for each in found.lines if each.owed and str(each.year) == (said or str(each.year))), None
    )
    if line is None:
        raise Http404("现在没有要求报送这一年度。")
    return found, line, line.year


def report(request: HttpRequest, case: Case, item: FollowUp, line: Line | None, year: int) -> Report:
    """The form, empty or with what was reported before; what was sent is taken where it is in order."""
    person, where, asked = person_of(request), origin_of(request), form_of(item)
    before = None if line is None else line.filing
    seen = 0 if before is None else before.pk
    if request.method != "POST":
        made = kit_form(asked, {} if before is None else before.answers)
        return Report(item, year, line, made, ProofForm(item, seen, person, where))
    proof = ProofForm(item, seen, person, where, request.POST, request.FILES)
    answers = answers_from_post(asked, request.POST)
    if ADD in request.POST:
        return Report(item, year, line, kit_form(asked, answers, more=request.POST[ADD]), proof)
    checked = check(asked, answers)
    form, filing = kit_form(asked, answers, checked), None
    if proof.is_valid() and checked:
        try:
            filing = services.file(
                case,
                person,
                item.key,
                year,
                answers,
                proof.cleaned_data["key"],
                files=proof.cleaned_data["files"],
                decision=proof.decision,
                seen=proof.cleaned_data["seen"],
                where=where,
            )
        except Unfinished as unfinished:
            form = kit_form(asked, answers, unfinished.checked)
        except Unacceptable as reason:
            proof.add_error(None, str(reason))
    return Report(item, year, line, form, proof, filing)


def read(filing: Filing) -> tuple[ShownSection, ...]:
    """What was filled in, for readers."""
    return shown(form_of(queries.item_of(filing)), queries.values_of(filing))


def own(found: Iterable[Followed]) -> list[Followed]:
    """What an applicant is shown: what it reports itself, and what was recorded of it."""
    return [each for each in found if each.lines or each.item.by is Reporter.APPLICANT]
