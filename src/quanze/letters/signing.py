"""A PDF signed with a certificate: a visible signature at the place of the seal, in the form of PAdES.

电子签名法 arts. 13, 14: a reliable electronic signature. It is none of the seals of the national unified system
(国令第716号 art. 9), and neither the page nor the picture says so."""

from __future__ import annotations

import io
import tempfile
from datetime import datetime
from functools import cached_property, lru_cache
from importlib.resources import files

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from pyhanko.pdf_utils.content import ImportedPdfPage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.sign import fields, signers
from pyhanko.stamp import StaticStampStyle

from quanze.documents import layout
from quanze.documents.pdf import SealPlace
from quanze.documents.typesetting import typeset
from quanze.letters.certificates import Keyed, Unusable

FIELD, DIGEST = "Seal", "sha256"
PAGE_HEIGHT = 297 / 25.4 * 72
ABOVE, BELOW = 64.0, 8.0
"""Points from the date's base line to the edges of the frame: the agency's name stands above it, and above that, where
the standard has a blank line, the words of the signature."""


def sign(pdf: bytes, place: SealPlace, agency: str, keyed: Keyed, at: datetime) -> bytes:
    """The PDF with a signature of the whole, which allows nothing to be changed after it. Raises :class:`Unusable`,
    :class:`~quanze.documents.writable.NotWritten`."""
    try:
        signer = _signer(keyed.content, keyed.passphrase)
    except ValueError as error:
        raise Unusable("证书文件打不开，或者口令不对") from error
    width = max(164.0, layout.extent(agency) * layout.SIZE + 20)
    box = (
        round(place.x - width / 2),
        round(PAGE_HEIGHT - place.y - BELOW),
        round(place.x + width / 2),
        round(PAGE_HEIGHT - place.y + ABOVE),
    )
    with tempfile.NamedTemporaryFile(suffix=".pdf") as picture:
        picture.write(_picture(box[2] - box[0], box[3] - box[1], keyed, at))
        picture.flush()
        style = StaticStampStyle(
            background=ImportedPdfPage(picture.name),  # type: ignore[no-untyped-call]
            border_width=0,
            background_layout=SimpleBoxLayoutRule(
                AxisAlignment.ALIGN_MID,
                AxisAlignment.ALIGN_MID,
                margins=Margins(0, 0, 0, 0),
                inner_content_scaling=InnerScaling.NO_SCALING,
            ),
        )
        writer = signers.PdfSigner(
            signers.PdfSignatureMetadata(
                field_name=FIELD,
                md_algorithm=DIGEST,
                name=keyed.certificate.subject,
                reason="出具文书",
                subfilter=fields.SigSeedSubFilter.PADES,
                certify=True,
                docmdp_permissions=fields.MDPPerm.NO_CHANGES,
            ),
            signer,
            stamp_style=style,
            new_field_spec=fields.SigFieldSpec(
                FIELD, on_page=place.page - 1, box=box, readable_field_name="签章"
            ),
        )
        out = io.BytesIO()
        writer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
    return out.getvalue()


class _Signer(signers.SimpleSigner):
    """pyHanko's, which reads and checks the private key anew for each signature, and signs each letter twice; with an
    RSA key this one keeps it."""

    @cached_property
    def _key(self) -> object:
        return serialization.load_der_private_key(self.signing_key.dump(), password=None)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        mechanism = self.get_signature_mechanism_for_digest(digest_algorithm)
        usual = (mechanism.signature_algo, digest_algorithm) == ("rsassa_pkcs1v15", DIGEST)
        if not usual or not isinstance(self._key, RSAPrivateKey):
            return super().sign_raw(data, digest_algorithm)
        return self._key.sign(data, PKCS1v15(), hashes.SHA256())


@lru_cache(maxsize=16)
def _signer(content: bytes, passphrase: bytes) -> _Signer:
    """Who signs with the key in this file. Raises ``ValueError``."""
    found = signers.SimpleSigner.load_pkcs12_data(content, (), passphrase or None)
    return _Signer(found.signing_cert, found.signing_key, found.cert_registry)


def _picture(width: int, height: int, keyed: Keyed, at: datetime) -> bytes:
    certificate = keyed.certificate
    what = "测试证书签名，无法律效力" if certificate.test else "已用数字证书电子签名"
    lines = [what, f"{certificate.subject}　{at:%Y-%m-%d %H:%M}"]
    template = files("quanze.letters").joinpath("stamp.typ").read_text(encoding="utf-8")
    return typeset(template, {"title": what, "width": width, "height": height, "lines": lines})
