"""What the security administrator fills in: to whom yellow and red cards go, after how many working days."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from quanze.escalation.rules import COLOURS, TO, Rule, RuleSet
from quanze.escalation.services import LATEST, LONGEST_SOURCE
from quanze.procedure.oversight.cards import Colour
from quanze.site.complaint_forms import line_field

NAMES = {Colour.YELLOW: "黄牌", Colour.RED: "红牌"}


class CardRulesForm(forms.Form):
    """A number for each colour and recipient; blank: it does not go to them."""

    source = line_field("依据", LONGEST_SOURCE)

    def __init__(self, rules: RuleSet, *sent: Any) -> None:
        super().__init__(*sent)
        self.initial["source"] = rules.source
        for colour in COLOURS:
            for to in TO:
                name = f"{colour.value}_{to.value}"
                self.fields[name] = forms.IntegerField(
                    label=f"{NAMES[colour]}满几个工作日，报给{to.label}",
                    required=False,
                    min_value=0,
                    max_value=LATEST,
                    error_messages=dict.fromkeys(
                        ("invalid", "min_value", "max_value"),
                        f"请填写0到{LATEST}之间的整数；不报的不填。",
                    ),
                )
                self.initial[name] = rules.after(colour, to)

    def parts(self) -> Iterator[tuple[str, str, list[forms.BoundField]]]:
        """The fields of each colour, with its word in the address and its name."""
        for colour in COLOURS:
            yield colour.value, NAMES[colour], [self[f"{colour.value}_{to.value}"] for to in TO]

    @property
    def rules(self) -> RuleSet:
        """What it says. The form is valid."""
        data = self.cleaned_data
        rules = (
            Rule(colour, after, to)
            for colour in COLOURS
            for to in TO
            if (after := data[f"{colour.value}_{to.value}"]) is not None
        )
        return RuleSet(tuple(rules), data["source"])
