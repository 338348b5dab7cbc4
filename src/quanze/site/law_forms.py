"""What people fill in about the law. Errors say what to do, in the user's words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from quanze.law.instruments import Kind, Says
from quanze.site import naming

DAY = "请按“2026-11-23”的样子填写日期。"


def day_field(label: str, *, required: bool = False, missing: str = "") -> forms.DateField:
    """A day."""
    return forms.DateField(
        label=label,
        required=required,
        error_messages={"invalid": DAY, "required": missing},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


def words_field(label: str, missing: str = "", longest: int = 500) -> forms.CharField:
    """Words; they may be missing where nothing says what to do then."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=longest,
        error_messages={"required": missing, "max_length": f"{label}太长，最多{longest}个字。"},
    )


class InstrumentField(forms.CharField):
    """Another instrument by its title or number; a :class:`naming.Named` or ``None``."""

    def __init__(self, label: str) -> None:
        super().__init__(label=label, required=False, max_length=600)

    def clean(self, value: Any) -> naming.Named | None:
        try:
            return naming.read(super().clean(value))
        except naming.Ambiguous as several:
            raise forms.ValidationError(str(several)) from None


@dataclass(frozen=True, slots=True)
class Change:
    """A change of validity that can be registered: what it says, in words; the labels and hints of the fields that it
    asks for, by their names."""

    says: Says
    name: str
    explained: str
    fields: Mapping[str, tuple[str, str]]


UNKNOWN_DAY = "文件没有写明的可以不填，效力会显示为“待核实”。"
OTHER = "写标题或文号，可以从提示里选。库里没有的，登记后按这个名称收入。"

CHANGES: tuple[Change, ...] = (
    Change(
        Says.REPEALED,
        "废止",
        "文件写明“废止”的",
        {
            "on": ("自何日起废止", UNKNOWN_DAY),
            "by": ("由哪个文件废止", OTHER),
            "successor": ("由哪个文件取代", "废止它的就是新文件的，不用再写。"),
        },
    ),
    Change(
        Says.SUPERSEDED,
        "被取代",
        "有了新文件，但没有写“废止”二字的",
        {"on": ("自何日起被取代", UNKNOWN_DAY), "by": ("由哪个文件取代", OTHER)},
    ),
    Change(
        Says.LAPSED,
        "宣布失效",
        "清理决定写明“失效”的",
        {"on": ("自何日起失效", UNKNOWN_DAY), "by": ("由哪个文件宣布失效", OTHER)},
    ),
    Change(
        Says.AMENDED,
        "修改",
        "修正、修订以后有了新文本的",
        {"on": ("新文本自何日起施行", ""), "by": ("由哪个文件修改", OTHER)},
    ),
    Change(
        Says.UNTIL,
        "有效期至某日",
        "写明“有效期至……”的",
        {"on": ("有效期的最后一天", "这一天仍然有效，第二天起不再有效。")},
    ),
    Change(
        Says.TERM,
        "有效期限若干年",
        "写明“执行期限3年”“有效期5年”的",
        {"length": ("期限", "从施行之日起算。"), "unit": ("单位", "")},
    ),
    Change(Says.IN_FORCE_FROM, "施行", "补记施行日期", {"on": ("自何日起施行", "")}),
    Change(
        Says.STANDS,
        "核实有效",
        "向制定机关或者权威文本查实，现在仍然有效的",
        {"on": ("核实的日期", "")},
    ),
)
"""In the order in which they are offered."""

BY_SAYS = {change.says: change for change in CHANGES}


