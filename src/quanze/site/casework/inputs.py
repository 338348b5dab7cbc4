"""What each question of an act adds to its form: a table, by how it is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields
from typing import TYPE_CHECKING

from django import forms
from django.utils import timezone

from quanze.cases.queries import publicity_last_day
from quanze.kits.answers import check, materials
from quanze.kits.model import Purpose
from quanze.letters import kinds
from quanze.letters.ways import LABELS as WAYS
from quanze.procedure.engine import acts, course_of
from quanze.procedure.engine.choices import Way
from quanze.procedure.labels import KINDS
from quanze.rulebook.queries import calendar
from quanze.site.casework.asking import AUTO, NEW, OLD, UPLOAD, asked_for
from quanze.site.casework.fields import LimitField, MomentField, RowsField, StaffField
from quanze.site.casework.questions import BEFOREHAND, BY_ANSWER, Ask, Question
from quanze.site.handing_in import FilesField

if TYPE_CHECKING:
    from quanze.site.casework.act_form import ActForm


def _line(form: ActForm, q: Question) -> None:
    form.put(q.name, "line", forms.CharField(label=q.label, help_text=q.hint, required=False, max_length=500))


def _area(form: ActForm, q: Question) -> None:
    form.put(
        q.name, "area", forms.CharField(label=q.label, help_text=q.hint, required=False, max_length=20_000)
    )


def _reasons(form: ActForm, q: Question) -> None:
    """Above the text, what people are warned of: whoever refuses for it ticks it, and it stands in the reasons."""
    if form.asking.warned:
        field = forms.MultipleChoiceField(
            label="可以引用的情形",
            help_text="以此为由的，勾选以后写进理由；不以此为由的不勾选。",
            required=False,
            choices=[(each.sentence, each.sentence) for each in form.asking.warned],
            error_messages={"invalid_choice": "情形已有变化，请重新核对。"},
        )
        form.put(f"{q.name}_grounds", "ticks", field)
    _area(form, q)


def _date(form: ActForm, q: Question) -> None:
    wrong = {"invalid": "请按“2026-11-23”的样子填写日期。", "required": f"请填写{q.label}。"}
    required = all(
        each.default is MISSING
        for each in fields(form.asking.act)  # type: ignore[arg-type]
        if each.name == q.name
    )
    begin = timezone.localdate() if required and q.name in ("on", "start") else None
    if q.name == "end":
        asking = form.asking
        begin = publicity_last_day(asking.pinned, asking.place, timezone.localdate(), calendar())
    field = forms.DateField(
        label=q.label, help_text=q.hint, required=required, error_messages=wrong, initial=begin
    )
    form.put(q.name, "date", field)


def _moment(form: ActForm, q: Question) -> None:
    form.put(q.name, "moment", MomentField(label=q.label, help_text=q.hint, required=False))


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
    form.standards = dict(options)
    more = forms.CharField(
        label="没有列出的材料", help_text="一行一项，写明名称和要求。", required=False, max_length=20_000
    )
    form.put(f"{q.name}_more", "area", more)


def _answers(form: ActForm, q: Question) -> None:
    items = asked_for(form.asking)
    field = forms.MultipleChoiceField(
        label=q.label, help_text=q.hint, required=False, choices=[(each, each) for each in items]
    )
    form.put(q.name, "ticks", field)
    for number, item in enumerate(items):
        form.put(f"file_{number}", "files", _files_field(form, f"{item}（扫描件）", most=20))


def _limit(form: ActForm, q: Question) -> None:
    purpose = Purpose.RECTIFICATION if form.asking.act is acts.CheckUp else Purpose.CORRECTION
    own = form.asking.pinned.kit.limit(purpose) if q.name == "within" else None
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
        bound_to=asking.subject,
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
    if asking.act in BY_ANSWER:
        titles = "或者".join(kinds.kind(each).title for each in BY_ANSWER[asking.act][1].values())
        options.append((AUTO, f"按结论出具：{titles}"))
        begin = AUTO
    elif asking.act is acts.AnswerObjection and not any(each.name for each in asking.state.open_objections):
        begin = ""  # nobody gave a name to which an answer could be written
    elif asking.act in BEFOREHAND:
        begin = next((f"{OLD}{each.pk}" for each in asking.letters if each.kind == good), "")
    elif good and bad:
        options.append((AUTO, f"按结论出具：{kinds.kind(good).title}或者{kinds.kind(bad).title}"))
        begin = AUTO
    elif good:
        begin = NEW + good
    options += [(NEW + each.key, f"现在出具{each.title}") for each in asking.kinds]
    options += [(f"{OLD}{each.pk}", f"本件已有的{each.title}，{each.number}") for each in asking.letters]
    options += [(UPLOAD, "上传文件"), ("", "没有")]
    if not begin and asking.act in (acts.Deliver, acts.Prove) and asking.letters:
        begin = f"{OLD}{asking.letters[0].pk}"
    if asking.act is acts.Inspect:  # it was signed on the spot
        begin = UPLOAD
    field = forms.ChoiceField(
        label=q.label,
        help_text=q.hint,
        required=False,
        choices=options,
        initial=begin,
        error_messages={"invalid_choice": "请从列出的文书中选择。"},
    )
    form.put(q.name, "select", field)
    form.put(
        f"{q.name}_file",
        "files" if begin == UPLOAD else "upload",
        _files_field(form, f"{q.label}：上传的文件", most=1),
    )


def _letter(form: ActForm, q: Question) -> None:
    """A letter that is issued with each, or none."""
    asking = form.asking
    good, _ = asking.usual
    options = [*((NEW + each.key, f"逐件出具{each.title}") for each in asking.kinds), ("", "不出具")]
    field = forms.ChoiceField(
        label=q.label,
        help_text=q.hint,
        required=False,
        choices=options,
        initial=NEW + good if good else "",
        error_messages={"invalid_choice": "请从列出的文书中选择。"},
    )
    form.put(q.name, "select", field)


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
    options = [
        (str(each.number), f"第{each.number}号，{each.name or '匿名'}：{each.text[:60]}") for each in waiting
    ]
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
    Ask.REASONS: _reasons,
    Ask.DATE: _date,
    Ask.MOMENT: _moment,
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
    Ask.LETTER: _letter,
    Ask.FILE: _file,
    Ask.FILES: _files,
    Ask.OBJECTION: _objection,
    Ask.BACK_TO: _back_to,
}
