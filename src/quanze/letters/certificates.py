"""The certificates with which agencies sign, one PKCS#12 file each in the data folder; and certificates for tests.

``certificates/<code>.p12`` holds key and certificate. Its passphrase comes from ``QUANZE_CERTIFICATE_PASSPHRASE`` (or a
file, ``…_FILE``), else from ``certificates/<code>.passphrase`` beside it.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings

from quanze.people.models import Agency

TEST = "QUANZE TEST CERTIFICATE"
"""The unit in the subject of a certificate for tests, by which it is told from a real one."""
TEST_YEARS = 3


class Unusable(Exception):
    """Why an agency's certificate cannot be used, in Chinese."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Whose it is, who gave it, its number, until when it holds, and whether it is one for tests."""

    subject: str
    issuer: str
    serial: str
    fingerprint: str
    not_before: datetime
    not_after: datetime
    test: bool

    def dump(self) -> dict[str, str | bool]:
        """As it is kept beside a signature."""
        return {
            "subject": self.subject,
            "issuer": self.issuer,
            "serial": self.serial,
            "fingerprint": self.fingerprint,
            "not_after": self.not_after.isoformat(),
            "test": self.test,
        }


@dataclass(frozen=True, slots=True)
class Keyed:
    """A certificate with the file that holds its key, as it was read, and what opens it."""

    certificate: Certificate
    content: bytes
    passphrase: bytes


def keyed(agency: Agency, at: datetime) -> Keyed | None:
    """The certificate of an agency, ``None`` where it has none. Raises :class:`Unusable` where it cannot be
    opened or does not hold at that time."""
    path = _path(agency, ".p12")
    if not path.exists():
        return None
    passphrase = _passphrase(agency)
    try:
        content = path.read_bytes()
        certificate = _opened(content, passphrase)
    except (OSError, ValueError) as error:
        raise Unusable("证书文件打不开，或者口令不对") from error
    if certificate is None:
        raise Unusable("证书文件里没有证书或者私钥")
    if not certificate.not_before <= at <= certificate.not_after:
        raise Unusable(f"证书的有效期至{certificate.not_after:%Y-%m-%d}，现在不能用来签名")
    return Keyed(certificate, content, passphrase)


@lru_cache(maxsize=16)
def _opened(content: bytes, passphrase: bytes) -> Certificate | None:
    """The certificate in a file, ``None`` where it lacks that or the key. Held in memory, since opening one costs more
    than typesetting a letter. Raises ``ValueError``."""
    key, found, _ = pkcs12.load_key_and_certificates(content, passphrase or None)
    return None if found is None or key is None else _told(found)


def make_test_certificate(agency: Agency, at: datetime) -> Path:
    """A certificate for demo and test installations, marked as one in its name. Raises :class:`Unusable` where the
    agency has a certificate already."""
    path = _path(agency, ".p12")
    if path.exists():
        raise Unusable(f"{agency.name}已经有证书：{path}")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, agency.name[:64]),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, TEST),
            x509.NameAttribute(NameOID.COMMON_NAME, f"测试证书（{agency.name}）"[:64]),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(minutes=5))
        .not_valid_after(at + timedelta(days=365 * TEST_YEARS))
        .add_extension(usage, critical=True)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    passphrase = _passphrase(agency) or secrets.token_urlsafe(24).encode()
    packed = pkcs12.serialize_key_and_certificates(
        agency.code.encode(), key, made, None, serialization.BestAvailableEncryption(passphrase)
    )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not settings.CERTIFICATE_PASSPHRASE:
        _write(_path(agency, ".passphrase"), passphrase)
    _write(path, packed)
    return path


def _path(agency: Agency, suffix: str) -> Path:
    return Path(settings.CERTIFICATES) / f"{agency.code}{suffix}"


def _passphrase(agency: Agency) -> bytes:
    if settings.CERTIFICATE_PASSPHRASE:
        return str(settings.CERTIFICATE_PASSPHRASE).encode()
    path = _path(agency, ".passphrase")
    return path.read_bytes().strip() if path.exists() else b""


def _write(path: Path, data: bytes) -> None:
    """For the eyes of the program's own account only."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)


def _told(found: x509.Certificate) -> Certificate:
    units = found.subject.get_attributes_for_oid(NameOID.ORGANIZATIONAL_UNIT_NAME)
    return Certificate(
        _common(found.subject),
        _common(found.issuer),
        f"{found.serial_number:X}",
        found.fingerprint(hashes.SHA256()).hex(),
        found.not_valid_before_utc,
        found.not_valid_after_utc,
        any(unit.value == TEST for unit in units),
    )


def _common(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME) or name.get_attributes_for_oid(
        NameOID.ORGANIZATION_NAME
    )
    return str(found[0].value) if found else name.rfc4514_string()
