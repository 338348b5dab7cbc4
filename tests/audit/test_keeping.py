"""What the clockwork does for the record: readings are taken in, the record is anchored once a day and the anchor sent
away, and what is past its term goes."""

from __future__ import annotations

import io
import json
import stat
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from quanze.audit import anchoring, checks
from quanze.audit.anchors import NoAnchor, believed, fingerprint, read
from quanze.audit.forgetting import forget, kept_since
from quanze.audit.models import Check, Event, Trace
from quanze.audit.queries import events, verify_all
from quanze.audit.services import INSTALLATION, Origin, Thing, keep_record, note, record
from quanze.cli.program import main
from quanze.people.models import Person
from tests.audit.recorded import BEGIN, CHAIN, NAMES, act, anchored_in_files, make_anchored
from tests.post_office import open_post_office

ORIGIN = Origin("192.0.2.7", "浏览器")


@pytest.fixture
def anchored(settings, tmp_path, start):
    settings.FILES = tmp_path / "files"
    settings.NOTES = tmp_path / "notes"
    start(make_anchored)
    with anchored_in_files():
        yield settings


def test_the_key_is_made_once_and_for_nobody_else(anchored):
    made = anchored.ANCHOR_KEY.read_bytes()
    assert stat.S_IMODE(anchored.ANCHOR_KEY.stat().st_mode) == 0o600
    assert not anchoring.make_key()
    assert anchored.ANCHOR_KEY.read_bytes() == made


