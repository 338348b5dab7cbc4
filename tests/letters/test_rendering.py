"""The files of a letter, and its PDF signed with the agency's certificate."""

from __future__ import annotations

import io
import threading
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12
from django.db import connection, transaction
from django.utils import timezone
from pdfminer.high_level import extract_pages
from pdfminer.layout import LTTextContainer
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from quanze.audit.models import Event
from quanze.files.services import receive, sweep
from quanze.letters import certificates, electronic, queries, services, store
from quanze.letters.certificates import make_test_certificate
from quanze.letters.models import Rendering, Sealing, Unrendered, Voiding
from quanze.letters.signing import _picture, sign
from quanze.people.services import open_agency
from quanze.procedure.engine.choices import Way
from tests.fonts import needs_chinese_fonts
from tests.letters.conftest import NOW, sample
from tests.lists.pdfs import Pdf

pytestmark = needs_chinese_fonts


def read(sha256: str) -> bytes:
    with store.opened(sha256) as file:
        return file.read()


def validated(data: bytes):
    (signature,) = PdfFileReader(io.BytesIO(data)).embedded_signatures
    context = ValidationContext(trust_roots=[signature.signer_cert], moment=NOW, allow_fetching=False)
    return signature, validate_pdf_signature(signature, context)


def test_word_and_pdf_are_made_of_one_tree_and_kept_with_their_digests(issue):
    letter = issue()
    docx, pdf = services.render(letter, now=NOW)
    assert (docx.format, pdf.format) == (Rendering.Format.DOCX, Rendering.Format.PDF)
    for row in (docx, pdf):
        assert len(read(row.sha256)) == row.size > 0
    assert read(docx.sha256)[:2] == b"PK"
    assert f"{letter.number}受理通知书" in Pdf(read(pdf.sha256)).text(0)
    assert queries.letter_page(letter).sha256("pdf") == pdf.sha256


def test_rendering_twice_changes_nothing(issue):
    letter = issue()
    assert services.render(letter, now=NOW) == services.render(letter, now=NOW)
    assert Rendering.objects.count() == 2


def test_the_job_renders_what_still_lacks_a_file(issue):
    done, due = issue(), issue("supplement")
    services.render(done, now=NOW)
    assert services.render_due() == 1
    assert due.renderings.count() == 2
    assert services.render_due() == 0


def test_what_no_font_shows_is_told_and_tried_so_often(issue):
    letter = issue(applicant="\U00016b00公司")  # Pahawh Hmong, which no Chinese font has
    for _ in range(3):
        assert services.render_due() == 1
    assert services.render_due() == 0
    docx, pdf = services.render(letter, now=NOW)
    assert docx.sha256
    assert (pdf.sha256, "这台机器的字体里没有" in pdf.refusal) == ("", True)


def test_a_letter_is_signed_at_the_place_of_its_seal(issue, bureau):
    path = make_test_certificate(bureau, NOW)
    assert path.stat().st_mode & 0o077 == 0
    letter = issue()
    services.render(letter, now=NOW)
    page = queries.letter_page(letter)
    assert page.signed.certificate["test"] is True
    assert page.standing == "已用测试证书签名，无法律效力"
    assert page.sha256("pdf") == page.signed.sha256
    signature, status = validated(read(page.signed.sha256))
    assert status.bottom_line
    assert status.modification_level is ModificationLevel.NONE
    left, bottom, right, top = (float(edge) for edge in signature.sig_field["/Rect"])
    for words in ("平川市工业和信息化局", "2026年11月26日"):
        x0, y0, x1, y1 = place_of(words, read(page.signed.sha256))
        assert left <= x0 < x1 <= right, words
        assert bottom <= y0 < y1 <= top, words


def place_of(words: str, data: bytes) -> tuple[float, float, float, float]:
    """Where the last line of the first page stands that says just this."""
    (page,) = extract_pages(io.BytesIO(data), page_numbers=[0])
    lines = [line for box in page if isinstance(box, LTTextContainer) for line in box]
    return next(line.bbox for line in reversed(lines) if "".join(line.get_text().split()) == words)


