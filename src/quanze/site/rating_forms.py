"""What people fill in about ratings: how satisfied they are, what was found, how long there is to answer."""

from __future__ import annotations

from typing import Any

from django import forms

from quanze.procedure.model import Limit, Unit
from quanze.ratings.degrees import Degree, Limits
from quanze.ratings.models import UNITS
from quanze.ratings.services import LONGEST, LONGEST_SOURCE
from quanze.site.complaint_forms import choice_field, line_field, text_field

MENDED, EXPLAINED = "mended", "explained"


class RatingForm(forms.Form):
    """A rating; ``again``: what is said once more."""

    degree = choice_field("满意程度", [(str(each.value), each.label) for each in Degree])
    text = text_field("说说情况（选填）", LONGEST, "哪里好、哪里不好、希望怎样改进。", required=False)

    def __init__(self, again: bool, *sent: Any) -> None:
        super().__init__(*sent)
        self.again = again
        if again:
            self.fields["text"] = text_field("追加的评价", LONGEST)

    @property
    def said(self) -> tuple[int, str]:
        """The degree and the words. The form is valid."""
        return int(self.cleaned_data["degree"]), self.cleaned_data["text"]


class AnswerForm(forms.Form):
    """What was found about a bad rating, and whether something was mended."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    result = choice_field(
        "核实的结果", [(MENDED, "反映的情况属实，已经整改"), (EXPLAINED, "已经核实并向申请人说明")]
    )
    words = text_field("答复", LONGEST, "核实的情况、怎样整改；申请人会看到。")


class RatingRulesForm(forms.Form):
    """How long there is to answer a bad rating."""

    answer_n = forms.IntegerField(
        label="多少",
        min_value=1,
        max_value=366,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "请填写1到366之间的整数。"
        ),
    )
    answer_unit = choice_field("单位", UNITS)
    source = line_field("依据", LONGEST_SOURCE)

    def __init__(self, limits: Limits, *sent: Any) -> None:
        super().__init__(*sent)
        self.initial.update(
            answer_n=limits.answer.n, answer_unit=limits.answer.unit.value, source=limits.source
        )

    @property
    def limits(self) -> Limits:
        """What it says. The form is valid."""
        data = self.cleaned_data
        return Limits(Limit(data["answer_n"], Unit(data["answer_unit"])), data["source"])
