"""The acts of the supervisor about a complaint: the form of each, how its fields are drawn, and the service that it
calls. A table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from quanze.audit.services import Origin
from quanze.cases.models import Case
from quanze.complaints import services
from quanze.complaints.models import Complaint, Entry
from quanze.complaints.queries import Opened
from quanze.complaints.texts import LONGEST_NAME, LONGEST_REASON
from quanze.people.models import Office, Person
from quanze.procedure.model import Degree
from quanze.registry.models import Matter
from quanze.site.clock_forms import day_field
from quanze.site.complaint_forms import choice_field, day_or_none, line_field, text_field
from quanze.site.handing_in import FilesField

Kind = Entry.Kind


@dataclass(frozen=True, slots=True)
class Around:
    """What a form is made for: the complaint as it was opened, who acts, from where, and the matters, offices and
    officers of the agency."""

    found: Opened
    person: Person
    where: Origin
    matters: Sequence[tuple[str, str]]
    offices: Sequence[Office]
    officers: Sequence[Person]

    @property
    def complaint(self) -> Complaint:
        """The complaint."""
        return self.found.complaint


class ActForm(forms.Form):
    """The form of an act; ``shapes`` says how its fields are drawn."""

    shapes: dict[str, str] = {}

    def __init__(self, around: Around, *sent: Any) -> None:
        super().__init__(*sent)
        self.around = around
        self.make()

    def make(self) -> None:
        """Add the fields that depend on the complaint."""

    def drawn(self) -> list[tuple[Any, str]]:
        """Each field with its shape."""
        return [(self[name], self.shapes.get(name, "line")) for name in self.fields]

    def do(self, seen: int) -> None:
        """Call the service. The form is valid. Raises ``Denied``, ``Unacceptable``."""
        raise NotImplementedError


class AcceptForm(ActForm):
    def do(self, seen: int) -> None:
        services.accept(self.around.complaint, self.around.person, seen, where=self.around.where)


class TransferForm(ActForm):
    organ = line_field("转送给哪个机关")
    number = line_field("转送函的文号（选填）", LONGEST_NAME, required=False)
    reason = line_field("转送的理由", LONGEST_REASON, "投诉人查询时看到。")

    def do(self, seen: int) -> None:
        data, here = self.cleaned_data, self.around
        services.transfer(
            here.complaint, here.person, data["organ"], data["number"], data["reason"], seen, where=here.where
        )


class DeclineForm(ActForm):
    reason = line_field("不予受理的理由", LONGEST_REASON, "投诉人查询时看到。")
    organ = line_field("应当向哪里反映", hint="投诉人查询时看到。问题线索按规定移送，本系统不办理。")

    def make(self) -> None:
        self.initial["organ"] = self.around.found.limits.clues_to

    def do(self, seen: int) -> None:
        data, here = self.cleaned_data, self.around
        services.decline(here.complaint, here.person, data["reason"], data["organ"], seen, where=here.where)


class HigherForm(ActForm):
    organ = line_field("移送给哪个上级纪检监察机关")
    number = line_field("移送函的文号（选填）", LONGEST_NAME, required=False)

    def do(self, seen: int) -> None:
        data, here = self.cleaned_data, self.around
        services.send_up(here.complaint, here.person, data["organ"], data["number"], seen, where=here.where)


class ExtendForm(ActForm):
    reason = line_field("延长的理由", LONGEST_REASON, "投诉人查询时看到。")

    def do(self, seen: int) -> None:
        here = self.around
        services.extend(here.complaint, here.person, self.cleaned_data["reason"], seen, where=here.where)


class AnswerForm(ActForm):
    words = text_field("答复的内容", hint="投诉人用编号和查询码查询时看到。不写其他人的隐私。")
    shapes = {"words": "area"}

    def do(self, seen: int) -> None:
        here = self.around
        services.answer(here.complaint, here.person, self.cleaned_data["words"], seen, where=here.where)


class NoteForm(ActForm):
    words = text_field("备注", hint="只有纪检监察员看到；写下以后不能修改。")
    shapes = {"words": "area"}

    def do(self, seen: int) -> None:
        here = self.around
        services.note(here.complaint, here.person, self.cleaned_data["words"], seen, where=here.where)


class TieForm(ActForm):
    """What a complaint is about. The acts are those of the clause that holds now; another matter is chosen first."""

    happened_on = day_field("行为发生的日期", required=False, help_text="追责按行为发生之日的清单。")
    shapes = {
        "matter": "select",
        "office": "select",
        "officer": "select",
        "act": "radios",
        "happened_on": "date",
    }

    def make(self) -> None:
        found, tie = self.around.found, self.around.found.standing.tie
        self.fields["case"] = line_field("办件编号", 96, "填写了办件的，事项和股室照办件。", required=False)
        self.fields["matter"] = choice_field(
            "职权事项", [("", "不涉及"), *self.around.matters], required=False
        )
        offices = [(str(each.pk), each.name) for each in self.around.offices]
        self.fields["office"] = choice_field("股室", [("", "不明"), *offices], required=False)
        people = [(str(each.pk), each.name) for each in self.around.officers]
        self.fields["officer"] = choice_field("工作人员", [("", "不明"), *people], required=False)
        clause = found.held.clause if found.held else None
        acts = (
            [(str(each.number), f"第{each.number}项：{each.text}") for each in clause.liability.acts]
            if clause
            else []
        )
        if acts:
            self.fields["act"] = choice_field(
                "追责情形列举的行为", [("", "没有列举，或者还不明"), *acts], required=False
            )
        self.order_fields(["case", "matter", "office", "officer", "happened_on", "act"])
        self.initial.update(
            {
                "case": tie.case.number if tie.case else found.statement.case_number,
                "matter": str(tie.matter.number) if tie.matter else "",
                "office": str(tie.office_id or ""),
                "officer": str(tie.officer_id or ""),
                "act": str(tie.body["act"] or ""),
                "happened_on": day_or_none(tie.body["happened_on"]),
            }
        )

    def clean_case(self) -> Case | None:
        """The case of that number, of this agency."""
        typed = self.cleaned_data["case"].strip()
        if not typed:
            return None
        cases = Case.objects.select_related("matter", "office").filter(agency=self.around.complaint.agency)
        found = cases.filter(number=typed).first()
        if found is None:
            raise forms.ValidationError("本机关没有这个编号的办件。")
        return found

    def do(self, seen: int) -> None:
        data, here = self.cleaned_data, self.around
        matters = Matter.objects.filter(agency=here.complaint.agency)
        tied = services.Tie(
            matter=matters.get(number=int(data["matter"])) if data["matter"] else None,
            case=data["case"],
            office=next((each for each in here.offices if str(each.pk) == data["office"]), None),
            officer=next((each for each in here.officers if str(each.pk) == data["officer"]), None),
            act=int(data["act"]) if data.get("act") else None,
            happened_on=data["happened_on"],
        )
        services.tie(here.complaint, here.person, tied, seen, where=here.where)


class DecideForm(ActForm):
    """A decision of an organ that has the power. What the clause allows is offered; anything else may be written."""

    organ = line_field("作出决定的机关", hint="有权作出处理决定的机关；本系统不作这样的决定。")
    number = line_field("文号", LONGEST_NAME)
    on = day_field("决定日期")
    ground = text_field("法律依据", 1000, "法律、法规的名称和条款。")
    whom = line_field("对谁作出")
    shapes = {
        "on": "date",
        "ground": "area",
        "act": "radios",
        "degree": "radios",
        "sanctions": "ticks",
        "scan": "files",
    }

    def make(self) -> None:
        found = self.around.found
        clause = found.held.clause if found.held else None
        order = ["organ", "number", "on", "scan", "ground", "whom"]
        if clause and clause.liability.acts:
            acts = [(str(each.number), f"第{each.number}项：{each.text}") for each in clause.liability.acts]
            self.fields["act"] = choice_field(
                "决定认定的行为", [("", "追责情形没有列举的行为"), *acts], required=False
            )
            self.initial["act"] = str(found.standing.tie.body["act"] or "")
        if clause and clause.degrees():
            degrees = [(str(at), _degree(each)) for at, each in enumerate(clause.degrees())]
            self.fields["degree"] = choice_field(
                "决定认定的情节", [("", "决定没有写明"), *degrees], required=False
            )
            self.initial["degree"] = ""
        if clause and clause.sanctions:
            self.fields["sanctions"] = forms.MultipleChoiceField(
                label="处分",
                help_text="照决定书勾选；决定不予处分的，都不勾。",
                choices=[(each, each) for each in clause.sanctions],
                required=False,
                error_messages={"invalid_choice": "没有这一种处分，请写在“其他处理”里。"},
            )
        self.fields["other"] = line_field(
            "其他处理（选填）", hint="上面没有的，照决定书写，用顿号隔开。", required=False
        )
        self.fields["scan"] = FilesField(
            label="决定书扫描件", person=self.around.person, most=1, where=self.around.where
        )
        self.fields["scan"].error_messages["required"] = "请上传决定书的扫描件。"
        self.order_fields([*order, "act", "degree", "sanctions", "other"])

    def do(self, seen: int) -> None:
        data, here = self.cleaned_data, self.around
        other = [each.strip() for each in data["other"].replace("，", "、").split("、")]
        decision = services.Decision(
            organ=data["organ"],
            number=data["number"],
            on=data["on"],
            scan=data["scan"][0],
            ground=data["ground"],
            whom=data["whom"],
            act=int(data["act"]) if data.get("act") else None,
            degree=int(data["degree"]) if data.get("degree") else None,
            sanctions=[*data.get("sanctions", ()), *(each for each in other if each)],
        )
        services.decide(here.complaint, here.person, decision, seen, where=here.where)


def _degree(degree: Degree) -> str:
    """A degree with what it allows: two of one name are told apart by it."""
    return f"{degree.name or '没有写明情节'}：{'、'.join(degree.sanctions)}"


@dataclass(frozen=True, slots=True)
class Act:
    """An act: which entry it makes, what its button says, its form, and what is to be known before."""

    kind: Entry.Kind
    label: str
    form: Callable[..., ActForm]
    hint: str = ""


ACTS: dict[str, Act] = {
    "accept": Act(Kind.ACCEPTED, "受理", AcceptForm, "属于本机关办理的，受理；答复的期限从受理起算。"),
    "answer": Act(Kind.ANSWERED, "答复", AnswerForm),
    "decide": Act(Kind.DECIDED, "登记处理决定", DecideForm, "照有权机关的决定书登记，登记以后不能修改。"),
    "tie": Act(Kind.TIED, "对应事项、办件和行为", TieForm),
    "extend": Act(Kind.EXTENDED, "延长答复期限", ExtendForm),
    "transfer": Act(Kind.TRANSFERRED, "转送其他机关", TransferForm),
    "decline": Act(
        Kind.DECLINED,
        "不予受理",
        DeclineForm,
        "涉嫌违纪违法、职务犯罪的问题线索不在本系统办理，告知投诉人向哪里反映。",
    ),
    "higher": Act(
        Kind.HIGHER,
        "移送上级纪检监察机关",
        HigherForm,
        "投诉纪检监察室或者纪检监察人员的，移送上级；移送以后本机关不再办理，这里只登记移送。",
    ),
    "note": Act(Kind.NOTED, "写备注", NoteForm),
}
"""By the word in the address."""
