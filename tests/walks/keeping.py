"""What a bureau settles before cases run, in a walk: its list, its people, its procedures, whom an authority barred."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from stdnum.cn import uscc

from tests.walks import applicant, desk, keeper
from tests.walks.forms import Papers
from tests.walks.walk import Turn, Walk


@dataclass(frozen=True, slots=True)
class Official:
    """Somebody of an agency: log-in, name, role; the office, ``""`` for all."""

    login: str
    name: str
    agency: str
    role: str
    office: str = ""


@dataclass(frozen=True, slots=True)
class Bureau:
    """Another bureau than the demo's: the agencies to open (code, name, kind), who keeps the list, the others, and the
    list: the name of its file, its content, what the page that shows it says."""

    code: str
    agencies: tuple[tuple[str, str, str], ...]
    keeper: Official
    officials: tuple[Official, ...]
    file: str
    content: bytes
    read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Founded(Turn):
    """The bureau is there: opened by the command, its list uploaded and imported by its keeper, everybody with an
    account. An earlier path may have done so already."""

    bureau: Bureau

    def play(self, walk: Walk) -> None:
        here, cast = self.bureau, walk.cast
        for each in (here.keeper, *here.officials):
            cast.registered(each.name, each.login, applicant.PASSWORD)
        anybody = cast.chromium.new_context(base_url=cast.served.url)
        there = anybody.request.get(f"/{here.code}/list/").ok
        anybody.close()
        if there:
            return
        for code, name, kind in here.agencies:
            manage(cast.served.data, "agency", code, name, "--kind", kind)
        self._open(cast.served.data, here.keeper)
        keeper.bring_in(cast.page(here.keeper.name), here.code, here.file, here.content, here.read)
        for each in here.officials:
            self._open(cast.served.data, each)

    def _open(self, data: Path, one: Official) -> None:
        office = ("--office", one.office) if one.office else ()
        who = (one.login, "--name", one.name, "--agency", one.agency, "--role", one.role)
        manage(data, "person", *who, *office, said=applicant.PASSWORD)


@dataclass(frozen=True, slots=True)
class Corrects(Turn):
    """The list keeper corrects a step of this kind, the one made of text with these ``words`` where there are several."""

    who: str
    kind: str
    said: Mapping[str, Any]
    words: str = ""

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        keeper.correct(page, walk.bureau, walk.matter, self.kind, self.words, self.said)


@dataclass(frozen=True, slots=True)
class Drops(Turn):
    """The list keeper takes such a step out."""

    who: str
    kind: str
    words: str
    reason: str

    def play(self, walk: Walk) -> None:
        page = walk.cast.page(self.who)
        keeper.drop(page, walk.bureau, walk.matter, self.kind, self.words, self.reason)


@dataclass(frozen=True, slots=True)
class Maps(Turn):
    """The list keeper says which step a clause is that the tables do not know."""

    who: str
    words: str
    said: Mapping[str, Any]

    def play(self, walk: Walk) -> None:
        keeper.map_clause(walk.cast.page(self.who), walk.bureau, walk.matter, self.words, self.said)


@dataclass(frozen=True, slots=True)
class Confirm(Turn):
    """The list keeper confirms the procedure of the matter."""

    who: str

    def play(self, walk: Walk) -> None:
        keeper.confirm(walk.cast.page(self.who), walk.bureau, walk.matter)


@dataclass(frozen=True, slots=True)
class Bars(Turn):
    """An authority's decision that bars somebody from applying for this matter is recorded: it was taken a month ago."""

    who: str
    name: str
    code: str
    scope: str
    organ: str
    number: str
    months: int = 24

    def play(self, walk: Walk) -> None:
        decided = walk.cast.clock.today - timedelta(days=30)
        said = {
            "决定机关": self.organ,
            "决定的文号": self.number,
            "决定日期": decided.isoformat(),
            "决定书扫描件": Papers(("决定书.pdf",)),
            "限制对象的名称": self.name,
            "统一社会信用代码": self.code + uscc.calc_check_digit(self.code),
            "认定的行为": "虚报项目投资额，骗取专项资金。",
            "限制申报的事项或者资金": self.scope,
            "涉及本机关的哪些事项": (walk.matter,),
            "限制多少个月": str(self.months),
        }
        desk.bar(walk.cast.page(self.who), walk.bureau, said)


def manage(data: Path, *arguments: str, said: str = "") -> None:
    """A command of the installation's keeper, with what is said to it. Raises ``AssertionError`` with its own words."""
    done = subprocess.run(
        [sys.executable, "-m", "quanze", "--data", str(data), "manage", *arguments],
        input=f"{said}\n" if said else None,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
