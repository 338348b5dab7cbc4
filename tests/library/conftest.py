"""Bureaus whose lists cite invented rules, who keeps the library, and who may not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from quanze.library import citing
from quanze.lists.model import Annex, AnnexKind, ListDocument, Matter, Stage, Text
from quanze.people.models import Agency, Person
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency
from quanze.registry.models import Edition
from quanze.registry.services import import_document
from tests.registry.conftest import person

FUND = "平川市财政局平川市工业和信息化局关于印发平川市工业发展专项资金管理办法的通知"
FUND_RULES = "平川市工业发展专项资金管理办法"
OLD, NEW = "平财企〔2019〕8号", "平财企〔2025〕3号"
COAL = "平川市煤炭条例"


@pytest.fixture(autouse=True)
def file_store(settings, tmp_path) -> Path:
    """Each test keeps files in a folder of its own."""
    settings.FILES = tmp_path / "files"
    return settings.FILES


@pytest.fixture(autouse=True)
def fresh_titles() -> None:
    """Databases of tests take turns under one process, which remembers the titles that it knew."""
    citing._titles.cache_clear()


@pytest.fixture
def bureau(db) -> Agency:
    return open_agency("pingchuan-gxj", "平川市工业和信息化局")


@pytest.fixture
def neighbour(db) -> Agency:
    return open_agency("dongcheng-gxj", "东城区工业和信息化局")


@pytest.fixture
def keeper(bureau) -> Person:
    """清单管理员 of the bureau."""
    return person("keeper", RoleKind.LIST_KEEPER, bureau)


@pytest.fixture
def justice(db) -> Person:
    """合法性审查人 of another agency of the installation."""
    return person(
        "justice", RoleKind.JUSTICE_REVIEWER, open_agency("pingchuan-sfj", "平川市司法局", "justice")
    )


@pytest.fixture(params=["nobody", "no role", "leader", "auditor"])
def outsider(request, bureau) -> Person | None:
    """Everyone who may not touch the library."""
    match request.param:
        case "nobody":
            return None
        case "leader":
            return person("leader", RoleKind.LEADER, bureau)
        case "auditor":
            return person("auditor", RoleKind.AUDIT_ADMIN, bureau)
    return person("stranger")


def document(matters: dict[str, str]) -> ListDocument:
    """A list of matters with their bases."""
    rows = tuple(
        Matter(
            number=Text.plain(str(number)),
            name=Text.plain(name),
            category=Text.plain("其他职权"),
            basis=Text.plain(basis),
            stages=(Stage(Text.plain("受理"), Text.plain("受理责任：一次性告知补正材料。")),),
            liability=Text.plain("依照有关规定追究责任。"),
        )
        for number, (name, basis) in enumerate(matters.items(), 1)
    )
    return ListDocument(None, None, (Annex(AnnexKind.RETAINED, "保留的权责清单", matters=rows),))


@pytest.fixture
def publish() -> Callable[..., Edition]:
    """An agency publishes its list."""

    def publish(agency: Agency, matters: dict[str, str], **dates) -> Edition:
        return import_document(agency, document(matters), by=None, **dates)

    return publish


LAW = """# {title}

{head}

<!-- INFO END -->

## 第一章 总则

第一条 为了规范{subject}工作，制定本条例。

第二条 本市行政区域内的{subject}活动，适用本条例。

（一）开办；

（二）关闭。

## 第二章 附则

第三条 {last}
"""


def law(title: str, head: str, last: str, subject: str = "煤炭") -> str:
    """An invented law in the layout of the collections."""
    return LAW.format(title=title, head=head, last=last, subject=subject)


@pytest.fixture
def laws(tmp_path) -> Callable[..., Path]:
    """A folder of laws with these files."""
    folder = tmp_path / "laws"
    folder.mkdir()

    def write(files: dict[str, str]) -> Path:
        for name, text in files.items():
            (folder / name).parent.mkdir(exist_ok=True, parents=True)
            (folder / name).write_text(text, encoding="utf-8")
        return folder

    return write


MADE = "2010年3月1日 平川市第十届人民代表大会常务委员会第二次会议通过"
COAL_2010 = law(COAL, MADE, "本条例自2010年5月1日起施行。")
COAL_2020 = law(
    COAL,
    f"{MADE}\n\n2020年6月1日 平川市第十二届人民代表大会常务委员会第九次会议修订",
    "本条例自2020年8月1日起施行。《平川市煤炭管理暂行规定》同时废止。",
)
