"""Seals on paper, deliveries in every way, letters that no longer count, and what the engine is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from quanze.audit.models import Event
from quanze.letters import queries, services
from quanze.letters.models import Delivery, Numbering, Rendering, Sealing, Template, Voiding
from quanze.letters.ways import RULES
from quanze.people.permissions import Denied, may
from quanze.people.roles import RoleKind
from quanze.people.services import open_agency
from quanze.people.unacceptable import Unacceptable
from quanze.procedure.engine.choices import Way
from quanze.procedure.engine.evidence import Delivery as EngineDelivery
from quanze.procedure.engine.evidence import Paper
from tests.letters.conftest import NOW, sample, somebody

DAY = NOW.date()
LATER = NOW + timedelta(days=40)
DIRECT = {"receiver": "张三", "relation": "负责收件的人"}


def test_a_certificate_is_proven_by_seal_and_delivery_alone(issue, handler, scan):
    letter = issue()
    services.render(letter, now=NOW)
    assert services.evidence(letter).lacks() == ("加盖印章的证明", "送达的证明")
    sealed = scan()
    services.record_seal(letter, handler, sealed, at=NOW)
    assert services.evidence(letter).lacks() == ("送达的证明",)
    receipt = scan()
    services.record_delivery(letter, handler, Way.DIRECT, DAY, proof=receipt, details=DIRECT, at=NOW)
    assert services.evidence(letter) == Paper(
        f"letter:{letter.pk}",
        DAY,
        f"deposit:{sealed.pk}",
        EngineDelivery(Way.DIRECT, DAY, f"deposit:{receipt.pk}"),
    )
    assert services.evidence(letter).lacks() == ()
    assert queries.letter_page(letter).standing == "已盖章（纸质）"


def test_a_proof_belongs_to_the_letter_from_then_on(issue, handler, scan, stranger):
    letter, proof = issue(), scan()
    services.record_seal(letter, handler, proof, at=NOW)
    proof.refresh_from_db()
    assert proof.bound_to == f"letter:{letter.pk}"
    assert may(handler, "file.view", proof)
    assert not may(stranger, "file.view", proof)


def test_a_proof_that_is_used_elsewhere_or_is_another_s_is_refused(issue, handler, scan, bureau):
    first, second, proof = issue(), issue(), scan()
    services.record_seal(first, handler, proof, at=NOW)
    with pytest.raises(Unacceptable, match="已经用在别处"):
        services.record_seal(second, handler, proof, at=NOW)
    with pytest.raises(Unacceptable, match="不是您上传的"):
        services.record_seal(second, handler, scan(somebody("other")), at=NOW)
    assert Sealing.objects.count() == 1


def test_what_bears_no_seal_is_not_sealed(issue, handler, scan):
    with pytest.raises(Unacceptable, match="现场核查记录不盖章"):
        services.record_seal(issue("inspection"), handler, scan(), at=NOW)


@pytest.mark.parametrize(
    ("on", "words"),
    [(DAY + timedelta(days=1), "晚于今天"), (DAY - timedelta(days=1), "早于文书的日期2026-11-26")],
)
def test_a_day_that_cannot_be_is_refused(issue, handler, scan, on, words):
    letter = issue()
    with pytest.raises(Unacceptable, match=words):
        services.record_seal(letter, handler, scan(), on=on, at=NOW)
    with pytest.raises(Unacceptable, match=words):
        services.record_delivery(letter, handler, Way.DIRECT, on, proof=scan(), details=DIRECT, at=NOW)


WHOLE = {
    Way.DIRECT: DIRECT,
    Way.LEFT: {"refusal": "法定代表人拒绝签收", "witnesses": "某某社区 李四"},
    Way.ELECTRONIC: {"consent": "申请表第3项", "system": "办件页面"},
    Way.POST: {"tracking": "EA123456789CN"},
    Way.ENTRUSTED: {"organ": "某某县工信局", "receiver": "张三"},
    Way.ANNOUNCED: {
        "announced_on": "2026-11-26",
        "place": "本局网站",
        "reason": "住所无人，电话停机，邮件退回",
    },
}


@pytest.mark.parametrize("way", Way)
def test_each_way_of_delivery(issue, handler, scan, way):
    letter = issue()
    on = DAY + timedelta(days=30) if way is Way.ANNOUNCED else DAY + timedelta(days=2)
    services.record_delivery(letter, handler, way, on, proof=scan(), details=WHOLE[way], at=LATER)
    delivered = Delivery.objects.get()
    assert (delivered.way, delivered.on, delivered.details) == (way, on, WHOLE[way])
    assert delivered.recipient == letter.addressee
    assert services.evidence(letter).delivered.way is way


LACKING = [
    (Way.DIRECT, {"receiver": "张三"}, "签收人的身份"),
    (Way.DIRECT, {}, "签收人、签收人的身份"),
    (Way.LEFT, {"refusal": "拒收"}, "见证人或者拍照、录像的编号"),
    (Way.LEFT, {"recording": "V1"}, "拒收事由"),
    (Way.ELECTRONIC, {"system": "邮箱"}, "同意电子送达的凭据"),
    (Way.POST, {"receiver": "张三"}, "邮件号码"),
    (Way.ENTRUSTED, {"organ": "  ", "receiver": "张三"}, "受委托的机关"),
    (Way.ANNOUNCED, {"announced_on": "2026-11-26", "place": "网站"}, "公告送达的原因"),
    (Way.ANNOUNCED, {**WHOLE[Way.ANNOUNCED], "announced_on": "昨天"}, "2026-11-26"),
    (Way.DIRECT, {**DIRECT, "weather": "晴"}, "不登记这些内容：weather"),
]


@pytest.mark.parametrize(("way", "details", "words"), LACKING)
def test_what_a_way_asks_for_is_not_left_out(issue, handler, scan, way, details, words):
    on = DAY + timedelta(days=35)
    with pytest.raises(Unacceptable) as refused:
        services.record_delivery(issue(), handler, way, on, proof=scan(), details=details, at=LATER)
    assert words in str(refused.value)
    assert Delivery.objects.count() == 0


def test_an_announcement_delivers_after_thirty_days(issue, handler, scan):
    early = DAY + timedelta(days=29)
    with pytest.raises(Unacceptable, match="不早于2026-12-26"):
        services.record_delivery(
            issue(), handler, Way.ANNOUNCED, early, proof=scan(), details=WHOLE[Way.ANNOUNCED], at=LATER
        )


def test_only_an_electronic_delivery_is_proven_by_the_program_s_own_record(issue, handler):
    letter = issue()
    services.record_delivery(
        letter, handler, Way.ELECTRONIC, DAY, proof="message:8", details=WHOLE[Way.ELECTRONIC], at=NOW
    )
    assert services.evidence(letter).delivered.proof == "message:8"
    for way, proof in ((Way.POST, "message:8"), (Way.ELECTRONIC, " ")):
        with pytest.raises(Unacceptable, match="证明"):
            services.record_delivery(letter, handler, way, DAY, proof=proof, details=WHOLE[way], at=NOW)


def test_a_draft_is_not_delivered(issue, handler, scan):
    with pytest.raises(Unacceptable, match="只是内部草稿"):
        services.record_delivery(
            issue("reply_draft"), handler, Way.DIRECT, DAY, proof=scan(), details=DIRECT, at=NOW
        )


def test_each_way_says_where_it_stands():
    assert set(RULES) == set(Way)
    assert all("民事诉讼法第" in rule.source for rule in RULES.values())


# no longer counting


def test_a_void_letter_keeps_its_number_and_proves_nothing(issue, handler, scan):
    letter = issue()
    services.record_seal(letter, handler, scan(), at=NOW)
    services.void(letter, handler, Voiding.Kind.VOID, "申请人名称有误", at=NOW)
    assert services.evidence(letter).lacks() == ("书面凭证", "注明日期", "加盖印章的证明", "送达的证明")
    assert queries.letter_page(letter).standing == "已作废"
    assert issue().ordinal == 2


def test_nothing_more_is_done_with_it(issue, handler, scan):
    letter = issue()
    services.void(letter, handler, Voiding.Kind.WITHDRAWN, "依申请撤回", at=NOW)
    for act in (
        lambda: services.record_seal(letter, handler, scan(), at=NOW),
        lambda: services.record_delivery(
            letter, handler, Way.DIRECT, DAY, proof=scan(), details=DIRECT, at=NOW
        ),
        lambda: services.void(letter, handler, Voiding.Kind.VOID, "再次", at=NOW),
    ):
        with pytest.raises(Unacceptable, match="已经撤回"):
            act()


def test_what_was_delivered_is_withdrawn_and_not_void(issue, handler, scan):
    letter = issue()
    services.record_delivery(letter, handler, Way.DIRECT, DAY, proof=scan(), details=DIRECT, at=NOW)
    with pytest.raises(Unacceptable, match="已经送达，不能作废"):
        services.void(letter, handler, Voiding.Kind.VOID, "填错了", at=NOW)
    with pytest.raises(Unacceptable, match="请写明撤回的理由"):
        services.void(letter, handler, Voiding.Kind.WITHDRAWN, " ", at=NOW)
    services.void(letter, handler, Voiding.Kind.WITHDRAWN, "认定事实有误", at=NOW)


# who may


def test_whoever_the_subject_does_not_allow_is_refused(issue, stranger, scan):
    letter, proof = issue(), scan()
    for act in (
        lambda: services.record_seal(letter, stranger, proof, at=NOW),
        lambda: services.record_delivery(
            letter, stranger, Way.DIRECT, DAY, proof=proof, details=DIRECT, at=NOW
        ),
        lambda: services.void(letter, stranger, Voiding.Kind.VOID, "理由", at=NOW),
    ):
        with pytest.raises(Denied, match="只有经办机关的人员可以办理"):
            act()
    assert not may(stranger, "letter.view", letter)
    assert not may(None, "letter.view", letter)


def test_a_subject_nobody_speaks_for_is_nobody_s(issue, handler):
    assert not may(handler, "letter.view", issue(subject="other:1"))


def test_what_was_done_is_on_record_without_names(issue, handler, scan):
    letter = issue()
    services.record_seal(letter, handler, scan(), at=NOW)
    services.record_delivery(letter, handler, Way.DIRECT, DAY, proof=scan(), details=DIRECT, at=NOW)
    services.void(letter, handler, Voiding.Kind.WITHDRAWN, "理由", at=NOW)
    events = Event.objects.filter(chain="pingchuan-gxj", verb__startswith="letter.").order_by("sequence")
    assert [event.verb for event in events] == ["letter.seal", "letter.deliver", "letter.void"]
    assert not any("张三" in event.body or "某某机械" in event.body for event in events)


# kept for good


@pytest.fixture
def rows(issue, handler, keeper, bureau, scan):
    letter = issue()
    Rendering.objects.create(letter=letter, format="docx", sha256="0" * 64, milliseconds=1, at=NOW)
    services.record_seal(letter, handler, scan(), at=NOW)
    services.record_delivery(letter, handler, Way.DIRECT, DAY, proof=scan(), details=DIRECT, at=NOW)
    services.void(letter, handler, Voiding.Kind.WITHDRAWN, "理由", at=NOW)
    services.set_numbering(bureau, "平工信", keeper)
    text = queries.wording(bureau, letter.about).text
    services.save_template(bureau, "acceptance", text + "特此通知。\n", keeper)


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Rendering, {"size": 9}),
        (Sealing, {"on": date(2020, 1, 1)}),
        (Delivery, {"on": date(2020, 1, 1)}),
        (Voiding, {"reason": "别的"}),
        (Numbering, {"code": "别的"}),
        (Template, {"text": "别的"}),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_the_database_keeps_what_was_done(rows, model, change):
    for act in (lambda: model.objects.update(**change), lambda: model.objects.all()._raw_delete("default")):
        with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic():
            act()


def test_a_letter_is_void_or_delivered_and_never_both(own_database, folders):
    bureau = open_agency("pingchuan-gxj", "平川市工业和信息化局")
    handler = somebody("handler", RoleKind.HANDLER, bureau)
    with transaction.atomic():
        letter = services.issue(bureau, "result", sample("result"), subject="trial:1", by=handler, at=NOW)
    told: list[str] = []

    def tries(act: Callable[[], object]) -> None:
        try:
            act()
        except Unacceptable as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    electronic = WHOLE[Way.ELECTRONIC]
    acts = [
        lambda: services.void(letter, handler, Voiding.Kind.VOID, "填错了", at=NOW),
        lambda: services.record_delivery(
            letter, handler, Way.ELECTRONIC, DAY, proof="message:8", details=electronic, at=NOW
        ),
    ]
    threads = [threading.Thread(target=tries, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert Voiding.objects.count() + Delivery.objects.count() == 1
