"""The package for the higher authority: what is in it, how it is made, when it goes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from quanze.audit.models import Event
from quanze.cases import services as cases
from quanze.cases.models import Material
from quanze.cases.queries import Item
from quanze.cases.services import LetterOrder
from quanze.files import store
from quanze.files.references import needed
from quanze.kits.model import Kit
from quanze.kits.model import Material as KitMaterial
from quanze.letters import services as letters
from quanze.people.permissions import Denied
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts
from quanze.selection import services
from quanze.selection.contents import LONGEST_NAME, file_name, material_of, safe
from quanze.selection.discharging import owed
from quanze.selection.models import Package, Sending
from quanze.selection.packing import LEASE, MOST_TRIES, make_packages
from quanze.selection.sending import stand
from tests.selection.conftest import Contest
from tests.selection.going import bare, current, deliver, letter_of, recommend, recommended, seal, undone


@pytest.fixture
def contest(start) -> Contest:
    return start(recommended)


def made(contest: Contest) -> Package:
    """Asked for and made."""
    package = services.ask(contest.call.round, contest.house.wang)
    make_packages()
    package.refresh_from_db()
    return package


def opened(package: Package) -> dict[str, bytes]:
    with store.fetch(package.sha256) as file, zipfile.ZipFile(file) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def gone(contest: Contest) -> None:
    """Recommended by the leader in every case."""
    leader = contest.house.leader
    ready = {
        each.case.number: each.case.version
        for each in owed(contest.held, leader, current(contest))
        if each.goes
    }
    services.discharge(contest.held, leader, ready)


def whole(contest: Contest) -> Package:
    seal(contest)
    gone(contest)
    return made(contest)


def lacks(contest: Contest) -> list[tuple[str, bool]]:
    return [(each.words, each.hard) for each in stand(contest.held, contest.house.today()).gaps]


def send(contest: Contest, package: Package, **more) -> Sending:
    said = {"on": contest.house.today(), "how": "专人报送", **more}
    return services.send(package, said.pop("by", contest.house.wang), said.pop("on"), said.pop("how"), **said)


def test_letter_table_and_a_numbered_folder_for_each_case_with_its_materials(contest: Contest):
    package = whole(contest)
    files = opened(package)
    letter = letter_of(contest)
    assert {name for name in files if "/" not in name} == {
        "00 目录.pdf",
        "00 目录.docx",
        "00 目录.xlsx",
        f"01 推荐函（{letter.number}）.pdf",
        f"01 推荐函（{letter.number}）.docx",
        "02 推荐汇总表.pdf",
        "02 推荐汇总表.docx",
        "02 推荐汇总表.xlsx",
        "SHA256SUMS.txt",
    }
    name = contest.house.party.name
    folders = sorted({path.rpartition("/")[0] for path in files if "/" in path})
    assert folders == [f"03 申报材料/001 {name}", f"03 申报材料/002 {name}"]
    assert files[f"{folders[0]}/00 申请表.pdf"].startswith(b"%PDF")
    rows = Material.objects.filter(case=contest.cases[0]).select_related("deposit")
    handed = {hashlib.sha256(data).hexdigest() for path, data in files.items() if path.startswith(folders[0])}
    assert rows
    assert {each.deposit.held_id for each in rows if each.deposit} <= handed
    assert (package.total, package.done, package.files) == (2, 2, len(files))
    assert_listed(files)


def assert_listed(files: dict[str, bytes]) -> None:
    """Every file is in the sheet with its digest."""
    sums = dict(reversed(line.split("  ", 1)) for line in files["SHA256SUMS.txt"].decode().splitlines())
    there = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert sums == {name: there[name] for name in there if name != "SHA256SUMS.txt"}
    sheet = openpyxl.load_workbook(io.BytesIO(files["00 目录.xlsx"])).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    listed = {path: (copies, digest) for _, path, copies, _, digest in rows}
    for path in there:
        if path.startswith("03"):
            assert listed[path][1] == there[path]
    assert any(copies for copies, _ in listed.values())


def test_the_same_contents_give_the_same_bytes(contest: Contest):
    first = whole(contest)
    assert services.ask(contest.call.round, contest.house.wang) == first, "it is there already"
    again = Package.objects.create(
        round=contest.call.round,
        fixed=first.fixed,
        basis=first.basis,
        by=contest.house.head,
        at=timezone.now(),
        total=2,
    )
    make_packages()
    again.refresh_from_db()
    assert again.sha256 == first.sha256


def test_what_is_missing_is_told_of_the_round_and_of_each_case(start):
    contest: Contest = start(bare)
    assert ("排序还没有确定", True) in lacks(contest)
    contest.meeting()
    contest.fix()
    found = lacks(contest)
    assert ("还没有出具推荐文件", True) in found
    soft = [words for words, hard in found if not hard]
    assert soft.count("没有初审意见") == 2
    assert len(soft) == 4
    assert all(words.startswith("没有") for words in soft)
    assert not [words for words, _ in found if "推荐文件尚" in words]


def test_a_letter_that_the_kit_asks_for_goes_along(start):
    contest: Contest = start(bare)
    contest.meeting()
    contest.fix()
    values = {"recipient": "南阳市工业和信息化局", "opinion": "符合条件，建议推荐。"}
    order = LetterOrder("opinion", values)
    letter = cases.issue_letter(contest.cases[0], contest.house.wang, order)
    soft = [words for words, hard in lacks(contest) if not hard]
    assert soft.count("没有初审意见") == 1
    assert f"初审意见（{letter.number}）还没有盖章" in soft
    letters.render(letter)
    (name,) = [path for path in opened(made(contest)) if "初审意见" in path]
    assert name.startswith(f"03 申报材料/001 {contest.house.party.name}/文书1 初审意见")


def test_what_answered_a_notice_is_the_material_of_that_name():
    kit = Kit("事项", materials=(KitMaterial("report", "检测报告", required=True),))
    named, other = (Item(name, (Material(item=name),), ()) for name in ("检测报告", "说明"))
    assert material_of(kit, named) == kit.materials[0]
    assert material_of(kit, other) is None


def test_what_the_list_puts_before_the_report_stands_in_its_way(contest: Contest):
    assert ("推荐文件还没有盖章", True) in lacks(contest)
    seal(contest)
    assert [hard for _, hard in lacks(contest)] == [True, True], "each has to be recommended before"
    gone(contest)
    assert lacks(contest) == []


def test_one_that_left_since_makes_the_letter_wrong(contest: Contest):
    contest.house.do(contest.cases[0], acts.Withdraw("不申报了"), contest.house.chen)
    assert any("推荐文件出具以后" in words for words, _ in lacks(contest))


def test_an_incomplete_one_may_be_looked_at_and_not_sent(contest: Contest):
    package = made(contest)
    assert package.sha256
    with pytest.raises(Unacceptable, match="还不能送出：推荐文件还没有盖章"):
        send(contest, package)
    seal(contest)
    gone(contest)
    with pytest.raises(Unacceptable, match="内容有变化"):
        send(contest, package)
    package = made(contest)
    for wrong, why in (
        ({"how": " "}, "写明送出的方式"),
        ({"on": contest.house.today() + timedelta(1)}, "还没有到"),
        ({"on": contest.house.today() - timedelta(1)}, "早于材料包生成"),
    ):
        with pytest.raises(Unacceptable, match=why):
            send(contest, package, **wrong)
    sent = send(contest, package)
    assert send(contest, package) == sent, "said twice is said once"
    assert (sent.gaps, sent.reason) == ([], "")
    with pytest.raises(Unacceptable, match="这个材料包已经登记送出"):
        send(contest, package, by=contest.house.head)
    assert [each.act for each in owed(contest.held, contest.house.wang, current(contest))] != [None, None]
    assert_kept(package, sent)


def assert_kept(package: Package, sent: Sending) -> None:
    """What was made and sent is never changed."""
    for change in (
        lambda: Package.objects.filter(pk=package.pk).update(sha256="0" * 64),
        lambda: Package.objects.filter(pk=package.pk).delete(),
        lambda: Sending.objects.filter(pk=sent.pk).update(how="邮寄"),
        lambda: Sending.objects.filter(pk=sent.pk).delete(),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_without_a_material_it_goes_with_the_reason(start):
    contest: Contest = start(bare)
    contest.meeting()
    contest.fix()
    recommend(contest)
    gone(contest)  # the meeting comes first
    package = whole(contest)
    with pytest.raises(Unacceptable, match="缺少的内容请写明理由"):
        send(contest, package)
    sent = send(contest, package, reason="随纸质材料报送")
    assert len(sent.gaps) == 4
    assert contest.cases[0].number in sent.gaps[0]


def test_who_has_no_part_in_it_asks_for_nothing(contest: Contest):
    house = contest.house
    for who in (house.leader, house.supervisor, house.keeper, house.recorder, house.chen):
        with pytest.raises(Denied):
            services.ask(contest.call.round, who)
    package = services.ask(contest.call.round, house.head)
    with pytest.raises(Denied):
        send(contest, package, by=house.leader)


def test_only_of_a_fixed_order(contest: Contest):
    with pytest.raises(Unacceptable, match="排序确定以后"):
        services.ask(undone(contest).call.round, contest.house.wang)


def test_whoever_makes_it_is_left_alone_until_nothing_is_heard_of_them(contest: Contest):
    package = services.ask(contest.call.round, contest.house.wang)
    Package.objects.filter(pk=package.pk).update(leased_until=timezone.now() + LEASE, tries=1)
    assert make_packages() == 0
    Package.objects.filter(pk=package.pk).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert make_packages() == 1


def test_one_that_ends_its_maker_again_and_again_is_given_up(contest: Contest):
    package = services.ask(contest.call.round, contest.house.wang)
    Package.objects.filter(pk=package.pk).update(tries=MOST_TRIES)
    assert make_packages() == 0
    package.refresh_from_db()
    assert "没有完成" in package.trouble
    again = services.ask(contest.call.round, contest.house.wang)
    assert again != package
    told = io.StringIO()
    call_command("tick", stdout=told, stderr=told)
    assert "报送材料包 1 个" in told.getvalue()


def test_a_file_that_was_lost_is_told(contest: Contest):
    lost = Material.objects.filter(case=contest.cases[1], deposit__isnull=False).first()
    assert lost
    store.path_of(lost.deposit.held_id).unlink()
    package = made(contest)
    assert "找不到" in package.trouble
    assert not package.sha256
    assert not list(store.path_of("0" * 64).parent.parent.glob(".coming-*"))


def test_what_was_made_before_is_let_go_and_what_was_sent_stays(
    contest: Contest, django_capture_on_commit_callbacks
):
    first = made(contest)
    seal(contest)
    with django_capture_on_commit_callbacks(execute=True):
        second = made(contest)
    first.refresh_from_db()
    assert first.dropped
    assert not needed(first.sha256)
    assert not store.path_of(first.sha256).exists()
    assert needed(second.sha256)
    gone(contest)
    send(contest, second)
    deliver(contest)
    assert Event.objects.filter(verb__startswith="ranking.package").count() == 5


@given(st.text(max_size=80), st.text(max_size=30))
def test_names_can_be_written_everywhere(words: str, filename: str):
    name = safe(words)
    assert name
    assert len(name) <= LONGEST_NAME
    assert not set(name) & set('\\/:*?"<>|\0\n')
    assert name == name.strip(". ")
    assert "/" not in file_name(words, filename)
