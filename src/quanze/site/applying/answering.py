"""The answer to a notice, or to a request during review: for each item its files, or a word of explanation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest

from quanze.cases.queries import StatusPage
from quanze.files.kinds import EVERYTHING, accepts
from quanze.files.models import Deposit
from quanze.files.services import receive
from quanze.kits.model import Material
from quanze.people.requests import origin_of
from quanze.procedure.engine import acts
from quanze.site.applying.materials import SEVERAL
from quanze.site.handing_in import FilesField
from quanze.site.views.doors import person_of

LONGEST_NOTE = 2000
MOST_NAME = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """An item that is owed. ``of`` says where it was asked for; ``material`` is the one of the kit that bears its
    name."""

    item: str
    of: str
    material: Material | None


@dataclass(frozen=True, slots=True)
class Row:
    """An item on the page with its fields."""

    asked: Asked
    files: Any
    note: Any


def asked_items(page: StatusPage) -> tuple[Asked, ...]:
    """Everything that the applicant owes, in the order in which it was asked for."""
    return tuple(
        Asked(item, of, next((each for each in page.pinned.kit.materials if each.name == item), None))
        for items, of in ((page.missing, "一次性告知"), (page.wanted, "审查中的书面要求"))
        for item in items
    )


class AnswerForm(forms.Form):
    """Fields for every item that is owed; at least one is answered. Items go by their place, and what was sent names
    them: if others were quicker, nothing lands under another item."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, request: HttpRequest, page: StatusPage) -> None:
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        super().__init__(*sent)
        self.person, self.where = person_of(request), origin_of(request)
        now = {each.item: each for each in asked_items(page)}
        names = request.POST.getlist("item")[:200] if request.method == "POST" else list(now)
        self.asked = tuple(now.get(name) or Asked(name[:300], "", None) for name in dict.fromkeys(names))
        for number, each in enumerate(self.asked):
            material = each.material
            self.fields[f"files-{number}"] = FilesField(
                label=each.item,
                person=self.person,
                accepts=EVERYTHING if material is None else accepts(material.media),
                most=SEVERAL,
                where=self.where,
                required=False,
            )
            self.fields[f"note-{number}"] = forms.CharField(
                label=f"“{each.item}”的说明",
                max_length=LONGEST_NOTE,
                required=False,
                error_messages={"max_length": f"说明不能超过{LONGEST_NOTE}个字，长的请作为文件上传。"},
            )

    def clean(self) -> dict[str, Any]:
        """Something has to be answered."""
        data = super().clean() or {}
        if not self.errors and not any(
            data[f"{kind}-{number}"] for number in range(len(self.asked)) for kind in ("files", "note")
        ):
            raise forms.ValidationError("请至少补交一项：上传文件，或者写明说明。")
        return data

    def answered(self) -> tuple[acts.HandIn, dict[str, list[Deposit]]]:
        """The act with its files. A word of explanation becomes a file of text, so that it lies with the case like
        everything that was handed in. Raises ``Unacceptable``."""
        files: dict[str, list[Deposit]] = {}
        for number, each in enumerate(self.asked):
            given = list(self.cleaned_data[f"files-{number}"])
            if words := self.cleaned_data[f"note-{number}"].strip():
                name = f"{each.item[:MOST_NAME]}的说明.txt".replace("/", "／")
                given.append(receive(self.person, name, [words.encode()], where=self.where))
            if given:
                files[each.item] = given
        return acts.HandIn(tuple(files)), files

    def rows(self) -> tuple[Row, ...]:
        """For the page."""
        return tuple(
            Row(each, self[f"files-{number}"], self[f"note-{number}"])
            for number, each in enumerate(self.asked)
        )
