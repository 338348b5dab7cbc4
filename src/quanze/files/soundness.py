"""Whether a file is whole, can be opened by whoever receives it, and carries no program: a light look at each kind."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO
from zipfile import ZipFile, ZipInfo

from quanze.files import ole, recognising, zips
from quanze.files.kinds import PROGRAM_EXTENSIONS, Kind, extension_of
from quanze.lists.refusal import Refusal

DEEPEST = 4
"""So deep files may lie in one another: a workbook in a document in an archive is three."""

_CUT = "文件不完整，像是没有传完或没有保存好；请打开原文件检查，另存一份再上传"
_NESTED = "压缩包里还有压缩包，没有收下；请解开后再上传"
_DEEP = f"文件一层套一层，超过 {DEEPEST} 层，没有收下；请解开后再上传"

_CONTAINERS = (recognising.ZIP, ole.MAGIC, b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c")

_CHUNK = 1 << 16
_TAIL = 1 << 14
_MOST_SEGMENTS = 4096
"""Before the first scan of a JPEG; cameras write some dozens."""


def examine(file: IO[bytes], kind: Kind) -> None:
    """Raise :class:`Refusal` where ``file``, which is of that kind, is cut off, locked, a bomb, or holds a program."""
    size = file.seek(0, io.SEEK_END)
    _examine(file, kind, zips.Budget(size), 1)


def _examine(file: IO[bytes], kind: Kind, budget: zips.Budget, depth: int) -> None:
    if depth > DEEPEST:
        raise Refusal(_DEEP)
    if kind.key in _WHOLE:
        _WHOLE[kind.key](file)
    elif kind.key in ("doc", "xls", "ppt"):
        _examine_ole(file)
    elif kind.key in ("docx", "xlsx", "pptx", "ofd", "zip"):
        _examine_zip(file, kind, budget, depth)


def _examine_zip(file: IO[bytes], kind: Kind, budget: zips.Budget, depth: int) -> None:
    examine_member = _examine_handed_in if kind.key == "zip" else _examine_part
    with zips.open_zip(file, budget) as archive:
        for member in archive.infolist():
            if not member.filename.endswith("/"):
                examine_member(archive, member, budget, depth)


def _examine_handed_in(archive: ZipFile, member: ZipInfo, budget: zips.Budget, depth: int) -> None:
    """A file that somebody put into an archive: it is looked at as if it had come alone, but any kind may lie there."""
    try:
        if extension_of(member.filename) in PROGRAM_EXTENSIONS:
            raise Refusal("这是程序或脚本，没有收下；请上传材料本身，不要上传程序")
        with _unpacked(archive, member, budget, _CONTAINERS) as (head, spool):
            recognising.refuse_program(head)
            _examine_inner(spool, budget, depth, nested=False)
    except Refusal as refusal:
        raise Refusal(f"其中的“{_told(member)}”：{refusal}") from refusal


def _examine_part(archive: ZipFile, member: ZipInfo, budget: zips.Budget, depth: int) -> None:
    """A part of a document: no program in it, and no bomb in what it embeds."""
    if member.filename.rpartition("/")[2].lower() == "vbaproject.bin":
        raise Refusal(recognising.MACROS)
    with _unpacked(archive, member, budget, (recognising.ZIP,)) as (_, spool):
        _examine_inner(spool, budget, depth, nested=True)


def _examine_inner(spool: IO[bytes] | None, budget: zips.Budget, depth: int, *, nested: bool) -> None:
    """What was unpacked, where it is a container itself. ``nested``: whether it may be an archive."""
    if spool is None:
        return
    try:
        inner = recognising.tell(spool)
    except recognising.NotTaken:
        return
    if inner.family == "压缩包" and not nested:
        raise Refusal(_NESTED)
    _examine(spool, inner, budget, depth + 1)


@contextmanager
def _unpacked(
    archive: ZipFile, member: ZipInfo, budget: zips.Budget, containers: tuple[bytes, ...]
) -> Iterator[tuple[bytes, IO[bytes] | None]]:
    """A member, unpacked to its end: its first bytes, and all of it where they are those of a container."""
    head = bytearray()
    with tempfile.SpooledTemporaryFile(max_size=_CHUNK) as spool:

        def take(chunk: bytes) -> None:
            if len(head) < recognising.HEAD:
                head.extend(chunk[: recognising.HEAD])
            if head.startswith(containers):
                spool.write(chunk)

        zips.unpack(archive, member, budget, take)
        yield bytes(head), spool if head.startswith(containers) else None


def _examine_ole(file: IO[bytes]) -> None:
    directory = ole.Directory(file)
    if directory.names & {"Macros", "_VBA_PROJECT_CUR", "VBA", "_VBA_PROJECT"}:
        raise Refusal(recognising.MACROS)
    if "EncryptedSummary" in directory.entries:  # [MS-PPT] 2.3.7
        raise Refusal(recognising.LOCKED)
    document = directory.head("WordDocument", 12)
    if document and document[11] & 0x01:  # [MS-DOC] 2.5.2: FibBase.fEncrypted
        raise Refusal(recognising.LOCKED)
    if _has_filepass(directory.head("Workbook") or directory.head("Book")):
        raise Refusal(recognising.LOCKED)


def _has_filepass(book: bytes) -> bool:
    """[MS-XLS] 2.4.117: the record FilePass follows the first BOF, before anything that is encrypted."""
    at = 0
    while at + 4 <= len(book):
        if book[at : at + 2] == b"\x2f\x00":
            return True
        at += 4 + int.from_bytes(book[at + 2 : at + 4], "little")
    return False


def _whole_pdf(file: IO[bytes]) -> None:
    """ISO 32000-1 7.5.5: the last line is ``%%EOF``; some programs leave a little behind it."""
    if b"%%EOF" not in _tail(file):
        raise Refusal(_CUT)


def _whole_png(file: IO[bytes]) -> None:
    if b"IEND\xaeB`\x82" not in _tail(file):
        raise Refusal(_CUT)


def _whole_jpeg(file: IO[bytes]) -> None:
    """The end of the image stands behind its scans, where no other FF D9 can (ISO/IEC 10918-1 B.1.1.5); cameras put
    more behind it, and a small picture of its own before it."""
    at = 2
    for _ in range(_MOST_SEGMENTS):
        file.seek(at)
        marker = file.read(4)
        if len(marker) < 4 or marker[0] != 0xFF:
            raise Refusal(_CUT)
        if marker[1] == 0xDA:
            break
        at += 2 + int.from_bytes(marker[2:4], "big") if marker[1] != 0xFF else 1
    else:
        raise Refusal(_CUT)
    file.seek(at)
    before = b""
    while chunk := file.read(_CHUNK):
        if b"\xff\xd9" in before + chunk:
            return
        before = chunk[-1:]
    raise Refusal(_CUT)


def _whole_tiff(file: IO[bytes]) -> None:
    """TIFF 6.0 section 2: the first directory lies within the file; writers put it last."""
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(8)
    number = partial(int.from_bytes, byteorder="little" if head[:2] == b"II" else "big")
    at = number(head[4:8])
    file.seek(min(at, size))
    count = number(file.read(2))
    if at < 8 or not count or at + 2 + count * 12 + 4 > size:
        raise Refusal(_CUT)


_WHOLE: dict[str, Callable[[IO[bytes]], None]] = {
    "pdf": _whole_pdf,
    "png": _whole_png,
    "jpeg": _whole_jpeg,
    "tiff": _whole_tiff,
}


def _tail(file: IO[bytes]) -> bytes:
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - _TAIL))
    return file.read()


def _told(member: ZipInfo) -> str:
    """The name as its maker saw it: Chinese Windows writes GBK where no flag says UTF-8, and ``zipfile`` reads it in
    the code page of the first PC."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename
