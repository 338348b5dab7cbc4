"""The anchors of this installation: made by the clockwork once a day, kept as files beside the database, and recorded.

The key lies in the data folder (``settings.ANCHOR_KEY``), for nobody but the account that runs the site. Whoever has
the whole folder in hand can sign anew: against that, anchors are sent or copied to somebody else.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from quanze.audit.anchors import Anchor, NoAnchor, fingerprint, public_pem, read, read_public, signed
from quanze.audit.anchors import Head as Told
from quanze.audit.models import Event, Head
from quanze.audit.recording import INSTALLATION, Person, Thing, record
from quanze.audit.walking import ANCHORED

PUBLIC = "public.pem"
"""The public key, beside the anchors."""

NAMED = re.compile(r"([0-9]{6,})-([0-9]{8})\.json")


def make_key() -> bool:
    """Make the key of a new installation, and put its public half beside the anchors. Returns whether there was none.
    A key is made once: with another one, the anchors that were made before are nobody's."""
    path = settings.ANCHOR_KEY
    folder = _folder()
    made = not path.exists()
    if made:
        data = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
    public = own_key().public_key()
    if made or not (folder / PUBLIC).exists():
        (folder / PUBLIC).write_bytes(public_pem(public))
    if made:
        with transaction.atomic():
            thing = Thing("audit.Key", fingerprint(public)[:16], "锚定密钥")
            record(INSTALLATION, "audit.key", who=None, thing=thing, detail={"key": fingerprint(public)})
    return made


def own_key() -> Ed25519PrivateKey:
    """The key of this installation. Raises :class:`NoAnchor` where there is none."""
    try:
        key = load_pem_private_key(settings.ANCHOR_KEY.read_bytes(), None)
    except FileNotFoundError as error:
        raise NoAnchor("还没有锚定密钥，请先运行 quanze init") from error
    except (OSError, ValueError, TypeError) as error:
        raise NoAnchor("锚定密钥读不出来") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoAnchor("锚定密钥不是 Ed25519 密钥")
    return key


def own_public() -> Ed25519PublicKey:
    """Its public half; as it was exported, for whoever may not read the key. Raises :class:`NoAnchor`."""
    try:
        return own_key().public_key()
    except NoAnchor:
        try:
            return read_public((settings.ANCHORS / PUBLIC).read_bytes())
        except OSError as error:
            raise NoAnchor("没有锚定密钥，也没有公钥") from error


def files(folder: Path) -> Iterator[Path]:
    """The files of anchors in a folder, by their numbers."""
    found = [path for path in folder.glob("*.json") if NAMED.fullmatch(path.name)]
    return iter(sorted(found, key=lambda path: int(path.name.partition("-")[0])))


def last() -> Anchor | None:
    """The anchor that was made last, as its file says. Raises :class:`NoAnchor` where that cannot be read."""
    path = _last_file()
    return None if path is None else read(path.read_bytes())


def anchor(
    names: Mapping[str, str], *, by: Person | None = None, now: datetime | None = None
) -> tuple[Anchor, Path]:
    """Anchor every chain as it is now. ``names``: of agencies, by their codes. Returns what was made and its file.
    Raises :class:`NoAnchor` without a key. Whoever comes second waits, and makes another."""
    key = own_key()
    at = now or timezone.now()
    with transaction.atomic():
        Head.objects.bulk_create([Head(chain=INSTALLATION)], ignore_conflicts=True)
        Head.objects.select_for_update().get(chain=INSTALLATION)
        heads = [
            Told(chain, names.get(chain, ""), sequence, digest)
            for chain, sequence, digest in Head.objects.order_by("chain").values_list(
                "chain", "sequence", "digest"
            )
            if sequence
        ]
        serial, previous = _before()
        data = signed(key, serial + 1, at, previous, heads)
        made = read(data)
        thing = Thing("audit.Anchor", str(made.serial), f"第{made.serial}份锚定")
        detail = {"serial": made.serial, "sha256": made.sha256, "chains": len(heads)}
        record(INSTALLATION, ANCHORED, who=by, thing=thing, detail=detail)
        # The file first: one of which the record does not tell harms nobody, the reverse would look like a loss.
        path = _folder() / f"{made.serial:06}-{timezone.localdate(at):%Y%m%d}.json"
        _put(path, data)
    return made, path


def due(now: datetime) -> bool:
    """Whether no anchor was made yet on the day of ``now``. On the day after there may be one, by the clock of another
    machine; one of a later day was made by a clock that was wrong, and counts for none."""
    path = _last_file()
    found = None if path is None else NAMED.fullmatch(path.name)
    today = timezone.localdate(now)
    return found is None or not f"{today:%Y%m%d}" <= found[2] <= f"{today + timedelta(1):%Y%m%d}"


def _before() -> tuple[int, str]:
    """Number and digest of the last anchor: of its file or, where that was lost, as the record tells."""
    path = _last_file()
    found = (0, "") if path is None else (int(path.name.partition("-")[0]), _sha256(path))
    told = Event.objects.filter(chain=INSTALLATION, verb=ANCHORED).order_by("-at", "-sequence").first()
    if told is None:
        return found
    detail = json.loads(told.body)["detail"]
    return max(found, (int(detail["serial"]), str(detail["sha256"])), key=lambda each: each[0])


def _sha256(path: Path) -> str:
    try:
        return read(path.read_bytes()).sha256
    except NoAnchor:
        return ""


def _last_file() -> Path | None:
    return max(files(settings.ANCHORS), key=lambda path: int(path.name.partition("-")[0]), default=None)


def _folder() -> Path:
    folder: Path = settings.ANCHORS
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _put(path: Path, data: bytes) -> None:
    """The file, whole and on the disk, or none; one that is there is never written over."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(temporary, path)
    finally:
        Path(temporary).unlink()
