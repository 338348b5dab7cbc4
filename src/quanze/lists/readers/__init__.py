"""The door for reading: a file of any known format becomes a :class:`ListDocument`, or is refused.

The format is judged by the content; an extension that says otherwise is an error of the sender's, told as such.
"""

from __future__ import annotations

import hashlib
import importlib
import re
import sys
import zipfile
from collections.abc import Iterable
from io import BytesIO
from json import loads
from pathlib import Path

from quanze.lists.assemble import assemble
from quanze.lists.codec import ATTACHED_AS
from quanze.lists.grid import Block, Line
from quanze.lists.model import ListDocument, Source
from quanze.lists.readers import text
from quanze.lists.readers.archive import stored_name
from quanze.lists.refusal import Refusal

FORMATS: dict[str, str] = {
    "text": "纯文本",
    "docx": "Word 文档（.docx）",
    "xlsx": "Excel 工作簿（.xlsx）",
    "html": "网页（.html）",
    "pdf": "PDF",
    "json": "JSON",
}
"""Formats that are read, each by the module of its name, and what people call them."""

EXTENSIONS: dict[str, str] = {
    ".txt": "text",
    ".tsv": "text",
    ".csv": "text",
    ".md": "text",
    ".docx": "docx",
    ".docm": "docx",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".json": "json",
}

MAX_BYTES = 200 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|div|meta)[\s>]", re.IGNORECASE)


def read(path: str | Path, name: str | None = None) -> ListDocument:
    """Reads a list from a file; ``-`` is standard input. ``name`` stands for the file in messages and in the source.

    Raises :class:`Refusal` with the place and the reason where it cannot be read, whole or not at all.
    """
    return read_bytes(load(path), name or str(path))


def load(path: str | Path) -> bytes:
    """The bytes of a file; ``-`` is standard input. Raises :class:`Refusal`."""
    if str(path) == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    file = Path(path)
    try:
        if file.stat().st_size > MAX_BYTES:
            raise Refusal(f"文件超过 {MAX_BYTES // 1_048_576} MB 的上限")
        return file.read_bytes()
    except FileNotFoundError:
        raise Refusal("没有这个文件") from None
    except IsADirectoryError:
        raise Refusal("这是一个文件夹，不是文件") from None
    except OSError as error:
        raise Refusal(f"文件打不开：{error.strerror}") from error


def read_bytes(data: bytes, name: str) -> ListDocument:
    """Reads a list from a file's bytes. Raises :class:`Refusal`."""
    format = _format(data, name)
    source = Source(name, format, hashlib.sha256(data).hexdigest())
    reader = importlib.import_module(f"quanze.lists.readers.{format}")
    if format == "json":
        document: ListDocument = reader.document(data)
        return ListDocument(source, document.agency, document.annexes, document.findings)
    try:
        blocks: Iterable[Block] = reader.blocks(data)
        if format == "pdf":
            blocks = _confirmed(blocks, reader.attachment(data, ATTACHED_AS))
        return assemble(blocks, source)
    except RecursionError as error:
        raise Refusal("文件的结构嵌套过深，不像正常的清单，不予读取") from error
    except MemoryError as error:
        raise Refusal("文件太大，内存不够，不予读取") from error


def read_text(data: bytes, name: str) -> str:
    """The text of a file that need be no list: text as it stands; of other formats the lines and the cells of tables,
    each on a line of its own. Raises :class:`Refusal`."""
    format = _format(data, name)
    if format == "json" and (name.endswith(".json") or _is_json(data)):
        raise Refusal("JSON 文件不是清单")
    if format in ("text", "json"):
        return text.decode(data)
    lines: list[str] = []
    try:
        for block in importlib.import_module(f"quanze.lists.readers.{format}").blocks(data):
            if isinstance(block, Line):
                lines.append(block.text)
            else:
                lines += [cell.text for row in block.rows for cell in row.cells if cell.text]
    except RecursionError as error:
        raise Refusal("文件的结构嵌套过深，不予读取") from error
    except MemoryError as error:
        raise Refusal("文件太大，内存不够，不予读取") from error
    return "\n".join(lines)


