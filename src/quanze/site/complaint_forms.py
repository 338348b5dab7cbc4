"""What people fill in to complain, to look up what became of it, and what the supervisor fills in about it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from quanze.complaints.limits import Clock, Limits
from quanze.complaints.models import UNITS, Complaint
from quanze.complaints.services import Told
from quanze.complaints.texts import LONGEST, LONGEST_LINE, LONGEST_NAME
from quanze.procedure.model import Limit, Unit
from quanze.site.clock_forms import day_field

LONGEST_TOKEN = 64
ABOUT_OFFICE, ABOUT_SUPERVISOR = "office", "supervisor"

Matters = Sequence[tuple[str, str]]
"""The number and the name of each matter."""


def line_field(
    label: str, most: int = LONGEST_LINE, hint: str = "", *, required: bool = True
) -> forms.CharField:
    """A text on one line."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=required,
        error_messages={"required": f"请填写{label}。", "max_length": f"{label}不能超过{most}个字。"},
    )


def text_field(label: str, most: int = LONGEST, hint: str = "", *, required: bool = True) -> forms.CharField:
    """A text in lines."""
    return line_field(label, most, hint, required=required)


def choice_field(
    label: str, choices: Sequence[tuple[str, str]], hint: str = "", *, required: bool = True
) -> forms.ChoiceField:
    """One of several."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        required=required,
        error_messages=dict.fromkeys(("required", "invalid_choice"), f"请选择{label}。"),
    )


class TellingForm(forms.Form):
    """What a complaint says. ``token`` makes a form that was sent twice known."""

    token = forms.CharField(
        max_length=LONGEST_TOKEN,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "max_length"), "页面不完整，请重新打开本页再提交。"),
    )
    text = text_field("投诉的内容", hint="什么时候、在哪里、发生了什么事，有什么要求。")
    whom = line_field("被投诉的人或者股室（选填）", required=False)
    happened_on = day_field("发生的日期（选填）", required=False)
    case = line_field("办件编号（选填）", 96, "为某件申请的，填写回执上的编号。", required=False)
    name = line_field("您的姓名或者单位（选填）", LONGEST_NAME, "可以不写。", required=False)
    contact = line_field(
        "联系方式（选填）", hint="电话、邮箱或者地址，用来核实；不留的，用查询码查结果。", required=False
    )

    def __init__(self, matters: Matters, *sent: Any, **more: Any) -> None:
        super().__init__(*sent, **more)
        self.initial.setdefault("token", secrets.token_urlsafe(16))
        self.fields["matter"] = choice_field(
            "涉及的职权事项（选填）", [("", "不清楚，或者不涉及"), *matters], required=False
        )

    @property
    def told(self) -> Told:
        """What it says. The form is valid."""
        data = self.cleaned_data
        return Told(
            text=data["text"],
            name=data.get("name", ""),
            contact=data.get("contact", ""),
            whom=data["whom"],
            happened_on=data["happened_on"],
            matter=int(data["matter"]) if data["matter"] else None,
            case=data["case"],
        )


class ComplaintForm(TellingForm):
    """The public page's."""

    about = choice_field(
        "投诉的是谁",
        [
            (ABOUT_OFFICE, "办理事项的股室、窗口或者工作人员"),
            (ABOUT_SUPERVISOR, "纪检监察室或者纪检监察人员"),
        ],
    )
    field_order = ("token", "about", "text", "matter", "case", "whom", "happened_on", "name", "contact")

    def __init__(self, matters: Matters, *sent: Any, **more: Any) -> None:
        super().__init__(matters, *sent, **more)
        self.initial.setdefault("about", ABOUT_OFFICE)


