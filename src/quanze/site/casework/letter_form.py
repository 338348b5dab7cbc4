"""The values of a letter as a form: what it cannot be issued without, and what may stay blank."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from quanze.letters.kinds import Kind, Type
from quanze.letters.kinds import Value as LetterValue
from quanze.letters.values import MOST_LONG, MOST_TEXT
from quanze.letters.ways import RULES
from quanze.procedure.engine.choices import Way
from quanze.site.casework.fields import RowsField

PREFIX = "v"
OF, WAS = "letter-kind", "letter-was"
"""The hidden fields that say of which kind of letter the values were asked, and what stood in them: what nobody changed
follows the act when that is changed."""

MORE_ROWS = "more"
"""What the button ``do`` asks for that only draws the form again, with further blank rows."""

DATE = {"invalid": "请按“2026-11-23”的样子填写日期。"}


class LetterForm(forms.Form):
    """One field for each value of the kind; nothing is required, since the letter itself says what is missing."""

    def __init__(
        self,
        kind: Kind,
        known: Mapping[str, Any],
        sent: QueryDict | None = None,
        *,
        typed: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(sent, prefix=PREFIX)
        self.kind = kind
        self.known = {key: _plain(said) for key, said in known.items() if said not in (None, "", [], ())}
        for value in kind.values:
            stands = {**self.known, **(typed or {})}.get(value.key)
            self.fields[value.key] = _field(value, stands)

    @property
    def needed(self) -> list[tuple[str, Any]]:
        """The fields of what it needs, each with its shape."""
        return [(_SHAPES[value.type], self[value.key]) for value in self.kind.needs]

    @property
    def optional(self) -> list[tuple[str, Any]]:
        """And of what may stay blank."""
        return [(_SHAPES[value.type], self[value.key]) for value in self.kind.may]

    @property
    def was(self) -> str:
        """What stands in it before anybody typed, for the form to carry."""
        return json.dumps(self.known, ensure_ascii=False)

    @property
    def changed(self) -> dict[str, Any]:
        """What somebody typed that did not stand there before; ``None`` for what was taken out. The form is valid."""
        found = {}
        for value in self.kind.values:
            said = _plain(self.cleaned_data.get(value.key))
            if value.type is Type.LINES:
                said = [line.strip() for line in str(said or "").splitlines() if line.strip()]
            if (said or None) != (self.known.get(value.key) or None):
                found[value.key] = said or None
        return found


def sent_letter(kind: Kind, post: QueryDict) -> LetterForm | None:
    """The values that were sent with an act; ``None`` where they were asked of another kind of letter, or not yet."""
    if post.get(OF) != kind.key:
        return None
    try:
        was = json.loads(post.get(WAS, "{}"))
    except ValueError:
        was = {}
    return LetterForm(kind, was if isinstance(was, dict) else {}, post)


def _plain(said: Any) -> Any:
    """As JSON has it."""
    if isinstance(said, date):
        return said.isoformat()
    if isinstance(said, list | tuple):
        return [_plain(each) for each in said]
    return said.replace("\r\n", "\n") if isinstance(said, str) else said


_SHAPES = {
    Type.TEXT: "line",
    Type.PHONE: "line",
    Type.LONG: "area",
    Type.LINES: "area",
    Type.DATE: "date",
    Type.ITEMS: "rows",
}


def _field(value: LetterValue, known: Any) -> forms.Field:
    if value.type is Type.ITEMS:
        return RowsField(label=value.name, required=False, columns=value.columns, initial=known)
    if value.type is Type.DATE:
        return forms.DateField(label=value.name, required=False, initial=known, error_messages=DATE)
    longest = MOST_LONG if value.type in (Type.LONG, Type.LINES) else MOST_TEXT
    hint = "一行一项。" if value.type is Type.LINES else value.hint
    said = "\n".join(map(str, known)) if isinstance(known, list | tuple) else known
    return forms.CharField(label=value.name, help_text=hint, required=False, max_length=longest, initial=said)


class SealForm(forms.Form):
    """The letter was sealed on paper: when, and the scan of what went out."""

    on = forms.DateField(label="盖章日期", required=False, error_messages=DATE)


class DeliveryForm(forms.Form):
    """How the letter reached whom; the details are those of its way."""

    way = forms.ChoiceField(
        label="送达方式",
        choices=[(way.value, rule.label) for way, rule in RULES.items()],
        error_messages={"required": "请选择送达方式。", "invalid_choice": "请选择送达方式。"},
    )
    on = forms.DateField(label="送达日期", error_messages={**DATE, "required": "请填写送达日期。"})
    recipient = forms.CharField(label="受送达人", required=False, max_length=200)

    def __init__(self, way: Way, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rule = RULES[way]
        self.fields["on"].help_text = f"{self.rule.day}。"
        for detail in self.rule.details:
            label = detail.name if detail.required else f"{detail.name}（可以不填）"
            hint = detail.hint + ("（两项写一项即可）" if detail.one_of else "")
            self.fields[f"d_{detail.key}"] = forms.CharField(
                label=label, help_text=hint, required=False, max_length=500
            )

    @property
    def details(self) -> dict[str, str]:
        """What was written down."""
        return {
            name.removeprefix("d_"): said for name, said in self.cleaned_data.items() if name.startswith("d_")
        }


class VoidForm(forms.Form):
    """Why the letter counts no longer."""

    reason = forms.CharField(
        label="理由", max_length=500, error_messages={"required": "请写明作废或者撤回的理由。"}
    )
