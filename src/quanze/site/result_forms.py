"""The form by which a sheet of results is handed in."""

from __future__ import annotations

from typing import Any

from django import forms

from quanze.audit.services import Origin
from quanze.cases.results.reading import MOST_BYTES
from quanze.files.kinds import accepts
from quanze.people.models import Person
from quanze.site.handing_in import FilesField

SHEETS = accepts(("xlsx", "txt"))


class ResultsForm(forms.Form):
    """The sheet, and the document of the higher authority, which is kept with each case."""

    def __init__(self, person: Person, where: Origin | None, *sent: Any) -> None:
        super().__init__(*sent)
        self.fields["sheet"] = FilesField(
            label="填好的表格",
            help_text="Excel 表格（.xlsx）或者 CSV（.csv），不超过 1000 行。标题、合并的单元格、另加的栏都可以有。",
            person=person,
            accepts=SHEETS,
            most=1,
            largest=MOST_BYTES,
            where=where,
            error_messages={"required": "请选择填好的表格。"},
        )
        self.fields["document"] = FilesField(
            label="上级文件（可以不附）",
            help_text="公布名单的通知、公告的扫描件；附上的，每一件里都存一份。",
            person=person,
            most=1,
            where=where,
            required=False,
        )
