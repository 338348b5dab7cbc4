"""What the answer to each question is in the act: a table, by how it was asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from quanze.files.models import Deposit
from quanze.procedure.engine import acts
from quanze.procedure.engine.choices import Outcome, Standing, Way
from quanze.procedure.engine.evidence import Delivery, Expert, Paper
from quanze.site.casework.asking import OLD, UPLOAD
from quanze.site.casework.questions import SIGNED, Ask, Question

if TYPE_CHECKING:
    from quanze.site.casework.act_form import ActForm


def _same(form: ActForm, q: Question) -> Any:
    return form.cleaned_data[q.name]


def _text(form: ActForm, q: Question) -> str:
    return str(form.cleaned_data[q.name]).replace("\0", "").replace("\r\n", "\n").strip()


def _reasons(form: ActForm, q: Question) -> str:
    """The grounds that were ticked, then what was written."""
    said = [*form.cleaned_data.get(f"{q.name}_grounds", ()), _text(form, q)]
    return "\n".join(each for each in said if each)


def _is_yes(form: ActForm, q: Question) -> bool:
    return bool(form.cleaned_data[q.name] == "yes")


def _chosen(form: ActForm, q: Question) -> Any:
    said = form.cleaned_data[q.name]
    if form.asking.act is acts.RecordResult:
        return Outcome(said)
    if form.asking.act is acts.Inspect:
        return said == SIGNED[0][0]
    return Standing(said) if form.asking.act is acts.CheckUp else said


def _items(form: ActForm, q: Question) -> tuple[str, ...]:
    lines = [line.strip() for line in str(form.cleaned_data.get(f"{q.name}_more", "")).splitlines()]
    return (*form.cleaned_data[q.name], *(line for line in lines if line))


def _count(form: ActForm, q: Question) -> int | None:
    said: int | None = form.cleaned_data[q.name]
    return said if q.name == "rank" else said or 0


def _rows(form: ActForm, q: Question) -> tuple[Expert, ...]:
    return tuple(
        Expert(name.strip(), conflict.strip() not in ("", "无", "没有", "否"))
        for name, conflict in form.cleaned_data[q.name]
    )


def _reference(form: ActForm, q: Question) -> str:
    said = str(form.cleaned_data[q.name])
    if said.startswith(OLD):
        return said
    uploaded = _one(form, f"{q.name}_file")
    return uploaded if said == UPLOAD or not said else ""


def _one(form: ActForm, name: str) -> str:
    deposits: list[Deposit] = form.cleaned_data.get(name) or []
    return f"deposit:{deposits[0].pk}" if deposits else ""


def _paper_of(form: ActForm, q: Question) -> Paper | None:
    reference = _reference(form, q)
    if not reference or reference.startswith(OLD):
        needed = form.asking.act in (acts.Perform, acts.Deliver, acts.Prove)
        return Paper(reference) if reference or needed else None
    data = form.cleaned_data
    way, on = data[f"{q.name}_way"], data[f"{q.name}_on"]
    dated: date | None = data[f"{q.name}_dated"]
    proof = _one(form, f"{q.name}_proof")
    delivered = Delivery(Way(way), on, proof) if way and on else None
    return Paper(reference, dated, reference if data[f"{q.name}_sealed"] else None, delivered)


READ: dict[Ask, Callable[[ActForm, Question], Any]] = {
    Ask.LINE: _text,
    Ask.AREA: _text,
    Ask.REASONS: _reasons,
    Ask.DATE: _same,
    Ask.MOMENT: _same,
    Ask.NUMBER: _count,
    Ask.VERDICT: _is_yes,
    Ask.YES_NO: _is_yes,
    Ask.CHOICE: _chosen,
    Ask.MATERIALS: _items,
    Ask.ANSWERS: lambda form, q: tuple(form.cleaned_data[q.name]),
    Ask.LIMIT: _same,
    Ask.STAFF: _same,
    Ask.PEOPLE: lambda form, q: tuple(form.cleaned_data[q.name]),
    Ask.PERSON: _same,
    Ask.EXPERTS: _rows,
    Ask.PAPER: _paper_of,
    Ask.DOCUMENT: _reference,
    Ask.LETTER: lambda form, q: None,
    Ask.FILE: lambda form, q: _one(form, q.name),
    Ask.FILES: lambda form, q: tuple(f"deposit:{each.pk}" for each in form.cleaned_data[q.name]),
    Ask.OBJECTION: lambda form, q: int(form.cleaned_data[q.name]),
    Ask.BACK_TO: _same,
}
