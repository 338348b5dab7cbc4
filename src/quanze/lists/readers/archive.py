"""Opening the ZIP of a DOCX or XLSX without trusting it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import IO

from quanze.lists.refusal import Refusal

MAX_MEMBER = 640 * 1024 * 1024
MAX_TOTAL = 1024 * 1024 * 1024
MAX_RATIO = 300
RATIO_MATTERS_ABOVE = 64 * 1024 * 1024
MAX_MEMBERS = 20_000


def open_archive(data: bytes) -> zipfile.ZipFile:
    """The archive in ``data``. Raises :class:`Refusal` where it is damaged, encrypted or inflates beyond reason."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        members = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise Refusal("文件损坏或不完整，打不开；请重新取得或另存一份再试") from error
    if len(members) > MAX_MEMBERS:
        raise Refusal(f"压缩包内有 {len(members)} 个文件，不像正常的文档，不予读取")
    if any(member.flag_bits & 0x1 for member in members):
        raise Refusal("文件已加密；请去掉密码后另存一份再试")
    if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in members):
        raise Refusal("文件损坏，或用了 Office 文件不用的压缩方式；请重新取得或另存一份再试")
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if total > MAX_TOTAL or (total > RATIO_MATTERS_ABOVE and total > packed * MAX_RATIO):
        raise Refusal(f"文件解压后有 {total // 1_048_576} MB，疑似压缩炸弹，不予读取")
    return archive


def open_member(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    """A stream of one member. Raises :class:`Refusal` where it is missing, damaged or too large."""
    try:
        member = archive.getinfo(name)
    except KeyError:
        raise Refusal(f"文件不完整：缺少 {name}；请重新取得或另存一份再试") from None
    if member.file_size > MAX_MEMBER:
        raise Refusal(
            f"文件内容有 {member.file_size // 1_048_576} MB，超过 {MAX_MEMBER // 1_048_576} MB 的上限"
        )
    try:
        return archive.open(member)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise Refusal("文件损坏或不完整，打不开；请重新取得或另存一份再试") from error


def stored_name(names: Iterable[str], name: str) -> str:
    """The name under which a part is stored: programs that keep files in the cloud number the parts that they rewrite
    (``word/document2.xml``). The plain name where there is none."""
    stem, dot, extension = name.partition(".")
    numbered = re.compile(rf"{re.escape(stem)}\d{{0,3}}{re.escape(dot + extension)}")
    return min((found for found in names if numbered.fullmatch(found)), key=len, default=name)


def read_member(archive: zipfile.ZipFile, name: str, limit: int) -> bytes | None:
    """A small member whole, or ``None`` where it is missing. Raises :class:`Refusal` beyond ``limit`` bytes."""
    if name not in archive.NameToInfo:
        return None
    with open_member(archive, name) as stream:
        try:
            data = stream.read(limit + 1)
        except (zipfile.BadZipFile, EOFError, OSError, ValueError, zlib.error) as error:
            raise Refusal("文件损坏或不完整，打不开；请重新取得或另存一份再试") from error
    if len(data) > limit:
        raise Refusal(f"文件中的 {name} 超过 {limit // 1_048_576} MB 的上限")
    return data
