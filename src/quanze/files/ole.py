"""The directory of an OLE compound file, in which the old Office formats are kept ([MS-CFB]). Reads a few sectors."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from quanze.lists.refusal import Refusal

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

_DAMAGED = "文件损坏或不完整，打不开；请重新取得或另存一份再上传"
_MOST_SECTORS = 2048
"""Of a directory: some 8,000 streams and storages. A loop in the chain ends here too."""

_IN_HEADER = 109
_LAST_SECTOR = 0xFFFFFFFA
_LARGE = 4096
"""From so many bytes on a stream has sectors of its own; smaller ones are packed into another stream."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream or storage: its name, its neighbours and its first child by number, the sector in which it begins, its
    size."""

    name: str
    left: int
    right: int
    child: int
    start: int
    size: int


class Directory:
    """What a compound file holds: ``entries`` at its top, which belong to the document itself, and ``names`` of all,
    also of what is embedded in it. Raises :class:`Refusal` where it is damaged."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        header = self._at(0, 512)
        shift = int.from_bytes(header[30:32], "little")
        if shift not in (9, 12):
            raise Refusal(_DAMAGED)
        self._size = 1 << shift
        first, self._more_fat = (
            struct.unpack_from("<I", header, 48)[0],
            struct.unpack_from("<I", header, 68)[0],
        )
        self._fat = struct.unpack_from(f"<{_IN_HEADER}I", header, 76)
        every = [entry for sector in self._chain(first) for entry in _entries(sector)]
        if not every or every[0].name != "Root Entry":
            raise Refusal(_DAMAGED)
        self.names = {entry.name for entry in every}
        self.entries = {entry.name: entry for entry in _top(every)}

    def head(self, name: str, size: int = 512) -> bytes:
        """The first bytes of a stream; empty where it is missing or packed into another one."""
        entry = self.entries.get(name)
        if entry is None or entry.size < _LARGE:
            return b""
        return self._at((entry.start + 1) * self._size, size)

    def _at(self, offset: int, size: int) -> bytes:
        self._file.seek(offset)
        data = self._file.read(size)
        if len(data) < size:
            raise Refusal(_DAMAGED)
        return data

    def _chain(self, sector: int) -> Iterator[bytes]:
        for _ in range(_MOST_SECTORS):
            if sector >= _LAST_SECTOR:
                return
            yield self._at((sector + 1) * self._size, self._size)
            sector = self._next(sector)
        raise Refusal(_DAMAGED)

    def _next(self, sector: int) -> int:
        """The entry of the allocation table, whose own sectors stand in the header and, of large files, in a chain."""
        each = self._size // 4
        which, within = divmod(sector, each)
        if which < _IN_HEADER:
            table = self._fat[which]
        else:
            hops, place = divmod(which - _IN_HEADER, each - 1)
            if hops > _MOST_SECTORS:
                raise Refusal(_DAMAGED)
            at = self._more_fat
            for _ in range(hops):
                at = self._number(at, each - 1)
            table = self._number(at, place)
        return self._number(table, within)

    def _number(self, sector: int, place: int) -> int:
        if sector >= _LAST_SECTOR:
            raise Refusal(_DAMAGED)
        return int.from_bytes(self._at((sector + 1) * self._size + place * 4, 4), "little")


def _entries(sector: bytes) -> Iterator[Entry]:
    for at in range(0, len(sector), 128):
        length = min(max(int.from_bytes(sector[at + 64 : at + 66], "little") - 2, 0), 62)
        name = sector[at : at + length].decode("utf-16-le", "replace")
        yield Entry(
            name, *struct.unpack_from("<III", sector, at + 68), *struct.unpack_from("<II", sector, at + 116)
        )


def _top(every: list[Entry]) -> Iterator[Entry]:
    """What lies directly below the root, a tree of neighbours ([MS-CFB] 2.6.4)."""
    waiting, seen = [every[0].child], set[int]()
    while waiting:
        number = waiting.pop()
        if number < len(every) and number not in seen:
            seen.add(number)
            yield every[number]
            waiting += [every[number].left, every[number].right]
