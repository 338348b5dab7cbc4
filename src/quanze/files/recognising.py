"""What a file is, told by its content. Its name says nothing here."""

from __future__ import annotations

import codecs
import io
import re
from typing import IO

from quanze.files import kinds, ole, zips
from quanze.files.kinds import BY_KEY, Kind
from quanze.lists.refusal import Refusal

HEAD = 4096
ZIP = b"PK\x03\x04"

_CHUNK = 1 << 16
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
_CONTROL = re.compile(f"[{re.escape(_CONTROLS.decode())}]")
_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

_MARKUP = (
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<body",
    b"<meta",
    b"<script",
    b"<svg",
    b"<?xml",
    b"mime-version:",
)
_TEXT_PROGRAMS = (b"#!", b"<?php", b"@echo off")

_UNKNOWN = "认不出是什么格式的文件，可能已经损坏；请用原来的程序打开，另存为 PDF 再上传"
_OPENDOCUMENT = "这是 OpenDocument 文档；请用 WPS 或 LibreOffice 打开，另存为 .docx 或 .pdf 再上传"
_MACRO_TYPES = (b"macroEnabled", b"vnd.ms-office.vbaProject")

OOXML = (
    (b"wordprocessingml.document.main+xml", "docx"),
    (b"spreadsheetml.sheet.main+xml", "xlsx"),
    (b"presentationml.presentation.main+xml", "pptx"),
)
"""The content type of the main part (ECMA-376 part 1, 11.3, 12.3, 13.3) and the kind that it makes."""

OLE = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
"""The stream that each of the old Office programs keeps its document in."""

MACROS = "文件里有宏（程序代码），没有收下；请在 Word、Excel 或 WPS 里另存为不含宏的格式，或另存为 PDF 再上传"
LOCKED = "文件加了密码，工作人员打不开；请在 Word、Excel 或 WPS 里去掉密码，另存后再上传"


class NotTaken(Refusal):
    """Of a kind that nobody knows, or that is harmless and not taken."""


def tell(file: IO[bytes]) -> Kind:
    """The kind of what lies in ``file``, an open seekable file. Raises :class:`Refusal` for what is empty, damaged, a
    program, or of a kind that is not taken anywhere."""
    head = _head(file)
    if not head:
        raise Refusal("文件是空的（0 字节），没有内容；请检查原文件后重新上传")
    refuse_program(head)
    if head.translate(None, _CONTROLS) != head:
        return _tell_binary(file, head)
    return _tell_text(file, head)


def refuse_program(head: bytes) -> None:
    """Raise :class:`Refusal` where the first bytes of a file are those of a program."""
    if head[:2] == b"MZ" and b"\0" in head[:64]:
        raise Refusal(f"这是可执行程序（Windows），没有收下；{kinds.NO_PROGRAM}")
    for foreign in kinds.FOREIGN:
        if foreign.program and head[foreign.at : foreign.at + len(foreign.magic)] == foreign.magic:
            raise Refusal(f"这是{kinds.after_words(foreign.label)}，没有收下；{foreign.advice}")
    if head.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(_TEXT_PROGRAMS):
        raise Refusal(f"这是脚本程序，没有收下；{kinds.NO_PROGRAM}")


def _tell_binary(file: IO[bytes], head: bytes) -> Kind:
    for signature in kinds.SIGNATURES:
        if head.startswith(signature.magic):
            return BY_KEY[signature.key]
    if head.startswith(ZIP):
        return _tell_zip(file)
    if head.startswith(ole.MAGIC):
        return _tell_ole(file)
    if _is_pdf(head):
        return BY_KEY["pdf"]
    for foreign in kinds.FOREIGN:
        if head[foreign.at : foreign.at + len(foreign.magic)] == foreign.magic:
            raise NotTaken(f"这是{kinds.after_words(foreign.label)}，这里不收；{foreign.advice}")
    return _tell_text(file, head)


def _is_pdf(head: bytes) -> bool:
    """Readers look for the header in the first kilobyte (ISO 32000-1 7.5.2 with the implementation notes of Adobe)."""
    return b"%PDF-" in head[:1024]


def _tell_zip(file: IO[bytes]) -> Kind:
    with zips.open_zip(file, zips.Budget(0)) as archive:
        names = archive.NameToInfo
        types = zips.small_member(archive, "[Content_Types].xml")
        if types:
            types = types.replace(b"\0", b"")  # in UTF-16 every other byte
            if any(mark in types for mark in _MACRO_TYPES):
                raise Refusal(MACROS)
            for mark, key in OOXML:
                if mark in types:
                    return BY_KEY[key]
            raise NotTaken(f"这是 Office 的模板或其他不常用的格式，这里不收；{kinds.AS_OFFICE}")
        if "OFD.xml" in names:
            return BY_KEY["ofd"]
        if "mimetype" in names and zips.small_member(archive, "mimetype").startswith(
            b"application/vnd.oasis"
        ):
            raise NotTaken(_OPENDOCUMENT)
        if names.keys() & {"META-INF/MANIFEST.MF", "AndroidManifest.xml", "classes.dex"}:
            raise Refusal(f"这是可执行程序（Java 或安卓），没有收下；{kinds.NO_PROGRAM}")
    return BY_KEY["zip"]


def _tell_ole(file: IO[bytes]) -> Kind:
    names = ole.Directory(file).entries
    if "EncryptedPackage" in names:
        raise Refusal(LOCKED)
    for stream, key in OLE:
        if stream in names:
            return BY_KEY[key]
    raise NotTaken(_UNKNOWN)


def _tell_text(file: IO[bytes], head: bytes) -> Kind:
    if _is_pdf(head):
        return BY_KEY["pdf"]
    if head.startswith(b"{\\rtf"):
        raise NotTaken(f"这是 RTF 文档，这里不收；{kinds.AS_OFFICE}")
    if head.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(_MARKUP):
        raise NotTaken(f"这是网页或 XML 文件，这里不收；{kinds.AS_OFFICE}")
    encoding = _UTF16.get(head[:2])
    candidates = [encoding] if encoding else ["utf-8", "gb18030"]
    if not encoding and head.translate(None, _CONTROLS) != head:
        raise NotTaken(_UNKNOWN)
    if not any(_decodes(file, each) for each in candidates):
        raise NotTaken(_UNKNOWN)
    return BY_KEY["txt"]


def _decodes(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            if _CONTROL.search(decoder.decode(chunk)):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _head(file: IO[bytes]) -> bytes:
    file.seek(0, io.SEEK_SET)
    return file.read(HEAD)
