"""An anchor: a signed file that says how long each chain is and what its last digest is. Pure, and no database: whoever
has the file and the public key can check it, and hold it against the record years later.

Each names the digest of the file before it, so that anchors are a chain too. The signature is Ed25519 over the tag and
the canonical JSON of everything else in the file.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from quanze.audit.walking import Anchored, Problem, said_moment
from quanze.digests import canonical, strict_loads

FORMAT = "quanze anchor 1"
FILES = "anchors"
"""As which problems of the files themselves are told, where no chain is meant."""


class NoAnchor(ValueError):
    """What was read is no anchor, or no key. ``str()`` says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Head:
    """A chain at that moment: whose it is (``chain``: its code, ``name``: the agency's), how many events, the last
    digest."""

    chain: str
    name: str
    events: int
    digest: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a file says. ``serial`` counts from 1; ``previous`` is the SHA-256 of the file before, "" for the first;
    ``key`` the fingerprint of the key that signed; ``sha256`` of the file itself, as it was read."""

    serial: int
    at: datetime
    previous: str
    heads: tuple[Head, ...]
    key: str
    signature: bytes
    sha256: str = ""

    def __str__(self) -> str:
        return f"第{self.serial}份锚定（{said_moment(self.at)}）"


def fingerprint(key: Ed25519PublicKey) -> str:
    """By which a key is known: SHA-256 over its 32 bytes."""
    return hashlib.sha256(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).hexdigest()


def public_pem(key: Ed25519PublicKey) -> bytes:
    """The key as everybody reads it."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def read_public(pem: bytes) -> Ed25519PublicKey:
    """A public key from a file. Raises :class:`NoAnchor`."""
    try:
        key = load_pem_public_key(pem)
    except ValueError as error:
        raise NoAnchor("不是公钥（PEM）") from error
    if not isinstance(key, Ed25519PublicKey):
        raise NoAnchor("不是 Ed25519 公钥")
    return key


def signed(key: Ed25519PrivateKey, serial: int, at: datetime, previous: str, heads: Iterable[Head]) -> bytes:
    """The bytes of an anchor's file."""
    said = {
        "format": FORMAT,
        "serial": serial,
        "at": at.isoformat(timespec="seconds"),
        "previous": previous,
        "heads": [
            {"chain": each.chain, "name": each.name, "events": each.events, "digest": each.digest}
            for each in heads
        ],
        "key": fingerprint(key.public_key()),
    }
    signature = base64.b64encode(key.sign(_signed_part(said))).decode()
    return json.dumps({**said, "signature": signature}, ensure_ascii=False, indent=1).encode() + b"\n"


def read(data: bytes) -> Anchor:
    """What a file says; nothing is believed yet. Raises :class:`NoAnchor`."""
    try:
        said = strict_loads(data.decode())
        if said["format"] != FORMAT:
            raise NoAnchor("不是锚定文件")
        heads = tuple(
            Head(str(each["chain"]), str(each["name"]), int(each["events"]), str(each["digest"]))
            for each in said["heads"]
        )
        found = Anchor(
            int(said["serial"]),
            datetime.fromisoformat(said["at"]),
            str(said["previous"]),
            heads,
            str(said["key"]),
            base64.b64decode(said["signature"], validate=True),
            hashlib.sha256(data).hexdigest(),
        )
        if found.at.tzinfo is None:
            raise NoAnchor("时间没有时区")
    except NoAnchor:
        raise
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise NoAnchor("不是锚定文件：读不成所要的 JSON") from error
    return found


def believed(data: bytes, keys: Mapping[str, Ed25519PublicKey]) -> Anchor:
    """An anchor that one of these keys (by fingerprint) signed. Raises :class:`NoAnchor`, also where another did."""
    found = read(data)
    key = keys.get(found.key)
    if key is None:
        raise NoAnchor(f"{found}是用另一把密钥签名的（{found.key[:16]}…）")
    said = strict_loads(data.decode())
    del said["signature"]
    try:
        key.verify(found.signature, _signed_part(said))
    except (InvalidSignature, TypeError) as error:
        raise NoAnchor(f"{found}的签名不对：文件被改动") from error
    return found


def together(anchors: Iterable[Anchor], *, whole: bool) -> Iterator[Problem]:
    """What is wrong between anchors, in the order of their numbers: each names the file before, and no chain grows
    shorter. ``whole``: they should be all that were ever made, from the first."""
    before: Anchor | None = None
    longest: dict[str, Head] = {}
    for each in anchors:
        expected = before.serial + 1 if before else 1 if whole else each.serial
        if before is not None and each.serial == before.serial:
            yield Problem("anchor", FILES, each.serial, f"{each}有两份不同的文件", each.at)
        elif each.serial != expected:
            lost = (
                f"第{expected}份" if each.serial - 1 == expected else f"第{expected}份至第{each.serial - 1}份"
            )
            yield Problem("anchor", FILES, expected, f"{lost}锚定文件缺失")
        elif (before or whole) and each.previous != (before.sha256 if before else ""):
            said = f"{each}所记的上一份的摘要，与上一份文件的不同：上一份被换过"
            yield Problem("anchor", FILES, each.serial, said, each.at)
        for head in each.heads:
            known = longest.get(head.chain)
            if known is not None and head.events < known.events:
                said = f"{each}时只有{head.events}条，更早锚定时已有{known.events}条：末尾被截去过"
                yield Problem("truncated", head.chain, head.events + 1, said, each.at)
            else:
                longest[head.chain] = head
        before = each


def by_chain(anchors: Iterable[Anchor]) -> dict[str, list[Anchored]]:
    """What anchors say of each chain, in their order, without what the one before said already."""
    found: dict[str, list[Anchored]] = {}
    for each in anchors:
        for head in each.heads:
            said = found.setdefault(head.chain, [])
            if head.events and (not said or (said[-1].events, said[-1].digest) != (head.events, head.digest)):
                said.append(Anchored(each.serial, each.at, head.events, head.digest))
    return found


def lost(anchors: Mapping[int, str], told: Mapping[int, str]) -> Iterator[Problem]:
    """Anchors of which the record tells (number → digest of the file) and that are not among these."""
    missing = sorted(serial for serial in told if serial not in anchors)
    for serial in missing:
        yield Problem("anchor", FILES, serial, f"记录中的第{serial}份锚定文件缺失")
    for serial, sha256 in told.items():
        if serial in anchors and anchors[serial] != sha256:
            yield Problem("anchor", FILES, serial, f"第{serial}份锚定文件与记录中的摘要不同：文件被换过")


def _signed_part(said: Mapping[str, Any]) -> bytes:
    return f"{FORMAT}\n{canonical(dict(said))}".encode()