class WrittenForm(TellingForm):
    """What came by letter, telephone or visit."""

    channel = choice_field("怎样收到", [each for each in Complaint.Channel.choices if each[0] != "online"])
    received = day_field("收到的日期", help_text="期限从这一天起算。")
    field_order = (
        "token",
        "channel",
        "received",
        "text",
        "matter",
        "case",
        "whom",
        "happened_on",
        "name",
        "contact",
    )

    def __init__(self, matters: Matters, *sent: Any, **more: Any) -> None:
        super().__init__(matters, *sent, **more)
        self.initial.setdefault("received", timezone.localdate())
        self.fields["name"].label, self.fields["name"].help_text = "投诉人（选填）", "没有署名的不填。"
        self.fields["contact"].help_text = ""
        self.fields["text"].help_text = "照来信、来电的原意写。"


class InterferenceForm(TellingForm):
    """Somebody meddled. Who registers it is known by the log-in."""

    name = contact = None  # type: ignore[assignment]
    field_order = ("token", "whom", "happened_on", "text", "matter", "case")

    def __init__(self, matters: Matters, *sent: Any, **more: Any) -> None:
        super().__init__(matters, *sent, **more)
        whom, text = self.fields["whom"], self.fields["text"]
        whom.label, whom.required = "谁插手干预（姓名、单位、职务）", True
        whom.error_messages["required"] = "请填写谁插手干预。"
        text.label, text.help_text = "怎样插手干预", "什么时候、用什么方式、提出了什么要求，您怎样处理。"
        text.error_messages["required"] = "请写明怎样插手干预。"


class LookUpForm(forms.Form):
    """Number and key of a receipt."""

    number = line_field("投诉编号", 40, "回执上的编号，如TS2026-0007。")
    key = line_field("查询码", 100, "提交时显示的16个字母和数字。")


class RulesForm(forms.Form):
    """The limits, and who takes what is not taken here."""

    accept_source = line_field("受理期限的依据")
    answer_source = line_field("答复期限的依据")
    longer_source = line_field("延长的依据")
    clues_to = line_field("问题线索向哪里反映", 300, "机关、电话、网址；写在投诉页上。")
    higher_to = line_field("对纪检监察人员的投诉向哪里提出", 300, "上级机关、电话、地址；写在投诉页上。")

    def __init__(self, limits: Limits, *sent: Any) -> None:
        super().__init__(*sent)
        for name, label, clock in (
            ("accept", "受理期限", limits.accept),
            ("answer", "答复期限", limits.answer),
            ("longer", "最多延长", limits.longer),
        ):
            least = 0 if name == "longer" else 1
            self.fields[f"{name}_n"] = forms.IntegerField(
                label=f"{label}（多少）",
                help_text="与答复期限同一单位；0：不延长。" if name == "longer" else "",
                min_value=least,
                max_value=366,
                error_messages=dict.fromkeys(
                    ("required", "invalid", "min_value", "max_value"), f"请填写{least}到366之间的整数。"
                ),
            )
            self.initial.update({f"{name}_n": clock.limit.n, f"{name}_source": clock.source})
            if name != "longer":
                self.fields[f"{name}_unit"] = choice_field(f"{label}的单位", UNITS)
                self.initial[f"{name}_unit"] = clock.limit.unit.value
        self.initial.update({"clues_to": limits.clues_to, "higher_to": limits.higher_to})
        self.order_fields(
            [
                "accept_n",
                "accept_unit",
                "accept_source",
                "answer_n",
                "answer_unit",
                "answer_source",
                "longer_n",
                "longer_source",
                "clues_to",
                "higher_to",
            ]
        )

    @property
    def limits(self) -> Limits:
        """What it says. The form is valid."""
        data = self.cleaned_data
        answer = Unit(data["answer_unit"])
        return Limits(
            Clock(Limit(data["accept_n"], Unit(data["accept_unit"])), data["accept_source"]),
            Clock(Limit(data["answer_n"], answer), data["answer_source"]),
            Clock(Limit(data["longer_n"], answer), data["longer_source"]),
            data["clues_to"],
            data["higher_to"],
        )


def day_or_none(text: str | None) -> date | None:
    """A day as entries keep it."""
    return date.fromisoformat(text) if text else None
