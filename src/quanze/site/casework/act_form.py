"""The form of an act, made of its questions, and the act that was filled in."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from django import forms

from quanze.files.models import Deposit
from quanze.procedure.engine import acts
from quanze.site.casework.answers import READ
from quanze.site.casework.asking import AUTO, NEW, UPLOAD, Asking, asked_for
from quanze.site.casework.inputs import ADD
from quanze.site.casework.questions import BY_ANSWER, Ask


class ActForm(forms.Form):
    """The fields of an act; :meth:`act` is what was filled in. ``handed`` are the files of materials by item."""

    def __init__(self, asking: Asking, *sent: Any) -> None:
        super().__init__(*sent)
        self.asking = asking
        self.shapes: dict[str, str] = {}
        self.standards: dict[str, str] = {}
        for question in asking.questions:
            ADD[question.ask](self, question)

    # What the template draws ------------------------------------------------------------------------------------

    @property
    def drawn(self) -> list[tuple[str, Any]]:
        """Each field with its shape, in order; what belongs to another is drawn by it."""
        return [(shape, self[name]) for name, shape in self.shapes.items()]

    def put(self, name: str, shape: str, field: forms.Field) -> None:
        """Add a field that is drawn in this shape; ``""``: by another."""
        self.fields[name] = field
        if shape:
            self.shapes[name] = shape

    # What was filled in -----------------------------------------------------------------------------------------

    def act(self) -> acts.Act:
        """The act. The form is valid."""
        given: dict[str, Any] = {}
        own = {field.name for field in fields(self.asking.act)}  # type: ignore[arg-type]
        for question in self.asking.questions:
            if question.name in own:
                given[question.name] = READ[question.ask](self, question)
        if "step" in own:
            given["step"] = self.asking.place.key if self.asking.place else ""
        if given.get("signed"):
            given["refusal"] = ""
        return self.asking.act(**given)

    def clean(self) -> dict[str, Any]:
        """No file that was uploaded is passed over."""
        data = super().clean() or {}
        for question in self.asking.questions:
            chosen = data.get(question.name, "") if question.ask in (Ask.PAPER, Ask.DOCUMENT) else ""
            if chosen not in (UPLOAD, "") and data.get(f"{question.name}_file"):
                self.add_error(
                    question.name, "已经上传了文件：用这个文件的，请选“上传文件”；不用的，请取消勾选。"
                )
        return data

    @property
    def letter(self) -> str:
        """The kind of letter that is to be issued with it, ``""`` for none. The form is valid."""
        for question in self.asking.questions:
            if question.ask not in (Ask.PAPER, Ask.DOCUMENT, Ask.LETTER):
                continue
            chosen = str(self.cleaned_data[question.name])
            if chosen.startswith(NEW):
                return chosen.removeprefix(NEW)
            if chosen == AUTO and self.asking.act in BY_ANSWER:
                name, letters = BY_ANSWER[self.asking.act]
                return letters.get(self.cleaned_data[name], "")
            if chosen == AUTO:
                good, bad = self.asking.usual
                return bad if self.cleaned_data.get("favourable") == "no" else good
        return ""

    @property
    def handed(self) -> dict[str, list[Deposit]]:
        """The files of materials, by item. The form is valid."""
        found = {}
        for number, item in enumerate(asked_for(self.asking)):
            if deposits := self.cleaned_data.get(f"file_{number}"):
                found[item] = deposits
        return found