class ValidityForm(forms.Form):
    """One change of validity with its evidence; the fields are those of its :class:`Change`."""

    on = day_field("日期")
    length = forms.IntegerField(
        label="期限",
        min_value=1,
        max_value=100,
        error_messages={
            "required": "请填写期限。",
            "invalid": "请用数字填写期限，例如“3”。",
            "min_value": "期限至少是1。",
            "max_value": "期限最多是100，请核对。",
        },
    )
    unit = forms.ChoiceField(label="单位", choices=[("12", "年"), ("1", "个月")])
    by = InstrumentField("由哪个文件")
    successor = InstrumentField("由哪个文件取代")
    document = words_field("依据的文件", "请写明依据的是哪个文件，例如标题和文号。")
    words = words_field("文件里的原文", "请抄录文件里写明这件事的原文。", longest=5000)
    ground = words_field("法律依据")

    def __init__(self, change: Change, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.change = change
        for name in ("on", "length", "unit", "by", "successor"):
            if name not in change.fields:
                del self.fields[name]
                continue
            label, hint = change.fields[name]
            self.fields[name].label, self.fields[name].help_text = label, hint
            if name == "on" and hint != UNKNOWN_DAY:
                self.fields[name].required = True
                self.fields[name].error_messages["required"] = f"请填写{label}。"
        if change.says is Says.SUPERSEDED:
            self.fields["by"].required = True
            self.fields["by"].error_messages["required"] = "请写明由哪个文件取代。"
        self.fields["document"].help_text = "写明这件事的文件，例如“《……的决定》（市政府令第12号）”。"
        self.fields["words"].help_text = "照原文抄录，例如“本办法自2025年3月1日起施行，《……》同时废止”。"
        self.fields["ground"].help_text = "可以不填。"

    def clean_on(self) -> date | None:
        """核实 is of today or before."""
        day: date | None = self.cleaned_data["on"]
        if day is None:
            return None
        if self.change.says is Says.STANDS and day > timezone.localdate():
            raise forms.ValidationError("核实的日期不能在今天之后。")
        if not date(1900, 1, 1) <= day <= date(2200, 1, 1):
            raise forms.ValidationError("日期不对，请核对年份。")
        return day

    @property
    def answers(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        by, successor = data.get("by"), data.get("successor")
        on = data.get("on")
        if self.change.says is Says.UNTIL and on is not None:
            on += timedelta(days=1)
        return {
            "on": on,
            "months": data["length"] * int(data["unit"]) if "length" in data else None,
            "by": None if by is None else by.meant,
            "successor": None if successor is None else successor.meant,
            "document": data["document"],
            "words": data["words"],
            "ground": data["ground"],
        }


class TextForm(forms.Form):
    """The file of a law or a notice."""

    file = forms.FileField(
        label="文件",
        error_messages={
            "required": "请先选择一个文件。",
            "empty": "这个文件是空的（0 字节），请重新选择。",
            "missing": "请先选择一个文件。",
            "invalid": "文件没有传上来，请重新选择。",
        },
    )


class EnterForm(forms.Form):
    """An instrument, typed in or taken from a file."""

    title = words_field("标题", "请填写文件的标题。")
    number = words_field("文号", longest=100)
    kind = forms.ChoiceField(
        label="类别", required=False, choices=[(each.value, each.value) for each in Kind]
    )
    issuers = words_field("发文机关")
    made_on = day_field("制定（印发）日期")
    in_force_from = day_field("施行日期")
    text = forms.CharField(label="全文", required=False, max_length=2_000_000)
    source = words_field("文本来源")

    def __init__(self, *args: Any, from_file: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if from_file:
            del self.fields["text"], self.fields["source"]

    def clean_in_force_from(self) -> date | None:
        """Nothing comes into force before it is made."""
        begun: date | None = self.cleaned_data["in_force_from"]
        made: date | None = self.cleaned_data.get("made_on")
        if begun is not None and made is not None and begun < made:
            raise forms.ValidationError("施行日期早于制定日期，请核对。")
        return begun

    @property
    def answers(self) -> dict[str, Any]:
        """What the service takes."""
        data = dict(self.cleaned_data)
        issuers = data["issuers"].replace("，", "、").replace(" ", "、").split("、")
        return {
            **data,
            "kind": Kind(data["kind"]) if data["kind"] else None,
            "issuers": tuple(each.strip() for each in issuers if each.strip()),
        }


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="理由",
        max_length=2000,
        error_messages={"required": "请写明理由。", "max_length": "理由最多2000个字。"},
    )


class ConfirmForm(forms.Form):
    """A proposal is right; where the text names no day, the person may."""

    on = day_field("自何日起")


class CloseForm(forms.Form):
    """How a task was dealt with."""

    state = forms.ChoiceField(
        label="怎样处理",
        choices=[("done", "已处理：已经调整，或者已经列入调整"), ("dismissed", "不需处理：核实后不必调整")],
        error_messages={"required": "请选择怎样处理。", "invalid_choice": "请选择怎样处理。"},
    )
    reason = forms.CharField(
        label="处理情况或理由",
        max_length=2000,
        error_messages={"required": "请写明怎样处理的，或者为什么不需处理。", "max_length": "最多2000个字。"},
    )
