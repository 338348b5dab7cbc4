"""What a list keeper fills in about a procedure: what a step is, what an unread clause is, the promised limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from quanze.procedure.clocks.rules import UNITS
from quanze.procedure.clocks.term import MOST
from quanze.procedure.corrections import Change, ConfirmUnit, StepOf
from quanze.procedure.labels import KINDS
from quanze.procedure.model import Kind, Limit, Step, Unit
from quanze.rulebook.corrections import Kept
from quanze.rulebook.services import LONGEST_REASON
from quanze.site.procedures import FIELDS

TICKS = (
    "external",
    "optional",
    "on_the_spot",
    "extendable",
    "once",
    "receipt",
    "written",
    "reasons",
    "credentials",
    "record",
    "recusal",
)
WORDS = ("party", "condition", "only_when")

LONGEST_WORDS = 2000
"""Characters. A condition is as long as a clause of the list."""

MOST_MINUTES = 30 * 24 * 60

NUMBER = {"invalid": "请填写大于 0 的整数。", "min_value": "请填写大于 0 的整数。"}
UNIT_CHOICES = [(unit.value, UNITS[unit].removeprefix("个")) for unit in Unit]


class ReasonForm(forms.Form):
    """Whatever a person corrects has a reason."""

    reason = forms.CharField(
        label="理由或来源",
        max_length=LONGEST_REASON,
        error_messages={
            "required": "请写明理由或来源，例如文件名称和文号、会议决定。",
            "max_length": f"理由不能超过{LONGEST_REASON}个字。",
        },
    )


class LimitForm(ReasonForm):
    """A limit that may be missing: a number and its unit."""

    limit_n = forms.IntegerField(
        label="期限",
        min_value=1,
        required=False,
        error_messages=NUMBER,
    )
    limit_unit = forms.ChoiceField(
        label="单位",
        choices=UNIT_CHOICES,
        initial=Unit.WORKING_DAY,
        required=False,
        error_messages={"invalid_choice": "请选择单位。"},
    )

    def clean(self) -> None:
        for name in ("limit", "longer"):
            data = self.cleaned_data
            found = _limit(data.get(f"{name}_n"), data.get(f"{name}_unit", ""))
            if found is not None and found.n > MOST[found.unit]:
                self.add_error(f"{name}_n", f"期限太长，最多 {MOST[found.unit]}。")

    @property
    def limit(self) -> Limit | None:
        """The limit of a valid form, or ``None`` where the number is blank."""
        return _limit(self.cleaned_data["limit_n"], self.cleaned_data["limit_unit"])


def _limit(n: int | None, unit: str) -> Limit | None:
    return None if n is None else Limit(n, Unit(unit or Unit.WORKING_DAY))


class PromiseForm(LimitForm):
    """承诺时限: blank takes it back."""


class StepForm(LimitForm):
    """A step with all that may be said of it."""

    kind = forms.ChoiceField(
        label=FIELDS["kind"],
        choices=[(kind.value, label) for kind, label in KINDS.items()],
        error_messages={"required": "请选择步骤种类。", "invalid_choice": "请选择步骤种类。"},
    )
    minutes = forms.IntegerField(
        label=FIELDS["minutes"],
        min_value=1,
        max_value=MOST_MINUTES,
        required=False,
        error_messages={**NUMBER, "max_value": f"不超过{MOST_MINUTES}分钟，更长的请以日计。"},
    )
    longer_n = forms.IntegerField(
        label=FIELDS["longer"],
        min_value=1,
        required=False,
        error_messages=NUMBER,
    )
    longer_unit = forms.ChoiceField(
        label="延长的单位",
        choices=UNIT_CHOICES,
        initial=Unit.WORKING_DAY,
        required=False,
        error_messages={"invalid_choice": "请选择期限的单位。"},
    )
    min_people = forms.IntegerField(
        label=FIELDS["min_people"],
        min_value=1,
        max_value=99,
        required=False,
        error_messages={**NUMBER, "max_value": "最少人数不超过 99。"},
    )

    def __init__(self, *args: Any, step: Step | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if step is not None:
            self.initial = initial_of(step)
        for name in TICKS:
            self.fields[name] = forms.BooleanField(label=FIELDS[name], required=False)
        for name in WORDS:
            self.fields[name] = forms.CharField(
                label=FIELDS[name],
                max_length=LONGEST_WORDS,
                required=False,
                error_messages={"max_length": f"不能超过{LONGEST_WORDS}个字。"},
            )

    @property
    def ticks(self) -> list[forms.BoundField]:
        """The fields to tick."""
        return [self[name] for name in TICKS]

    @property
    def said(self) -> dict[str, Any]:
        """The fields of a step as a valid form has them."""
        data = self.cleaned_data
        return {
            "kind": Kind(data["kind"]),
            "limit": self.limit,
            "minutes": data["minutes"],
            "longer": _limit(data["longer_n"], data["longer_unit"]),
            "min_people": data["min_people"],
            **{name: data[name] for name in TICKS},
            **{name: data[name].replace("\0", "").strip() or None for name in WORDS},
        }


def initial_of(step: Step) -> dict[str, Any]:
    """A step as its form shows it first."""
    limit, longer = step.limit, step.longer
    return {
        "kind": step.kind.value,
        "limit_n": None if limit is None else limit.n,
        "limit_unit": (Unit.WORKING_DAY if limit is None else limit.unit).value,
        "minutes": step.minutes,
        "longer_n": None if longer is None else longer.n,
        "longer_unit": (Unit.WORKING_DAY if longer is None else longer.unit).value,
        "min_people": step.min_people,
        **{name: getattr(step, name) for name in (*TICKS, *WORDS)},
    }


def corrections_of(step: Step, named: StepOf, said: Mapping[str, Any]) -> list[Kept]:
    """What has to be corrected for ``step`` to be as the form says; nothing where it is already.

    That 日 is working or calendar days is a correction of its own kind: it answers the finding that asks.
    """
    fields = {name: value for name, value in said.items() if not _same(value, getattr(step, name))}
    made: list[Kept] = []
    limit = fields.get("limit")
    if (
        isinstance(limit, Limit)
        and step.limit is not None
        and step.limit.unit is Unit.DAY
        and limit.n == step.limit.n
    ):
        made.append(ConfirmUnit(named, limit.unit))
        del fields["limit"]
    if fields:
        made.append(Change(named, fields))
    return made


def _same(said: object, had: object) -> bool:
    """Whether a field says what it said; a line of text cannot keep the line ends of a clause."""
    if isinstance(said, str) and isinstance(had, str):
        return "".join(said.split()) == "".join(had.split())
    return said == had
