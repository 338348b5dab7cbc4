"""The form of an act, made of its questions, and the act that was filled in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from quanze.audit.services import Origin
from quanze.cases.models import Case
from quanze.cases.pinned import Pinned
from quanze.files.models import Deposit
from quanze.kits.answers import check, materials
from quanze.kits.model import OwnLimit, Purpose
from quanze.letters import kinds
from quanze.letters.models import Letter
from quanze.letters.ways import LABELS as WAYS
from quanze.people.models import Person
from quanze.procedure.engine import Place, State, acts, course_of
from quanze.procedure.engine.choices import Outcome, Standing, Way
from quanze.procedure.engine.evidence import Delivery, Expert, Paper
from quanze.procedure.engine.table import RULES
from quanze.procedure.labels import KINDS
from quanze.site.casework.fields import LimitField, RowsField, StaffField
from quanze.site.casework.questions import LETTERS, OF_STEP, QUESTIONS, Ask, Question
from quanze.site.handing_in import FilesField

BEARS = frozenset({"paper", "document", "notice", "minutes", "record"})
"""The fields of acts in which a letter that is issued with them is named."""

AUTO, UPLOAD, NEW, OLD = "auto", "upload", "new:", "letter:"


@dataclass(frozen=True, slots=True)
class Asking:
    """What is to be done, in which case, as it stands now. ``staff`` are the people of the agency, asked for where an
    act names some; ``letters`` those of the case."""

    case: Case
    pinned: Pinned
    state: State
    act: type[acts.Act]
    tag: str
    place: Place | None
    person: Person
    staff: Sequence[Person]
    letters: Sequence[Letter]
    where: Origin | None = None

    @property
    def label(self) -> str:
        """What people call it."""
        return RULES[self.act].name(self.place)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked."""
        found = QUESTIONS[self.act]
        if self.act is acts.JointReview and self.case.partner is not None and _is_partner(self):
            return tuple(each for each in found if each.name != "document")
        return found

    @property
    def kinds(self) -> tuple[kinds.Kind, ...]:
        """The letters that may be issued with it."""
        if not BEARS & {field.name for field in fields(self.act)}:  # type: ignore[arg-type]
            return ()
        return kinds.for_act(self.act.__name__)

    @property
    def usual(self) -> tuple[str, str]:
        """The letter that usually goes with it: where it is favourable, and where it is not."""
        own = next((each.template for each in self.pinned.kit.letters if each.act == self.act.__name__), "")
        good, bad = LETTERS.get(self.act, ("", ""))
        if self.place is not None and self.act is acts.Perform:
            good = OF_STEP.get(self.place.kind, "")
        known = {each.key for each in self.kinds}
        return (own or good if (own or good) in known else "", bad if bad in known else "")


def needs_staff(act: type[acts.Act]) -> bool:
    """Whether it names people of the agency."""
    return any(each.ask in (Ask.STAFF, Ask.PEOPLE, Ask.PERSON) for each in QUESTIONS.get(act, ()))


def _is_partner(asking: Asking) -> bool:
    return any(role.agency_id == asking.case.partner_id for role in asking.person.roles.all())


class ActForm(forms.Form):
    """The fields of an act; :meth:`act` is what was filled in. ``handed`` are the files of materials by item."""

    def __init__(self, asking: Asking, *sent: Any) -> None:
        super().__init__(*sent)
        self.asking = asking
        self.shapes: dict[str, str] = {}
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
        if self.asking.act is acts.Inspect:
            given["findings"] = self._findings(given["findings"])
        return self.asking.act(**given)

    def _findings(self, said: str) -> str:
        """What was found, and how the record was signed: the engine keeps both together."""
        if self.cleaned_data["signed"] == "refused":
            why = self.cleaned_data["refusal"].strip()
            return f"{said}\n被核查单位拒绝在核查记录上签字{f'：{why}' if why else '。'}"
        return said

    def clean(self) -> dict[str, Any]:
        """A refusal to sign is explained."""
        data = super().clean() or {}
        if data.get("signed") == "refused" and not str(data.get("refusal", "")).strip():
            self.add_error("refusal", "请写明拒绝签字的事由和见证人。")
        return data

    @property
    def letter(self) -> str:
        """The kind of letter that is to be issued with it, ``""`` for none. The form is valid."""
        for question in self.asking.questions:
            if question.ask not in (Ask.PAPER, Ask.DOCUMENT):
                continue
            chosen = str(self.cleaned_data[question.name])
            if chosen.startswith(NEW):
                return chosen.removeprefix(NEW)
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