def test_the_picture_of_a_signature_says_what_it_is(bureau):
    make_test_certificate(bureau, NOW)
    picture = Pdf(_picture(180, 76, certificates.keyed(bureau, NOW), NOW)).text(0)
    assert picture == f"测试证书签名，无法律效力测试证书（{bureau.name}）2026-11-2610:30"


def test_a_change_after_the_signature_is_found(issue, bureau):
    make_test_certificate(bureau, NOW)
    letter = issue()
    services.render(letter, now=NOW)
    data = bytearray(read(queries.letter_page(letter).signed.sha256))
    data[len(data) // 3] ^= 1
    _, status = validated(bytes(data))
    assert not status.intact


def test_signing_is_on_record(issue, bureau):
    make_test_certificate(bureau, NOW)
    letter = issue()
    services.render(letter, now=NOW)
    services.render(letter, now=NOW)
    (event,) = Event.objects.filter(verb="letter.sign")
    assert (event.thing_id, Sealing.objects.count()) == (str(letter.pk), 1)


def test_another_certificate_in_its_place_signs_from_then_on(issue, bureau):
    signed = []
    for _ in range(2):
        path = make_test_certificate(bureau, NOW)
        letter = issue()
        services.render(letter, now=NOW)
        sealing = queries.letter_page(letter).signed
        _, status = validated(read(sealing.sha256))
        assert status.bottom_line
        signed.append((sealing.certificate["fingerprint"], status.signing_cert.sha256.hex()))
        path.unlink()
    assert signed[0] != signed[1]
    assert len({each for pair in signed for each in pair}) == len(signed), "told as it signed"


def test_what_bears_no_seal_is_not_signed(issue, bureau):
    make_test_certificate(bureau, NOW)
    for kind in ("inspection", "reply_draft"):
        services.render(issue(kind), now=NOW)
    assert Sealing.objects.count() == 0


def test_a_withdrawn_letter_is_not_signed_any_more(issue, bureau, handler):
    letter = issue()
    services.void(letter, handler, Voiding.Kind.VOID, "填错了", at=NOW)
    make_test_certificate(bureau, NOW)
    services.render(letter, now=NOW)
    assert Sealing.objects.count() == 0


def test_without_a_certificate_the_letter_waits_for_its_stamp(issue):
    letter = issue()
    services.render(letter, now=NOW)
    page = queries.letter_page(letter)
    assert (page.signed, page.standing) == (None, "待盖章，盖章以前不是有效凭证")


def _expired(bureau) -> None:
    make_test_certificate(bureau, NOW - timedelta(days=365 * 4))


def _other_passphrase(bureau) -> None:
    make_test_certificate(bureau, NOW).with_suffix(".passphrase").write_text("别的")


def _broken(bureau) -> None:
    make_test_certificate(bureau, NOW).chmod(0o600)
    certificates._path(bureau, ".p12").write_bytes(b"PK")


def _keyless(bureau) -> None:
    path = make_test_certificate(bureau, NOW)
    passphrase = path.with_suffix(".passphrase").read_bytes()
    _, certificate, _ = pkcs12.load_key_and_certificates(path.read_bytes(), passphrase)
    cover = serialization.BestAvailableEncryption(passphrase)
    path.chmod(0o600)
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"", None, certificate, None, cover))


UNUSABLE = {
    "keyless": (_keyless, "没有证书或者私钥"),
    "expired": (_expired, "有效期至"),
    "passphrase": (_other_passphrase, "口令不对"),
    "broken": (_broken, "打不开"),
}


@pytest.mark.parametrize(("spoil", "words"), UNUSABLE.values(), ids=UNUSABLE.keys())
def test_a_certificate_that_cannot_be_used_is_told_and_hinders_no_letter(issue, bureau, caplog, spoil, words):
    spoil(bureau)
    letter = issue()
    services.render(letter, now=NOW)
    assert queries.letter_page(letter).signed is None
    assert words in caplog.text
    assert words in queries.certificate_state(bureau, NOW).problem