def test_an_anchor_says_whose_chain_how_long_and_its_last_digest(anchored):
    *_, path = anchoring.files(anchored.ANCHORS)
    public = anchoring.own_public()
    found = believed(path.read_bytes(), {fingerprint(public): public})
    head = next(each for each in found.heads if each.chain == CHAIN)
    assert (found.serial, found.at) == (2, BEGIN + timedelta(days=2))
    assert (head.name, head.events, head.digest) == (NAMES[CHAIN], 10, events(CHAIN).first().digest)
    first, _ = anchoring.files(anchored.ANCHORS)
    assert found.previous == read(first.read_bytes()).sha256


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff", b'{"format": "quanze anchor 1"}', b"[" * 5000])
def test_what_is_no_anchor_is_refused(data):
    with pytest.raises(NoAnchor):
        read(data)


def test_it_is_anchored_once_a_day(anchored):
    now = datetime(2026, 12, 1, 1, tzinfo=UTC)
    kept = keep_record(NAMES, None, now)
    assert (kept.anchor.serial, kept.checked) == (3, 1)
    assert keep_record(NAMES, None, now + timedelta(hours=14)).anchor is None
    assert (
        keep_record(NAMES, None, now + timedelta(hours=15)).anchor.serial == 4
    )  # midnight, where the bureau is
    assert list(verify_all()) == []
    assert checks.last_done().found == 0


def test_a_clock_that_once_went_wrong_stops_no_anchor(anchored):
    now = datetime(2026, 12, 1, 1, tzinfo=UTC)
    anchoring.anchor(NAMES, now=now.replace(year=2030))
    assert keep_record(NAMES, None, now).anchor.serial == 4
    assert keep_record(NAMES, None, now).anchor is None
    assert keep_record(NAMES, None, now - timedelta(hours=14)).anchor is None, (
        "a clock that lags makes no second one"
    )


def test_without_a_key_nothing_is_anchored_and_all_else_is_done(anchored, caplog):
    anchored.ANCHOR_KEY.unlink()
    kept = keep_record(NAMES, None, datetime(2026, 12, 1, 1, tzinfo=UTC))
    assert kept.anchor is None
    assert "quanze init" in caplog.text
    with pytest.raises(NoAnchor, match="quanze init"):
        anchoring.anchor(NAMES)


def test_the_anchor_is_sent_to_whoever_keeps_it_elsewhere(anchored, db):
    with open_post_office() as office:
        anchored.EMAIL_HOST, anchored.EMAIL_PORT = "127.0.0.1", office.port
        anchored.EMAIL_USE_SSL = anchored.EMAIL_USE_TLS = False
        anchored.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        anchored.DEFAULT_FROM_EMAIL = "quanze@example.cn"
        anchored.ANCHOR_MAIL = ["a@example.cn", "b@example.cn"]
        call_command("tick", stdout=io.StringIO())
        call_command("tick", stdout=io.StringIO())
    assert [mail["To"] for mail in office.mails] == ["a@example.cn", "b@example.cn"]
    (attached,) = office.mails[0].iter_attachments()
    found = read(attached.get_content())
    assert found.serial == 3
    *_, path = anchoring.files(anchored.ANCHORS)
    assert attached.get_filename() == path.name
    text = office.mails[0].get_body().get_content()
    assert found.sha256 in text
    assert "完好" in text


def test_a_mail_that_was_not_taken_is_tried_again(anchored):
    anchored.ANCHOR_MAIL = ["a@example.cn"]
    tried = []

    def refuse(*mail):
        tried.append(mail[0])
        raise ValueError("邮件服务器没有接受")

    assert keep_record(NAMES, refuse).sent == 0
    assert keep_record(NAMES, lambda *mail: tried.append(mail[0])).sent == 1
    assert keep_record(NAMES, lambda *mail: tried.append(mail[0])).sent == 0
    assert tried == ["a@example.cn"] * 2


def test_what_was_read_is_recorded_soon_and_once_an_hour(anchored):
    li = Person.objects.create(username="li", name="李工")
    before = Event.objects.count()
    for _ in range(3):
        note(CHAIN, "case.read", who=li, thing=Thing("cases.Case", "7", "办件7"), where=ORIGIN)
    note(CHAIN, "case.read", who=li, thing=Thing("cases.Case", "8", "办件8"), where=ORIGIN)
    assert Event.objects.count() == before
    (anchored.NOTES / "notes.jsonl").open("ab").write(b'{"chain": "wo')  # the machine went down
    note(CHAIN, "case.read", who=li, thing=Thing("cases.Case", "9", "办件9"), where=ORIGIN)
    assert keep_record(NAMES, None, BEGIN).noted == 3
    last, newest, other = events(CHAIN)[:3]
    assert last.label == "办件9", "what comes after a line that was cut off is another line"
    assert [(each.verb, each.who_name, each.label) for each in (other, newest)] == [
        ("case.read", "李工", "办件7"),
        ("case.read", "李工", "办件8"),
    ]
    assert newest.trace.address == "192.0.2.7"
    assert keep_record(NAMES, None, BEGIN).noted == 0


def test_what_was_taken_and_not_recorded_comes_first(anchored):
    li = Person.objects.create(username="li", name="李工")
    note(CHAIN, "case.read", who=li, thing=Thing("cases.Case", "7"), where=ORIGIN)
    (anchored.NOTES / "notes.jsonl").rename(anchored.NOTES / "taken.jsonl")
    note(CHAIN, "case.read", who=li, thing=Thing("cases.Case", "8"), where=ORIGIN)
    assert keep_record(NAMES, None, BEGIN).noted == 2


def test_names_and_addresses_stand_outside_the_chain(anchored):
    li = Person.objects.create(username="li", name="李工")
    with transaction.atomic():
        record(
            CHAIN,
            "login",
            who=li,
            thing=Thing("people.Person", str(li.pk), "李工", personal=True),
            where=ORIGIN,
        )
    event = events(CHAIN).first()
    assert json.loads(event.body)["who"] == {"id": li.pk}
    assert "李工" not in event.body
    assert (event.who_name, event.label, event.thing_label) == ("李工", "李工", "")


def test_what_is_past_its_term_goes_and_the_chain_holds(anchored):
    later = BEGIN + timedelta(days=200)
    with transaction.atomic():
        record(CHAIN, "login", who=None, where=ORIGIN, at=later)
    assert forget(later) == 10
    assert Trace.objects.count() == 1
    assert list(verify_all(now=later)) == []
    gone = events(INSTALLATION).first()
    assert (gone.verb, json.loads(gone.body)["detail"]["traces"]) == ("audit.forget", 10)
    assert forget(later) == 0


@pytest.mark.parametrize(
    ("now", "since"),
    [("2026-11-27", "2026-05-26"), ("2026-08-31", "2026-02-27"), ("2026-03-01", "2025-08-31")],
)
def test_six_months_are_whole_months(now, since):
    at = timezone.make_aware(datetime.fromisoformat(f"{now}T15:00:00"))
    assert timezone.localdate(kept_since(at)).isoformat() == since


def test_a_check_that_was_asked_for_is_done_once(anchored):
    li = Person.objects.create(username="li", name="李工")
    asked = checks.ask(li)
    assert checks.ask(li) == asked
    assert checks.under_way() == asked
    assert (checks.run_due(), checks.run_due()) == (1, 0)
    done = Check.objects.get(pk=asked.pk)
    assert (done.state, done.found, done.problems) == ("done", 0, [])
    assert done.events == Event.objects.count()


def test_files_are_checked_by_anybody_with_the_public_key(anchored, tmp_path, capsys):
    from quanze.audit.anchors import public_pem

    paths = [str(path) for path in anchoring.files(anchored.ANCHORS)]
    key = tmp_path / "key.pem"
    key.write_bytes(public_pem(anchoring.own_public()))
    call = ["verify", "--key", str(key), *(word for path in paths for word in ("--anchor", path))]
    assert main(call) == 0
    assert f"（{CHAIN}）：10 条" in capsys.readouterr().out
    assert main(["verify", "--anchor", paths[0]]) == 2
    forged = tmp_path / "forged.json"
    forged.write_text((anchored.ANCHORS / paths[0]).read_text().replace('"events": 6', '"events": 5'))
    capsys.readouterr()
    assert main(["verify", "--key", str(key), "--anchor", str(forged), "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["kind"], "签名不对" in problem["message"]) == ("anchor", True)


def test_the_command_anchors_now_and_shows_the_key(anchored, monkeypatch, capsys):
    (anchored.FILES / "secret_key").write_text("of no use")
    monkeypatch.setenv("QUANZE_DATA", str(anchored.FILES))
    act(11, 11)
    assert main(["anchor", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["serial"], told["key"]) == (3, fingerprint(anchoring.own_public()))
    assert main(["anchor", "--public-key"]) == 0
    assert capsys.readouterr().out.startswith("-----BEGIN PUBLIC KEY-----")
