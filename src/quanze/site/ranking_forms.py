"""What people fill in about the ranking of a round: scores, grounds of priority, places, the minutes of a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from quanze.audit.services import Origin as Where
from quanze.kits.guide import source_words
from quanze.kits.labels import ORIGINS
from quanze.kits.model import Criterion, Origin, Preference
from quanze.people.models import Person
from quanze.selection.services import LONGEST_GROUND, LONGEST_HOW, LONGEST_NAME, LONGEST_REASON, Meeting
from quanze.site.clock_forms import day_field
from quanze.site.handing_in import FilesField

DIGITS = 8
MOST_VOTES = 999


def _line(label: str, longest: int, *, required: bool = False, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=required,
        error_messages={"required": f"请填写{label}。", "max_length": f"{label}不能超过{longest}个字。"},
    )


def _whole(
    label: str, most: int, *, least: int = 0, hint: str = "", required: bool = True
) -> forms.IntegerField:
    wrong = f"请填写{least}到{most}之间的整数。"
    said = dict.fromkeys(("invalid", "min_value", "max_value"), wrong)
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=required,
        min_value=least,
        max_value=most,
        error_messages={**said, "required": f"请填写{label}。"},
    )


def _ground(criterion: Criterion) -> str:
    """Who says that it is scored by this; what is assumed says so."""
    source = criterion.source
    if source is None:
        return ""
    assumed = f"{ORIGINS[source.origin]}：" if source.origin is Origin.ASSUMED else "依据："
    return f"{assumed}{source_words(source) or ORIGINS[source.origin]}"


class ScoreForm(forms.Form):
    """What one reviewer gives: ``points-<criterion>`` for each."""

    def __init__(self, criteria: Sequence[Criterion], reviewer: str, *sent: Any) -> None:
        super().__init__(*sent)
        self.auto_id = "score-%s"
        self.criteria = criteria
        self.fields["reviewer"] = _line(
            "评审人",
            LONGEST_NAME,
            required=True,
            hint="代录专家评分的，写专家姓名。同一评审人再评，以后一次为准。",
        )
        self.initial["reviewer"] = reviewer
        for each in criteria:
            wrong = f"“{each.name}”的得分应在0到{each.most:f}之间，最多两位小数。"
            said = (
                "invalid",
                "min_value",
                "max_value",
                "max_digits",
                "max_decimal_places",
                "max_whole_digits",
            )
            self.fields[f"points-{each.key}"] = forms.DecimalField(
                label=f"{each.name}（满分{each.most:f}）",
                help_text=_ground(each),
                min_value=0,
                max_value=each.most,
                max_digits=DIGITS,
                decimal_places=2,
                error_messages={"required": f"请填写“{each.name}”的得分。", **dict.fromkeys(said, wrong)},
            )
        self.fields["remark"] = _line("说明", LONGEST_REASON, hint="可以不填。")

    @property
    def points(self) -> dict[str, Decimal]:
        """By criterion. The form is valid."""
        return {each.key: self.cleaned_data[f"points-{each.key}"] for each in self.criteria}

    @property
    def given(self) -> list[BoundField]:
        """The fields of the criteria."""
        return [self[f"points-{each.key}"] for each in self.criteria]


class PreferForm(forms.Form):
    """The ground on which a case goes before others; none takes it back."""

    def __init__(self, preferences: Sequence[Preference], ground: str, *sent: Any) -> None:
        super().__init__(*sent)
        self.auto_id = "prefer-%s"
        hint = "优先的排在前面，不论评分。"
        if preferences:
            choices = [("", "没有优先的情形"), *((each.text, each.text) for each in preferences)]
            self.fields["ground"] = forms.ChoiceField(
                label="优先的情形",
                help_text=hint,
                choices=choices,
                required=False,
                error_messages={"invalid_choice": "请从事项配置写明的情形中选择。"},
            )
        else:
            self.fields["ground"] = _line("优先的情形", LONGEST_GROUND, hint=f"{hint}清空即取消。")
        self.initial["ground"] = ground

    @property
    def shape(self) -> str:
        """How the field is drawn."""
        return "select" if isinstance(self.fields["ground"], forms.ChoiceField) else "line"


class MoveForm(forms.Form):
    """To which place, and why."""

    def __init__(self, places: int, *sent: Any) -> None:
        super().__init__(*sent)
        self.auto_id = "move-%s"
        self.fields["reason"] = _line(
            "理由", LONGEST_REASON, required=True, hint="如会议意见、上级要求。理由和位次都会留存。"
        )
        self.fields["place"] = _whole(
            "移到第几位", places, least=1, hint=f"1到{places}。上移、下移一位的不用填。", required=False
        )

    def to(self, do: str) -> int | None:
        """The place that the button names (``to-3``), else the one that was filled in; ``None``: neither. A button says
        the place itself, so that one that is pressed twice moves once. The form is valid."""
        said = do.removeprefix("to-")
        if said != do:
            return int(said) if said.isdecimal() and len(said) < 6 else None
        found: int | None = self.cleaned_data["place"] or None
        return found


class MeetingForm(forms.Form):
    """集体研究."""

    def __init__(self, staff: Sequence[Person], person: Person, where: Where, *sent: Any) -> None:
        super().__init__(*sent)
        self.staff = {str(each.pk): each for each in staff}
        names = [(key, each.name) for key, each in self.staff.items()]
        wrong = {"invalid_choice": "请从本机关人员中选择。"}
        self.fields["on"] = day_field("会议日期")
        self.fields["people"] = forms.MultipleChoiceField(
            label="参会人员", choices=names, error_messages={"required": "请选择参会人员。", **wrong}
        )
        self.fields["stood_back"] = forms.MultipleChoiceField(
            label="其中回避的",
            help_text="代表本批次申请人的人须回避，不参加表决。",
            choices=names,
            required=False,
            error_messages=wrong,
        )
        self.fields["votes_for"] = _whole("同意票数", MOST_VOTES)
        self.fields["votes_against"] = _whole("不同意票数", MOST_VOTES)
        self.fields["minutes"] = FilesField(
            label="会议记录", help_text="会议纪要或者记录的扫描件。", person=person, most=1, where=where
        )

    @property
    def meeting(self) -> Meeting:
        """As it was filled in. The form is valid."""
        data = self.cleaned_data
        return Meeting(
            data["on"],
            data["minutes"][0],
            [self.staff[key] for key in data["people"]],
            [self.staff[key] for key in data["stood_back"]],
            data["votes_for"],
            data["votes_against"],
        )


class SendForm(forms.Form):
    """送出: on which day (``today``, unless another is said), how, and why though something is missing."""

    def __init__(self, lacking: bool, today: date, *sent: Any) -> None:
        super().__init__(*sent)
        self.auto_id = "send-%s"
        self.fields["on"] = day_field("送出日期", initial=today.isoformat())
        self.fields["how"] = _line(
            "方式", LONGEST_HOW, required=True, hint="如专人报送、邮寄单号、上传到哪个系统。"
        )
        self.fields["reason"] = _line(
            "缺少内容仍然送出的理由",
            LONGEST_REASON,
            required=lacking,
            hint="如随纸质材料报送、上级同意补报。",
        )