# What a question adds to the form -------------------------------------------------------------------------------


def _line(form: ActForm, q: Question) -> None:
    form.put(q.name, "line", forms.CharField(label=q.label, help_text=q.hint, required=False, max_length=500))


def _area(form: ActForm, q: Question) -> None:
    form.put(
        q.name, "area", forms.CharField(label=q.label, help_text=q.hint, required=False, max_length=20_000)
    )


def _date(form: ActForm, q: Question) -> None:
    wrong = {"invalid": "请按“2026-11-23”的样子填写日期。", "required": f"请填写{q.label}。"}
    begin = timezone.localdate() if q.name in ("on", "start") else None
    field = forms.DateField(label=q.label, help_text=q.hint, error_messages=wrong, initial=begin)
    form.put(q.name, "date", field)


def _number(form: ActForm, q: Question) -> None:
    wrong = {"invalid": "请填写整数。", "min_value": "请填写大于或者等于 0 的整数。"}
    field = forms.IntegerField(
        label=q.label, help_text=q.hint, required=False, min_value=0, max_value=9999, error_messages=wrong
    )
    form.put(q.name, "number", field)


def _radios(form: ActForm, q: Question, options: Sequence[tuple[str, str]], *, required: bool = True) -> None:
    wrong = {"required": f"请选择{q.label}。", "invalid_choice": f"请选择{q.label}。"}
    field = forms.ChoiceField(
        label=q.label,
        help_text=q.hint,
        choices=options,
        required=required,
        initial=q.begin,
        error_messages=wrong,
    )
    form.put(q.name, "radios" if len(options) < 7 else "select", field)


def _verdict(form: ActForm, q: Question) -> None:
    labels = form.asking.pinned.kit.labels
    if form.asking.act in (acts.Decide, acts.Recommend):
        plain = ("推荐", "不予推荐") if form.asking.act is acts.Recommend else ("通过", "不予通过")
        good, bad = labels.favourable or plain[0], labels.unfavourable or plain[1]
    else:
        good, bad = "符合、同意", "不符合、不同意"
    _radios(form, q, [("yes", good), ("no", bad)])


def _yes_no(form: ActForm, q: Question) -> None:
    _radios(form, q, [("yes", "是"), ("no", "否")])


def _choice(form: ActForm, q: Question) -> None:
    options = [(str(value), label) for value, label in q.options]
    _radios(form, q, options if len(options) < 7 else [("", "请选择"), *options])


def _materials(form: ActForm, q: Question) -> None:
    """The kit's materials with what each must be like; others on lines of their own. Of a further notice only what the
    first one named."""
    asking = form.asking
    notices = asking.state.notices
    if asking.act is acts.GiveNotice and notices:
        options = [(item, "") for item in notices[0].items]
    else:
        kit = asking.pinned.kit
        values = check(kit, asking.case.answers, draft=True).values
        options = [(each.name, each.standard) for each in materials(kit, values)]
    field = forms.MultipleChoiceField(
        label=q.label,
        help_text=q.hint,
        required=False,
        choices=[(name, name) for name in dict(options)],
        error_messages={"invalid_choice": "请从列出的材料中选择；没有列出的，写在下面。"},
    )
    form.put(q.name, "ticks", field)
    form.standards = dict(options)  # type: ignore[attr-defined]
    more = forms.CharField(
        label="没有列出的材料", help_text="一行一项，写明名称和要求。", required=False, max_length=20_000
    )
    form.put(f"{q.name}_more", "area", more)


def asked_for(asking: Asking) -> tuple[str, ...]:
    """What the applicant was asked to bring and has not brought."""
    return tuple(dict.fromkeys((*asking.state.missing, *asking.state.wanted)))


