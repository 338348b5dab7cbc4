"""What people fill in about a round: its notice, its window and quota, what the notice asks for besides."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone

from quanze.audit.services import Origin
from quanze.digests import canonical
from quanze.kits.additions import Additions
from quanze.kits.model import Kit, Material, Statement, SubKind
from quanze.people.models import Person
from quanze.rounds.services import EARLIEST, LATEST, LONGEST, MOST_COPIES, MOST_QUOTA, Notice, Plan
from quanze.rounds.standing import Call
from quanze.site.casework.fields import RowsField
from quanze.site.clock_forms import day_field
from quanze.site.handing_in import FilesField

LONGEST_CONDITIONS = 10_000
NAME, STANDARD, NEEDS, COPIES = "材料名称", "要求", "什么情形才交", "纸质份数"


def _number(label: str, most: int, hint: str = "") -> forms.IntegerField:
    words = f"请填写0到{most}之间的整数。"
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=0,
        max_value=most,
        error_messages={"invalid": words, "min_value": words, "max_value": words},
    )


def _line(label: str, name: str, *, required: bool = False, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST[name],
        required=required,
        error_messages={
            "required": f"请填写{label}。",
            "max_length": f"{label}不能超过{LONGEST[name]}个字。",
        },
    )


class PlanForm(forms.Form):
    """Window, report, quota, copies; where a round is changed, the reason. ``call`` is what holds until now."""

    def __init__(self, kit: Kit, *sent: Any, call: Call | None = None) -> None:
        super().__init__(*sent)
        self.kit, self.call = kit, call
        self.fields["opens_on"] = day_field("申报开始日期", help_text="这一天起接收申请。")
        self.fields["closes_on"] = day_field("申报截止日期", help_text="最后一天，当天仍接收。")
        self.fields["report_by"] = day_field(
            "上报截止日期", required=False, help_text="本局最迟哪一天报上级；通知没有写的不填。"
        )
        self.fields["quota"] = _number("推荐名额", MOST_QUOTA, "全部类别合计；通知没有限额的不填。")
        for each in kit.sub_kinds:
            self.fields[f"quota-{each.key}"] = _number(f"{each.name}的名额", MOST_QUOTA)
        self.fields["copies"] = _number("纸质材料份数", MOST_COPIES, "报上级要几份；不要纸质的不填。")
        if call is not None:
            self.fields["reason"] = _line(
                "改动的理由", "reason", required=True, hint="如延期通知的标题和文号。原来的安排仍然保留。"
            )
            self._begin(call)

    def _begin(self, call: Call) -> None:
        terms = call.terms
        said = {
            "opens_on": terms.opens_on,
            "closes_on": terms.closes_on,
            "report_by": terms.report_by,
            "copies": terms.copies or None,
        }
        said |= {f"quota-{kind}" if kind else "quota": most for kind, most in call.quota.items()}
        self.initial.update(said)

    def clean(self) -> dict[str, Any]:
        """The dates follow each other."""
        data = super().clean() or {}
        first, last, report = (data.get(name) for name in ("opens_on", "closes_on", "report_by"))
        if first and last and last < first:
            self.add_error("closes_on", "申报的截止日期早于开始日期，请核对。")
        elif last and report and report < last:
            self.add_error("report_by", "上报的截止日期早于申报的截止日期，没有时间审核，请核对。")
        return data

    @property
    def plan(self) -> Plan:
        """What was filled in. The form is valid."""
        data = self.cleaned_data
        quota = {"": data["quota"]}
        quota |= {each.key: data[f"quota-{each.key}"] for each in self.kit.sub_kinds}
        return Plan(
            data["opens_on"],
            data["closes_on"],
            data["report_by"],
            {kind: most for kind, most in quota.items() if most is not None},
            data["copies"] or 0,
        )

    @property
    def quotas(self) -> list[tuple[SubKind, BoundField]]:
        """The fields of the quota by sub-kind."""
        return [(each, self[f"quota-{each.key}"]) for each in self.kit.sub_kinds]


class RoundForm(PlanForm):
    """A new round."""

    def __init__(self, kit: Kit, person: Person, where: Origin, *sent: Any) -> None:
        super().__init__(kit, *sent)
        wrong = f"年度应是{EARLIEST}到{LATEST}之间的整数。"
        self.fields["year"] = forms.IntegerField(
            label="年度",
            min_value=EARLIEST,
            max_value=LATEST,
            initial=timezone.localdate().year,
            error_messages={
                "required": "请填写年度。",
                "invalid": wrong,
                "min_value": wrong,
                "max_value": wrong,
            },
        )
        self.fields["title"] = _line(
            "批次名称", "title", hint="不填的，按“2026年申报”的样子命名；一年几批的，写明第几批。"
        )
        self.fields["notice_title"] = _line("申报通知的标题", "notice_title", required=True)
        self.fields["notice_number"] = _line("文号", "notice_number")
        self.fields["issuer"] = _line("发文机关", "issuer", required=True)
        self.fields["notice_on"] = day_field("发文日期", required=False)
        self.fields["scan"] = FilesField(
            label="通知的扫描件", required=False, person=person, most=1, where=where
        )
        if kit.sub_kinds:
            self.fields["kinds"] = forms.MultipleChoiceField(
                label="本批次的申报类别",
                help_text="只接收其中几类的，勾选这几类；不勾选就是全部类别。",
                choices=[(each.key, each.name) for each in kit.sub_kinds],
                required=False,
                error_messages={"invalid_choice": "没有这一类别。"},
            )
        self.fields["conditions"] = forms.CharField(
            label="通知另加的条件",
            help_text="一行一条。事项配置里已有的不用再写。",
            max_length=LONGEST_CONDITIONS,
            required=False,
        )
        self.fields["materials"] = RowsField(
            label="通知另加的材料",
            help_text="事项配置里已有的不用再写。都要交的，“什么情形才交”不填。",
            columns=(NAME, STANDARD, NEEDS, COPIES),
            required=False,
        )

    def clean_materials(self) -> list[list[str]]:
        """Each has a name that no other has, and copies that are a number."""
        rows: list[list[str]] = self.cleaned_data["materials"]
        known = {each.name for each in self.kit.materials}
        for name, _, _, copies in rows:
            if not name.strip():
                raise forms.ValidationError("请写明每份材料的名称。")
            if name.strip() in known:
                raise forms.ValidationError(f"“{name.strip()[:30]}”已经在材料里，不用再写。")
            known.add(name.strip())
            if copies.strip() and not (copies.strip().isdecimal() and len(copies.strip()) < 3):
                raise forms.ValidationError(f"“{name.strip()[:30]}”的纸质份数应是0到99之间的整数。")
        return rows

    @property
    def kinds_field(self) -> BoundField | None:
        """Which sub-kinds; ``None`` where there are none."""
        return self["kinds"] if "kinds" in self.fields else None

    @property
    def kinds(self) -> list[str]:
        """The sub-kinds that were ticked. The form is valid."""
        return list(self.cleaned_data.get("kinds", []))

    @property
    def notice(self) -> Notice:
        """The notice. The form is valid."""
        data = self.cleaned_data
        scan = next(iter(data["scan"]), None)
        return Notice(data["notice_title"], data["notice_number"], data["issuer"], data["notice_on"], scan)

    @property
    def additions(self) -> Additions:
        """What the notice asks for besides. The form is valid."""
        lines = dict.fromkeys(line.strip() for line in self.cleaned_data["conditions"].splitlines())
        return Additions(
            tuple(Statement(line) for line in lines if line),
            tuple(self._materials()),
        )

    def _materials(self) -> Iterator[Material]:
        for name, standard, needs, copies in self.cleaned_data["materials"]:
            yield Material(
                key="",
                name=name.strip(),
                required=not needs.strip(),
                needs=needs.strip(),
                standard=standard.strip(),
                copies=int(copies.strip() or 0),
            )

    @property
    def digest(self) -> str:
        """Stands for all that was filled in: whoever sends it back has looked at it. The form is valid."""
        data = {name: str(value) for name, value in self.cleaned_data.items() if name != "scan"}
        data["scan"] = str([each.pk for each in self.cleaned_data["scan"]])
        return hashlib.sha256(canonical(data).encode()).hexdigest()