def _is_json(data: bytes) -> bool:
    try:
        loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _format(data: bytes, name: str) -> str:
    """The format of a file whose name does not contradict it. Raises :class:`Refusal`."""
    if len(data) > MAX_BYTES:
        raise Refusal(f"文件超过 {MAX_BYTES // 1_048_576} MB 的上限")
    if not data.strip(b"\0 \r\n\t"):
        raise Refusal("文件是空的")
    format = sniff(data)
    extension = Path(name).suffix.lower()
    expected = EXTENSIONS.get(extension)
    if expected is not None and expected != format:
        raise Refusal(f"扩展名是 {extension}，内容却是{FORMATS[format]}；请改正扩展名或重新取得文件")
    return format


def _confirmed(blocks: Iterable[Block], attachment: bytes | None) -> Iterable[Block]:
    if attachment is None:
        return blocks
    from quanze.lists.readers.attached import confirmed

    return confirmed(list(blocks), attachment)


def sniff(data: bytes) -> str:
    """The format of a file by its content. Raises :class:`Refusal` for what is recognised but not read."""
    head = data[:4096]
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _office(data)
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refusal("文件已加密；请去掉密码后另存一份再试")
        raise Refusal(
            "这是旧版 Office（.doc、.xls、.wps、.et）文件；请用 Word、Excel 或 WPS 另存为 .docx、.xlsx 再试"
        )
    for pattern, saved in _OLD_TEXTS:
        if pattern.search(head):
            raise Refusal(f"{saved}，不直接读取；请用 Word、Excel 或 WPS 打开后另存为 .docx、.xlsx 再试")
    for magic, kind in _OTHERS.items():
        if head.startswith(magic):
            raise Refusal(f"这是{kind}，不是清单文档；请上传 Word、Excel、网页、PDF 或文本文件")
    stripped = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if stripped[:1] in (b"{", b"["):
        return "json"
    if stripped.startswith(b"<") and _HTML.search(head):
        return "html"
    return "text"


_OLD_TEXTS: tuple[tuple[re.Pattern[bytes], str], ...] = (
    (re.compile(rb"^\s*\{\\rtf"), "这是 RTF 文档"),
    (
        re.compile(rb"^(?:\xef\xbb\xbf)?\s*(?:From:|MIME-Version:)[^\0]{0,2000}multipart/", re.I),
        "这是单个文件网页（.mht）",
    ),
    (
        re.compile(rb"<\?mso-application\b|schemas\.microsoft\.com/office/(?:word/2003|2006/xmlPackage)"),
        "这是 XML 格式的 Office 文档",
    ),
    (
        re.compile(rb"<Workbook\b[^>]{0,400}urn:schemas-microsoft-com:office:spreadsheet"),
        "这是 XML 格式的 Excel 表格",
    ),
)
"""What Word and Excel wrote as text before .docx and .xlsx."""

_OTHERS: dict[bytes, str] = {
    b"\x89PNG": "图片（PNG）",
    b"\xff\xd8\xff": "图片（JPEG）",
    b"GIF8": "图片（GIF）",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x1f\x8b": "gzip 压缩包",
    b"\x7fELF": "可执行程序",
    b"MZ": "可执行程序",
}


def _office(data: bytes) -> str:
    try:
        names = set(zipfile.ZipFile(BytesIO(data)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError) as error:
        raise Refusal("文件损坏或不完整，打不开；请重新取得或另存一份再试") from error
    if stored_name(names, "word/document.xml") in names:
        return "docx"
    if stored_name(names, "xl/workbook.xml") in names:
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise Refusal("这是二进制工作簿（.xlsb）；请用 Excel 或 WPS 另存为 .xlsx 再试")
    if "ppt/presentation.xml" in names:
        raise Refusal("这是演示文稿，不是清单文档；请提供 Word 或 Excel 文件")
    if "OFD.xml" in names:
        raise Refusal("这是 OFD 版式文件，暂不能读取；请提供 Word 或 Excel 文件")
    if "content.xml" in names:
        raise Refusal("这是 OpenDocument 文件；请另存为 .docx 或 .xlsx 再试")
    raise Refusal("这是 ZIP 压缩包，不是清单文档；请解压后上传其中的文件")