def _answers(form: ActForm, q: Question) -> None:
    items = asked_for(form.asking)
    field = forms.MultipleChoiceField(
        label=q.label, help_text=q.hint, required=False, choices=[(each, each) for each in items]
    )
    form.put(q.name, "ticks", field)
    for number, item in enumerate(items):
        form.put(f"file_{number}", "files", _files_field(form, f"{item}（扫描件）", most=20))


def _limit(form: ActForm, q: Question) -> None:
    limits: tuple[OwnLimit, ...] = form.asking.pinned.kit.limits
    purpose = Purpose.RECTIFICATION if form.asking.act is acts.CheckUp else Purpose.CORRECTION
    own = next((each.limit for each in limits if each.purpose is purpose and q.name == "within"), None)
    required = form.asking.act is acts.Extend
    form.put(q.name, "limit", LimitField(label=q.label, help_text=q.hint, required=required, initial=own))


def _staff(form: ActForm, q: Question) -> None:
    asking = form.asking
    step = asking.place.step if asking.place else None
    cards = asking.pinned.rules.credentials or bool(step and step.credentials)
    least = (step.min_people if step else None) or 1
    hint = f"{q.hint}至少{least}名{'，写明出示的执法证件号' if cards else ''}。"
    form.put(
        q.name,
        "staff",
        StaffField(label=q.label, help_text=hint, required=False, people=asking.staff, cards=cards),
    )


def _people(form: ActForm, q: Question) -> None:
    options = [(f"person:{each.pk}", each.name) for each in form.asking.staff]
    form.put(
        q.name,
        "ticks",
        forms.MultipleChoiceField(label=q.label, help_text=q.hint, required=False, choices=options),
    )


def _person(form: ActForm, q: Question) -> None:
    options = [("", "请选择"), *((f"person:{each.pk}", each.name) for each in form.asking.staff)]
    wrong = {"required": f"请选择{q.label}。", "invalid_choice": f"请选择{q.label}。"}
    mine = f"person:{form.asking.person.pk}"
    field = forms.ChoiceField(label=q.label, choices=options, initial=mine, error_messages=wrong)
    form.put(q.name, "select", field)


def _experts(form: ActForm, q: Question) -> None:
    field = RowsField(
        label=q.label,
        help_text="与申请人有利害关系的，在第二栏写“有”。",
        required=False,
        columns=("姓名", "利害关系"),
    )
    form.put(q.name, "rows", field)


def _files_field(form: ActForm, label: str, *, most: int, hint: str = "") -> FilesField:
    asking = form.asking
    return FilesField(
        label=label,
        help_text=hint,
        required=False,
        person=asking.person,
        most=most,
        where=asking.where,
        bound_to=asking.case.subject,
    )


def _file(form: ActForm, q: Question) -> None:
    form.put(q.name, "files", _files_field(form, q.label, most=1, hint=q.hint))


def _files(form: ActForm, q: Question) -> None:
    form.put(q.name, "files", _files_field(form, q.label, most=30, hint=q.hint))


def _document(form: ActForm, q: Question) -> None:
    """A letter that is issued now, one of the case, or a file."""
    asking = form.asking
    good, bad = asking.usual
    options: list[tuple[str, str]] = []
    begin = ""
    if good and bad:
        options.append((AUTO, f"按结论出具：{kinds.kind(good).title}或者{kinds.kind(bad).title}"))
        begin = AUTO if asking.place and (asking.place.in_writing() or asking.act is acts.Recommend) else ""
    elif good:
        begin = NEW + good
    options += [(NEW + each.key, f"现在出具{each.title}") for each in asking.kinds]
    options += [(f"{OLD}{each.pk}", f"本件已有的{each.title}，{each.number}") for each in asking.letters]
    options += [(UPLOAD, "上传文件"), ("", "没有")]
    if not begin and asking.act in (acts.Deliver, acts.Prove) and asking.letters:
        begin = f"{OLD}{asking.letters[0].pk}"
    field = forms.ChoiceField(
        label=q.label,
        help_text=q.hint,
        required=False,
        choices=options,
        initial=begin,
        error_messages={"invalid_choice": "请从列出的文书中选择。"},
    )
    form.put(q.name, "select", field)
    form.put(f"{q.name}_file", "files", _files_field(form, f"{q.label}：上传的文件", most=1))


