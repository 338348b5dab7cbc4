"""What people fill in about a bar: the authority's decision, whom and what it bars, for how long."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from quanze.audit.services import Origin
from quanze.bars.models import Bar, BarEvent
from quanze.bars.services import Decision
from quanze.bars.terms import last_day
from quanze.people.models import Person
from quanze.procedure.clocks.calendar import Calendar
from quanze.procedure.model import SpecialClause
from quanze.registry.models import Entry
from quanze.site.clock_forms import day_field
from quanze.site.handing_in import FilesField
from quanze.site.party_forms import CodeField

USUAL_YEARS, MOST_MONTHS = 2, 120


def _line(label: str, longest: int, hint: str = "", *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=required,
        error_messages={"required": f"请填写{label}。", "max_length": f"{label}不能超过{longest}个字。"},
    )


def _scan(person: Person, where: Origin, *, required: bool) -> FilesField:
    field = FilesField(label="决定书扫描件", person=person, most=1, where=where, required=required)
    field.error_messages["required"] = "请上传决定书的扫描件。"
    return field


class BarForm(forms.Form):
    """A new bar. ``clauses`` are what the liability clauses of the chosen matters say of bars."""

    name = _line("限制对象的名称", 200, "照决定书写。")
    code = CodeField()
    scope = _line("限制申报的事项或者资金", 500, "照决定书写，如“省先进制造业发展专项资金”。")
    facts = forms.CharField(
        label="认定的行为",
        help_text="决定书认定的事实，如虚报、冒领、截留、挪用。",
        max_length=5000,
        error_messages={"required": "请写明决定书认定的行为。"},
    )
    organ = _line("决定机关", 200)
    number = _line("决定的文号", 100)
    decided_on = day_field("决定日期")
    since = day_field("起始日期", required=False, help_text="不填的，从决定日期起。")
    months = forms.IntegerField(
        label="限制多少个月",
        help_text=f"决定书写明年数的，换算成月；{USUAL_YEARS}年是{USUAL_YEARS * 12}个月。",
        min_value=1,
        max_value=MOST_MONTHS,
        required=False,
        initial=USUAL_YEARS * 12,
        error_messages={
            "invalid": "请填写月数。",
            "min_value": "请填写月数。",
            "max_value": "不能超过120个月。",
        },
    )
    until = day_field("截止日期", required=False, help_text="决定书写明截止日期的填写，不再按月数计算。")

    def __init__(
        self,
        matters: Sequence[Entry],
        clauses: Sequence[SpecialClause],
        person: Person,
        where: Origin,
        *sent: Any,
    ) -> None:
        super().__init__(*sent)
        self.clauses = clauses
        years = next((each.years for each in clauses if each.years), None)
        if years:
            self.initial["months"] = years * 12
        self.fields["matters"] = forms.MultipleChoiceField(
            label="涉及本机关的哪些事项",
            help_text="申请这些事项时会提示申请人和经办人。",
            choices=[(str(each.matter.number), each.version.name) for each in matters],
            error_messages={"required": "请选择涉及的职权事项。", "invalid_choice": "没有这个事项。"},
        )
        self.fields["scan"] = _scan(person, where, required=True)

    def ends(self, calendar: Calendar) -> tuple[date, date] | None:
        """The first and the last day, ``None`` where neither a date nor a number of months says it. The form is
        valid."""
        data = self.cleaned_data
        since = data["since"] or data["decided_on"]
        if data["until"]:
            return since, data["until"]
        return None if data["months"] is None else (since, last_day(since, data["months"], calendar))

    @property
    def decision(self) -> Decision:
        """The decision. The form is valid."""
        data = self.cleaned_data
        return Decision(data["organ"], data["number"], data["decided_on"], data["scan"][0])


class BarEventForm(forms.Form):
    """What came after ``bar``: an appeal, what was decided about it, the lifting."""

    kind = forms.ChoiceField(
        label="登记什么",
        choices=BarEvent.Kind.choices,
        error_messages={"required": "请选择登记什么。", "invalid_choice": "请选择登记什么。"},
    )
    way = forms.ChoiceField(
        label="提出的方式",
        help_text="登记提出的选择。",
        choices=[("", "不适用"), *BarEvent.Way.choices],
        required=False,
        error_messages={"invalid_choice": "请选择提出的方式。"},
    )
    outcome = forms.ChoiceField(
        label="结论",
        help_text="登记结论的选择；限制的期限只随决定改变。",
        choices=[("", "不适用"), *BarEvent.Outcome.choices],
        required=False,
        error_messages={"invalid_choice": "请选择结论。"},
    )
    until = day_field("缩短到哪一天", required=False, help_text="结论是缩短期限的填写，这一天仍在限制期内。")
    on = day_field("日期", help_text="提出的日期；决定的，填决定日期。")
    organ = _line("受理或者决定的机关", 200)
    number = _line("决定的文号", 100, "提出的不填。", required=False)
    words = forms.CharField(
        label="理由、情况",
        help_text="提出的，写明理由；结论和解除，写明决定的内容。",
        max_length=5000,
        error_messages={"required": "请写明理由、情况。"},
    )

    def __init__(self, bar: Bar, person: Person, where: Origin, *sent: Any) -> None:
        super().__init__(*sent)
        self.fields["scan"] = _scan(person, where, required=False)
        self.waiting = {str(each.pk): each for each in bar.unanswered()}
        shown = [
            (key, f"{each.get_way_display()}，{each.on:%Y-%m-%d}，{each.organ}")
            for key, each in self.waiting.items()
        ]
        self.fields["appeal"] = forms.ChoiceField(
            label="哪一次的结论",
            choices=[("", "只有一次，或者不适用"), *shown],
            required=False,
            error_messages={"invalid_choice": "请选择是哪一次的结论。"},
        )

    def clean(self) -> dict[str, Any]:
        """A decision has a number and a document; what was decided about an appeal is said."""
        data = super().clean() or {}
        kind = data.get("kind")
        if kind not in (None, BarEvent.Kind.APPEALED):
            if not data.get("number"):
                self.add_error("number", "请填写决定的文号。")
            if "scan" in data and not data["scan"]:
                self.add_error("scan", "请上传决定书的扫描件。")
        if kind == BarEvent.Kind.ANSWERED and not data.get("outcome"):
            self.add_error("outcome", "请选择结论。")
        if data.get("outcome") == BarEvent.Outcome.SHORTENED and not data.get("until"):
            self.add_error("until", "请填写缩短到哪一天。")
        return data

    @property
    def appeal(self) -> BarEvent | None:
        """The appeal that was decided, where one was chosen. The form is valid."""
        return self.waiting.get(self.cleaned_data["appeal"])

    @property
    def decision(self) -> Decision:
        """The decision. The form is valid, and speaks of one."""
        data = self.cleaned_data
        return Decision(data["organ"], data["number"], data["on"], data["scan"][0])
