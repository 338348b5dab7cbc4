"""What a ZIP says that it holds, and what comes out of it: read in bounded memory, without trusting either."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, cast

from quanze.lists.refusal import Refusal

MOST_PARTS = 10_000
MOST_DIRECTORY = 4 << 20
"""Bytes of the central directory, which ``zipfile`` reads whole and makes an object for each entry of."""

MOST_UNPACKED = 2 << 30
RATIO_MATTERS_ABOVE = 64 << 20
MOST_RATIO = 200
"""A scanned page or a drawing packs to no less than a hundredth; a bomb to a thousandth and less."""

_CHUNK = 1 << 16

_DAMAGED = "文件损坏或不完整，打不开；请重新取得或另存一份再上传"
_BOMB = "解压后过大，像是“压缩炸弹”，没有收下；确是所需材料的，请拆分后分几个文件上传"
_LOCKED = "压缩包或文档加了密码，工作人员打不开；请去掉密码后再上传"
_ODD = "用了少见的压缩方式，工作人员可能打不开；请用通常的方式重新压缩，或解开后直接上传其中的文件"

_END = b"PK\x05\x06"
_END64 = b"PK\x06\x06"


@dataclass(slots=True)
class Budget:
    """What one upload may unpack in all, however deep its parts lie in one another."""

    packed: int
    left: int = MOST_UNPACKED
    parts: int = MOST_PARTS
    unpacked: int = 0

    def take(self, size: int) -> None:
        """Count bytes that came out. Raises :class:`Refusal` where it is too much."""
        self.unpacked += size
        self.left -= size
        if self.left < 0 or (
            self.unpacked > RATIO_MATTERS_ABOVE and self.unpacked > self.packed * MOST_RATIO
        ):
            raise Refusal(_BOMB)


def open_zip(file: IO[bytes], budget: Budget) -> zipfile.ZipFile:
    """The archive. Raises :class:`Refusal` where it is damaged, locked, or holds more parts than anybody needs."""
    _bound_directory(file)
    try:
        archive = zipfile.ZipFile(file)
        members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise Refusal(_DAMAGED) from error
    budget.parts -= len(members)
    if budget.parts < 0:
        raise Refusal(f"压缩包里的文件超过 {MOST_PARTS} 个，没有收下；请拆分后再上传")
    if any(member.flag_bits & 0x1 for member in members):
        raise Refusal(_LOCKED)
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise Refusal(_ODD)
    return archive


def unpack(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, budget: Budget, each: Callable[[bytes], None]
) -> None:
    """Read one member to its end and hand every chunk to ``each``. What the member says of its own size is not
    trusted: whatever its packed bytes hold comes out and is counted. Raises :class:`Refusal`."""
    check = 0
    chunks = _stored if member.compress_type == zipfile.ZIP_STORED else _inflated
    try:
        for chunk in chunks(_Part(archive, member)):
            budget.take(len(chunk))
            check = zlib.crc32(chunk, check)
            each(chunk)
    except (zlib.error, EOFError) as error:
        raise Refusal(_DAMAGED) from error
    if check != member.CRC:
        raise Refusal(_DAMAGED)


def small_member(archive: zipfile.ZipFile, name: str, limit: int = 1 << 20) -> bytes:
    """A small member whole; empty where it is missing. Raises :class:`Refusal` where it is damaged or not small."""
    if name not in archive.NameToInfo:
        return b""
    try:
        with archive.open(name) as stream:
            data = stream.read(limit + 1)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        zlib.error,
    ) as error:
        raise Refusal(_DAMAGED) from error
    if len(data) > limit:
        raise Refusal(_DAMAGED)
    return data


def _bound_directory(file: IO[bytes]) -> None:
    """Refuse a directory larger than :data:`MOST_DIRECTORY` before it is read."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - (1 << 16) - 22 - 76))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise Refusal(_DAMAGED)
    declared = int.from_bytes(tail[at + 12 : at + 16], "little")
    sizes = [0 if declared == 0xFFFFFFFF else declared]
    for large in (
        at - 76,
        tail.rfind(_END64, 0, at),
    ):  # where it belongs, and where some programs look for it
        if large >= 0 and tail[large : large + 4] == _END64:
            sizes.append(int.from_bytes(tail[large + 40 : large + 48], "little"))
    if max(sizes) > MOST_DIRECTORY:
        raise Refusal(f"压缩包里的文件超过 {MOST_PARTS} 个，没有收下；请拆分后再上传")


class _Part:
    """The packed bytes of a member as they lie in the file, found by the member's own header."""

    def __init__(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        self._file = cast(IO[bytes], archive.fp)
        if member.header_offset < 0:
            raise EOFError
        self._file.seek(member.header_offset)
        header = self._file.read(30)
        if len(header) < 30 or header[:4] != b"PK\x03\x04":
            raise EOFError
        self._at = member.header_offset + 30
        self._at += int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
        self.left = member.compress_size

    def read(self) -> bytes:
        """The next bytes; raises ``EOFError`` where the file ends before the part does."""
        self._file.seek(self._at)
        data = self._file.read(min(_CHUNK, self.left))
        if not data:
            raise EOFError
        self._at += len(data)
        self.left -= len(data)
        return data


def _stored(part: _Part) -> Iterator[bytes]:
    while part.left:
        yield part.read()


def _inflated(part: _Part) -> Iterator[bytes]:
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    while not inflate.eof:
        yield inflate.decompress(inflate.unconsumed_tail or part.read(), _CHUNK)