def _paper(form: ActForm, q: Question) -> None:
    """And of a file that was made elsewhere: its day, its seal, its delivery."""
    _document(form, q)
    wrong = {"invalid": "请按“2026-11-23”的样子填写日期。"}
    dated = forms.DateField(label="上传的文书的日期", required=False, error_messages=wrong)
    form.put(f"{q.name}_dated", "", dated)
    form.put(f"{q.name}_sealed", "", forms.BooleanField(label="上传的文书已经加盖印章", required=False))
    ways = [("", "还没有送达"), *((way.value, WAYS[way]) for way in Way)]
    form.put(f"{q.name}_way", "", forms.ChoiceField(label="送达方式", required=False, choices=ways))
    form.put(f"{q.name}_on", "", forms.DateField(label="送达日期", required=False, error_messages=wrong))
    form.put(f"{q.name}_proof", "", _files_field(form, "送达证明", most=1))
    form.shapes[f"{q.name}_elsewhere"] = "elsewhere"
    form.fields[f"{q.name}_elsewhere"] = forms.CharField(required=False)


def _objection(form: ActForm, q: Question) -> None:
    place = form.asking.place
    waiting = [each for each in form.asking.state.open_objections if place is None or each.step == place.key]
    options = [(str(each.number), f"第{each.number}号：{each.text[:60]}") for each in waiting]
    q = Question(q.name, q.ask, q.label, begin=options[0][0] if len(options) == 1 else "")
    _radios(form, q, options)


def _back_to(form: ActForm, q: Question) -> None:
    course = course_of(form.asking.pinned.procedure)
    done = [place for place in course.path if form.asking.state.is_done(place.key)]
    options = [("", "不退回"), *((each.key, f"{KINDS[each.kind]}：{each.words[:50]}") for each in done)]
    field = forms.ChoiceField(label=q.label, help_text=q.hint, required=False, choices=options)
    form.put(q.name, "select", field)


ADD: dict[Ask, Callable[[ActForm, Question], None]] = {
    Ask.LINE: _line,
    Ask.AREA: _area,
    Ask.DATE: _date,
    Ask.NUMBER: _number,
    Ask.VERDICT: _verdict,
    Ask.YES_NO: _yes_no,
    Ask.CHOICE: _choice,
    Ask.MATERIALS: _materials,
    Ask.ANSWERS: _answers,
    Ask.LIMIT: _limit,
    Ask.STAFF: _staff,
    Ask.PEOPLE: _people,
    Ask.PERSON: _person,
    Ask.EXPERTS: _experts,
    Ask.PAPER: _paper,
    Ask.DOCUMENT: _document,
    Ask.FILE: _file,
    Ask.FILES: _files,
    Ask.OBJECTION: _objection,
    Ask.BACK_TO: _back_to,
}

# What an answer is in the act -----------------------------------------------------------------------------------


def _same(form: ActForm, q: Question) -> Any:
    return form.cleaned_data[q.name]


def _text(form: ActForm, q: Question) -> str:
    return str(form.cleaned_data[q.name]).replace("\0", "").replace("\r\n", "\n").strip()


def _is_yes(form: ActForm, q: Question) -> bool:
    return bool(form.cleaned_data[q.name] == "yes")


def _chosen(form: ActForm, q: Question) -> Any:
    said = form.cleaned_data[q.name]
    if form.asking.act is acts.RecordResult:
        return Outcome(said)
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
    Ask.DATE: _same,
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
    Ask.FILE: lambda form, q: _one(form, q.name),
    Ask.FILES: lambda form, q: tuple(f"deposit:{each.pk}" for each in form.cleaned_data[q.name]),
    Ask.OBJECTION: lambda form, q: int(form.cleaned_data[q.name]),
    Ask.BACK_TO: _same,
}
