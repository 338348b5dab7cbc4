"""How cases come to be: once, numbered, on the ground of a procedure that somebody confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from quanze.cases import services
from quanze.cases.history import history
from quanze.cases.intake import Handed
from quanze.cases.models import Attachment, Case, Counter, Draft, Material
from quanze.cases.queries import given_before
from quanze.cases.services import Hindered, Overtaken, Seen, Unfinished, Unseen
from quanze.people.permissions import Denied
from quanze.people.services import revise_party
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine import acts
from quanze.rulebook import queries as rulebook
from quanze.rulebook.services import set_kit
from tests.cases.conftest import House


def test_a_draft_becomes_one_case_however_often_it_is_sent(house: House):
    draft = house.draft()
    file = house.file(house.chen, "申报书.pdf")
    services.attach(draft, "application", file, house.chen)
    case = services.submit(draft, house.chen, "k-1")
    assert services.submit(draft, house.chen, "k-1") == case
    assert services.submit(draft, house.chen, "k-2") == case
    assert (Case.objects.count(), Counter.objects.get().last) == (1, 1)
    file.refresh_from_db()
    assert file.bound_to == case.subject
    assert case.title == "高效破碎机"
    assert case.applicant_data["credit_code"] == house.party.credit_code
    with pytest.raises(Unacceptable, match="已经提交"):
        services.save_draft(house.chen, house.party, house.matter(), {}, draft=draft)


def test_a_material_of_the_kit_is_called_by_its_name(house: House):
    kit = rulebook.kit_of(house.matter()).kit
    material = kit.materials[0]
    draft = house.draft()
    services.attach(draft, material.key, house.file(house.chen), house.chen)
    case = services.submit(draft, house.chen, "k")
    kept = Material.objects.get(case=case)
    assert (kept.item, kept.key) == (material.name, material.key)
    assert history(case)[0].what.materials == (material.name,)


def test_what_was_brought_before_need_not_be_brought_again(house: House):
    material = rulebook.kit_of(house.matter()).kit.materials[0]
    first = house.draft()
    services.attach(first, material.key, house.file(house.chen, "营业执照.pdf"), house.chen)
    services.submit(first, house.chen, "k-1")
    before = given_before(house.party, [material.key, "nothing"])
    assert list(before) == [material.key]
    second = house.draft()
    again = services.attach_again(second, material.key, before[material.key], house.chen)
    assert again.deposit.held == before[material.key].deposit.held
    case = services.submit(second, house.chen, "k-2")
    again.deposit.refresh_from_db()
    assert again.deposit.bound_to == case.subject
    with pytest.raises(Denied):
        services.attach_again(second, material.key, before[material.key], house.wang)


def test_the_key_of_one_application_gives_no_other(house: House):
    services.submit(house.draft(), house.chen, "k")
    with pytest.raises(Unacceptable, match="标识已用于另一份申请"):
        services.submit(house.draft(), house.chen, "k")
    assert Case.objects.count() == 1


def rename(house: House, draft: Draft) -> None:
    revise_party(house.party, house.chen, kind="enterprise", name="平川市另一机械有限公司")


def revise_kit(house: House, draft: Draft) -> None:
    kit = rulebook.kit_of(draft.matter).kit
    set_kit(house.bureau, draft.matter.number, replace(kit, remark="改过"), house.keeper)


MEANWHILE = {
    "填写的内容改过": lambda house, draft: services.save_draft(
        house.chen, house.party, draft.matter, {**draft.answers, "product": "别的"}, draft=draft
    ),
    "材料有增减或者更换": lambda house, draft: services.attach(
        draft, "novelty", house.file(house.chen, "后来的.pdf"), house.chen
    ),
    "申请人的登记信息改过": rename,
    "办理机关改了这个事项的表单或者材料要求": revise_kit,
}


@pytest.mark.parametrize("words", MEANWHILE)
def test_nobody_hands_in_what_they_have_not_seen(house: House, words):
    draft = house.draft()
    services.attach(draft, "novelty", house.file(house.chen, "查新报告.pdf"), house.chen)
    seen = look(draft)
    MEANWHILE[words](house, draft)
    with pytest.raises(Unseen, match="没有提交：您核对以后") as told:
        services.submit(draft, house.chen, "k", seen=seen)
    assert told.value.changed == (words,)
    assert not Case.objects.exists()
    assert not Counter.objects.filter(last__gt=0).exists(), "no number is used up"
    draft = Draft.objects.get()
    assert services.submit(draft, house.chen, "k", seen=look(draft)).draft == draft
    assert services.submit(draft, house.chen, "k", seen=seen) == Case.objects.get(), "it is handed in already"


def test_a_file_that_another_takes_the_place_of_is_another(house: House):
    draft = house.draft()
    old, new = house.file(house.chen, "甲.pdf"), house.file(house.chen, "乙.pdf")
    services.attach(draft, "novelty", old, house.chen)
    seen = look(draft)
    services.detach(draft, old, house.chen)
    services.attach(draft, "novelty", new, house.chen)
    with pytest.raises(Unseen, match="材料有增减或者更换"):
        services.submit(draft, house.chen, "k", seen=seen)


def test_a_page_that_carries_nothing_has_shown_nothing(house: House):
    draft = house.draft()
    for carried in ("", "1", "1-2", "1-2-3-4-5", "nothing-at-all-here-", "\0-\0-\0-\0"):
        with pytest.raises(Unseen):
            services.submit(draft, house.chen, "k", seen=Seen.told(carried))


def look(draft: Draft) -> Seen:
    """What a page shows now, there and back in its form."""
    found = Draft.objects.select_related("party", "matter").get(pk=draft.pk)
    return Seen.told(str(Seen.of(found, found.attachments.all(), rulebook.kit_of(found.matter).key)))


def test_a_draft_that_was_thrown_away_meanwhile_is_said_to_be(house: House):
    draft = house.draft()
    services.discard_draft(Draft.objects.get(), house.chen)
    for late in (
        lambda: services.submit(draft, house.chen, "k"),
        lambda: services.save_draft(house.chen, house.party, house.matter(), {}, draft=draft),
        lambda: services.discard_draft(draft, house.chen),
    ):
        with pytest.raises(Unacceptable, match="草稿已经删除"):
            late()


def test_what_the_form_lacks_is_told_field_by_field(house: House):
    draft = services.save_draft(house.chen, house.party, house.matter(), {"product": "破碎机"})
    with pytest.raises(Unfinished) as told:
        services.submit(draft, house.chen, "k")
    assert "registered" in {problem.path for problem in told.value.problems}
    assert Draft.objects.get().case is None
    assert not Counter.objects.filter(last__gt=0).exists(), "no number is used up"


def test_two_windows_do_not_overwrite_each_other(house: House):
    draft = house.draft()
    first = services.save_draft(house.chen, house.party, draft.matter, {"product": "甲"}, draft=draft, seen=1)
    assert first.version == 2
    with pytest.raises(Overtaken, match="姓名chen保存过") as told:
        services.save_draft(house.chen, house.party, draft.matter, {"product": "乙"}, draft=draft, seen=1)
    assert told.value.draft.answers == {"product": "甲"}


def test_a_file_is_taken_away_again_and_a_draft_thrown_away(house: House):
    draft = house.draft()
    one, two = house.file(house.chen, "一.pdf"), house.file(house.chen, "二.pdf")
    for file in (one, one, two):
        services.attach(draft, "application", file, house.chen)
    assert Attachment.objects.count() == 2
    services.detach(draft, one, house.chen)
    services.discard_draft(draft, house.chen)
    for file in (one, two):
        file.refresh_from_db()
        assert file.bound_to == ""
    assert not Draft.objects.exists()


def test_intake_waits_until_the_procedure_is_confirmed(house: House):
    """Matter 1 of the list, whose procedure nobody confirmed."""
    matter = house.matter("关闭煤矿和报废矿井许可审核")
    draft = house.draft(matter)
    with pytest.raises(Unacceptable, match="办理规程还没有经清单管理员确认"):
        services.submit(draft, house.chen, "k")
    assert Draft.objects.get().case is None


def test_at_the_window_the_real_day_of_receipt_counts(house: House):
    day = timezone.localdate() - timedelta(days=2)
    handed = [Handed("申报书"), Handed("营业执照")]
    answers = {"product": "高效破碎机"}
    case = services.take_in(
        house.bureau,
        house.matter(),
        house.wang,
        house.party,
        answers,
        handed,
        day,
        key="w",
        corrected=["申报书"],
    )
    assert timezone.localdate(case.received_at) == day
    assert [type(event.what) for event in history(case)] == [acts.Submit, acts.Correct]
    assert (case.channel, case.handler, case.by) == ("window", house.wang, house.wang)
    assert Material.objects.filter(case=case, deposit=None).count() == 2
    again = services.take_in(
        house.bureau, house.matter(), house.wang, house.party, answers, handed, day, key="w"
    )
    assert again == case


def test_nothing_is_received_tomorrow(house: House):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Hindered, match="收到日期"):
        services.take_in(house.bureau, house.matter(), house.wang, house.party, {}, [], tomorrow, key="w")
    assert not Case.objects.exists()
