"""Small files of every kind, built by hand so that each byte that matters is seen."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from hashlib import md5

from pdfminer.arcfour import Arcfour

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
)
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\xff\x00\x34\xff\xd9"
)
TIFF = b"II*\x00\x08\x00\x00\x00\x01\x00\x00\x01\x04\x00\x01\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00"
RAR = b"Rar!\x1a\x07\x01\x00" + bytes(32)
SEVEN = b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(32)
DWG = b"AC1032\x00\x00\x00\x00\x00\x00" + bytes(64)
EXE = b"MZ\x90\x00" + bytes(56) + b"\x40\x00\x00\x00PE\x00\x00" + bytes(64)
ELF = b"\x7fELF\x02\x01\x01" + bytes(64)
MACHO = b"\xcf\xfa\xed\xfe\x07\x00\x00\x01" + bytes(64)
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

_TYPES = '<?xml version="1.0"?><Types><Override PartName="/x" ContentType="application/{}+xml"/></Types>'
WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document.main"
EXCEL = "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main"
SLIDES = "vnd.openxmlformats-officedocument.presentationml.presentation.main"
WORD_MACROS = "vnd.ms-word.document.macroEnabled.main"


def encrypted(password: bytes) -> bytes:
    """A PDF that asks for that password to be opened; for none where it is empty (ISO 32000-1 7.6.3, revision 2)."""
    pad = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
    permissions, file = -44, b"0123456789abcdef"
    owner = Arcfour(md5((b"owner" + pad)[:32]).digest()[:5]).process((password + pad)[:32])
    key = md5((password + pad)[:32] + owner + struct.pack("<i", permissions) + file).digest()[:5]
    user = Arcfour(key).process(pad)
    words = f"<</Filter/Standard/V 1/R 2/P {permissions}/O<{owner.hex()}>/U<{user.hex()}>>>"
    trailer = f"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<{file.hex()}><{file.hex()}>]>>"
    return PDF.replace(b"trailer<</Root 1 0 R>>", f"3 0 obj{words}endobj\n{trailer}".encode())


def png() -> bytes:
    """One white point."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\x00\xff"))
        + chunk(b"IEND", b"")
    )


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def office(main: str = WORD, more: Mapping[str, bytes] | None = None) -> bytes:
    """An OOXML file whose main part has that content type."""
    body = {"[Content_Types].xml": _TYPES.format(main).encode(), "word/document.xml": b"<w:document/>"}
    return packed(body | dict(more or {}))


def ofd() -> bytes:
    return packed({"OFD.xml": b"<ofd:OFD/>", "Doc_0/Document.xml": b"<ofd:Document/>"})


def compound(*names: str, stream: bytes = b"", storages: tuple[str, ...] = (), embedded: str = "") -> bytes:
    """An OLE compound file with a stream of 4,096 bytes under each name, empty storages, and a stream within a storage
    ([MS-CFB])."""
    free, end, fat = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    tops = [(name, 2, 3 + 8 * place, 4096) for place, name in enumerate(names)]
    tops += [(name, 1, 0, 0) for name in storages]
    tops += [("ObjectPool", 1, 0, 0)] if embedded else []
    entries = [_entry("Root Entry", 5, end, 0, child=1)]
    entries += [
        _entry(
            *top,
            right=place + 2 if place + 1 < len(tops) else free,
            child=len(tops) + 1 if top[0] == "ObjectPool" else free,
        )
        for place, top in enumerate(tops)
    ]
    entries += [_entry(embedded, 2, 0, 0)] if embedded else []
    directory = b"".join(entries).ljust(1024, b"\0")
    assert len(directory) == 1024, "too many entries for two sectors"
    table = [fat, 2, end]  # sector 0 is the table itself, 1 and 2 are the directory
    for place in range(len(names)):
        begin = 3 + 8 * place
        table += [*range(begin + 1, begin + 8), end]
    table += [free] * (128 - len(table))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(16), 0x3E, 3, 0xFFFE, 9, 6, bytes(6), 0, 1, 1, 0, 4096, end, 0, end, 0,
    )  # fmt: skip
    header += struct.pack("<109I", 0, *[free] * 108)
    return header + struct.pack("<128I", *table) + directory + stream.ljust(4096, b"\0") * len(names)


def _entry(
    name: str, kind: int, start: int, size: int, *, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF
) -> bytes:
    words = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III16sI16s", 0xFFFFFFFF, right, child, bytes(16), 0, bytes(16))
    return struct.pack("<64sHBB", words, len(words), kind, 1) + links + struct.pack("<IQ", start, size)


def bomb(megabytes: int) -> bytes:
    """A document whose last part unpacks to so much."""
    made = io.BytesIO(office())
    with (
        zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/media/image1.emf", "w", force_zip64=True) as part,
    ):
        for _ in range(megabytes):
            part.write(bytes(1 << 20))
    return made.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """A ZIP whose directory claims that its last part unpacks to ``size`` bytes."""
    at = data.rindex(b"PK\x01\x02")
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def locked(data: bytes) -> bytes:
    """A ZIP whose first part says that it has a password."""
    at = data.index(b"PK\x01\x02")
    return data[: at + 8] + b"\x01\x00" + data[at + 10 :]
