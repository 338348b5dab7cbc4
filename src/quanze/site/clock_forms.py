"""What people fill in about time: a deadline to be counted, a year's holidays to be loaded."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django import forms

from quanze.procedure.clocks.moments import SHANGHAI
from quanze.procedure.clocks.suspension import GROUNDS, Suspension
from quanze.procedure.clocks.term import EARLIEST, LATEST, MOST, Term
from quanze.procedure.clocks.uncountable import Uncountable
from quanze.procedure.model import Limit, Unit

UNITS = {
    Unit.WORKING_DAY: "工作日",
    Unit.CALENDAR_DAY: "自然日",
    Unit.MONTH: "月",
    Unit.DAY: "日（没有写明是工作日还是自然日）",
}
"""What may be chosen, in this order."""

STOPS = (1, 2)
"""So many suspensions can be filled in."""

DAY_ASKED = "请按“2026-11-23”的样子填写日期。"


def day_field(label: str, **more: Any) -> forms.DateField:
    """A day, as a date input sends it."""
    return forms.DateField(
        label=label,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": DAY_ASKED, "required": f"请填写{label}。"},
        **more,
    )


class DeadlineForm(forms.Form):
    """A limit that runs from a day, with what stops it. Once it is valid, ``term`` is what to count."""

    start = day_field("起算的那一天")
    limit = forms.IntegerField(
        label="期限",
        min_value=1,
        error_messages={
            "required": "请填写期限的天数或月数。",
            "invalid": "期限是大于 0 的整数。",
            "min_value": "期限是大于 0 的整数。",
        },
    )
    unit = forms.ChoiceField(
        label="单位",
        choices=UNITS.items(),
        initial=Unit.WORKING_DAY,
        error_messages={"required": "请选择单位。", "invalid_choice": "请选择单位。"},
    )
    term: Term | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        grounds = [("", "没有中止"), *((ground, ground) for ground in GROUNDS)]
        for n in STOPS:
            self.fields[f"ground{n}"] = forms.ChoiceField(
                label="中止的事由",
                choices=grounds,
                required=False,
                error_messages={"invalid_choice": f"可以中止的只有{'、'.join(GROUNDS)}。"},
            )
            self.fields[f"begun{n}"] = day_field("中止开始的那一天", required=False)
            self.fields[f"ended{n}"] = day_field("中止结束的那一天", required=False)
            self.fields[f"notified{n}"] = day_field("书面告知的那一天", required=False)
            self.fields[f"notice{n}"] = forms.CharField(label="告知文书", max_length=100, required=False)

    @property
    def stops(self) -> Iterator[tuple[int, list[forms.BoundField]]]:
        """The fields of each suspension: its number, then ground, first day, last day, day of the notice, notice."""
        for n in STOPS:
            yield n, [self[f"{name}{n}"] for name in ("ground", "begun", "ended", "notified", "notice")]

    @property
    def stopped(self) -> bool:
        """Whether a suspension is spoken of."""
        return any(self[f"{name}{n}"].data for n in STOPS for name in ("ground", "begun", "ended"))

    def clean_start(self) -> date:
        """Refuse a year of which nobody counts."""
        day: date = self.cleaned_data["start"]
        if not EARLIEST <= day.year <= LATEST:
            raise forms.ValidationError(f"起算日应在 {EARLIEST} 年到 {LATEST} 年之间。")
        return day

    def clean(self) -> None:
        said = self.cleaned_data
        if "limit" in said and "unit" in said and said["limit"] > MOST[Unit(said["unit"])]:
            self.add_error("limit", f"期限太长，最多 {MOST[Unit(said['unit'])]}。")
        suspensions = [self._suspension(n) for n in STOPS if said.get(f"ground{n}")]
        for n in STOPS:
            if not said.get(f"ground{n}") and (said.get(f"begun{n}") or said.get(f"ended{n}")):
                self.add_error(f"ground{n}", "请选择中止的事由；没有中止的，把日期清空。")
        if self.errors:
            return
        self.term = Term(
            datetime.combine(said["start"], time(0), SHANGHAI),
            Limit(said["limit"], Unit(said["unit"])),
            tuple(each for each in suspensions if each is not None),
        )

    def _suspension(self, n: int) -> Suspension | None:
        said = self.cleaned_data
        begun, ended = said.get(f"begun{n}"), said.get(f"ended{n}")
        if begun is None:
            if f"begun{n}" not in self.errors:
                self.add_error(f"begun{n}", "请填写中止从哪一天开始。")
            return None
        notified = said.get(f"notified{n}") or begun
        try:
            return Suspension(said[f"ground{n}"], begun, ended, said.get(f"notice{n}") or "", notified)
        except Uncountable as refusal:
            notice = not (said.get(f"notice{n}") or "").strip()
            self.add_error(f"{'notice' if notice else 'ended'}{n}", f"{refusal}。")
            return None


class CalendarForm(forms.Form):
    """A year's holidays as a file, and where they are published."""

    source = forms.CharField(
        label="来源",
        max_length=200,
        error_messages={
            "required": "请写明来源，例如国务院办公厅通知的文号。",
            "max_length": "来源不能超过200个字。",
        },
    )
    file = forms.FileField(
        label="放假安排文件",
        error_messages={
            "required": "请先选择一个文件。",
            "empty": "这个文件是空的（0 字节），请重新选择。",
            "missing": "请先选择一个文件。",
            "invalid": "文件没有传上来，请重新选择。",
        },
    )


class LoadForm(forms.Form):
    """A year that was looked at: its text and source travel with the page."""

    source = forms.CharField(max_length=200, widget=forms.HiddenInput)
    text = forms.CharField(max_length=1_000_000, strip=False, widget=forms.HiddenInput)