def test_a_certificate_is_not_made_over_another(bureau):
    make_test_certificate(bureau, NOW)
    with pytest.raises(certificates.Unusable, match="已经有证书"):
        make_test_certificate(bureau, NOW)
    assert queries.certificate_state(bureau, NOW).certificate.test


def test_a_file_is_known_by_its_digest(issue, bureau):
    make_test_certificate(bureau, NOW)
    letter = issue()
    docx, pdf = services.render(letter, now=NOW)
    page = queries.letter_page(letter)
    told = [
        queries.compared(page, each).what for each in (page.signed.sha256, pdf.sha256, docx.sha256, "0" * 64)
    ]
    assert told == ["经电子签名的 PDF", "未签名的 PDF", "Word 文件", ""]


def test_a_test_signature_proves_something_in_a_demo_alone(issue, bureau):
    make_test_certificate(bureau, NOW)
    letter = issue()
    services.render(letter, now=NOW)
    assert services.evidence(letter).sealed is None
    bureau.demo = True
    assert services.evidence(letter).sealed == queries.letter_page(letter).signed.reference


def test_what_went_out_on_paper_is_not_signed_afterwards(issue, bureau, handler, scan):
    sealed, delivered = issue(), issue()
    services.record_seal(sealed, handler, scan(), at=NOW)
    details = {"receiver": "张三", "relation": "本人"}
    services.record_delivery(
        delivered, handler, Way.DIRECT, NOW.date(), proof=scan(), details=details, at=NOW
    )
    make_test_certificate(bureau, NOW)
    for letter in (sealed, delivered):
        services.render(letter, now=NOW)
        assert queries.letter_page(letter).signed is None


def test_what_goes_out_while_it_is_being_signed_stays_unsigned(issue, bureau, handler, scan, monkeypatch):
    make_test_certificate(bureau, NOW)
    letter = issue()

    def slowly(*given):
        details = {"receiver": "张三", "relation": "本人"}
        services.record_delivery(
            letter, handler, Way.DIRECT, NOW.date(), proof=scan(), details=details, at=NOW
        )
        return sign(*given)

    monkeypatch.setattr(electronic, "sign", slowly)
    services.render(letter, now=NOW)
    assert queries.letter_page(letter).signed is None
    assert queries.letter_page(letter).deliveries


def test_the_passphrase_may_come_from_the_settings_and_lies_nowhere_then(issue, bureau, settings):
    settings.CERTIFICATE_PASSPHRASE = "从设置里来"
    path = make_test_certificate(bureau, NOW)
    assert [each.name for each in path.parent.iterdir()] == ["pingchuan-gxj.p12"]
    letter = issue()
    services.render(letter, now=NOW)
    assert queries.letter_page(letter).signed


def test_two_jobs_at_once_keep_one_file_of_each_kind(own_database, folders):
    agency = open_agency("pingchuan-gxj", "平川市工业和信息化局")
    make_test_certificate(agency, NOW)
    with transaction.atomic():
        letter = services.issue(
            agency, "acceptance", sample("acceptance"), subject="trial:1", by=None, at=NOW
        )

    def job() -> None:
        services.render_due()
        connection.close()

    threads = [threading.Thread(target=job) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(letter.renderings.values_list("format", "refusal")) == [("docx", ""), ("pdf", "")]
    assert letter.sealings.count() == 1
    assert Unrendered.objects.count() == 0


def test_a_file_of_a_letter_stays_though_somebody_handed_in_the_same_and_left_it(issue, handler, settings):
    letter = issue()
    _, pdf = services.render(letter, now=NOW)
    receive(handler, "受理通知书.pdf", iter([read(pdf.sha256)]))
    sweep(timezone.now() + timedelta(days=settings.DEPOSIT_DAYS + 2))
    assert read(pdf.sha256)
